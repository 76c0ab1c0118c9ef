"""Published scores with items that may be missing: the least and the most the total can still be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.guideline import Score, ScoreItem

LOW, HIGH, UNDECIDED = "low", "high", "undecided"


@dataclass(frozen=True, slots=True)
class Total:
    """A score's bounds: `known` items are settled, `open_items` can still move the total."""

    known: int
    least: int
    most: int
    band: str
    open_items: tuple[str, ...]


def total(score: Score, possible: Mapping[str, frozenset[str]]) -> Total:
    """Add up a score over the answers still possible; a missing item widens the range, never guesses.

    `possible` maps each item's column to the names it may still have. The band is decided as soon
    as the bounds lie on one side of the cut: at or above is low risk.

    Source: the score's guideline under content/guidelines.
    """
    ranges = [_range(item, possible[item.column]) for item in score.items]
    least = sum(low for low, _ in ranges)
    most = sum(high for _, high in ranges)
    open_items = tuple(item.name for item, (low, high) in zip(score.items, ranges, strict=True) if low != high)
    return Total(len(score.items) - len(open_items), least, most, _band(score, least, most), open_items)


def _range(item: ScoreItem, names: frozenset[str]) -> tuple[int, int]:
    points = [item.points[name] for name in names]
    return min(points), max(points)


def _band(score: Score, least: int, most: int) -> str:
    if least >= score.cut:
        return LOW
    return HIGH if most < score.cut else UNDECIDED
