"""Tables: every row still possible counts, and only what can change a row is asked."""

from dataclasses import replace

import pytest

from core.errors import NotInTable
from core.guideline import Column, Handbook, Row, Table
from core.proof import prove
from core.tables import decide, matters, outcomes, seen

FEVER = Column("fever", ("yes", "no", "unknown"))
RISK = Column("risk", ("high", "low"))


def _row(name: str, then: str, **cells: str) -> Row:
    return Row(name, {column: frozenset(value.split("/")) for column, value in cells.items()}, {"say": (then,)})


TABLE = Table(
    "t",
    "Fever",
    "t",
    ("fever", "risk"),
    ("say",),
    (
        _row("t.1", "admit", fever="yes", risk="high"),
        _row("t.2", "oral", fever="yes", risk="low"),
        _row("t.3", "watch", fever="no/unknown"),
    ),
)
FLAGS = Table(
    "f",
    "Flags",
    "f",
    ("fever", "risk"),
    ("red",),
    (
        Row("f.1", {"fever": frozenset({"yes"})}, {"red": ("yes",)}),
        Row("f.2", {"risk": frozenset({"high"})}, {"red": ("yes",)}),
    ),
    every=True,
)


def test_unknown_risk_keeps_both_rows_possible() -> None:
    """Fever known, risk not: neither row is excluded."""
    found = decide(TABLE, {"fever": frozenset({"yes"}), "risk": frozenset(RISK.values)})
    assert [row.id for row in found.possible] == ["t.1", "t.2"]
    assert not found.decided


def test_only_a_column_that_can_change_the_row_is_asked() -> None:
    """Without fever the risk changes nothing, so it is not asked."""
    assert matters(TABLE, {"fever": frozenset({"yes"}), "risk": frozenset(RISK.values)}, RISK)
    assert not matters(TABLE, {"fever": frozenset({"no"}), "risk": frozenset(RISK.values)}, RISK)


def test_an_unknown_column_is_asked_when_its_answer_could_change_the_row() -> None:
    """A column that is told `unknown` still counts as open."""
    assert matters(TABLE, {"fever": frozenset({"unknown"}), "risk": frozenset({"high"})}, FEVER)


def test_partial_knowledge_is_not_unknown() -> None:
    """Only the whole set is `unknown`."""
    column = Column("count", ("severe", "moderate", "mild", "unknown"))
    assert seen(column, frozenset({"severe", "moderate"})) == {"severe", "moderate"}
    assert seen(column, frozenset({"severe", "moderate", "mild"})) == {"unknown"}


def test_a_flag_nobody_looked_for_may_be_there() -> None:
    """A list of flags is `no` only when every flag is excluded."""
    open_flags = decide(FLAGS, {"fever": frozenset({"unknown"}), "risk": frozenset({"low"})})
    assert outcomes(FLAGS, open_flags, "red") == {"yes", "no"}
    excluded = decide(FLAGS, {"fever": frozenset({"no"}), "risk": frozenset({"low"})})
    assert outcomes(FLAGS, excluded, "red") == {"no"}
    flagged = decide(FLAGS, {"fever": frozenset({"unknown"}), "risk": frozenset({"high"})})
    assert outcomes(FLAGS, flagged, "red") == {"yes"}


def test_a_case_that_meets_no_row_is_our_fault() -> None:
    """A gap is an error that names table and case, never a silent default."""
    with pytest.raises(NotInTable, match="table t"):
        decide(TABLE, {"fever": frozenset({"maybe"})})


def test_the_shipped_handbook_is_proven(handbook: Handbook) -> None:
    """No gap, no overlap, no unreachable row, nothing unused, nothing uncited, no review overdue."""
    assert [str(fault) for fault in prove(handbook).faults] == []


@pytest.mark.parametrize("lost", range(3))
def test_a_lost_row_is_found(lost: int, handbook: Handbook) -> None:
    """Removing any row of a table leaves a gap that the proof names."""
    table = next(table for table in handbook.tables if table.id == "table.fn")
    rows = tuple(row for number, row in enumerate(table.rows) if number != lost)
    broken = Table(table.id, table.title, table.guideline, table.columns, table.outputs, rows, place=table.place)
    tables = tuple(broken if one is table else one for one in handbook.tables)
    faults = prove(_with_tables(handbook, tables)).faults
    assert any("meets no row of table.fn" in str(fault) for fault in faults)


def test_a_doubled_row_is_found(handbook: Handbook) -> None:
    """Two rows for one case are an overlap that the proof names."""
    table = next(table for table in handbook.tables if table.id == "table.fn")
    twin = Row("fn-row.twin", table.rows[0].cells, table.rows[0].then, table.rows[0].place)
    broken = Table(
        table.id, table.title, table.guideline, table.columns, table.outputs, (*table.rows, twin), place=table.place
    )
    faults = prove(_with_tables(handbook, tuple(broken if one is table else one for one in handbook.tables))).faults
    assert any("fn-row.twin" in str(fault) for fault in faults)


def _with_tables(handbook: Handbook, tables: tuple[Table, ...]) -> Handbook:
    return replace(handbook, tables=tables)
