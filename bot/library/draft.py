"""The handbook while it is put together: every id with the place that took it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.library.columns import Known
from core.errors import ContentError
from core.facts import Item
from core.guideline import Column, Guideline, Place, Score, Source, Statement, Table, Threshold


@dataclass
class Draft:
    """The handbook while it is put together: every id with the place that took it."""

    day: date
    items: Mapping[str, Item]
    sources: Mapping[str, Source]
    drug_classes: Mapping[str, frozenset[str]]
    thresholds: dict[str, Threshold] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    scores: dict[str, Score] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    guidelines: list[Guideline] = field(default_factory=list)
    taken: dict[str, Place] = field(default_factory=dict)

    def take(self, identifier: str, place: Place) -> None:
        """Reserve an id; refuse one that another thing of the handbook has."""
        if identifier in self.taken:
            raise ContentError(
                str(place),
                f"id {identifier!r} is repeated (first at {self.taken[identifier]})",
                "Give each thing an id of its own",
            )
        self.taken[identifier] = place

    def take_table(self, table: Table) -> None:
        """Keep a table, its rows' ids reserved."""
        for row in table.rows:
            self.take(row.id, row.place)
        self.tables.append(table)

    def known(self) -> Known:
        """What a column may refer to."""
        numbers = {name: one.on(self.day) for name, one in self.thresholds.items()}
        return Known(self.items, numbers, self.drug_classes)

    def numbers(self) -> dict[str, str]:
        """Every threshold in force, printed as its author wrote it."""
        return {name: f"{one.on(self.day):f}" for name, one in self.thresholds.items()}
