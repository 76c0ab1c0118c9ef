"""The whole proof: every table by itself, then the claims about all of them together, in portions to share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from core.guideline import Handbook
from core.proof.claims import Claims
from core.proof.domains import Grounds
from core.proof.fault import Fault, Proof, Tally
from core.proof.statements import check_statements
from core.proof.sweep import Resolution
from core.proof.tables import check_columns, check_rows, check_table

VALUES = 100  # of a measurement in one portion of the sweep


@dataclass(frozen=True, slots=True)
class Portion:
    """One portion of the work: a lattice of patients, or some values of the sweep."""

    lattice: int = 0
    values: tuple[int, int, int] | None = None


class Work:
    """What has to be proven of a handbook beyond its tables; only the quick domains unless *exhaustive*."""

    def __init__(self, handbook: Handbook, claims: Claims, *, exhaustive: bool) -> None:
        domains = [one for one in claims.domains if one.quick or exhaustive]
        self.grounds = Grounds(handbook, claims, domains)
        self.sweep = Resolution(claims.sweep, handbook) if claims.sweep and exhaustive else None
        lattices = sorted(range(len(self.grounds.lattices)), key=lambda one: -len(self.grounds.lattices[one]))
        values = self.sweep.portions(VALUES) if self.sweep else []
        self.portions = [*(Portion(one) for one in lattices), *(Portion(values=one) for one in values)]

    def prove(self, portion: Portion) -> Tally:
        """Do one portion."""
        if portion.values is None:
            return self.grounds.prove(portion.lattice)
        assert self.sweep is not None
        return self.sweep.prove(*portion.values)


Spread = Callable[[Work], Iterable[Tally]]


def here(work: Work) -> Iterator[Tally]:
    """Every portion, one after the other."""
    return map(work.prove, work.portions)


def prove(handbook: Handbook) -> Proof:
    """Check every case of every table, and that every statement, source and review date is in order."""
    faults: list[Fault] = []
    cases = 0
    for table in handbook.tables:
        checked, found = check_table(table, handbook)
        cases += checked
        faults += found
    faults += [*check_columns(handbook), *check_statements(handbook)]
    return Proof(_counts(handbook, cases), tuple(faults))


def prove_claims(handbook: Handbook, claims: Claims, *, exhaustive: bool = False, spread: Spread = here) -> Proof:
    """Prove the tables, then everything that is claimed of them together.

    Args:
        handbook: The edition to be proven.
        claims: What is claimed of it.
        exhaustive: Every domain and the resolution sweep, which takes a minute; the quick domains otherwise.
        spread: Who does the portions of the work; one after the other when left out.
    """
    tables = prove(handbook)
    if not tables.holds:
        return tables  # a consult needs a handbook whose tables hold
    tally = Tally()
    for one in spread(Work(handbook, claims, exhaustive=exhaustive)):
        tally.plus(one)
    tally.counts["invariants, for every patient"] += len(claims.invariants)
    never_met = _never_met(claims, tally) if exhaustive else []
    faults = (*check_rows(handbook, claims.rows), *tally.faults, *never_met)
    return Proof({**tables.counts, "claims on single rows": len(claims.rows), **tally.counts}, faults)


def _never_met(claims: Claims, tally: Tally) -> list[Fault]:
    return [
        Fault(str(one.place), f"exception {one.id} is never met", "Remove it: what is declared must be needed")
        for one in claims.allowed
        if not tally.counts[f"exception {one.id}"]
    ]


def _counts(handbook: Handbook, cases: int) -> dict[str, int]:
    return {
        "guidelines": len(handbook.guidelines),
        "tables": len(handbook.tables),
        "rows": sum(len(table.rows) for table in handbook.tables),
        "cases without gap or overlap": cases,
        "statements used and cited": len(handbook.statements),
        "sources resolved": len(handbook.sources),
        "thresholds with unit, date and source": len(handbook.thresholds),
        "review dates valid": len(handbook.guidelines),
    }
