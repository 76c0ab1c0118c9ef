"""Whether a finding is affirmed, denied, or only asked about."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from core.reading.meaning.context import Context
from core.reading.meaning.denials import in_a_denied_list, replied
from core.reading.meaning.marks import ASKED
from core.reading.printed.items import Item

FILLERS: Final = 3  # plain words a denial reaches over
REACH: Final = 9
PASS: Final = frozenset(
    {
        "or",
        "nor",
        "/",
        "any",
        "a",
        "an",
        "the",
        "of",
        "to",
        "known",
        "for",
        "in",
        "active",
        "previous",
        "prior",
        "other",
        "obvious",
        "looking",
        "&",
        "further",
        "particularly",
        "need",
        "clinically",
        "at",
        "all",
        "have",
        "had",
        "been",
        "is",
        "was",
        "currently",
        "appearing",
        "really",
        "very",
        "signs",
        "evidence",
        "indication",
        "'",
    }
)
VERBS: Final = frozenset({"have", "had", "been", "is", "was", "currently"})
NOES: Final = frozenset({"no", "nope", "nah", "non", "nein"})
BARE: Final = frozenset({"no", "without"})
WELCOME: Final = frozenset({"fever_denied", "no_drugs"})  # what is true when a sign is denied
LISTED: Final = frozenset({"finding", "disease", "measure", "context"})
PLACE: Final = "mascc.setting"  # where the patient was: denied only in its own words
BOXES: Final = {
    "[]": True,
    "[x]": False,
    "☐": True,
    "□": True,
    "❌": True,
    "☑": False,
    "☒": False,
    "✅": False,
    "✓": False,
}
SIGNS: Final = {"-": True, "+": False}
WRITTEN: Final = {"false": True, "0": True, "true": False, "1": False}  # whether that word denies
LINKS: Final = frozenset({":", "-", "?", "=", ",", "(", "is"})
END_MARKS: Final = frozenset({",", ".", ";", "!", "\n", ")", "|", "\t", "/", "and"})


def denied(items: list[Item], context: Context, at: int) -> bool | None:
    """True when denied, False when affirmed in so many words, None when neither is said."""
    after = _ticked(items, at)
    if after is None:
        after = _signed(items, at)
    if after is None:
        after = _answered(items, at)
    if after is None and context.has(at, ASKED):
        after = replied(items, at)
    if after is not None:
        return after
    if _denies_itself(items[at]):
        return None
    listed = items[at].key != PLACE and in_a_denied_list(items, context, at)
    return True if listed or _denied_before(items, context, at) else None


def denied_among_signs(items: list[Item], context: Context, at: int) -> bool:
    """Whether a bare temperature ends what is denied of the patient: "no cough or temp", not "no BP or temp yet"."""
    after = items[at + 1] if at + 1 < len(items) else None
    if after is not None and after.text not in END_MARKS and after.text not in ("or", "nor", "since"):
        return False
    for j in range(at - 1, max(-1, at - 1 - REACH), -1):
        if items[j].role == "measure":
            return False
        if "negation" in items[j].cues or "deny_list" in items[j].cues:
            listed = any(items[k].text in {"or", "nor", "/", ","} for k in range(j + 1, at))
            return listed and denied(items, context, at) is True
    return False


def _ticked(items: list[Item], at: int) -> bool | None:
    """What the box beside the finding says: empty is denied; boxes stand before all findings or behind all."""
    leads = bool(items) and (items[0].text in BOXES or items[0].text == "[")
    sign = _box_before(items, at) if leads else _box_behind(items, at)
    return BOXES.get(sign)


def _box_before(items: list[Item], at: int) -> str:
    before = "".join(item.text for item in items[max(0, at - 3) : at])
    return next((box for box in BOXES if before.endswith(box)), "")


def _box_behind(items: list[Item], at: int) -> str:
    behind = "".join(item.text for item in items[at + 1 : at + 4])
    return next((box for box in BOXES if behind.startswith(box)), "")


def _signed(items: list[Item], at: int) -> bool | None:
    """A sign alone behind the finding: "COPD -", "COPD +"."""
    j = at + 1
    if j >= len(items) or items[j].text not in SIGNS:
        return None
    closes = j + 1 >= len(items) or items[j + 1].text in END_MARKS
    return SIGNS[items[j].text] if closes else None


def _denies_itself(item: Item) -> bool:
    """Whether the finding's own words are a denial: "no fever", "not dry"."""
    return item.term is not None and item.role != "cue" and item.text.startswith(("no ", "not ", "without ", "never "))


def _answered(items: list[Item], at: int) -> bool | None:
    """An answer behind the finding: "copd? no", "fungal: none", "COPD yes"."""
    j = at + 1
    linked = items[at].text.endswith(":")
    while j < len(items) and items[j].text in LINKS and j <= at + 3:
        if items[j].text == ",":
            return None
        linked = True
        j += 1
    if j >= len(items):
        return None
    item = items[j]
    closes = j + 1 >= len(items) or items[j + 1].text in END_MARKS
    if item.text in WRITTEN and (linked or closes):
        return WRITTEN[item.text]
    if "denied_after" in item.cues and (linked or closes):
        return True
    if "affirmed_after" in item.cues and (linked or closes):
        return False
    if item.text in ("no", "n", "nil", "not", "never", "nope") and closes:
        return True
    tied = items[j - 1].text[-1] in ":=" or (items[j - 1].text == "?" and not _denies_next(items, j))
    return True if item.text == "no" and linked and tied else None


def _denies_next(items: list[Item], at: int) -> bool:
    """Whether a "no" speaks of what follows ("COPD? no chest pain"), which is not asked in its turn."""
    following = next((k for k in range(at + 1, min(at + 4, len(items))) if items[k].role in LISTED), None)
    return following is not None and [one.text for one in items[following + 1 : following + 2]] not in (["?"], [":"])


def _denied_before(items: list[Item], context: Context, at: int) -> bool:
    """A denial before the finding, within its reach: over an "or", not over a comma, "but" or a new statement."""
    words, joined = 0, False
    for j in range(at - 1, max(-1, at - 1 - REACH), -1):
        item = items[j]
        if context.sentence[j] != context.sentence[at]:
            return False
        if (denies := _denies(item, joined=joined)) is not None:
            return denies and not _is_for(items, j, at) and not _says_no_and_where(items, context, j, at)
        if item.text == "/" and j and items[j - 1].text in NOES and j > 1 and items[j - 2].text.endswith(":"):
            return False  # "COPD: no / solid tumour"
        if item.text in ("or", "nor", "/", "and"):
            joined = _goes_on(items, j, at, words)
            if not joined:
                return False
        elif item.text in PASS or _joins(items, j):
            continue
        elif item.kind == "word" and words < FILLERS and item.text != "yet":
            words += 1
        elif not joined or item.role not in LISTED:
            return False  # the denial is spent
    return False


def _says_no_and_where(items: list[Item], context: Context, at: int, place: int) -> bool:
    """Whether "no" only answers, and where the patient was follows: "no been in since the 3rd"."""
    opens = at == 0 or context.sentence[at - 1] != context.sentence[at]
    named = items[place].text.startswith(("inp", "outp", "in-p", "out-p", "inpatient", "ward p", "admission"))
    return opens and items[place].key == PLACE and place == at + 1 and items[at].text in NOES and not named


def _is_for(items: list[Item], at: int, end: int) -> bool:
    """Whether something for the disease is denied and not the disease: "no inhalers for COPD"."""
    between = [item.text for item in items[at + 1 : end]]
    return items[at].text in BARE and any(word == "for" and before not in PASS for before, word in pairwise(between))


def _goes_on(items: list[Item], at: int, end: int, words: int) -> bool:
    """Whether an "or", a slash or an "and" goes on with what is denied; a place is a new statement."""
    if items[end].key == PLACE:
        return False
    if items[at].text == "and":
        return not words and _denies_both(items, at, end)
    return not (words and _spaced(items, at))  # a new item of the list, not a further thing denied


def _joins(items: list[Item], at: int) -> bool:
    """Whether a hyphen makes one word of what stands on both sides: "non-diabetic", "no-COPD"."""
    return items[at].text == "-" and items[at].glued and items[at + 1].glued


def _spaced(items: list[Item], at: int) -> bool:
    """Whether the slash stands between blanks, as between the items of a list."""
    return items[at].text == "/" and not items[at].glued and not items[at + 1].glued


def _denies(item: Item, *, joined: bool) -> bool | None:
    """Whether this is the word that denies; None when it is not."""
    if "negation" in item.cues:
        return True
    worse = item.term is not None and item.term.value is True and item.key not in WELCOME  # "no urine"
    return joined if _denies_itself(item) and not worse else None  # "no fever or chills"


def _denies_both(items: list[Item], at: int, end: int) -> bool:
    """Whether the "and" goes on with what is denied: "without pain and COPD", but not "and is hypotensive"."""
    without = any(item.text == "without" for item in items[max(0, at - REACH) : at])
    return without and VERBS.isdisjoint(item.text for item in items[at + 1 : end])
