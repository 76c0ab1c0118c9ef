"""What would change this: the nearest limit of a measured value beyond which urgency or severity is another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from core.consult import URGENCIES, Decision, urgency_of
from core.facts import Facts, Interval, Stated
from core.guideline import Column, Handbook
from core.reply.words import number

STEP = Decimal("0.01")  # how far beyond a limit a value is tried: the resolution of a laboratory
TYPED = {"counted": "anc", "temperature": "temp_c", "sbp_band": "sbp"}  # what a next measurement can move
CALM = ("soon", "routine")
FEVER = ("grey", "high")  # the bands of a temperature that a next reading may reach


def changes(decision: Decision, facts: Facts, handbook: Handbook) -> tuple[str, ...]:
    """For count, temperature and pressure the nearest limit whose crossing changes what is advised.

    In an emergency or an urgent case only what would make it worse is named.
    """
    if decision.urgency is None:
        return ()
    columns = (handbook.columns[name] for name in TYPED)
    found = (_beyond(decision.urgency, column, facts, handbook) for column in columns)
    return tuple(line for line in found if line)


def _beyond(urgency: str, column: Column, facts: Facts, handbook: Handbook) -> str:
    key = TYPED[column.name]
    now = facts.number(key)
    for limit, band, words in _limits(column, now):
        moved = urgency_of(_moved(facts, key, limit), handbook) or urgency
        severity = band if column.name == "counted" else ""
        if _worth_saying(urgency, moved, severity):
            return _line(f"{handbook.items[key].label} {words}", severity, moved, handbook)
    return ""


def _line(words: str, severity: str, urgency: str, handbook: Handbook) -> str:
    name = "change.severity" if severity not in ("", "enough") else "change"
    return handbook.phrases[name].format(words=words, severity=severity, urgency=handbook.phrases[f"urgency.{urgency}"])


def _limits(column: Column, now: Decimal | None) -> Iterator[tuple[Decimal, str, str]]:
    """A value just beyond each limit next to *now*, nearest first, with its band; fever where nothing was measured."""
    ends = [found for name, band in column.bands.items() for found in _ends(name, band)]
    if now is None:
        yield from (found for found in ends if column.name == "temperature" and found[1] in FEVER)
        return
    here = next(name for name, band in column.bands.items() if band.overlaps(Interval.point(now)))
    beyond = [found for found in ends if found[1] != here and _worse_side(column, found, now)]
    nearest = [found for found in beyond if not any(_between(now, other[0], found[0]) for other in beyond)]
    yield from sorted(nearest, key=lambda found: abs(found[0] - now))


def _worse_side(column: Column, end: tuple[Decimal, str, str], now: Decimal) -> bool:
    """A temperature can only rise into fever; of a count or a pressure the lower side is the dangerous one."""
    return end[1] in FEVER if column.name == "temperature" else end[0] < now


def _ends(name: str, band: Interval) -> Iterator[tuple[Decimal, str, str]]:
    if band.low is not None:
        yield (
            band.low + (Decimal(0) if band.low_in else STEP),
            name,
            f"{'at or above' if band.low_in else 'above'} {number(band.low)}",
        )
    if band.high is not None:
        yield (
            band.high - (Decimal(0) if band.high_in else STEP),
            name,
            f"{'at or below' if band.high_in else 'below'} {number(band.high)}",
        )


def _between(now: Decimal, middle: Decimal, far: Decimal) -> bool:
    return now < middle < far or far < middle < now


def _moved(facts: Facts, key: str, value: Decimal) -> Facts:
    """The case with one measurement moved; what contradicts it is dropped."""
    return facts.minus("anc_below", "fever_denied", "wbc").plus(Stated(key, value))


def _worth_saying(now: str, then: str, severity: str) -> bool:
    worse = URGENCIES.index(then) < URGENCIES.index(now)
    calm = now in CALM
    return worse or (calm and (then != now or severity not in ("", "enough")))
