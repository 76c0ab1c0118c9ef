"""Decision tables: say what every row still possible agrees on, find what could change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import NotInTable
from core.facts import NO
from core.guideline import UNKNOWN, Column, Row, Table

Known = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is left of a table: the rows that hold for certain and those still possible, in file order."""

    certain: tuple[Row, ...]
    possible: tuple[Row, ...]

    @property
    def decided(self) -> bool:
        """Whether nothing still open could add or remove a row."""
        return len(self.certain) == len(self.possible)


def seen(column: Column, possible: frozenset[str]) -> frozenset[str]:
    """How a table sees a column: `unknown` where it lists that name and nothing at all is known.

    >>> fever = Column("fever", ("yes", "no", "unknown"))
    >>> seen(fever, frozenset({"yes", "no"}))
    frozenset({'unknown'})
    >>> seen(fever, frozenset({"yes"}))
    frozenset({'yes'})
    """
    if UNKNOWN in column.values and len(possible) > 1 and possible >= frozenset(column.values) - {UNKNOWN}:
        return frozenset({UNKNOWN})
    return possible


def decide(table: Table, known: Known) -> Finding:
    """Find the rows that nothing known contradicts.

    Missing facts never block an answer: with fever and a low count known and the risk unknown,
    both risk rows stay possible and what they share can be said at once.

    Args:
        table: One that passed the proof: each full set of values meets one row (or, for a list
            of flags, any number of them).
        known: For every column of the table the names it may still have; a column left out may
            have any.

    Returns:
        The rows that hold whatever is still open, and the rows still possible.

    Raises:
        NotInTable: *known* has a name the table's rows could never meet (our fault).

    >>> fever = Table("fn", "Fever", "fn", ("fever", "risk"), ("say",), (
    ...     Row("fn.1", {"fever": frozenset({"yes"}), "risk": frozenset({"high"})}, {"say": ("admit",)}),
    ...     Row("fn.2", {"fever": frozenset({"yes"}), "risk": frozenset({"low"})}, {"say": ("oral",)}),
    ...     Row("fn.3", {"fever": frozenset({"no"})}, {"say": ("watch",)}),
    ... ))
    >>> [row.id for row in decide(fever, {"fever": frozenset({"yes"})}).possible]
    ['fn.1', 'fn.2']
    >>> decide(fever, {"fever": frozenset({"no"})}).decided
    True
    """
    if table.every:
        flags = tuple(row for row in table.rows if _may_be_flagged(row, known))
        return Finding(tuple(row for row in flags if _must_hold(row, known)), flags)
    possible = tuple(row for row in table.rows if _may_hold(row, known))
    if not possible:
        raise NotInTable(table.id, ", ".join(table.columns), _printed(table, known))
    return Finding(possible if len(possible) == 1 else (), possible)


def _may_hold(row: Row, known: Known) -> bool:
    return not any(names.isdisjoint(known[column]) for column, names in row.cells.items() if column in known)


def _may_be_flagged(row: Row, known: Known) -> bool:
    """An unknown column excludes no flag: a sign that nobody looked for may be there."""
    asked = [(known[column], names) for column, names in row.cells.items() if column in known]
    return all(UNKNOWN in possible or not names.isdisjoint(possible) for possible, names in asked)


def _must_hold(row: Row, known: Known) -> bool:
    return all(column in known and known[column] <= names for column, names in row.cells.items())


def _printed(table: Table, known: Known) -> str:
    return "; ".join(f"{column}={'/'.join(sorted(known.get(column, ())))}" for column in table.columns)


def outcomes(table: Table, finding: Finding, output: str) -> frozenset[str]:
    """The names one output may still have, over the rows still possible.

    A list of flags says yes when one flag is certain, no when every flag is excluded, and may be
    either while one is open.
    """
    if not table.every:
        return frozenset(name for row in finding.possible for name in row.then.get(output, ()))
    certain = frozenset(name for row in finding.certain for name in row.then.get(output, ()))
    if certain:
        return certain
    return frozenset(name for row in finding.possible for name in row.then.get(output, ())) | {NO}


def matters(table: Table, known: Known, column: Column) -> bool:
    """Whether learning *column* could change which rows hold.

    >>> risk = Column("risk", ("high", "low"))
    >>> fever = Table("fn", "Fever", "fn", ("fever", "risk"), ("say",), (
    ...     Row("fn.1", {"fever": frozenset({"yes"}), "risk": frozenset({"high"})}, {"say": ("admit",)}),
    ...     Row("fn.2", {"fever": frozenset({"yes"}), "risk": frozenset({"low"})}, {"say": ("oral",)}),
    ...     Row("fn.3", {"fever": frozenset({"no"})}, {"say": ("watch",)}),
    ... ))
    >>> matters(fever, {"fever": frozenset({"no"})}, risk)
    False
    """
    now = known.get(column.name, frozenset(column.values))
    open_names = frozenset(column.values) - {UNKNOWN} if UNKNOWN in now else now
    if len(open_names) < 2 and UNKNOWN not in now:
        return False
    finding = decide(table, known)
    if table.every:
        return any(column.name in row.cells for row in finding.possible if row not in finding.certain)
    present = _results(finding)
    return any(_results(decide(table, {**known, column.name: frozenset({name})})) != present for name in open_names)


def _results(finding: Finding) -> frozenset[object]:
    """What a table would do: rows that conclude the same are one."""
    return frozenset(tuple(sorted(row.then.items())) for row in finding.possible)
