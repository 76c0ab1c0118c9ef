"""Each decision table over its own columns: no gap, no overlap, no row that is never met, nothing concluded in vain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from core.facts import Interval
from core.guideline import UNKNOWN, Column, Handbook, Row, Table
from core.proof.claims import Names, RowClaim
from core.proof.fault import Fault


def check_table(table: Table, handbook: Handbook) -> tuple[int, list[Fault]]:
    """Visit every case of a table: how many there are, and what does not hold."""
    return _flags(table, handbook) if table.every else _one_row_each(table, handbook)


def _one_row_each(table: Table, handbook: Handbook) -> tuple[int, list[Fault]]:
    met = cases = 0  # the rows met so far, as bits: row 0 is the lowest
    faults: list[Fault] = []
    for names in product(*(handbook.columns[name].values for name in table.columns)):
        cases += 1
        rows = _met(table, names)
        met |= rows
        if rows.bit_count() != 1:
            faults.append(_misfit(table, names, rows))
    faults += [
        Fault(str(row.place), f"row {row.id} is met by no case", "Remove it or mend its cells")
        for place, row in enumerate(table.rows)
        if not met >> place & 1
    ]
    return cases, faults


def _met(table: Table, names: tuple[str, ...]) -> int:
    """The rows that one case meets, as bits."""
    rows = (1 << len(table.rows)) - 1
    for column, name in zip(table.columns, names, strict=True):
        admitting = table.admitting[column]
        rows &= admitting.get(name, admitting[""])
    return rows


def _misfit(table: Table, names: tuple[str, ...], rows: int) -> Fault:
    case = dict(zip(table.columns, names, strict=True))
    met = [row for place, row in enumerate(table.rows) if rows >> place & 1]
    return _overlap(met, case) if met else _gap(table, case)


def _flags(table: Table, handbook: Handbook) -> tuple[int, list[Fault]]:
    """In a list of flags every row stands alone; one that another row holds whole adds nothing but its name."""
    faults = [
        Fault(str(row.place), f"row {row.id} is shadowed by {other.id}", "Remove it, or let it conclude something else")
        for row in table.rows
        for other in table.rows
        if row is not other and _told(row, handbook) == _told(other, handbook) and _holds_whole(other, row)
    ]
    return len(table.rows), faults


def _told(row: Row, handbook: Handbook) -> tuple[Mapping[str, tuple[str, ...]], str]:
    """What a reply tells of a flag: what it concludes, and its name among the reasons of a risk."""
    return row.then, handbook.phrases.get(f"flag.{row.id}", "")


def _holds_whole(wide: Row, narrow: Row) -> bool:
    """Whether every case of *narrow* is one of *wide*."""
    return all(column in narrow.cells and narrow.cells[column] <= names for column, names in wide.cells.items())


def _gap(table: Table, case: Mapping[str, str]) -> Fault:
    return Fault(str(table.place), f"{_printed(case)} meets no row of {table.id}", "Add a row for it")


def _overlap(rows: list[Row], case: Mapping[str, str]) -> Fault:
    named = " and ".join(row.id for row in rows)
    return Fault(str(rows[1].place), f"{_printed(case)} meets {named}", "Narrow one of them: exactly one row must hold")


def _printed(case: Mapping[str, str]) -> str:
    return ", ".join(f"{column} {name}" for column, name in case.items())


def check_columns(handbook: Handbook) -> Iterator[Fault]:
    """Every band holds some number, and every name of a conclusion is drawn by some row."""
    for column in handbook.columns.values():
        yield from (
            Fault(str(column.place), f"band {name} of {column.name} holds no number", "Mend the order of its limits")
            for name, band in column.bands.items()
            if _empty(band)
        )
        if column.name in handbook.writers:
            yield from _never_drawn(column, handbook)


def _empty(band: Interval) -> bool:
    if band.low is None or band.high is None:
        return False
    return band.low > band.high or (band.low == band.high and not (band.low_in and band.high_in))


def _never_drawn(column: Column, handbook: Handbook) -> Iterator[Fault]:
    tables = handbook.writers[column.name]
    drawn = {name for table in tables for row in table.rows for name in row.then.get(column.name, ())}
    implied = {UNKNOWN, "no"} if any(table.every for table in tables) else {UNKNOWN}
    for name in column.values:
        if name not in drawn | implied:
            yield Fault(str(column.place), f"no row concludes {column.name} {name}", "Remove the name, or add its row")


NOTHING = frozenset({"nothing"})  # what a row concludes of an output whose cell is empty


def check_rows(handbook: Handbook, claims: Sequence[RowClaim]) -> Iterator[Fault]:
    """Whether each row by itself concludes what fits together: a hold is never routine, nothing is continued until."""
    for table in handbook.tables:
        for claim in claims:
            if {*claim.when, *claim.then}.issubset(table.outputs):
                yield from (_unfit(row, claim) for row in table.rows if not _fits(row, claim))


def _fits(row: Row, claim: RowClaim) -> bool:
    return not _concludes(row, claim.when) or _concludes(row, claim.then)


def _concludes(row: Row, names: Names) -> bool:
    return all(bool(allowed.intersection(row.then.get(output, NOTHING))) for output, allowed in names.items())


def _unfit(row: Row, claim: RowClaim) -> Fault:
    concluded = ", ".join(f"{name} {' '.join(row.then.get(name, NOTHING))}" for name in {**claim.when, **claim.then})
    return Fault(str(row.place), f"row {row.id} concludes {concluded}", f"It is claimed ({claim.id}): {claim.about}")
