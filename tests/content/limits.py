"""The limits of the handbook, written a second time in limits.yaml and held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.library.text import parse
from core.facts import Interval
from core.guideline import Handbook

LIMITS = Path(__file__).with_name("limits.yaml")


def limits_written() -> Mapping[str, Any]:
    """What limits.yaml says: of each column the name of each value, and every threshold."""
    found: Mapping[str, Any] = parse(LIMITS.read_text(encoding="utf-8"), LIMITS.name).data
    return found


def limits_broken(handbook: Handbook, limits: Mapping[str, Any]) -> Iterator[str]:
    """Every value that takes another name than written, every threshold that is another, and what is not written."""
    for name, threshold in handbook.thresholds.items():
        if limits["thresholds"].get(name) != f"{threshold.on(handbook.day):f}":
            yield f"threshold {name} is {threshold.on(handbook.day)}, not {limits['thresholds'].get(name)}"
    for name, column in handbook.columns.items():
        written = limits["columns"].get(name, {})
        if column.bands and not written:
            yield f"column {name} is not written"
        for value, band in written.items():
            point = Interval.point(Decimal(value))
            if band not in column.bands or not column.bands[band].overlaps(point):
                yield f"{name} at {value} is not {band}"
