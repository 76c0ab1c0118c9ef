"""What of a reply rests on a hospital's own policy: moved limits, lines said otherwise, the policy itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.consult import Decision
from core.grade import facts_behind
from core.guideline import Handbook, Local, Moved
from core.reply.parts import Difference
from core.reply.sourcing import Sourcing, with_cites


def moved_limits(decision: Decision, sourcing: Sourcing) -> tuple[str, ...]:
    """A line for every limit the hospital has moved that was used for this patient, the handbook's beside it."""
    handbook = sourcing.handbook
    if handbook.local is None:
        return ()
    used = dict.fromkeys(name for column in _read(decision, handbook) for name in handbook.local.columns[column])
    return tuple(_limit(name, handbook.local.moved[name], handbook.local, sourcing) for name in sorted(used))


def _read(decision: Decision, handbook: Handbook) -> Iterator[str]:
    """The columns with a moved limit that some row behind the decision read from what was stated or supposed."""
    assert handbook.local is not None
    rows = {row.id: row for table in handbook.tables for row in table.rows}
    for name in handbook.local.columns:
        keys = set(facts_behind(handbook.columns[name]))
        if any(name in rows[step.row].cells and not keys.isdisjoint(step.because) for step in decision.trace):
            yield name


def _limit(name: str, moved: Moved, local: Local, sourcing: Sourcing) -> str:
    threshold, phrases = sourcing.handbook.thresholds[name], sourcing.handbook.phrases
    line = phrases["local.limit"].format(
        site=local.name,
        name=name.replace("_", " "),
        here=phrases["local.above" if moved.above else "local.at"].format(value=f"{moved.here:f}", unit=threshold.unit),
        handbook=f"{moved.handbook:f} {threshold.unit}",
    )
    return with_cites(line, (sourcing.number(threshold.citation), sourcing.number(moved.citation)))


def said_otherwise(decision: Decision, answered: Sequence[str], sourcing: Sourcing) -> tuple[Difference, ...]:
    """What the handbook says where this reply has the hospital's words: a local line never hides the one below it."""
    local = sourcing.handbook.local
    if local is None:
        return ()
    names = [name for name in dict.fromkeys((*decision.say, *decision.differs, *answered)) if name in local.instead_of]
    lines = [sourcing.quoted(local.instead_of[name]) for name in names]
    words = sourcing.handbook.phrases["local.instead"]
    return tuple(
        Difference(line.statement, words.format(site=local.name, words=line.text), line.cites) for line in lines
    )


def policy(handbook: Handbook) -> tuple[str, ...]:
    """Where the hospital's own policy stands, at the foot of every consult."""
    if handbook.local is None:
        return ()
    source = handbook.sources[handbook.local.policy]
    words = handbook.phrases["local.policy"].format(title=source.title)
    return (f"{words} {source.link}".rstrip(),)
