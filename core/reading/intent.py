"""What the words do with the case: retract, correct, start anew, ask, thank, call for help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import groupby
from operator import or_
from typing import Any

from core.lexicon import Lexicon
from core.reading.context import Context
from core.reading.items import Item
from core.reading.marks import ASKED, SUPPOSED
from core.reading.numbers import Token

OPENING = 5  # tokens in which a message says that it speaks of a new patient
STATING = frozenset({"is", "are", "was", "any", "will"})  # behind a comma these rarely open a question
BRIEF = 12  # tokens of a message that says nothing else
EARLY = 6  # pieces in which a correction announces itself
JOINING = frozenset({"is", "has", "now", "please", "with"})  # between the words for a patient and what follows
TEMPERATURE = ("temp_c", "temp_sustained")


@dataclass(frozen=True, slots=True)
class Intent:
    """The flags of a reading, and the sentences that retract something."""

    question: bool
    hypothetical: bool
    correction: bool
    help: bool
    undo: bool
    retracted: tuple[str, ...] = ()
    silent: frozenset[int] = frozenset()


def intend(
    tokens: Sequence[Token], items: Sequence[Item], context: Context, lexicon: Lexicon, recent: Sequence[str]
) -> Intent:
    """Read the flags; `silent` are the sentences whose findings are taken back rather than stated."""
    rules: Mapping[str, Any] = lexicon.tables
    words = [token[1] for token in tokens if token[0] != "line"]
    spoken = " ".join(words)
    bare = spoken.strip(" .!,?") or spoken
    marks = reduce(or_, context.marks, 0)
    retracted, silent = _retractions(items, context, lexicon, recent)
    undo = bare in rules["undo"] and not retracted
    first = next((word for word in words if word.isalpha()), "")
    return Intent(
        question="?" in words
        or _asks_after_comma(words, rules["question_words"])
        or bool(marks & ASKED)
        or first in rules["question_words"],
        hypothetical=bool(marks & SUPPOSED),
        correction=_corrects(items),
        help=bare in rules["help"]
        or spoken in rules["help"]
        or (words[:1] == ["/"] and words[2:3] in (["help"], ["?"])),
        undo=undo,
        retracted=retracted,
        silent=silent,
    )


def _asks_after_comma(words: Sequence[str], starters: frozenset[str]) -> bool:
    """Whether a clause opens as a question without its mark: "…, does that matter"."""
    places = [at for at, word in enumerate(words) if word in starters and word not in STATING]
    return any(at > 0 and words[at - 1] in (",", ".", ";") for at in places)


def new_patient(tokens: Sequence[Token], rules: Mapping[str, Any]) -> int:
    """Past the words that open a message about another patient; 0 when it does not open so.

    Words for another patient may follow a greeting; "wrong patient" must open the message, as elsewhere it takes
    back a value.
    """
    words = [token[1] for token in tokens if token[0] != "line"]
    if not words:
        return 0
    polite = rules["greetings"]
    opening, mistaken = first_words(rules["new_patient"]), first_words(rules["wrong_patient"])
    for start in range(min(OPENING, len(words))):
        if words[start] not in opening and words[start] not in mistaken:
            continue
        lead = [word in polite or not word.isalpha() for word in words[:start]]
        for size in (5, 4, 3, 2):
            spoken = " ".join(words[start : start + size])
            if (spoken in rules["new_patient"] and all(lead[-1:])) or (spoken in rules["wrong_patient"] and all(lead)):
                return _after(tokens, start + size)
    brief = len(words) <= BRIEF and " ".join(words).strip(" .!,?") in rules["new_patient"]
    return len(tokens) if brief else 0


def _after(tokens: Sequence[Token], words: int) -> int:
    """The place behind that many words, and behind the sign that ends them."""
    places = [at for at, token in enumerate(tokens) if token[0] != "line"]
    end = places[words - 1] + 1 if words <= len(places) else len(tokens)
    while end < len(tokens) and (tokens[end][0] in ("sign", "line") or tokens[end][1] in JOINING):
        if tokens[end][1] in "</(@":
            break
        end += 1
    return end


def _corrects(items: Sequence[Item]) -> bool:
    """Whether the message corrects: it opens with "no wait", or sets a value against another ("0.4 not 1.4")."""
    if any("hold_on" in item.cues and item.text != "not" for item in items[:EARLY]):
        return True
    return any(
        item.text == "not" and at + 1 < len(items) and items[at + 1].number is not None for at, item in enumerate(items)
    )


def _retractions(
    items: Sequence[Item], context: Context, lexicon: Lexicon, recent: Sequence[str]
) -> tuple[tuple[str, ...], frozenset[int]]:
    """The facts taken back, and the sentences that do so."""
    keys: list[str] = []
    silent: set[int] = set()
    if not _may_take_back(context.openings, lexicon):
        return (), frozenset()
    for sentence, places in groupby(range(len(items)), key=lambda at: context.sentence[at]):
        part = list(places)
        spoken = " ".join(word for at in part for word in items[at].text.split())
        opens = _opens(spoken, lexicon)
        if not opens and not any(f" {phrase}" in spoken for phrase in lexicon.tables["retract_after"]):
            continue
        named = [] if _new_value(items, part, opens=opens) else _named(items, part, lexicon)
        if named:
            keys.extend(_with_companions(named, recent))
            silent.add(sentence)
    return tuple(dict.fromkeys(keys)), frozenset(silent)


def _may_take_back(words: AbstractSet[str], lexicon: Lexicon) -> bool:
    """Whether some word opens a retraction, or ends one; most messages have neither."""
    tables = lexicon.tables
    return not (
        words.isdisjoint(first_words(tables["retract"])) and words.isdisjoint(first_words(tables["retract_after"]))
    )


@lru_cache(maxsize=16)
def first_words(phrases: frozenset[str]) -> frozenset[str]:
    """The words that open these phrases."""
    return frozenset(phrase.partition(" ")[0] for phrase in phrases)


def _opens(spoken: str, lexicon: Lexicon) -> bool:
    """Whether the sentence opens with words that take back."""
    start = spoken.removeprefix("please ").removeprefix("oh ").removeprefix("sorry ").removeprefix("pls ").lstrip(", ")
    return any(start.startswith(f"{phrase} ") for phrase in lexicon.tables["retract"])


def _new_value(items: Sequence[Item], part: Sequence[int], *, opens: bool) -> bool:
    """Whether a value stands beside it that is new; that of "ignore the temp of 39" says which is taken back."""
    values = [at for at in part if (number := items[at].number) is not None and not number.mask]
    if len(values) != 1 or not opens:
        return bool(values)
    lead = [items[at] for at in part if at < values[0] and items[at].text not in {"of", ":", "="}]
    told = lead[-1].role == "measure" and not any(item.text in {",", "-", "that", "but"} for item in lead)
    return not told


def _named(items: Sequence[Item], part: Sequence[int], lexicon: Lexicon) -> list[str]:
    """The keys the words name."""
    topics = lexicon.tables["topics"]
    keys = []
    for at in part:
        item = items[at]
        if item.role in ("measure", "finding") and item.key:
            keys.append("temp_c" if item.key == "fever_denied" else item.key)
        elif item.role == "disease":
            keys.append("malignancy")
        elif item.role in ("drug", "combined"):
            keys.append("drugs")
        else:
            keys.extend(topics[word] for word in item.text.split() if word in topics)
    return list(dict.fromkeys(keys))


def _with_companions(keys: Sequence[str], recent: Sequence[str]) -> list[str]:
    """A temperature goes with its duration; the maximum goes when only that was stated."""
    wide: list[str] = []
    for key in keys:
        if key == "temp_c":
            wide.extend(("temp_max_c",) if "temp_max_c" in recent and "temp_c" not in recent else TEMPERATURE)
        else:
            wide.append(key)
    return wide


def chatters(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the message is only thanks or greetings."""
    parts: list[list[str]] = [[]]
    for kind, text, _, _ in tokens:
        if kind in {"sign", "line"}:
            parts.append([])
        else:
            parts[-1].append(text)
    said = [" ".join(part) for part in parts if part]
    polite = lexicon.tables["chitchat"]
    return bool(said) and all(one in polite or all(word in polite for word in one.split()) for one in said)
