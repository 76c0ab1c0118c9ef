"""What can be shown of a handbook before it is ever asked: no gap, no overlap, nothing unused, nothing uncited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from core.guideline import Handbook, Row, Table


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: where in content/, what, and what to do."""

    where: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was checked, with counts, and every fault found."""

    counts: Mapping[str, int]
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def prove(handbook: Handbook) -> Proof:
    """Check every case of every table, and that every statement, source and review date is in order."""
    faults: list[Fault] = []
    cases = 0
    for table in handbook.tables:
        checked, found = _table(table, handbook)
        cases += checked
        faults += found
    faults += [*_unused(handbook), *_uncited(handbook), *_overdue(handbook)]
    return Proof(_counts(handbook, cases), tuple(faults))


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


def _table(table: Table, handbook: Handbook) -> tuple[int, list[Fault]]:
    """Visit every case of a table; in a list of flags every row stands alone, so only rows that cannot hold count."""
    if table.every:
        return len(table.rows), []
    met: set[str] = set()
    faults: list[Fault] = []
    cases = 0
    for case in _cases(table, handbook):
        cases += 1
        rows = [row for row in table.rows if _meets(row, case)]
        met.update(row.id for row in rows)
        if len(rows) != 1:
            faults.append(_gap(table, case) if not rows else _overlap(rows, case))
    faults += [
        Fault(str(row.place), f"row {row.id} is met by no case", "Remove it or mend its cells")
        for row in table.rows
        if row.id not in met
    ]
    return cases, faults


def _cases(table: Table, handbook: Handbook) -> Iterator[dict[str, str]]:
    values = [handbook.columns[name].values for name in table.columns]
    for names in product(*values):
        yield dict(zip(table.columns, names, strict=True))


def _meets(row: Row, case: Mapping[str, str]) -> bool:
    return all(case[column] in names for column, names in row.cells.items())


def _gap(table: Table, case: Mapping[str, str]) -> Fault:
    return Fault(str(table.place), f"{_printed(case)} meets no row of {table.id}", "Add a row for it")


def _overlap(rows: list[Row], case: Mapping[str, str]) -> Fault:
    named = " and ".join(row.id for row in rows)
    return Fault(str(rows[1].place), f"{_printed(case)} meets {named}", "Narrow one of them: exactly one row must hold")


def _printed(case: Mapping[str, str]) -> str:
    return ", ".join(f"{column} {name}" for column, name in case.items())


def said_by_tables(handbook: Handbook) -> frozenset[str]:
    """Every statement that some row says, heads or shows as a difference."""
    rows = (row for table in handbook.tables for row in table.rows)
    return frozenset(
        name for row in rows for output in ("say", "differs", "headline") for name in row.then.get(output, ())
    )


def _unused(handbook: Handbook) -> Iterator[Fault]:
    """A statement is used when a row says it or when it answers a question."""
    said = said_by_tables(handbook)
    for statement in handbook.statements.values():
        if statement.id not in said and not statement.asks:
            yield Fault(
                str(statement.place), f"nothing says {statement.id}", "Say it in a row, give it Asks, or remove it"
            )


def _uncited(handbook: Handbook) -> Iterator[Fault]:
    cited = {citation.source for statement in handbook.statements.values() for citation in statement.citations}
    cited |= {threshold.citation.source for threshold in handbook.thresholds.values()}
    if handbook.local:  # what a hospital says otherwise is shown beside its own words, with its sources
        cited |= {citation.source for one in handbook.local.instead_of.values() for citation in one.citations}
        cited |= {moved.citation.source for moved in handbook.local.moved.values()}
    for statement in handbook.statements.values():
        if not statement.citations:
            yield Fault(str(statement.place), f"{statement.id} cites nothing", "Name its source")
    for name in sorted(cited - set(handbook.sources)):
        yield Fault("sources.yaml", f"source {name} is cited but not listed", "List it with title, kind and year")
    for name in sorted(set(handbook.sources) - cited):
        where = str(handbook.sources[name].place)
        yield Fault(where, f"source {name} is listed but never cited", "Cite it or remove it")


def _overdue(handbook: Handbook) -> Iterator[Fault]:
    for guideline in handbook.guidelines:
        if guideline.review.due < handbook.day:
            yield Fault(
                str(guideline.place),
                f"review was due on {guideline.review.due}",
                "Have it reviewed, then set the next date",
            )
