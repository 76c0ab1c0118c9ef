"""What a piece of the message may be marked with, and how a mark is spread."""

from __future__ import annotations

from collections.abc import Iterable

SUPPOSED, LIMIT, OTHER, SPECIMEN, PAST, NOW, RECENT, ELSEWHERE, FIRST, ASIDE, MAXIMUM, ASKED, USUAL = (
    1 << bit for bit in range(13)
)
UNREAL = SUPPOSED | LIMIT | OTHER  # what never states a value of the patient now
BREAKS = frozenset({",", "(", ")", "|", "[", "]", "/"})


def spread(marks: list[int], where: Iterable[int], mark: int) -> None:
    """Add *mark* at these places."""
    for at in where:
        marks[at] |= mark
