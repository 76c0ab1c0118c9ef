"""One patient against the handbook: every column and table worked out once, when first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace

from core.consult.decision import URGENCIES, Step
from core.consult.spoken import spoken
from core.facts import NO, YES, Facts
from core.grade import facts_behind, names_of
from core.guideline import DRUG_ACTS, Column, Handbook, Row, Table
from core.scores import Total, total
from core.tables import Finding, decide, matters, outcomes, seen

WORDS = ("say", "differs", "headline", "until", "resume")
Applied = tuple[str, dict[str, frozenset[str]], Finding]
CARRY_ON = frozenset({"continue", "gate_met"})  # actions of a drug row that ask nothing of anybody
ABOUT_THE_MESSAGE = frozenset({"phi", "two_patients"})  # facts of a message, not of a patient


def of_now(facts: Facts, handbook: Handbook) -> Facts:
    """The facts of the patient now: without those of the message, and without a drug another has replaced."""
    facts = facts.minus(*ABOUT_THE_MESSAGE)
    stopped = facts.names("drugs_stopped")
    for column in handbook.one_at_a_time:
        old = stopped.intersection(column.each)
        if old and facts.names("drugs").intersection(column.each) - old:
            facts = facts.minus("held_days").plus(
                replace(facts.stated["drugs"], value=facts.names("drugs") - old),
                replace(facts.stated["drugs_stopped"], value=stopped - old),
            )
    return facts


@dataclass(slots=True)
class Drawn:
    """What has been concluded of one patient so far, by column, score or table."""

    columns: dict[str, frozenset[str]] = field(default_factory=dict)
    seen: dict[str, frozenset[str]] = field(default_factory=dict)
    totals: dict[str, Total] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    applied: dict[str, tuple[Applied, ...]] = field(default_factory=dict)
    words: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def copy(self) -> Drawn:
        """The same conclusions, to be continued for another patient."""
        return Drawn(*(dict(getattr(self, one.name)) for one in fields(self)))


class Evaluation:
    """The conclusions about one patient, drawn as they are needed.

    `told` is what was stated; `facts` are those of the patient now.
    """

    def __init__(self, told: Facts, handbook: Handbook) -> None:
        self.told, self.handbook = told, handbook
        self.facts = of_now(told, handbook)
        self.drawn = Drawn()
        self._because: dict[str, frozenset[str]] = {}

    def possible(self, name: str) -> frozenset[str]:
        """The names a column may still have for this patient."""
        if name not in self.drawn.columns:
            self.drawn.columns[name] = self._work_out(self.handbook.columns[name])
        return self.drawn.columns[name]

    def only(self, name: str) -> str | None:
        """The one name left for a column, or None while several are."""
        names = self.possible(name)
        return next(iter(names)) if len(names) == 1 else None

    def says_yes(self, name: str) -> bool:
        """Whether a column is settled as yes."""
        return self.possible(name) == frozenset({YES})

    def _work_out(self, column: Column) -> frozenset[str]:
        if column.of:
            return names_of(column, self.facts, self.handbook)
        score = self.handbook.scored.get(column.name)
        if score is not None:
            return self.total(score).classes
        if column.name == DRUG_ACTS:
            return frozenset({YES if self._a_drug_acts() else NO})
        names = frozenset().union(*(self._outcomes(table, column.name) for table in self.handbook.writers[column.name]))
        return _worst(names) if column.name == "urgency" else names

    def _outcomes(self, table: Table, output: str) -> frozenset[str]:
        return frozenset().union(*(outcomes(table, finding, output) for finding in self.findings(table)))

    def _a_drug_acts(self) -> bool:
        """Whether a row still possible for one of the drugs asks for more than carrying on."""
        tables = self.handbook.writers.get("action", ())
        rows = (row for table in tables for finding in self.findings(table) for row in finding.possible)
        return any(not CARRY_ON.issuperset(row.then.get("action", ())) for row in rows)

    def total(self, score: str) -> Total:
        """The bounds of a score for this patient."""
        if score not in self.drawn.totals:
            one = self.handbook.scores[score]
            self.drawn.totals[score] = total(one, {item.column: self.possible(item.column) for item in one.items})
        return self.drawn.totals[score]

    def finding(self, table: Table) -> Finding:
        """The rows of a table that hold, and those that may."""
        if table.id not in self.drawn.findings:
            self.drawn.findings[table.id] = decide(table, self.known(table))
        return self.drawn.findings[table.id]

    def seen(self, name: str) -> frozenset[str]:
        """What tables see of a column: `unknown` where it lists that name and nothing is known."""
        if name not in self.drawn.seen:
            self.drawn.seen[name] = seen(self.handbook.columns[name], self.possible(name))
        return self.drawn.seen[name]

    def known(self, table: Table) -> dict[str, frozenset[str]]:
        """What a table sees of each of its columns, the one it is read for left out."""
        return {name: self.seen(name) for name in table.columns if name != table.per}

    def applies_to(self, table: Table) -> tuple[Applied, ...]:
        """For a table read once per drug: each drug of the patient it knows, what it sees, and its rows."""
        if table.id not in self.drawn.applied:
            self.drawn.applied[table.id] = tuple(self._apply(table))
        return self.drawn.applied[table.id]

    def _apply(self, table: Table) -> Iterator[Applied]:
        column = self.handbook.columns[table.per]
        for name in sorted(self.facts.names(column.of).intersection(column.each)):
            known = {**self.known(table), table.per: frozenset({name})}
            yield name, known, decide(table, known)

    def findings(self, table: Table) -> Iterator[Finding]:
        """The finding of a table, or one for each drug it is read for."""
        if table.per:
            yield from (finding for _, _, finding in self.applies_to(table))
        else:
            yield self.finding(table)

    def rows_that_speak(self, table: Table) -> Iterator[Row]:
        """The rows whose words are said: the certain ones, or all still possible where one must hold."""
        for finding in self.findings(table):
            yield from finding.certain if table.every else finding.possible

    def words(self, table: Table, output: str) -> tuple[str, ...]:
        """The statements one table adds to a reply."""
        key = (table.id, output)
        if key not in self.drawn.words:
            self.drawn.words[key] = tuple(spoken(table, self.findings(table), output))
        return self.drawn.words[key]

    def steps(self) -> tuple[Step, ...]:
        """The trace: each table that concluded something, its rows, and the facts behind its columns."""
        return tuple(self._step(table, row) for table in self.handbook.tables for row in self._traced(table))

    def _traced(self, table: Table) -> tuple[Row, ...]:
        if table.per:
            return tuple(row for _, _, finding in self.applies_to(table) for row in finding.possible)
        finding = self.finding(table)
        return finding.certain if table.every else finding.possible

    def _step(self, table: Table, row: Row) -> Step:
        concluded = ", ".join(
            f"{name} {'/'.join(row.then[name])}" for name in table.outputs if name not in WORDS and row.then.get(name)
        )
        because = frozenset().union(*(self._facts_known(name) for name in row.cells))
        return Step(concluded or "say", table.id, row.id, tuple(key for key in self.handbook.items if key in because))

    def _facts_known(self, name: str) -> frozenset[str]:
        """The stated facts a column rests on, through every table between."""
        if name not in self._because:
            column = self.handbook.columns[name]
            self._because[name] = frozenset()  # a column that reads itself adds nothing
            writers = self.handbook.writers.get(name, ()) if not column.of else ()
            rests_on = [
                self._facts_known(other) for table in writers for row in self._traced(table) for other in row.cells
            ]
            stated = frozenset(key for key in facts_behind(column) if key in self.facts)
            self._because[name] = stated.union(*rests_on)
        return self._because[name]

    def open_facts(self) -> tuple[str, ...]:
        """Every fact key still open that can change what is said or how urgent it is, in the chart's order."""
        keys: set[str] = set()
        visited: set[str] = set()
        for table in self.handbook.tables:
            if not self.handbook.concludes_only(table):
                keys.update(self._open_in(table, visited))
        return tuple(key for key in self.handbook.items if key in keys and key not in self.facts)

    def _open_in(self, table: Table, visited: set[str]) -> Iterator[str]:
        if table.id in visited or not self._is_asked(table):
            return
        visited.add(table.id)
        for known in self._readings(table):
            for name in table.columns:
                column = self.handbook.columns[name]
                if name != table.per and matters(table, known, column):
                    yield from self._asked_by(column, visited)

    def _readings(self, table: Table) -> Iterator[dict[str, frozenset[str]]]:
        """What a table sees, once, or once for each drug it is read for."""
        if table.per:
            yield from (known for _, known, _ in self.applies_to(table))
        else:
            yield self.known(table)

    def _is_asked(self, table: Table) -> bool:
        return all(self.possible(name) <= names for name, names in table.asked_when.items())

    def _asked_by(self, column: Column, visited: set[str]) -> Iterator[str]:
        if column.asks or column.of:
            yield from column.asks
            return
        score = self.handbook.scored.get(column.name)
        if score is not None:
            items = {item.name: item.column for item in self.handbook.scores[score].items}
            for name in self.total(score).open_items:
                yield from self._asked_by(self.handbook.columns[items[name]], visited)
            return
        for table in self.handbook.writers.get(column.name, ()):
            yield from self._open_in(table, visited)


def _worst(names: frozenset[str]) -> frozenset[str]:
    return frozenset({next(urgency for urgency in URGENCIES if urgency in names)})
