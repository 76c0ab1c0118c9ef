"""Two handbooks asked about the same patients, and every patient they answer differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.compare.edits import Edits
from core.consult import URGENCIES, Decision, case_of, conclude
from core.consult.evaluation import Evaluation
from core.facts import Facts
from core.guideline import Handbook, Row, Table
from core.tables import Finding

# The ways in which an answer can differ, the one a reviewer must see first at the top.
LESS, MORE = "less urgent", "more urgent"
KINDS = (
    LESS,
    MORE,
    "until shown otherwise",
    "disposition",
    "febrile neutropenia",
    "risk",
    "red flags",
    "drug action",
    "headline",
    "statements no longer said",
    "statements said in addition",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One patient whom the two handbooks answer differently: by kind, what was said and what is said now."""

    patient: Facts
    kinds: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many patients were compared, and those who change."""

    patients: int
    changes: tuple[Change, ...]

    def of_kind(self, kind: str) -> list[Change]:
        """The patients whose answer differs in that way, those with the fewest facts first."""
        found = [change for change in self.changes if kind in change.kinds]
        return sorted(found, key=lambda change: len(change.patient))


def compare(old: Handbook, new: Handbook, edits: Edits, patients: Iterable[Facts]) -> Comparison:
    """Ask both handbooks about every patient.

    A patient for whom no edited table concludes otherwise is answered alike by both, and is not worked out further.
    """
    count, changes = 0, []
    before, after = (_chosen(one, edits) for one in (old, new))
    for facts in patients:
        count += 1
        was, now = case_of(facts, old), case_of(facts, new)
        if _concluded(was, before) != _concluded(now, after):
            kinds = dict(_kinds(conclude(was), conclude(now)))
            changes += [Change(facts, kinds)] if kinds else []
    return Comparison(count, tuple(changes))


def _chosen(handbook: Handbook, edits: Edits) -> list[Table | None]:
    tables = {table.id: table for table in handbook.tables}
    return [tables.get(name) for name in edits.tables]


def _concluded(case: Evaluation, tables: Iterable[Table | None]) -> list[object]:
    """What each edited table concludes for certain and what it still may; one that is not there concludes nothing."""
    return [[_told(finding) for finding in case.findings(table)] if table else [] for table in tables]


def _told(finding: Finding) -> tuple[object, object]:
    return _thens(finding.certain), _thens(finding.possible)


def _thens(rows: Iterable[Row]) -> list[object]:
    return [(row.id if "action" in row.then else "", dict(row.then)) for row in rows if any(row.then.values())]


def _kinds(before: Decision, after: Decision) -> Iterator[tuple[str, tuple[str, str]]]:
    """In which ways two decisions differ, each with what it was and what it is."""
    if before.urgency != after.urgency:
        yield (LESS if _rank(after) > _rank(before) else MORE), (_urgency(before), _urgency(after))
    elif before.certain != after.certain:
        yield "until shown otherwise", (_urgency(before), _urgency(after))
    for kind, was, now in (
        ("disposition", before.disposition, after.disposition),
        ("febrile neutropenia", before.febrile_neutropenia, after.febrile_neutropenia),
        ("risk", before.risk, after.risk),
        ("red flags", _flags(before), _flags(after)),
        ("drug action", _actions(before), _actions(after)),
        ("headline", before.headline, after.headline),
    ):
        if was != now:
            yield kind, (was or "none", now or "none")
    gone = [name for name in (*before.say, *before.differs) if name not in {*after.say, *after.differs}]
    come = [name for name in (*after.say, *after.differs) if name not in {*before.say, *before.differs}]
    if gone:
        yield "statements no longer said", (" ".join(gone), "")
    if come:
        yield "statements said in addition", ("", " ".join(come))


def _rank(decision: Decision) -> int:
    return URGENCIES.index(decision.urgency) if decision.urgency in URGENCIES else len(URGENCIES)


def _urgency(decision: Decision) -> str:
    return f"{decision.urgency or 'none'}{'' if decision.certain else ' until shown otherwise'}"


def _flags(decision: Decision) -> str:
    return ", ".join(flag.id for flag in decision.red_flags)


def _actions(decision: Decision) -> str:
    return ", ".join(f"{one.drug} {one.action} ({one.row})" for one in decision.drug_actions)
