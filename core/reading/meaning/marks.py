"""What a piece of the message may be marked with, and how a mark is spread."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

SUPPOSED, LIMIT, OTHER, SPECIMEN, PAST, NOW, RECENT, ELSEWHERE, FIRST, ASIDE, MAXIMUM, ASKED, USUAL, TODAY, AWAITED = (
    1 << bit for bit in range(15)
)
BYGONE: Final = 1 << 15  # told of an earlier year, besides what is told of now
UNREAL: Final = SUPPOSED | LIMIT | OTHER  # what never states a value of the patient now
BREAKS: Final = frozenset({",", "(", ")", "|", "[", "]", "/"})


def spread_all(marks: list[int], spans: Iterable[tuple[int, int, int]]) -> None:
    """Add each mark from its first place up to its last; spans that overlap are walked once."""
    reached: dict[int, int] = {}
    for first, end, mark in sorted(spans):
        done = reached.get(mark, 0)
        for at in range(max(first, done), end):
            marks[at] |= mark
        reached[mark] = max(done, end)


def spread(marks: list[int], where: Iterable[int], mark: int) -> None:
    """Add *mark* at these places."""
    for at in where:
        marks[at] |= mark
