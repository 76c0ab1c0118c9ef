"""Published scores with items that may be missing: the least and the most the total can still be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.facts import Interval
from core.guideline import Score, ScoreItem

UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Total:
    """A score's bounds: `known` items are settled, `open_items` can still move the total; `classes` are possible."""

    known: int
    least: int
    most: int
    classes: frozenset[str]
    open_items: tuple[str, ...]

    @property
    def band(self) -> str:
        """The class, once no open item could change it."""
        return next(iter(self.classes)) if len(self.classes) == 1 else UNDECIDED


def total(score: Score, possible: Mapping[str, frozenset[str]]) -> Total:
    """Add up a score over the answers still possible; a missing item widens the range, never guesses.

    `possible` maps each item's column to the names it may still have. The band is decided as soon
    as both bounds lie in it.

    Source: the score's guideline under content/guidelines.
    """
    ranges = [_range(item, possible[item.column]) for item in score.items]
    least = sum(low for low, _ in ranges)
    most = sum(high for _, high in ranges)
    open_items = tuple(item.name for item, (low, high) in zip(score.items, ranges, strict=True) if low != high)
    return Total(len(score.items) - len(open_items), least, most, _classes(score, least, most), open_items)


def _range(item: ScoreItem, names: frozenset[str]) -> tuple[int, int]:
    points = [item.points[name] for name in names]
    return min(points), max(points)


def _classes(score: Score, least: int, most: int) -> frozenset[str]:
    totals = Interval(Decimal(least), Decimal(most))
    return frozenset(name for name, band in score.bands.items() if totals.overlaps(band))
