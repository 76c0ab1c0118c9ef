"""A value told as the one before another of the same sentence: "neuts 3.1 before, 0.3 after chemo"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.reading.meaning.marks import NOW, PAST, RECENT, TODAY
from core.reading.printed.items import Item

WORDS: Final = frozenset({"before", "beforehand", "pre", "prior", "previously"})
CLOSES: Final = frozenset({",", ";", ")", "and", "but", "now", "-", "/", "then", "to", "vs", "->", "→"})
AFTER: Final = frozenset({"after", "afterwards", "post", "now", "since", "following"})
CELLS: Final = frozenset({"anc", "wbc", "hgb", "platelets", "lymphocytes", "monocytes", "neutrophils_pct", "bands_pct"})
EVENT_ROLES: Final = frozenset({"drug", "regimen", "combined", "either", "context", "finding"})
MOMENTS: Final = {"past": PAST, "yesterday": RECENT, "now": NOW, "today": TODAY}
TIMES: Final = ("days", "hours", "minutes", "dose")


def told_before(items: list[Item], at: int, end: int, events: frozenset[str]) -> bool:
    """Whether the word at *at* says that the value right before it is older than one that follows."""
    if items[at].text not in WORDS or not at or not _is_a_value(items[at - 1]):
        return False
    if at + 1 >= end:
        return False
    behind = items[at + 1]
    dated = behind.text in CLOSES or behind.role in EVENT_ROLES or behind.text.partition(" ")[0] in events
    dated = dated or any(item.text in AFTER for item in items[at + 1 : end])
    return dated and any(_is_a_value(item) for item in items[at + 1 : end])


def mark_before(items: list[Item], marks: list[int], bounds: Sequence[tuple[int, int]], events: frozenset[str]) -> None:
    """The older of two such values: a count is of the past, a vital sign of the same day."""
    for first, end in bounds:
        for at in range(first, end):
            if told_before(items, at, end, events):
                named = next((items[j].key for j in range(at - 1, first - 1, -1) if items[j].role == "measure"), "")
                marks[at - 1] |= PAST if named in CELLS else RECENT


def compares(items: list[Item], start: int, end: int) -> bool:
    """Whether a clause of the past only sets a number against one of now: "ANC 0.3, a week ago 2.1, T 38.9"."""
    return not any(items[j].role == "measure" for j in range(start, end))


def goes_on(items: list[Item], start: int, end: int, now: bool) -> bool:
    """Whether what was told of the past may go on here: behind a value of now only a list of counts does."""
    named = next((items[j] for j in range(start, end) if items[j].role not in ("", "cue")), None)
    return not now or named is None or named.key in CELLS


def usual_from(items: list[Item], at: int, start: int, end: int) -> int:
    """Where what "normally" governs begins: at the value before it that ends a part, "155 systolic normally"."""
    closes = at + 1 >= end or items[at + 1].text in CLOSES
    if not closes or items[at].text not in {"normally", "usually"}:
        return at
    named = at - 2 if at > start and items[at - 1].role == "measure" else at - 1
    return named if named >= start and _is_a_value(items[named]) else at


def _is_a_value(item: Item) -> bool:
    number = item.number
    if number is None or number.mask or number.bound:
        return False
    unit = number.unit
    return unit is None or number.loose or not any(unit.measures(family) for family in TIMES)


def mark_alternating(items: list[Item], marks: list[int], clause: list[int]) -> None:
    """Values and words of time by turns: each word speaks of the value before it when a value begins the row.

    "0.3 today 2.2 last week" ends in its word, "today 0.3 last week 2.2" in its value.
    """
    first = 0
    for at in range(1, len(items) + 1):
        if at == len(items) or clause[at] != clause[first] or items[at].role == "measure":
            _alternating(items, marks, range(first, at))
            first = at


def _alternating(items: list[Item], marks: list[int], places: range) -> None:
    row = [at for at in places if _is_a_value(items[at]) or any(cue in MOMENTS for cue in items[at].cues)]
    if len(row) < 3:  # neither a word between two values, nor turns
        return
    kinds = [_is_a_value(items[at]) for at in row]
    middle = kinds == [True, False, True] and in_the_middle(items, row[0], row[2])
    turns = len(row) > 3 and len(row) % 2 == 0 and kinds == [kinds[0], not kinds[0]] * (len(row) // 2)
    if not (middle or turns):
        return
    for at in places:
        if items[at].role == "measure" or at in row:
            marks[at] &= ~(PAST | RECENT | NOW | TODAY)
    if middle:  # of which of the two the word speaks is asked
        return
    for one, two in zip(row[::2], row[1::2], strict=True):
        value, word = (one, two) if kinds[0] else (two, one)
        told = [MOMENTS[cue] for cue in items[word].cues if cue in MOMENTS]
        for mark in told:
            marks[value] |= mark


def in_the_middle(items: list[Item], before: int, at: int) -> bool:
    """Whether one word of the past stands alone between two values, so that it may speak of either.

    "0.3 last week 2.2": no other word of time stands before the first or behind the second.
    """
    between = items[before + 1 : at]
    if len(between) != 1 or not between[0].cues.keys() & {"past", "yesterday"}:
        return False
    if (
        not between[0].cues.keys().isdisjoint({"usual", "now", "before", "own"})
        or between[0].cues.get("past") == "near"
    ):
        return False
    around = (items[j] for j in (before - 1, at + 1) if 0 <= j < len(items))
    return not any(item.cues.keys() & MOMENTS.keys() for item in around)
