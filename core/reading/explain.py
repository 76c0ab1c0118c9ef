"""What each piece of a message became, for people who extend the vocabulary; worked out only when asked for."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, final

from core.lexicon import fold
from core.reading.counts.candidate import Candidate
from core.reading.counts.weighing import Valued
from core.reading.meaning.context import Context
from core.reading.printed.items import Item, Number
from core.reading.printed.markup import Plain
from core.reading.reading import ASKED, LEFT, TAKEN, WORD, Explained, Mention, Reading
from core.reading.reasons import Place, cue, reason

NUMERIC: Final = frozenset({"Nd", "Nl", "No"})  # letters that print a number: digits, ½, Ⅷ, ²
HOW: Final = {
    "left": "after “{}”",
    "right": "before “{}”",
    "series": "a later value of “{}”",
    "or": "beside another value of “{}”",
    "table": "in the column or row of “{}”",
}
ALONE: Final = {
    "shape": "by its shape, no name beside it",
    "order": "by its order in the command",
    "table": "by its place",
}
WITH_THE_NUMBER_BEHIND: Final = frozenset(
    {"antibiotics_started_h", "neutropenia_kind", "urine_low", "catheter_infection"}
)


@final
class Seen:
    """The stages of one message, as the reader left them."""

    __slots__ = ("asked", "context", "found", "items", "plain", "silent", "text", "used", "weighed")

    def __init__(
        self,
        text: str,
        plain: Plain,
        items: list[Item],
        context: Context,
        found: Sequence[Candidate],
        weighed: Mapping[str, Sequence[Valued]],
        used: frozenset[int],
        silent: frozenset[int] = frozenset(),
        asked: Sequence[str] = (),
    ) -> None:
        self.text = text
        self.plain = plain
        self.items = items
        self.context = context
        self.found = found
        self.weighed = weighed
        self.used = used
        self.silent = silent
        self.asked = asked


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said of one span before it is cut out of the message."""

    start: int
    end: int
    kind: str
    became: str
    why: str


def explain(seen: Seen, reading: Reading) -> tuple[Explained, ...]:
    """Every piece that became something, and every number that did not, in the order of the message.

    No printed digit is left without a reason.
    """
    stated = _by_span(reading)
    told = [*_facts(seen, stated), *_numbers(seen, reading, stated), *_words(seen, stated)]
    told.extend(_beyond(seen, told))
    told.sort(key=lambda one: (one.start, one.end))
    return tuple(Explained(one.start, one.end, seen.text[one.start : one.end], *_rest(one)) for one in told)


def _rest(one: _Told) -> tuple[str, str, str]:
    return one.kind, one.became, one.why


def _by_span(reading: Reading) -> dict[tuple[int, int], list[tuple[Mention, str]]]:
    """What was stated, by its place: of the patient, of each of two patients, or of a what-if."""
    stated: dict[tuple[int, int], list[tuple[Mention, str]]] = defaultdict(list)
    for one in reading.mentions:
        stated[one.start, one.end].append((one, ""))
    for number, part in enumerate(reading.patients, start=1):
        for one in part:
            stated[one.start, one.end].append((one, f"patient {number}: "))
    for one in reading.supposed:
        stated[one.start, one.end].append((one, "what if: "))
    return stated


def _facts(seen: Seen, stated: Mapping[tuple[int, int], Sequence[tuple[Mention, str]]]) -> Iterator[_Told]:
    places = {seen.plain.place(item.start, item.end): at for at, item in enumerate(seen.items)}
    for (start, end), many in stated.items():
        became = ", ".join(f"{whose}{one.key} = {_shown(one.value)}" for one, whose in many)
        notes = dict.fromkeys(one.note for one, _ in many if one.note and one.note != one.printed)
        at = places.get((start, end))
        how = _how(seen, at, many[0][0]) if at is not None else "from these words together"
        kind = TAKEN if any(not whose for _, whose in many) else LEFT
        if kind == LEFT:
            how = f"{_whose(seen, at, many[0][1])}: nothing of it enters the case"
        yield _Told(start, end, kind, became, "; ".join(filter(None, (how, *notes))))


def _whose(seen: Seen, at: int | None, whose: str) -> str:
    if whose.startswith("patient"):
        return "two patients in one message"
    return "only supposed" + (
        cue(seen.items, seen.context, at, ("suppose", "suppose_all", "exercise")) if at is not None else ""
    )


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _how(seen: Seen, at: int, one: Mention) -> str:
    """How the piece came to its meaning: the name beside a number, and its unit; the role of a term."""
    item = seen.items[at]
    if item.number is None:
        return f"{item.role or 'word'}{', denied' if one.value is False else ''}"
    candidate = next((two for two in seen.found if two.at == at), None)
    if candidate is None:
        return _without_name(seen, one)
    term = seen.items[candidate.term].text if candidate.term >= 0 else ""
    name = HOW[candidate.how].format(term) if term else ALONE.get(candidate.how, candidate.how)
    return "; ".join(filter(None, (name, _unit(item.number), _unread(seen, at, item.number))))


def _without_name(seen: Seen, one: Mention) -> str:
    if one.key in seen.asked:
        return "the answer to what was asked"
    return "no name beside it" if one.guessed else "by the words around it"


def _unit(number: Number) -> str:
    if number.unit is None or (number.loose and number.unit.measures("age")):
        return "no unit: read by its size"
    return f"unit {number.unit.name}"


def _unread(seen: Seen, at: int, number: Number) -> str:
    """What is not read of a pair: the diastolic pressure, the haematocrit."""
    if number.other is None or sum(one.at == at for one in seen.found) > 1:
        return ""
    return f"the second number, {_shown(number.other)}, has no fact of its own"


def _numbers(
    seen: Seen, reading: Reading, stated: Mapping[tuple[int, int], Sequence[tuple[Mention, str]]]
) -> Iterator[_Told]:
    """The numbers and dates that became nothing, each with its reason."""
    place = Place(
        seen.items,
        seen.context,
        {one.at: one for one in seen.found},
        {one.candidate.at: one for many in seen.weighed.values() for one in many},
        seen.used,
        seen.silent,
    )
    for at, item in enumerate(seen.items):
        start, end = seen.plain.place(item.start, item.end)
        if item.number is None or any(first <= start and end <= last for first, last in stated):
            continue
        if helped := _helped(seen, at, stated):
            yield _Told(start, end, TAKEN, helped, "read with the words before it")
        else:
            asked, became, why = reason(place, at, reading)
            yield _Told(start, end, ASKED if asked else LEFT, became, why)


def _helped(seen: Seen, at: int, stated: Mapping[tuple[int, int], Sequence[tuple[Mention, str]]]) -> str:
    """The fact of the word before that this number helped to tell: "day 3 of meropenem"."""
    for j in (at - 1, at - 2):
        if j < 0 or seen.items[j].number is not None:
            return ""
        for one, _ in stated.get(seen.plain.place(seen.items[j].start, seen.items[j].end), ()):
            if one.key in WITH_THE_NUMBER_BEHIND:
                return f"{one.key} = {_shown(one.value)}"
    return ""


def _words(seen: Seen, stated: Mapping[tuple[int, int], object]) -> Iterator[_Told]:
    """The words of the vocabulary that state nothing by themselves, and dates and units that stand alone."""
    for item in seen.items:
        span = seen.plain.place(item.start, item.end)
        if span in stated or item.number is not None:
            continue
        if item.kind == "date":
            yield _Told(*span, LEFT, "", "a clock time" if ":" in item.text else "a date")
        elif item.kind == "unit":
            yield _Told(*span, WORD, f"unit {item.unit.name if item.unit else ''}", "no number of its own")
        elif item.role or item.cues:
            yield _Told(*span, WORD, _meaning(item), item.note)


def _meaning(item: Item) -> str:
    """The meaning of a term: its role and what it names, and the cues the same words are."""
    named = "" if item.role == "cue" else f"{item.role} {item.key}".strip()
    if item.term is not None and item.term.value is not None and item.role != "cue":
        named = f"{named} {_shown(item.term.value)}"
    cues = ", ".join(f"{kind} ({detail})" if detail else kind for kind, detail in item.cues.items())
    return "; ".join(filter(None, (named, f"cue: {cues}" if cues else "")))


def _beyond(seen: Seen, told: Sequence[_Told]) -> Iterator[_Told]:
    """Digits in no piece that was looked at: in a link, before the words for a new patient, past the limit."""
    covered = bytearray(len(seen.text))
    for one in told:
        covered[one.start : one.end] = b"\1" * (one.end - one.start)
    opening = seen.plain.place(seen.items[0].start, seen.items[0].end)[0] if seen.items else len(seen.text)
    start = 0
    while start < len(seen.text):
        if covered[start] or unicodedata.category(seen.text[start]) not in NUMERIC:
            start += 1
            continue
        end = start + 1
        while end < len(seen.text) and not covered[end] and unicodedata.category(seen.text[end]) in NUMERIC:
            end += 1
        yield _Told(start, end, LEFT, "", _outside(seen, start, end, opening))
        start = end


def _outside(seen: Seen, start: int, end: int, opening: int) -> str:
    if start >= seen.plain.length:
        return "past the part of the message that is read"
    if not any(letter.isdigit() for letter in fold(seen.text[start:end])):
        return "a sign that is not read as a number"
    return "before the words for a new patient" if start < opening else "part of a link, a mention or an emoji"
