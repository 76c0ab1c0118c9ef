"""Nothing worse is less guarded, and nothing unknown is less guarded than any answer to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from core.consult import urgency_in
from core.consult.evaluation import Evaluation
from core.guideline import UNKNOWN
from core.proof.claims import Domain
from core.proof.patients import Lattice, ordered_from

Ranks = tuple[int | None, ...]  # for each order of a domain how guarded: 0 is the most, None has no place in it
URGENCY = "urgency"


@dataclass(frozen=True, slots=True)
class Breach:
    """Two patients who differ on one axis, and the order that fell: of `calm` it is lower than of `guarded`.

    `unknown` where `calm` is the patient of whom that axis is not stated.
    """

    axis: int
    order: int
    calm: int
    guarded: int
    unknown: bool


def ranks_in(case: Evaluation, domain: Domain) -> Ranks:
    """How guarded the answer to one patient is, by each order of a domain; nothing stated has no answer."""
    if not len(case.facts):
        return (None,) * len(domain.orders)
    return tuple(_rank(concluded(name, case), order) for name, order in domain.orders.items())


def concluded(name: str, case: Evaluation) -> str:
    """The one name a conclusion has, unknown while it has several; nothing where no row concludes it."""
    if name == URGENCY:
        return urgency_in(case) or ""
    names = case.possible(name)
    return UNKNOWN if len(names) > 1 else next(iter(names), "")


def _rank(name: str, order: tuple[frozenset[str], ...]) -> int | None:
    return next((place for place, names in enumerate(order) if name in names), None)


def breaches(lattice: Lattice, found: Sequence[Ranks]) -> Iterator[Breach]:
    """Every pair of neighbours along an axis that breaks an order; *found* holds the ranks of every patient."""
    for axis in range(len(lattice.steps)):
        pairs = list(_pairs(lattice, axis))
        for first in _first_of(lattice, axis):
            line = [first + step * lattice.strides[axis] for step in range(len(lattice.steps[axis]))]
            for calm, guarded, unknown in pairs:
                yield from _compared(found, axis, line[calm], line[guarded], unknown=unknown)


def _pairs(lattice: Lattice, axis: int) -> Iterator[tuple[int, int, bool]]:
    """The steps to compare: the first may never be calmer than the second."""
    claim, steps = lattice.domain.axes[axis], lattice.steps[axis]
    if not claim.stated:
        yield from ((0, known, True) for known in range(1, len(steps)))
    if claim.worse:
        start = ordered_from(claim, steps, lattice.handbook)
        yield from ((worse, better, False) for better, worse in combinations(range(start, len(steps)), 2))


def _first_of(lattice: Lattice, axis: int) -> Iterator[int]:
    return (number for number in range(len(lattice)) if lattice.at(number, axis) == 0)


def _compared(found: Sequence[Ranks], axis: int, calm: int, guarded: int, *, unknown: bool) -> Iterator[Breach]:
    for order, (one, other) in enumerate(zip(found[calm], found[guarded], strict=True)):
        if one is not None and other is not None and one > other:
            yield Breach(axis, order, calm, guarded, unknown)
