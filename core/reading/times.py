"""When: words of time, and how far each of them reaches."""

from __future__ import annotations

from collections.abc import Sequence

from core.reading.items import Item
from core.reading.marks import ASIDE, ELSEWHERE, FIRST, MAXIMUM, NOW, PAST, RECENT

TIME_CUES = {
    "past": PAST,
    "now": NOW,
    "yesterday": RECENT,
    "elsewhere": ELSEWHERE,
    "admission": ELSEWHERE,
    "maximum": MAXIMUM,
    "first": FIRST,
}
LEADING = PAST | RECENT  # a time word before the values holds until "now" or the end of the sentence
CONTRAST = frozenset({"vs", "versus", "against"})
AHEAD = 6  # pieces in which "now" still speaks of the value behind it


def mark_times(
    items: Sequence[Item], marks: list[int], bounds: Sequence[tuple[int, int]], clause: Sequence[int]
) -> None:
    """A word of time behind a value speaks of its clause, one before it of what follows."""
    for first, end in bounds:
        lead = 0
        start = first
        for at in range(first, end + 1):
            if at == end or clause[at] != clause[start]:
                lead = _clause(items, marks, start, at, lead)
                start = at


def _clause(items: Sequence[Item], marks: list[int], start: int, end: int, lead: int) -> int:
    """Mark one clause; returns what its words say of the clauses that follow."""
    ahead: dict[int, int] = {}
    behind: dict[int, tuple[int, int]] = {}
    valued = False
    told = start  # where the value begins that a time word behind it speaks of
    for at in range(start, end):
        cues = items[at].cues
        if cues and "now" in cues and "past" not in cues:
            lead = 0
        marks[at] |= lead
        valued = valued or _counts(items[at])
        if valued and ("before" in cues or items[at].text in CONTRAST):
            told = at
        for cue in cues.keys() & TIME_CUES.keys():
            mark, kind = TIME_CUES[cue], cues[cue]
            if kind == "behind" or (valued and kind != "near" and not (mark == NOW and _value_ahead(items, at, end))):
                behind[mark] = (told, at)
            else:
                ahead.setdefault(mark, at)
                lead |= mark & LEADING if kind != "near" and not marks[at] & ASIDE else 0
    for mark, at in ahead.items():
        for j in range(at, end):
            marks[j] |= mark
    for mark, (first, last) in behind.items():
        for j in range(first, last + 1):
            marks[j] |= mark
    return lead


def _value_ahead(items: Sequence[Item], at: int, end: int) -> bool:
    return any(_counts(items[j]) for j in range(at + 1, min(at + AHEAD + 1, end)))


def _counts(item: Item) -> bool:
    """Whether it is a number that may be a value."""
    return item.number is not None and not item.number.mask
