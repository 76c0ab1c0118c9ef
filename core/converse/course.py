"""A count over time: its values, the lowest, where it goes; one line of text with a sparkline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal

from core.converse.fold import Case, Point
from core.guideline import Handbook
from core.reply.parts import Course
from core.reply.words import number

BARS = "▁▂▃▄▅▆▇█"  # eight heights of a sparkline
SHOWN = ("anc", "wbc", "platelets")  # whose course is shown; the temperature has its highest value
# The handbook's lines a course is drawn against, lowest first.
LIMITS = {"anc": ("anc_severe", "anc_moderate", "anc_neutropenia")}
MOMENT = "%d %b %H:%M"


def courses(case: Case, handbook: Handbook) -> tuple[Course, ...]:
    """Every followed count of the case with two values or more, each said once."""
    points = {key: [one for one in case.series if one.key == key] for key in SHOWN}
    return tuple(_course(key, of, handbook) for key, of in points.items() if len({one.value for one in of}) > 1)


def _course(key: str, points: Sequence[Point], handbook: Handbook) -> Course:
    item, phrases = handbook.items[key], handbook.phrases
    values = [point.value for point in points]
    lowest = min(points, key=lambda point: point.value)
    trend = _trend(values)
    limits = tuple((name, handbook.number(name)) for name in LIMITS.get(key, ()) if name in handbook.thresholds)
    nadir = phrases["course.nadir"].format(value=number(lowest.value), when=_said_when(lowest))
    shown = " → ".join(number(value) for value in values)
    words = f"; {phrases[f'course.{trend}']}; {nadir}"
    return Course(
        key=key,
        label=item.label,
        unit=item.unit,
        points=tuple((point.value, _moment(point)) for point in points),
        lowest=lowest.value,
        trend=trend,
        limits=limits,
        line=phrases["course.line"].format(spark=sparkline(values), label=item.label, values=shown, words=words),
        alt=phrases["course.alt"].format(
            label=item.label,
            unit=item.unit,
            values=", ".join(f"{number(point.value)}{_said_when(point)}" for point in points),
            nadir=number(lowest.value),
            trend=phrases[f"course.{trend}"],
            limits=phrases["course.limits"].format(limits=", ".join(number(limit) for _, limit in limits))
            if limits
            else "",
        ),
    )


def sparkline(values: Sequence[Decimal]) -> str:
    """Values as bars, the lowest on the ground.

    >>> sparkline([Decimal("2.1"), Decimal("1.4"), Decimal("0.4")])
    '█▅▁'
    """
    low, high = min(values), max(values)
    span = high - low
    return "".join(BARS[int((value - low) / span * (len(BARS) - 1))] if span else BARS[0] for value in values)


def _trend(values: Sequence[Decimal]) -> str:
    """Where the last step goes; a word for the eye, never a fact of the case."""
    last, before = values[-1], values[-2]
    return "steady" if last == before else "falling" if last < before else "rising"


def _moment(point: Point) -> str:
    """When a value was taken, the day of the cycle with it; nothing where nobody said."""
    day = "" if point.day is None else f"day {number(point.day)}"
    at = "" if point.at is None else point.at.astimezone(UTC).strftime(MOMENT)
    return ", ".join(filter(None, (day, at)))


def _said_when(point: Point) -> str:
    moment = _moment(point)
    return f" ({moment})" if moment else ""
