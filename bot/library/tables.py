"""One heading of a guideline as a decision table: conditions left of the arrow, conclusions right of it.

Two remarks above a table change how it is read: `Every row stands alone.` makes it a list of flags;
`Asked when: fever yes, possible; count low.` keeps its questions back until those conclusions stand.
A list of flags may name the column in each row, under `if` and `is`, instead of giving every column its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.library.markdown import Block, Grid, Piece
from bot.library.statements import filled
from core.errors import ContentError
from core.guideline import Column, Place, Row, Table

ALONE = "Every row stands alone."
ASKED_WHEN = "Asked when:"
ARROW = "→"
ANY = "-"
MOST_CONDITIONS = 6  # the proof visits every case of a table: its cost multiplies with each column
STATEMENT_OUTPUTS = ("say", "differs", "headline")
WORD_OUTPUTS = ("until", "resume")  # free words of a drug row, their numbers named as {threshold}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a table's cells may name: the columns of the handbook, and the thresholds in force as printed."""

    columns: Mapping[str, Column]
    numbers: Mapping[str, str]

    def column(self, name: str, place: Place) -> Column:
        """The column of that name.

        Raises:
            ContentError: there is none (the author's fault).
        """
        if name not in self.columns:
            remedy = "Declare it under columns with all its values, or correct its spelling"
            raise ContentError(str(place), f"there is no column {name!r}", remedy)
        return self.columns[name]


@dataclass(frozen=True, slots=True)
class _Header:
    conditions: tuple[str, ...]
    outputs: tuple[str, ...]
    named_in_rows: bool


def read_table(piece: Piece, guideline: str, scope: Scope) -> Table:
    """The decision table under one heading, every cell checked against its column.

    Raises:
        ContentError: no table, an unknown column, or a cell that is no declared value (the author's fault).
    """
    grid = _grid(piece)
    remarks = [block for block in piece.blocks if isinstance(block, Block)]
    every = any(remark.text == ALONE for remark in remarks)
    header = _header(grid, scope, every=every)
    rows = tuple(_row(place, cells, header, scope) for place, cells in grid.rows)
    if not rows:
        raise ContentError(str(grid.place), f"table {piece.id} has no rows", "Add at least one")
    named = dict.fromkeys(name for row in rows for name in row.cells)
    columns = tuple(named) if header.named_in_rows else header.conditions
    return Table(
        id=piece.id,
        title=piece.title,
        guideline=guideline,
        columns=columns,
        outputs=header.outputs,
        rows=rows,
        every=every,
        per=_per(grid, columns, scope),
        asked_when=_asked_when(remarks, scope),
        place=piece.place,
    )


def _grid(piece: Piece) -> Grid:
    grids = [block for block in piece.blocks if isinstance(block, Grid)]
    for block in piece.blocks:
        if isinstance(block, Block) and block.text.startswith("|"):
            remedy = "Give header, dashes and rows the same cells, and leave no line empty"
            raise ContentError(str(block.place), "these lines form no table", remedy)
    if len(grids) != 1:
        raise ContentError(
            str(piece.place), f"{piece.id} has {len(grids)} tables", "Put exactly one under each heading"
        )
    return grids[0]


def _header(grid: Grid, scope: Scope, *, every: bool) -> _Header:
    first, *names = grid.header
    if first != "row":
        raise ContentError(str(grid.place), f"the first column is {first!r}", "Call it row: it holds the row's id")
    conditions = tuple(name for name in names if not name.startswith(ARROW))
    outputs = tuple(name.removeprefix(ARROW).strip() for name in names if name.startswith(ARROW))
    if tuple(names[: len(conditions)]) != conditions:
        problem = "a condition stands right of a conclusion"
        raise ContentError(str(grid.place), problem, f"Put the columns marked {ARROW} last")
    if not outputs:
        problem = "the table concludes nothing"
        raise ContentError(str(grid.place), problem, f"Mark its conclusions with {ARROW}, as in {ARROW} say")
    _once(outputs, grid.place)
    for name in outputs:
        _check_output(name, scope, grid.place)
    if conditions[:1] == ("if",):
        _check_named_in_rows(conditions, grid.place, every=every)
        return _Header(conditions, outputs, named_in_rows=True)
    _check_conditions(conditions, grid.place, scope)
    return _Header(conditions, outputs, named_in_rows=False)


def _once(names: Sequence[str], place: Place) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            raise ContentError(str(place), f"column {name!r} is repeated", "Keep one of the two")


def _check_output(name: str, scope: Scope, place: Place) -> None:
    if name in STATEMENT_OUTPUTS or (name in WORD_OUTPUTS and name not in scope.columns):
        return
    if scope.column(name, place).of:
        remedy = "Conclude a column that has only values, no `of`"
        raise ContentError(str(place), f"{name!r} is read from a fact", remedy)


def _check_named_in_rows(conditions: tuple[str, ...], place: Place, *, every: bool) -> None:
    pairs = ("if", "is", *("and", "is") * (len(conditions) // 2 - 1))
    if conditions != pairs:
        raise ContentError(str(place), "the conditions are no pairs", "Write them as: if | is | and | is")
    if not every:
        remedy = f"Write {ALONE!r} above it, or give every column its place"
        raise ContentError(str(place), "only a list of flags names its columns in the rows", remedy)


def _check_conditions(conditions: tuple[str, ...], place: Place, scope: Scope) -> None:
    _once(conditions, place)
    for name in conditions:
        scope.column(name, place)
    if len(conditions) > MOST_CONDITIONS:
        problem = f"{len(conditions)} conditions, at most {MOST_CONDITIONS}"
        raise ContentError(str(place), problem, "Split the table: conclude something first")


def _per(grid: Grid, columns: tuple[str, ...], scope: Scope) -> str:
    """The column a table is read once for each name of, or nothing."""
    found = [name for name in columns if scope.columns[name].each]
    if len(found) > 1:
        problem = f"{found[0]!r} and {found[1]!r} both run over a list"
        raise ContentError(str(grid.place), problem, "Keep one such column in a table")
    return found[0] if found else ""


def _asked_when(remarks: Sequence[Block], scope: Scope) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for remark in remarks:
        if not remark.text.startswith(ASKED_WHEN):
            continue
        for part in remark.text.removeprefix(ASKED_WHEN).strip().rstrip(".").split(";"):
            name, _, names = part.strip().partition(" ")
            found[name] = frozenset(_values(names, scope.column(name, remark.place), remark.place))
    return found


def _row(place: Place, cells: tuple[str, ...], header: _Header, scope: Scope) -> Row:
    identifier, *rest = cells
    if not identifier or " " in identifier:
        raise ContentError(str(place), f"{identifier!r} is no row id", "Give the row an id of its own, such as fn.1")
    left, right = rest[: len(header.conditions)], rest[len(header.conditions) :]
    asked = tuple(_named(left, place) if header.named_in_rows else zip(header.conditions, left, strict=True))
    _once([name for name, _ in asked], place)
    return Row(
        id=identifier,
        cells={name: frozenset(_values(cell, scope.column(name, place), place)) for name, cell in asked if cell != ANY},
        then={
            name: _conclusion(name, cell, scope, place)
            for name, cell in zip(header.outputs, right, strict=True)
            if cell != ANY
        },
        place=place,
    )


def _named(cells: Sequence[str], place: Place) -> Iterator[tuple[str, str]]:
    """The conditions of a row that names its own columns."""
    for name, values in zip(cells[::2], cells[1::2], strict=True):
        if (name == ANY) != (values == ANY):
            raise ContentError(
                str(place), f"{name} is {values}: half a condition", f"Fill both cells, or put {ANY} in both"
            )
        if name != ANY:
            yield name, values


def _values(cell: str, column: Column, place: Place) -> tuple[str, ...]:
    names = tuple(name.strip() for name in cell.split(","))
    for number, name in enumerate(names):
        if name not in column.values:
            problem = f"{name!r} is no value of column {column.name!r}"
            raise ContentError(str(place), problem, f"Use {', '.join(column.values)}, or {ANY} for any")
        if name in names[:number]:
            raise ContentError(str(place), f"{name!r} stands twice in one cell", "Keep one of the two")
    return names


def _conclusion(name: str, cell: str, scope: Scope, place: Place) -> tuple[str, ...]:
    if name in STATEMENT_OUTPUTS:
        return tuple(cell.split())
    if name in WORD_OUTPUTS and name not in scope.columns:
        return tuple(filled(cell, scope.numbers, place).split())
    return _values(cell, scope.columns[name], place)
