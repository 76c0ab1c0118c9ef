"""What would change this: for each measured fact the nearest limit beyond which urgency or plan is another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.consult import URGENCIES, Decision, Evaluation, suppose
from core.facts import Facts, Interval, Stated
from core.grade import DERIVED
from core.guideline import Column, Handbook
from core.reply.words import number

STEP = Decimal("0.01")  # how far beyond a limit a value is tried: the resolution of a laboratory
HEAT = "temp_c"
# What a next measurement can move, in the order it is said.
MOVING = ("anc", HEAT, "sbp", "map_mmhg", "hr", "rr", "spo2_pct", "lactate", "platelets", "hgb", "crcl", "alt_x_uln")
FALLING = ("anc", "sbp", "map_mmhg", "spo2_pct", "platelets", "hgb", "crcl")  # of these the lower side is dangerous
TRIED = 3  # limits looked at for one fact: what lies behind them is far from now
CALM = ("soon", "routine")
FEVER = ("grey", "high")  # the bands of a temperature that a next reading may reach
FEVERS = 2  # the limits of a temperature that are looked at: possible fever, and fever
RISKS = ("high", "undecided", "not_applicable", "low")  # most dangerous first
PLAN = ("headline", "action", "drug")  # the parts of a reply that are a plan


@dataclass(frozen=True, slots=True)
class Limit:
    """A value just beyond a limit, and the words for where it lies."""

    value: Decimal
    words: str
    band: str


def changes(decision: Decision, case: Evaluation) -> tuple[str, ...]:
    """For each measured fact the nearest limit whose crossing changes what is advised.

    In an emergency or an urgent case only what would make it worse is named.
    """
    if decision.urgency is None:
        return ()
    return tuple(line for key in MOVING if key in case.told or key == HEAT for line in _beyond(key, decision, case))


def _beyond(key: str, decision: Decision, case: Evaluation) -> Iterator[str]:
    """The nearest limit that changes something; where that is the plan alone, also the one that changes the urgency."""
    facts, handbook = case.told, case.handbook
    said = False
    for limit in _limits(key, facts.number(key), handbook):
        moved = suppose(_moved(facts, key, limit.value), case)
        line = _line(f"{handbook.items[key].label} {limit.words}", decision, moved, handbook)
        urgent = moved.urgency != decision.urgency
        if line and (urgent or not said):
            yield line
            said = True
        if said and urgent:
            return


def _line(words: str, now: Decision, then: Decision, handbook: Handbook) -> str:
    """What crossing a limit leads to; nothing where it is the same, or better and no time to say so."""
    assert now.urgency is not None
    urgency = then.urgency or now.urgency
    urgent = handbook.phrases[f"urgency.{urgency}"]
    step = URGENCIES.index(urgency) - URGENCIES.index(now.urgency)
    severity = then.severity if then.severity not in (now.severity, None, "none") else ""
    calm = now.urgency in CALM
    if step < 0 or (calm and (step or severity)):
        name = "change.severity" if severity else "change"
        return handbook.phrases[name].format(words=words, severity=severity, urgency=urgent)
    plan = _new_plan(now, then, handbook) if step == 0 and (calm or _is_worse(now, then)) else ""
    return handbook.phrases["change.plan"].format(words=words, urgency=urgent, plan=plan) if plan else ""


def _is_worse(now: Decision, then: Decision) -> bool:
    """Whether the same urgency would rest on more: a new red flag, or a higher risk."""
    return len(then.red_flags) > len(now.red_flags) or RISKS.index(then.risk) < RISKS.index(now.risk)


def _new_plan(now: Decision, then: Decision, handbook: Handbook) -> str:
    """The flag or the first advice that would be new, by its title."""
    flags = [flag.id for flag in then.red_flags if flag not in now.red_flags]
    if flags:
        return handbook.phrases[f"flag.{flags[0]}"]
    before = {now.headline, *now.say}
    new = [name for name in (then.headline, *then.say) if name and name not in before]
    titles = [handbook.statements[name].title for name in new if handbook.statements[name].part in PLAN]
    return titles[0][0].lower() + titles[0][1:] if titles else ""


def _limits(key: str, now: Decimal | None, handbook: Handbook) -> list[Limit]:
    """Just beyond the next limit of every column that reads the fact, nearest first; fever where nothing was measured.

    A temperature can only rise into fever; of the rest the dangerous side is tried.
    """
    columns = [one for one in handbook.columns.values() if one.bands and key in DERIVED.get(one.of, (one.of,))]
    ends = {end.value: end for column in columns[::-1] for end in _next(column, key, now)}
    if now is None:
        return sorted(ends.values(), key=lambda end: end.value)[:FEVERS]
    return sorted(ends.values(), key=lambda end: abs(end.value - now))[:TRIED]


def _next(column: Column, key: str, now: Decimal | None) -> Iterator[Limit]:
    """The nearest end of another band of one column on the side that matters."""
    ends = [end for name, band in column.bands.items() for end in _ends(name, band)]
    if key == HEAT:
        ends = [end for end in ends if end.band in FEVER and end.value == column.bands[end.band].low]
    most = FEVERS if key == HEAT else 1
    if now is None:
        yield from ends[:most]
        return
    here = next(name for name, band in column.bands.items() if band.overlaps(Interval.point(now)))
    side = [end for end in ends if end.band != here and (end.value < now) == (key in FALLING)]
    yield from sorted(side, key=lambda end: abs(end.value - now))[:most]


def _ends(name: str, band: Interval) -> Iterator[Limit]:
    if band.low is not None:
        words = f"{'at or above' if band.low_in else 'above'} {number(band.low)}"
        yield Limit(band.low + (Decimal(0) if band.low_in else STEP), words, name)
    if band.high is not None:
        words = f"{'at or below' if band.high_in else 'below'} {number(band.high)}"
        yield Limit(band.high - (Decimal(0) if band.high_in else STEP), words, name)


def _moved(facts: Facts, key: str, value: Decimal) -> Facts:
    """The case with one measurement moved; what contradicts it is dropped."""
    return facts.minus("anc_below", "fever_denied", "wbc").plus(Stated(key, value))
