"""What would notice a planted fault: the loading of the folder, the proof of its tables, the cases, the claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from bot.library import Library
from bot.library.assemble import assemble
from bot.library.chart import read_items, read_sources
from bot.library.claims import load_claims
from bot.library.draft import Draft
from bot.library.folder import open_folder
from bot.library.load import handbook_from, load
from bot.library.markdown import Chapter, read_chapter
from core.consult import case_of, consult
from core.consult.evaluation import Evaluation
from core.errors import ContentError, NotInTable
from core.facts import Facts, Stated
from core.grade import names_of
from core.guideline import Handbook, Table
from core.proof import Claims, Work
from core.proof.statements import check_statements
from core.proof.tables import check_columns, check_rows, check_table
from core.tables import decide
from tests.content.limits import limits_broken, limits_written
from tests.content.planting import Fault
from tests.core.test_consult import POLICY
from tests.test_cases import cases, faults_of, told

DAY = date(2026, 11, 23)
NOTHING = ""
REACHED = ("safeguards", "fever")  # the domains that a fault is tried on, small enough for two hundred of them


@dataclass(frozen=True)
class Case:
    """One labelled patient: the facts read from its text, and what its label says of the reply."""

    name: str
    facts: Facts
    label: dict[str, Any]
    evaluation: Evaluation
    said: frozenset[str]


class Bench:
    """Everything that could notice a fault, read once."""

    def __init__(self) -> None:
        self.content = open_folder()
        self.library: Library = load(day=DAY)
        self.texts = {path: self.content.text(path) for path in self.content.under("guidelines", ".md")}
        self._chapters = {path: read_chapter(text, path) for path, text in self.texts.items()}
        self._chart = (read_items(self.content), read_sources(self.content))
        self.limits = limits_written()
        self.cases = [*self._written(), *self._policy()]

    @cached_property
    def claims(self) -> Claims:
        """What is claimed of the handbook as it ships."""
        return load_claims(self.library.handbook)

    def _written(self) -> Iterator[Case]:
        for _, label in cases():
            seen = told(label, self.library)
            said = frozenset((*seen.decision.say, *seen.decision.differs, seen.decision.headline))
            yield Case(label["name"], seen.facts, label, case_of(seen.facts, self.library.handbook), said)

    def _policy(self) -> Iterator[Case]:
        handbook = self.library.handbook
        for stated, urgency in POLICY:
            facts = Facts.of(Stated(key, handbook.items[key].accept(value)) for key, value in stated.items())
            yield Case(f"policy {stated}", facts, {"urgency": urgency}, case_of(facts, handbook), frozenset())

    def catches(self, fault: Fault) -> str:
        """What notices the fault first; nothing where it survives."""
        try:
            handbook = self._handbook(read_chapter(fault.text, fault.file), fault.file)
        except (ContentError, KeyError, ValueError):
            return "loading"
        changed = self._changed_tables(handbook)
        if any(check_table(table, handbook)[1] for table in changed):
            return "tables"
        if next(check_columns(handbook), None) or next(check_statements(handbook), None):
            return "statements"
        if next(check_rows(handbook, self.claims.rows), None):
            return "rows"
        if self._past_a_limit(handbook):
            return "limits"
        return self._case_against(handbook, changed) or self._claim_against(handbook, changed)

    def _past_a_limit(self, handbook: Handbook) -> str:
        return next(limits_broken(handbook, self.limits), NOTHING)

    def _handbook(self, chapter: Chapter, file: str) -> Handbook:
        items, sources = self._chart
        draft = Draft(DAY, items, sources, self.library.handbook.drug_classes)
        return handbook_from(self.content, assemble(draft, {**self._chapters, file: chapter}.values()))

    def _changed_tables(self, handbook: Handbook) -> list[Table]:
        before = {
            table.id: [(row.id, row.cells, row.then) for row in table.rows] for table in self.library.handbook.tables
        }
        return [t for t in handbook.tables if [(row.id, row.cells, row.then) for row in t.rows] != before.get(t.id)]

    def _case_against(self, handbook: Handbook, changed: list[Table]) -> str:
        columns = [
            column
            for name, column in handbook.columns.items()
            if column != self.library.handbook.columns.get(name) and column.of
        ]
        statements = {
            name
            for name, one in handbook.statements.items()
            if one.words != self.library.handbook.statements[name].words
        }
        for case in self.cases:
            touched = (
                case.said & statements
                or any(_reads_otherwise(case, column.name, handbook) for column in columns)
                or any(_decides_otherwise(case, table) for table in changed)
            )
            if touched and self.fails(case, handbook):
                return f"case {case.name}"
        return NOTHING

    def fails(self, case: Case, handbook: Handbook) -> bool:
        """Whether the label of a case does not hold in a handbook."""
        try:
            if "name" not in case.label:
                return bool(consult(case.facts, handbook).urgency != case.label["urgency"])
            return bool(list(faults_of(case.label, told(case.label, Library(handbook, self.library.lexicon)))))
        except (NotInTable, KeyError):
            return True

    def _claim_against(self, handbook: Handbook, changed: list[Table]) -> str:
        """The first claim broken in the small domains; drug tables have claims on rows, and cases."""
        if all(table.per for table in changed):
            return NOTHING
        domains = [one for one in self.claims.domains if one.id in REACHED]
        work = Work(handbook, replace(self.claims, domains=tuple(domains), sweep=None), exhaustive=True)
        for portion in work.portions:
            try:
                found = work.prove(portion)
            except NotInTable:
                return "claims"
            if found.kinds:
                return f"claim {next(iter(found.kinds))}"
        return NOTHING


def _reads_otherwise(case: Case, column: str, handbook: Handbook) -> bool:
    before = case.evaluation.handbook
    if column not in before.columns:
        return True
    return names_of(handbook.columns[column], case.facts, handbook) != names_of(
        before.columns[column], case.facts, before
    )


def _decides_otherwise(case: Case, table: Table) -> bool:
    """Whether a changed table leaves other rows of a case, by what it saw before."""
    before = next(one for one in case.evaluation.handbook.tables if one.id == table.id)
    if before.columns != table.columns or before.per != table.per:
        return True
    readings = (
        [known for _, known, _ in case.evaluation.applies_to(before)] if before.per else [case.evaluation.known(before)]
    )
    return any(_left(before, known) != _left(table, known) for known in readings)


def _left(table: Table, known: dict[str, frozenset[str]]) -> object:
    try:
        found = decide(table, known)
    except NotInTable:
        return None
    return [(row.id, row.then) for row in found.possible], [row.id for row in found.certain]
