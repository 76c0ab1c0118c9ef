"""Two patients in one message: where the second begins.

A place, a numbered patient or a title said twice, with another number or name, is two patients. Weaker labels (a
list, "the first one", initials) are two only when the same measure is told of both: a list of one patient's
problems or values tells no measure twice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final

from core.lexicon import Lexicon
from core.reading.counts.candidate import Candidate
from core.reading.meaning.context import Context
from core.reading.meaning.marks import LIMIT, OTHER, PAST, SUPPOSED, UNREAL
from core.reading.patients.labels import (
    BOOKED,
    JOINED,
    ORDERED,
    Label,
    alone,
    by_illness,
    by_sex,
    by_the_clock,
    hashed,
    in_order,
    initials,
    kin,
    labels,
    listed,
    trailing,
)
from core.reading.printed.items import Item
from core.reading.printed.markup import Plain

OF_MINE: Final = frozenset({"my", "our"}) | {"pt", "patient"}  # words an hour may stand beside
NEAR: Final = 4  # pieces between two labels that are joined
Values = Sequence[tuple[int, str]]  # the place and the key of each value


def second_patient(
    items: list[Item],
    context: Context,
    found: Sequence[Candidate],
    aged: Sequence[tuple[int, Decimal]],
    lexicon: Lexicon,
    plain: Plain,
) -> int | None:
    """Where the second of two patients begins, if the message speaks of two; None otherwise."""
    if not found:
        return None
    named, ages = labels(items, context), _people_aged(context, aged)
    if len(named) > 1 or ages:
        numbers = sorted(_decimals(items, context) | {one.at for one in found if not context.has(one.at, UNREAL)})
        for places in (*_by_word(named), ages):
            if (place := _apart(places, numbers)) is not None:
                return place
    if len({one.key for one in found}) == len(found):
        return None  # no measure is told twice
    told = sorted((one.at, one.key) for one in found if not context.has(one.at, LIMIT | SUPPOSED))
    real = [one for one in told if not context.has(one[0], OTHER)]
    closed = (_closed_by(trailing(named, items), places, real) for places in _by_word(named))
    each = (_in_its_own_sentence(context, places, real) for places in _by_word(trailing(named, items)))
    joined = (_joined(items, places, real) for places in _by_word(named))
    weak = (
        _same_measure(some, real if some and some[0].word == "sex" else told)
        for some in (named, *_weak(items, context, lexicon, plain))
        if len(some) > 1
    )
    return next((place for place in chain(joined, weak, closed, each) if place is not None), None) or _worded(
        items, context, found
    )


def _weak(items: list[Item], context: Context, lexicon: Lexicon, plain: Plain) -> Iterator[Sequence[Label]]:
    rules, words = lexicon.tables, context.words
    yield listed(items)
    if not words.isdisjoint(rules["places_alone"]):
        yield alone(items, labels(items, context), rules)
    if "#" in words:
        yield hashed(items, rules)
    if not words.isdisjoint(ORDERED):
        yield in_order(items, rules)
    if "disease" in context.roles:
        yield by_illness(items, rules)
    if not words.isdisjoint(OF_MINE) or not words.isdisjoint(BOOKED):
        yield by_the_clock(items, rules)
    if not words.isdisjoint(rules["mothers"]):
        yield kin(items, rules)
    yield [one for one in by_sex(items) if not context.has(one.at, OTHER)]
    yield initials(items, lexicon, plain)


def _by_word(named: Sequence[Label]) -> Iterator[list[int]]:
    """The places of the labels of one word: "bed", "pt"."""
    for word in dict.fromkeys(one.word for one in named):
        yield _distinct([one for one in named if one.word == word])


def _decimals(items: list[Item], context: Context) -> set[int]:
    """The places of numbers with decimals: a second patient's value may come without its name."""
    return {
        at
        for at, item in enumerate(items)
        if item.number and not item.number.whole and not item.number.mask and not context.has(at, UNREAL)
    }


def _distinct(named: Sequence[Label]) -> list[int]:
    """The first place of each number or letter; nothing when all are the same."""
    places: dict[str, int] = {}
    for one in named:
        places.setdefault(one.name, one.at)
    return sorted(places.values()) if len(places) > 1 else []


def _apart(places: Sequence[int], numbers: Sequence[int]) -> int | None:
    """The first label that has values before it, behind the one before, and values behind it."""
    first = bisect_right(numbers, places[0]) if places else 0
    between = (place for place in places[1:] if first < len(numbers) and numbers[first] < place < numbers[-1])
    return next(between, None)


def _joined(items: list[Item], places: Sequence[int], values: Values) -> int | None:
    """The second of two values that go with two labels: "bed 3 and bed 7 have ANC 0.2 and 1.4"."""
    for one, two in pairwise(places):
        if two - one > NEAR or JOINED.isdisjoint([item.text for item in items[one:two]]):
            continue
        behind = [value for value in values if value[0] > two]
        for (at, key), (after, same) in pairwise(behind):
            if key == same and after - at == 2 and items[after - 1].text in JOINED:
                return after
    return None


def _same_measure(named: Sequence[Label], values: Values) -> int | None:
    """The label from which on a measure is told that was told behind another label before."""
    seen: dict[str, str] = {}
    starts = [one.at for one in named]
    for at, key in values:
        behind = bisect_right(starts, at) - 1
        if behind >= 0 and seen.setdefault(key, named[behind].name) != named[behind].name:
            return named[behind].at
    return None


def _closed_by(named: Sequence[Label], places: Sequence[int], values: Values) -> int | None:
    """Where the second begins when labels stand behind their values: "ANC 0.4 Mr JS, ANC 1.2 Mrs RT"."""
    starts = {one.at for one in named}
    ends = [place for place in places if place in starts]
    if len(ends) < 2 or not values or values[0][0] > ends[0] or values[-1][0] > ends[-1]:
        return None
    before = {key for at, key in values if at < ends[0]}
    again = any(ends[0] < at < ends[1] and key in before for at, key in values)
    return ends[0] + 2 if again else None  # past the label and its name


def _in_its_own_sentence(context: Context, places: Sequence[int], values: Values) -> int | None:
    """Where the second begins when each label has a sentence, and a measure is told in both: "Mr S 0.4. 1.9 Mrs J"."""
    for one, two in pairwise(places):
        first, second = context.sentence[one], context.sentence[two]
        before = {key for at, key in values if context.sentence[at] == first}
        if first < second and any(context.sentence[at] == second and key in before for at, key in values):
            return context.bounds[second][0]
    return None


def _worded(items: list[Item], context: Context, found: Sequence[Candidate]) -> int | None:
    """Where a measure is told again, when the words say that there are two patients."""
    spoken = f" {' '.join([item.text for item in items])} "
    if not _any_of(context.rules["worded_two_patients"]).search(spoken):
        return None
    stated: dict[str, Candidate] = {}
    for again in sorted((one for one in found if not context.has(one.at, UNREAL)), key=lambda one: one.at):
        if stated.setdefault(again.key, again).at < again.at and again.how != "series":
            return again.term if 0 <= again.term < again.at else again.at
    return None


@lru_cache(maxsize=4)
def _any_of(phrases: frozenset[str]) -> re.Pattern[str]:
    """What finds one of these among words set apart by blanks."""
    return re.compile(f" (?:{'|'.join(re.escape(phrase) for phrase in sorted(phrases))}) ")


def beside_the_patient(items: list[Item], words: frozenset[str]) -> bool:
    """Whether the message brings in somebody beside the patient spoken of: "also bed 2 has …"."""
    return (
        len(items) > 3
        and items[0].text in words
        and any(items[at].key == "place" and items[at + 1].number is not None for at in (1, 2))
    )


def _people_aged(context: Context, aged: Sequence[tuple[int, Decimal]]) -> list[int]:
    """The places of different ages of patients."""
    places: dict[Decimal, int] = {}
    for at, years in aged:
        if not context.has(at, OTHER | PAST | SUPPOSED):
            places.setdefault(years, at)
    return sorted(places.values())
