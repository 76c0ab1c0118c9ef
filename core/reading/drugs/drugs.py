"""Drugs and regimens: taken, stopped, or only spoken of; and what they say about therapy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon
from core.reading.drugs.begun import DRUG_ROLES, given, in_its_cycle, not_begun, replaced
from core.reading.drugs.proposed import begins_now, continued, proposed
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, LIMIT, OTHER, PAST, SUPPOSED
from core.reading.meaning.negation import denied
from core.reading.meaning.years import ended
from core.reading.printed.items import Item
from core.reading.reading import Doubt, Mention

HELD: Final = frozenset({"held", "on hold", "stopped", "stopped the", "paused", "suspended", "withheld", "omitted"}) | {
    "interrupted",
    "discontinued",
    "ceased",
    "off",
    "off the",
    "came off",
    "just stopped",
    "dc'd",
    "d/c'd",
}
DURING: Final = frozenset({"during", "while on", "when on", "whilst on"})
HAD: Final = frozenset({"had", "took", "received", "was on", "given", "was given"})
NOT_TAKEN: Final = ("allergy", "propose", "former", "negation", "maybe")
LONG_LIST: Final = 16  # pieces a list of allergies may have
LOOK_BACK: Final = 9
QUESTION: Final = 30  # pieces on either side that a question may have
PROPHYLAXIS: Final = frozenset({"prophylaxis", "ppx", "proph", "prophylactic", "prophy"})


def read_drugs(
    items: list[Item], context: Context, lexicon: Lexicon, barred: frozenset[int]
) -> tuple[list[Mention], list[Mention], list[Doubt]]:
    """What the patient takes, what is supposed, and names that may be two drugs; `barred` are allergens."""
    taken: list[Mention] = []
    supposed: list[Mention] = []
    doubts: list[Doubt] = []
    if context.roles.isdisjoint(DRUG_ROLES):
        return taken, supposed, doubts
    words = _around(items) if "either" in context.roles else frozenset()
    for at, item in enumerate(items):
        if item.role not in DRUG_ROLES or at in barred or context.has(at, OTHER) or _alphabetic_trap(items, at):
            continue
        status = _status(items, context, at)
        if status == "taken" and proposed(items, context, at, lexicon):
            status = "supposed" if context.has(at, SUPPOSED) else ""
        if status == "" and in_its_cycle(items, context, at, lexicon):
            status = "taken"
        names = _names(items, at, words)
        if not names:
            if status == "taken":
                assert item.term is not None
                doubts.append(Doubt("drugs", item.text, (), "may be " + " or ".join(sorted(item.term.either))))
            continue
        target = taken if status in ("taken", "held") else supposed if status == "supposed" else None
        if target is not None:
            key = "regimen" if item.role == "regimen" else "drugs"
            target.extend(Mention(key, name, item.text, item.start, item.end, item.note) for name in names)
            if status == "held" and key == "drugs":
                target.extend(Mention("drugs_stopped", name, item.text, item.start, item.end) for name in names)
    return _once(taken), _once(supposed), doubts


def _alphabetic_trap(items: list[Item], at: int) -> bool:
    """Short clipped names inside a code or a hyphenated word are no drugs."""
    short = len(items[at].text) <= 3
    return short and (
        (items[at].glued and items[at - 1].kind != "sign")
        or (at + 1 < len(items) and items[at + 1].glued and items[at + 1].kind == "number" and items[at].role == "drug")
    )


def _around(items: list[Item]) -> frozenset[str]:
    """All words of the message, and the generic names and diseases they stand for."""
    plain = {word for item in items for word in item.text.split()}
    return frozenset(plain | {str(item.term.value) for item in items if item.term and item.term.value})


def _names(items: list[Item], at: int, around: frozenset[str]) -> list[str]:
    term = items[at].term
    assert term is not None
    if term.role == "combined":
        return str(term.value).split("+")
    if term.role != "either":
        return [str(term.value)]
    fitting = [name for name, near in term.either.items() if near & around]
    return fitting if len(fitting) == 1 else []


def _status(items: list[Item], context: Context, at: int) -> str:
    """taken, held, supposed, or spoken of ("").

    The nearest word before the drug in its clause decides; a list ("mero, vanc and amik") shares its word.
    """
    back, ahead = _behind(items, context, at), _ahead(items, context, at)
    if (
        back == "allergy"
        or _allergy_after(items, at)
        or _allergy_list(items, context, at)
        or not_begun(items, context, at)
        or _queried(items, at)
        or ended(items, context, at)
    ):
        return ""
    if replaced(items, at):
        return "held" if back == "former" else "taken"
    if back == "propose" and (given(items, context, at) or begins_now(items, context, at)):
        return "taken"
    if back in ("held", "stop") and not _in_general(items, context, at):
        return "held" if back == "held" else "taken"
    return _spoken_of(items, context, at, back, ahead)


def _spoken_of(items: list[Item], context: Context, at: int, back: str, ahead: str) -> str:
    """What is left when no word of giving or stopping stands before the drug."""
    denial = back in NOT_TAKEN or denied(items, context, at) or _long_ago(items, context, at)
    if denial or _in_general(items, context, at):
        return ""
    if context.has(at, SUPPOSED):
        return "supposed"
    if ahead == "held":
        return "held"
    only_asked = context.has(at, ASKED | LIMIT) and not _dosed(items, at)
    return "" if only_asked and back != "taking" and ahead != "stop" else "taken"


def _queried(items: list[Item], at: int) -> bool:
    """Whether a question mark opens the drug, which is then only thought of: "?tazocin", "R: ? meropenem"."""
    if not at or items[at - 1].text != "?":
        return False
    opens = at == 1 or items[at - 2].text in {":", ",", ";", ".", "\n", "-", "("}
    return opens or (items[at].glued and not items[at - 1].glued)


def _in_general(items: list[Item], context: Context, at: int) -> bool:
    """Whether a question of limits names the drug without a patient: "at what ANC do you hold dasatinib?"."""
    soon = (
        at > 0 and items[at - 1].text == "after" and {"soon", "long"} & {one.text for one in items[max(0, at - 3) : at]}
    )
    if not context.has(at, ASKED) or not (context.has(at, LIMIT) or soon):
        return False
    near = range(max(0, at - QUESTION), min(len(items), at + QUESTION))
    same = (items[j] for j in near if context.sentence[j] == context.sentence[at])
    return not any("pronoun" in item.cues or "self" in item.cues for item in same)


def _long_ago(items: list[Item], context: Context, at: int) -> bool:
    if context.has(at, PAST) and any("former" in items[j].cues for j in _clause(items, context, at)):
        return True
    year = items[at + 2].number if at + 2 < len(items) and items[at + 1].text in {"in", "back in"} else None
    if year is not None and year.mask == "year" and at and items[at - 1].text in HAD:
        return True  # "had clozapine in 2011"
    during = any(item.text in DURING for item in items[max(0, at - 2) : at])  # "0.9 in 2019 during carbimazole"
    return during and any(
        (number := items[j].number) is not None and number.mask == "year" and items[j - 1].text in {"in", "back in"}
        for j in _clause(items, context, at)
        if j
    )


def _clause(items: list[Item], context: Context, at: int) -> Iterator[int]:
    return (j for j in range(max(0, at - 12), min(len(items), at + 12)) if context.clause[j] == context.clause[at])


def _behind(items: list[Item], context: Context, at: int) -> str:
    """The kind of the nearest deciding word before the drug; lists of drugs are passed over."""
    listed = True
    for j in range(at - 1, max(-1, at - LOOK_BACK), -1):
        item = items[j]
        if context.sentence[j] != context.sentence[at]:
            return ""
        if item.text in {",", "/", "+", "and", "&", "("}:
            listed = item.text != "," or items[j - 1].role in DRUG_ROLES or _after_drug(items, j)
            if not listed:
                return ""
            continue
        if item.role in DRUG_ROLES or item.kind == "number":
            continue
        if item.role in {"measure", "disease"}:
            return ""
        if "plan" in item.cues and not _dosed(items, at) and not continued(items, context, j, at):
            return "propose"
        for kind in ("allergy", "stop", "former", "propose", "negation", "maybe", "taking"):
            if kind in item.cues:
                lasts = item.text == "holding" and at + 1 < len(items) and items[at + 1].text in {"since", "for"}
                return "held" if kind == "stop" and (item.text in HELD or lasts) else kind
    return ""


def _after_drug(items: list[Item], at: int) -> bool:
    """Whether the comma closes a drug with its dose: "mero 1 g tds, vanc"."""
    return any(items[j].role in DRUG_ROLES for j in range(max(0, at - 4), at))


def _ahead(items: list[Item], context: Context, at: int) -> str:
    for j in range(at + 1, min(at + 7, len(items))):
        if context.sentence[j] != context.sentence[at] or items[j].role in DRUG_ROLES:
            return ""
        if "stop" in items[j].cues:
            if any("negation" in items[k].cues for k in range(max(at, j - 2), j)):
                return ""  # "imatinib not held"
            behind_comma = items[j - 1].text == "," and not any(items[k].role for k in range(at + 1, j - 1))
            near = context.clause[j] == context.clause[at] or behind_comma  # "imatinib 400, held since Monday"
            return "held" if items[j].text in HELD and near else "stop"
    return ""


def _allergy_after(items: list[Item], at: int) -> bool:
    return at + 1 < len(items) and "allergy" in items[at + 1].cues


def _allergy_list(items: list[Item], context: Context, at: int) -> bool:
    """Whether it stands in a list of allergies: "Allergies: sulfa, cefepime", "NKDA except co-trimoxazole"."""
    for j in range(at - 1, max(-1, at - LONG_LIST), -1):
        item = items[j]
        if context.sentence[j] != context.sentence[at] or item.role == "measure" or "taking" in item.cues:
            return False
        if item.text == "except" or (item.text.startswith("allergies") and "allergy" in item.cues):
            return True
    return False


def _dosed(items: list[Item], at: int) -> bool:
    follows = items[at + 1] if at + 1 < len(items) else None
    return follows is not None and (follows.number is not None or "dose" in follows.cues)


def _once(mentions: Sequence[Mention]) -> list[Mention]:
    kept: dict[tuple[str, object], Mention] = {}
    for one in mentions:
        kept.setdefault((one.key, one.value), one)
    return list(kept.values())


def doses(items: list[Item], context: Context, taken: Sequence[Mention]) -> list[Mention]:
    """The dose in mg printed behind a drug that is taken; nothing when several drugs have one."""
    found: list[Mention] = []
    places = {one.start for one in taken}
    for at, item in enumerate(items[:-1]):
        number = items[at + 1].number
        if (
            item.role == "drug"
            and item.start in places
            and number is not None
            and number.unit is not None
            and number.unit.name == "mg"
            and not context.has(at, OTHER | SUPPOSED | LIMIT)
        ):
            found.append(
                Mention(
                    "dose_mg",
                    Decimal(number.value),
                    f"{item.text} {number.printed}",
                    items[at + 1].start,
                    items[at + 1].end,
                )
            )
    return found if len(found) == 1 else []


def prophylaxis(items: list[Item], context: Context, lexicon: Lexicon) -> list[Mention]:
    """A fluoroquinolone with the word prophylaxis beside it."""
    if context.words.isdisjoint(PROPHYLAXIS):
        return []
    for at, item in enumerate(items):
        if (
            item.role == "drug"
            and item.term
            and "fluoroquinolone" in lexicon.drug_classes.get(str(item.term.value), ())
        ):
            near = range(max(0, at - 3), min(len(items), at + 5))
            if (
                any(items[j].text in PROPHYLAXIS and not _of_another(items, j, at) for j in near)
                and not context.has(at, OTHER | SUPPOSED | ASKED)
                and not denied(items, context, at)
            ):
                return [Mention("fluoroquinolone_prophylaxis", True, item.text, item.start, item.end)]
    return []


def _of_another(items: list[Item], word: int, at: int) -> bool:
    """Whether the word stands right behind another drug: "co-trimoxazole prophylaxis, cipro"."""
    return 0 < word < at and items[word - 1].role in DRUG_ROLES
