"""Decision tables: say what every row still possible agrees on, find what could change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    possible = _possible(table, known)
    if table.every:
        return Finding(_rows(table, _certain(table, known) & possible), _rows(table, possible))
    rows = _rows(table, possible)
    if not rows:
        raise NotInTable(table.id, ", ".join(table.columns), _printed(table, known))
    return Finding(rows if len(rows) == 1 else (), rows)


def _possible(table: Table, known: Known) -> int:
    """The rows nothing known contradicts, as bits; an unknown column excludes no flag: it may be there."""
    rows = (1 << len(table.rows)) - 1
    for column, admitting in table.admitting.items():
        names = known.get(column)
        if names is not None and not (table.every and UNKNOWN in names):
            rows &= _any(admitting, names)
    return rows


def _certain(table: Table, known: Known) -> int:
    """The rows of a list of flags that hold whatever is still open, as bits."""
    rows = (1 << len(table.rows)) - 1
    for column, admitting in table.admitting.items():
        for name in known.get(column, ("",)):
            rows &= admitting.get(name, admitting[""])
    return rows


def _any(admitting: Mapping[str, int], names: frozenset[str]) -> int:
    rows = admitting[""]
    for name in names:
        rows |= admitting.get(name, 0)
    return rows


def _rows(table: Table, bits: int) -> tuple[Row, ...]:
    return tuple(table.rows[place] for place in _places(bits))


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


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
    if table.every:
        open_rows = _possible(table, known) & ~_certain(table, known)
        return any(column.name in table.rows[place].cells for place in _places(open_rows))
    admitting = table.admitting[column.name]
    rows = _possible(table, {name: names for name, names in known.items() if name != column.name})
    present = _results(table, rows & _any(admitting, now))
    return any(_results(table, rows & _any(admitting, frozenset({name}))) != present for name in open_names)


def _results(table: Table, rows: int) -> frozenset[int]:
    """What a table would do: rows that conclude the same are one."""
    return frozenset(table.same_outcome[place] for place in _places(rows))
