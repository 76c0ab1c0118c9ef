"""The patients a claim is tried on, and one of them in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from math import prod

from core.facts import Facts, Interval, Stated, Value
from core.grade import facts_behind, names_of
from core.guideline import Handbook
from core.proof.claims import Axis, Domain, Within
from core.reply.words import echo

Step = tuple[Stated, ...]  # what one step of an axis states; nothing where it is not stated


def printed(facts: Facts, handbook: Handbook) -> str:
    """One patient in one line, as a reply would repeat it."""
    return echo(facts, handbook) or "nothing stated"


@dataclass(frozen=True)
class Lattice:
    """Every combination of the steps of some axes, each patient by its number."""

    domain: Domain
    handbook: Handbook

    @cached_property
    def steps(self) -> tuple[tuple[Step, ...], ...]:
        """For each axis its steps; the first states nothing, unless the axis is always stated."""
        return tuple(steps_of(axis, self.handbook) for axis in self.domain.axes)

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """How far apart two neighbours along each axis stand."""
        sizes = [len(steps) for steps in self.steps]
        return tuple(prod(sizes[place + 1 :]) for place in range(len(sizes)))

    @cached_property
    def given(self) -> Step:
        """What is stated of every patient."""
        moved = frozenset().union(*(axis.keys for axis in self.domain.axes))
        kept = {key: value for key, value in self.domain.given.items() if key not in moved}
        return _step(kept, self.handbook)

    def __len__(self) -> int:
        return prod(len(steps) for steps in self.steps)

    def at(self, number: int, axis: int) -> int:
        """Which step of an axis a patient stands on."""
        return number // self.strides[axis] % len(self.steps[axis])

    def facts(self, number: int) -> Facts:
        """What is stated of one patient: of an axis that is not stated nothing is given either."""
        chosen = [steps[self.at(number, axis)] for axis, steps in enumerate(self.steps)]
        return Facts.of([*self.given, *(one for step in chosen for one in step)])


def lattices(domain: Domain, handbook: Handbook) -> list[Lattice]:
    """The patients of a domain: one lattice, or one for every few of its `each` axes."""
    if not domain.each:
        return [Lattice(domain, handbook)]
    moved = combinations(domain.each, min(domain.at_once, len(domain.each)))
    return [Lattice(replace(domain, axes=(*domain.axes, *axes), each=()), handbook) for axes in moved]


def steps_of(axis: Axis, handbook: Handbook) -> tuple[Step, ...]:
    """The steps of an axis, from the mildest to the gravest where an order is claimed."""
    stated = (
        [_step({axis.of: value}, handbook) for value in classes(axis, handbook)]
        if axis.cut
        else [_step(step, handbook) for step in axis.steps]
    )
    return tuple(stated) if axis.stated else ((), *stated)


def ordered_from(axis: Axis, steps: tuple[Step, ...], handbook: Handbook) -> int:
    """The first step from which the claimed order holds."""
    first = 0 if axis.stated else 1
    if not axis.start:
        return first
    limit = handbook.number(axis.start)
    below = [step for step in steps[first:] if isinstance(step[0].value, Decimal) and step[0].value < limit]
    return first + len(below)


def classes(axis: Axis, handbook: Handbook) -> list[Decimal]:
    """One value of every class that the columns of *axis* tell apart, mildest first where an order is claimed."""
    found: dict[tuple[frozenset[str], ...], Decimal] = {}
    for value in _around(axis, handbook):
        found.setdefault(signature(axis.cut, Facts.of([Stated(axis.of, value)]), handbook), value)
    values = sorted(found.values())
    return values[::-1] if axis.worse == "lower" else values


def signature(columns: tuple[str, ...], facts: Facts, handbook: Handbook) -> tuple[frozenset[str], ...]:
    """The names all these columns take: patients who share them are one to every table that reads no other column."""
    return tuple(names_of(handbook.columns[name], facts, handbook) for name in columns)


def reading(fact: str, handbook: Handbook) -> tuple[str, ...]:
    """Every column of the handbook that is read from a fact."""
    return tuple(name for name, column in handbook.columns.items() if fact in facts_behind(column))


def limits(columns: tuple[str, ...], handbook: Handbook) -> list[Decimal]:
    """Every number at which one of these columns changes its name."""
    bands = [band for name in columns for band in handbook.columns[name].bands.values()]
    return sorted({end for band in bands for end in (band.low, band.high) if end is not None})


def _around(axis: Axis, handbook: Handbook) -> list[Decimal]:
    """The ends of what can be reported, and each limit with its neighbours."""
    item, step = handbook.items[axis.of], axis.step or Decimal(1)
    ends = [end for end in (item.low, item.high) if end is not None]
    near = [limit + by for limit in limits(axis.cut, handbook) for by in (-step, Decimal(0), step)]
    possible = Interval(item.low, item.high)
    return sorted({value.quantize(step) for value in (*ends, *near) if possible.overlaps(Interval.point(value))})


def _step(step: Mapping[str, Value | Within], handbook: Handbook) -> Step:
    return tuple(
        Stated(key, inside(value, key, handbook) if isinstance(value, Within) else value) for key, value in step.items()
    )


def inside(within: Within, fact: str, handbook: Handbook) -> Decimal:
    """A number of a band: halfway between its ends, or a little way from its only limit."""
    band, item = handbook.columns[within.column].bands[within.band], handbook.items[fact]
    if band.low is not None and band.high is not None:
        return (band.low + band.high) / 2
    if band.low is not None:
        return band.low + 1
    assert band.high is not None
    return max(band.high - 1, (band.high + (item.low or 0)) / 2)
