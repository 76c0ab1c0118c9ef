"""What is read from what in a handbook: the columns of each fact, the scores of each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.grade import facts_behind
from core.guideline import Handbook


@dataclass(frozen=True, slots=True)
class Bearing:
    """For each fact the columns read from it, and for each column the scores of which it answers an item."""

    columns: Mapping[str, tuple[str, ...]]
    scores: Mapping[str, tuple[str, ...]]


class _Same:
    """A key that is equal only to its own object: a handbook is looked through once, not compared field by field."""

    __slots__ = ("handbook",)

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook

    def __hash__(self) -> int:
        return id(self.handbook)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.handbook is self.handbook


def bearing_in(handbook: Handbook) -> Bearing:
    """What bears on what in one handbook."""
    return _bearing(_Same(handbook))


@lru_cache(maxsize=4)
def _bearing(same: _Same) -> Bearing:
    """Kept with its handbook, so that the identity of that cannot be given to another."""
    columns: dict[str, tuple[str, ...]] = {}
    for column in same.handbook.columns.values():
        for key in facts_behind(column):
            columns[key] = (*columns.get(key, ()), column.name)
    scores: dict[str, tuple[str, ...]] = {}
    for score in same.handbook.scores.values():
        for item in score.items:
            scores[item.column] = (*scores.get(item.column, ()), score.id)
    return Bearing(columns, scores)
