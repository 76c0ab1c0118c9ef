"""The order in which tables are decided: each after those whose conclusions it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from core.errors import ContentError
from core.guideline import DRUG_ACTS, Column, Score, Table

URGENCY = "urgency"


def in_order(tables: Sequence[Table], columns: Mapping[str, Column], scores: Mapping[str, Score]) -> tuple[Table, ...]:
    """The tables in the order they are decided, file order kept where either may come first.

    Urgency alone is written by several tables, and a table may read it and raise it; such a table
    comes after those that only write it. The column `<score>_band` is concluded by its score, which
    waits for the tables that conclude its items.

    Raises:
        ContentError: tables that wait for each other, or a conclusion nobody draws (the author's fault).
    """
    by_id = {table.id: table for table in tables}
    house = _House(tables, columns, {f"{name}_band": score for name, score in scores.items()})
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for table in tables:
        sorter.add(table.id, *(other.id for name in table.columns for other in house.before(name, table)))
    place = {table.id: number for number, table in enumerate(tables)}
    try:
        sorter.prepare()
    except CycleError as fault:
        circle = fault.args[1]
        where = str(by_id[circle[0]].place)
        problem = f"tables wait for each other: {' -> '.join(circle)}"
        raise ContentError(where, problem, "Break the circle: conclude less in one of them") from None
    ordered: list[Table] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=place.__getitem__)
        ordered += [by_id[one] for one in ready]
        sorter.done(*ready)
    return tuple(ordered)


@dataclass(frozen=True, slots=True)
class _House:
    """Everything that can conclude a column."""

    tables: Sequence[Table]
    columns: Mapping[str, Column]
    bands: Mapping[str, Score]

    def before(self, name: str, reader: Table) -> list[Table]:
        """The tables that must be decided before *reader* can read the column *name*."""
        if self.columns[name].of:
            return []
        if name in self.bands:
            return [table for item in self.bands[name].items for table in self.before(item.column, reader)]
        writers = [table for table in self.tables if name in table.outputs]
        if name == DRUG_ACTS:
            return [table for table in self.tables if "action" in table.outputs]
        if not writers:
            problem = f"no table concludes {name!r}, which {reader.id} reads"
            raise ContentError(str(reader.place), problem, "Add the table, or name a fact with `of`")
        return [table for table in writers if not (name == URGENCY and name in table.columns)]
