"""What differs between two handbooks as they are written: thresholds, columns, tables row by row, statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.grade import DERIVED, MEASURING
from core.guideline import Column, Handbook, Place, Row, Statement, Table

NOWHERE = Place("", 0)  # where a thing stands is no part of what it says


@dataclass(frozen=True, slots=True)
class Edits:
    """Every id that differs, and the tables whose conclusions may differ by it.

    `rows` are by table; `words` are statements said otherwise; `tables` are the ids a patient can be
    told apart by: a table that is none of them concludes the same in both handbooks from the same facts.
    """

    thresholds: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    words: tuple[str, ...]
    cited: tuple[str, ...]
    lists: tuple[str, ...]
    tables: tuple[str, ...]

    @property
    def none(self) -> bool:
        """Whether the two handbooks say the same."""
        return not any(
            (self.thresholds, self.columns, self.rows, self.added, self.removed, self.words, self.cited)
        ) and (not self.lists)


def edits_between(old: Handbook, new: Handbook) -> Edits:
    """Compare two handbooks id by id."""
    columns = _changed_columns(old, new)
    rows = _changed_rows(old, new)
    both = [name for name in old.statements if name in new.statements]
    return Edits(
        thresholds=_differing(old.thresholds, new.thresholds, lambda one: (one.unit, one.values, one.citation)),
        columns=columns,
        rows=rows,
        added=tuple(name for name in new.statements if name not in old.statements),
        removed=tuple(name for name in old.statements if name not in new.statements),
        words=tuple(name for name in both if _said(old.statements[name]) != _said(new.statements[name])),
        cited=tuple(name for name in both if _basis(old.statements[name]) != _basis(new.statements[name])),
        lists=tuple(
            name
            for name, before, after in (
                ("sources", _sources(old), _sources(new)),
                ("facts", old.items, new.items),
                ("phrases", old.phrases, new.phrases),
                ("scores", old.scores, new.scores),
            )
            if before != after
        ),
        tables=_touched(old, new, columns, rows),
    )


def _sources(handbook: Handbook) -> object:
    return {name: replace(source, place=NOWHERE) for name, source in handbook.sources.items()}


def _differing(old: Mapping[str, object], new: Mapping[str, object], of: object) -> tuple[str, ...]:
    assert callable(of)
    names = dict.fromkeys((*old, *new))
    return tuple(name for name in names if name not in old or name not in new or of(old[name]) != of(new[name]))


def _said(statement: Statement) -> object:
    return statement.title, dict(statement.words)


def _basis(statement: Statement) -> object:
    return statement.citations, statement.strength, statement.checked, statement.part, statement.rank, statement.asks


def _changed_columns(old: Handbook, new: Handbook) -> tuple[str, ...]:
    """Columns declared otherwise, or read from what is measured or scored otherwise."""
    measuring = any(
        old.number(name) != new.number(name) for name in MEASURING if name in old.thresholds and name in new.thresholds
    )
    items = {key for key in dict.fromkeys((*old.items, *new.items)) if old.items.get(key) != new.items.get(key)}

    def of(column: Column) -> object:
        score = column.name in old.scored or column.name in new.scored
        same = not score or old.scores == new.scores
        steady = same and column.of not in items and not (measuring and column.of in DERIVED)
        return replace(column, place=NOWHERE, asks=()) if steady else object()

    return _differing(old.columns, new.columns, of)


def _changed_rows(old: Handbook, new: Handbook) -> dict[str, tuple[str, ...]]:
    """For each table that differs the ids of its rows that do; all of them where the whole table is read otherwise."""
    before, after = {one.id: one for one in old.tables}, {one.id: one for one in new.tables}
    found: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys((*before, *after)):
        rows = _differing(_rows(before.get(name)), _rows(after.get(name)), _row)
        if rows or _reading(before.get(name)) != _reading(after.get(name)):
            found[name] = rows
    return found


def _rows(table: Table | None) -> dict[str, Row]:
    return {row.id: row for row in table.rows} if table else {}


def _row(row: Row) -> object:
    return dict(row.cells), {output: names for output, names in row.then.items() if names}


def _reading(table: Table | None) -> object:
    return None if table is None else (table.every, table.per, table.outputs, [row.id for row in table.rows])


def _touched(old: Handbook, new: Handbook, columns: tuple[str, ...], rows: Mapping[str, object]) -> tuple[str, ...]:
    """Tables that differ or read a column that does; all of them where what comes before any table differs."""
    tables = dict.fromkeys(table.id for handbook in (old, new) for table in handbook.tables)
    ranks = any(
        old.statements[name].rank != new.statements[name].rank for name in old.statements if name in new.statements
    )
    single = any(name in columns and column.single for one in (old, new) for name, column in one.columns.items())
    if ranks or single:
        return tuple(tables)
    reading = {table.id for one in (old, new) for table in one.tables if not set(columns).isdisjoint(table.columns)}
    return tuple(name for name in tables if name in rows or name in reading)
