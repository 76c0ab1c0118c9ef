"""A summary to copy for whoever takes over: situation, values, advice with sources, what is open, the clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from core.consult.decision import Decision
from core.converse.clock import EMERGENCY, started
from core.converse.fold import Case
from core.converse.turn import Turn
from core.facts import Facts
from core.guideline import Handbook
from core.reply.parts import Reply, Section
from core.reply.sourcing import with_cites
from core.reply.words import echo, number

MOMENT = "%Y-%m-%d %H:%M UTC"


def handoff(
    turns: Sequence[Turn], case: Case, decision: Decision, consulted: Reply, handbook: Handbook
) -> tuple[Section, ...]:
    """The sections of the summary, from the case as it stands."""
    now = turns[-1].at
    clock = started(turns, handbook) if decision.urgency == EMERGENCY else None
    told = {
        "situation": (consulted.headline, *_line(consulted.score), *(one.line for one in consulted.courses)),
        "values": tuple(_values(case, handbook)),
        "advised": tuple(_advised(consulted)),
        "unknown": tuple(_unknown(case, decision, consulted, handbook)),
        "clock": (_clock(clock, handbook),),
        "due": tuple(_due(clock, now, case, consulted, handbook)),
    }
    return tuple(Section(handbook.phrases[f"handoff.{name}"], lines) for name, lines in told.items() if lines)


def _line(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _values(case: Case, handbook: Handbook) -> Iterator[str]:
    """Each fact with its time, in the chart's order."""
    for key in handbook.items:
        if key not in case.facts:
            continue
        value = echo(Facts.of([case.facts.stated[key]]), handbook)
        at = case.told.get(key)
        if value and at is not None:
            yield handbook.phrases["handoff.by"].format(value=value, time=_moment(at))
        elif value:
            yield value


def _advised(consulted: Reply) -> Iterator[str]:
    """The actions with the numbers of their sources, then the sources that these numbers stand for."""
    lines = (*consulted.actions, *consulted.doses, *consulted.contacts)
    yield from (with_cites(line.text, line.cites) for line in lines)
    cited = {number for line in lines for number in line.cites}
    yield from (
        f"[{source.number}] {source.text} {source.link}".rstrip()
        for source in consulted.sources
        if source.number in cited
    )


def _unknown(case: Case, decision: Decision, consulted: Reply, handbook: Handbook) -> Iterator[str]:
    """What is in doubt, then every open fact that could still change the answer."""
    yield from consulted.doubts
    for key in decision.ask:
        label = handbook.items[key].label
        yield f"{label} ({handbook.phrases['handoff.declined']})" if key in case.declined else label
    if not decision.ask and not consulted.doubts:
        yield handbook.phrases["handoff.nothing_unknown"]


def _clock(clock: datetime | None, handbook: Handbook) -> str:
    if clock is None:
        return handbook.phrases["handoff.no_clock"]
    return handbook.phrases["handoff.started"].format(time=_moment(clock))


def _due(clock: datetime | None, now: datetime, case: Case, consulted: Reply, handbook: Handbook) -> Iterator[str]:
    """The next fixed times: the first antibiotic, or its review once it was given; else the next check."""
    given = case.facts.number("antibiotics_started_h")
    if given is not None:
        yield _review(given, case.told.get("antibiotics_started_h", now), handbook)
    elif clock is not None:
        yield _antibiotic(clock, now, handbook)
    checks = [with_cites(line.text, line.cites) for line in consulted.plan if _is_monitoring(line.statement, handbook)]
    yield from checks
    if given is None and clock is None and not checks:
        net = " ".join(line.text for line in consulted.safety_net)
        yield handbook.phrases["handoff.nothing_due"].format(net=net).rstrip()


def _antibiotic(clock: datetime, now: datetime, handbook: Handbook) -> str:
    minutes = handbook.number("antibiotics_by")
    by = clock + timedelta(minutes=float(minutes))
    late = handbook.phrases["handoff.overdue"] if now > by else ""
    return handbook.phrases["handoff.antibiotic"].format(time=_moment(by), minutes=number(minutes)) + late


def _review(hours: Decimal, told: datetime, handbook: Handbook) -> str:
    begun = told - timedelta(hours=float(hours))
    return handbook.phrases["handoff.antibiotic_given"].format(
        hours=number(hours),
        time=_moment(told),
        from_time=_moment(begun + timedelta(hours=float(handbook.number("review_hours")))),
        until=_moment(begun + timedelta(hours=float(handbook.number("review_until")))),
    )


def _is_monitoring(statement: str, handbook: Handbook) -> bool:
    found = handbook.statements.get(statement)
    return found is not None and found.part == "monitoring"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime(MOMENT)
