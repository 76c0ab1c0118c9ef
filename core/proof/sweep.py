"""The resolution sweep: every value a laboratory or a thermometer can report, graded by the code that grades patients.

Values that take the same names in every column that reads them are one class; the classes must be whole stretches, cut
exactly at the handbook's limits. That a class answers as one is no assumption: every value is consulted as well, and
compared with the first value of its class.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import count as counting
from itertools import pairwise, product, takewhile

from core.consult import case_of
from core.facts import Facts, Stated
from core.guideline import Handbook
from core.proof.claims import Axis, Sweep
from core.proof.fault import Fault, Tally
from core.proof.order import concluded
from core.proof.patients import Step, limits, printed, reading, signature, steps_of

GRADED = "values of the sweep graded"
CONSULTED = "consults of the sweep: each value beside each class of the other, compared with the first of its class"
STANDING = "patients they stand for: every reportable value with every other and with what stands beside"
Names = tuple[frozenset[str], ...]
Answer = tuple[str, ...]


@dataclass(frozen=True)
class Scale:
    """One measurement at every reportable value, and the names each takes in every column that reads it."""

    axis: Axis
    low: Decimal
    high: Decimal
    handbook: Handbook

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column of the handbook that reads it."""
        return tuple(name for name in reading(self.axis.of, self.handbook) if self.handbook.columns[name].bands)

    @cached_property
    def values(self) -> tuple[Decimal, ...]:
        """Every reportable value, lowest first."""
        step = self.axis.step or Decimal(1)
        return tuple(takewhile(lambda value: value <= self.high, (self.low + step * number for number in counting())))

    @cached_property
    def names(self) -> dict[Decimal, Names]:
        """Every value graded."""
        return {value: signature(self.columns, self._facts(value), self.handbook) for value in self.values}

    @cached_property
    def first(self) -> dict[Names, Decimal]:
        """The first value of every class."""
        found: dict[Names, Decimal] = {}
        for value, names in self.names.items():
            found.setdefault(names, value)
        return found

    def _facts(self, value: Decimal) -> Facts:
        return Facts.of([Stated(self.axis.of, value)])

    def faults(self) -> Iterator[tuple[str, Decimal]]:
        """Where a class is no whole stretch, or is not cut at a limit; and the limits that cut nothing."""
        cuts = limits(self.columns, self.handbook)
        seen: set[Names] = set()
        for value, following in pairwise(self.values):
            seen.add(self.names[value])
            if self.names[following] == self.names[value]:
                continue
            if self.names[following] in seen:
                yield "is of a class that had ended", following
            if not any(value <= cut <= following for cut in cuts):
                yield "begins a class where no limit stands", following
        yield from (("is a limit that cuts nothing", cut) for cut in cuts if self._inside(cut) and not self._cuts(cut))

    def _inside(self, cut: Decimal) -> bool:
        return self.low < cut < self.high

    def _cuts(self, cut: Decimal) -> bool:
        step = self.axis.step or Decimal(1)
        around = (signature(self.columns, self._facts(cut + by), self.handbook) for by in (-step, Decimal(0), step))
        return len(set(around)) > 1


class Resolution:
    """The sweep of one handbook, in portions."""

    def __init__(self, claim: Sweep, handbook: Handbook) -> None:
        self.claim, self.handbook = claim, handbook
        self.scales = [Scale(axis, *claim.between[axis.name], handbook) for axis in claim.across]
        self.beside = [
            tuple(one for step in steps for one in step)
            for steps in product(*(steps_of(axis, handbook) for axis in claim.beside))
        ]
        self._known: dict[tuple[Stated, ...], Answer] = {}

    def portions(self, size: int) -> list[tuple[int, int, int]]:
        """The work: values *start* to *stop* of one scale."""
        return [
            (place, start, start + size)
            for place, scale in enumerate(self.scales)
            for start in range(0, len(scale.values), size)
        ]

    def prove(self, place: int, start: int, stop: int) -> Tally:
        """Consult each of some values beside every class of the other scales, and compare it with its class."""
        tally, scale = Tally(), self.scales[place]
        if start == 0:
            self._graded(scale, tally)
        for number, value in enumerate(scale.values[start:stop], start):
            first = scale.first[scale.names[value]]
            for turn, others in enumerate(self._others(place)):
                rest = (*others, *self.beside[(number + turn) % len(self.beside)])
                self._compared(scale, value, first, rest, tally)
                tally.counts[CONSULTED] += 1
        return tally

    def _graded(self, scale: Scale, tally: Tally) -> None:
        tally.counts[GRADED] += len(scale.values)
        if scale is self.scales[0]:
            patients = len(self.beside)
            for one in self.scales:
                patients *= len(one.values)
            tally.counts[STANDING] += patients
        item = self.handbook.items[scale.axis.of]
        for problem, value in scale.faults():
            where = str(self.claim.place)
            tally.add(f"{item.key} {problem}", Fault(where, f"{item.label} {value} {problem}", "Mend its columns"))

    def _others(self, place: int) -> Iterator[Step]:
        others = [
            [(), *((Stated(scale.axis.of, value),) for value in scale.first.values())]
            for other, scale in enumerate(self.scales)
            if other != place
        ]
        return (tuple(one for step in steps for one in step) for steps in product(*others))

    def _compared(self, scale: Scale, value: Decimal, first: Decimal, rest: Sequence[Stated], tally: Tally) -> None:
        patient = Facts.of([*rest, Stated(scale.axis.of, value)])
        alike = (*rest, Stated(scale.axis.of, first))
        if alike not in self._known:
            self._known[alike] = self._answer(Facts.of(alike))
        if self._answer(patient) != self._known[alike]:
            problem = (
                f"answers otherwise than {first}, which every column reads alike: {printed(patient, self.handbook)}"
            )
            remedy = "Read the value through a column only"
            tally.add(f"{scale.axis.of} otherwise", Fault(str(self.claim.place), problem, remedy))

    def _answer(self, facts: Facts) -> Answer:
        case = case_of(facts, self.handbook)
        return tuple(concluded(name, case) for name in self.claim.concludes)
