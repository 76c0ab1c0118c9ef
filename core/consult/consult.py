"""The consult: facts and handbook in, decision out. Every number and every rule is the handbook's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.consult.decision import URGENCIES, Bounds, Decision, DrugAction, Flag
from core.consult.evaluation import Evaluation
from core.consult.kept import kept
from core.consult.supposed import Supposed
from core.facts import NO, YES, Facts
from core.grade import anc
from core.guideline import UNKNOWN, Handbook, Row, Table


def consult(facts: Facts, handbook: Handbook) -> Decision:
    """Decide what is known, how urgent it is, what to say and what could still change it.

    A missing fact is never good news: every table keeps each row that is still possible, and the
    most urgent of them counts.

    Args:
        facts: What was stated; a missing key is unknown. Values in the unit of their item.
        handbook: A handbook that passed its proof.
    """
    return consulted(facts, handbook)[0]


@kept
def consulted(facts: Facts, handbook: Handbook) -> tuple[Decision, Evaluation]:
    """The consult of a case, and the case itself: what would follow if a fact were otherwise starts from it."""
    case = case_of(facts, handbook)
    return consult_on(case), case


def consult_on(case: Evaluation) -> Decision:
    """The consult of a case already at hand."""
    stated = len(case.facts) > 0
    return replace(
        conclude(case),
        ask=case.open_facts() if stated else (),
        trace=case.steps() if stated else (),
        conclusions={name: case.possible(name) for name, column in case.handbook.columns.items() if not column.each},
    )


def case_of(facts: Facts, handbook: Handbook) -> Evaluation:
    """The conclusions about a patient as they are drawn for a consult, one by one and only those asked for."""
    return Evaluation(facts, handbook)


def suppose(told: Facts, case: Evaluation) -> Decision:
    """The decision without questions and trace if *told* were stated instead; cheap where little is otherwise."""
    return conclude(Supposed(told, case))


def conclude(case: Evaluation) -> Decision:
    """The decision without its questions and its trace: for looking at very many patients."""
    stated = len(case.facts) > 0
    urgency, certain = _urgency(case) if stated else (None, True)
    interval, basis = anc(case.facts, case.handbook)
    return Decision(
        urgency=urgency,
        certain=certain,
        headline=_headline(case, urgency) if stated else "",
        severity=_severity(case),
        profound=_yes_or_no(case, "profound"),
        leukopenia=_yes_or_no(case, "leukopenia"),
        fever=_fever(case),
        febrile_neutropenia=_febrile_neutropenia(case),
        mascc=_bounds(case, "mascc"),
        cisne=_cisne(case),
        risk=_risk(case),
        red_flags=_flags(case),
        disposition=case.only("disposition") or "ask",
        drug_actions=_drug_actions(case),
        ask=(),
        say=_said(case, "say") if stated else (),
        differs=_said(case, "differs") if stated else (),
        trace=(),
        anc=interval.low if interval.known else None,
        anc_basis=basis,
    )


@kept
def urgency_of(facts: Facts, handbook: Handbook) -> str | None:
    """Only how urgent it is; None when nothing was stated."""
    return urgency_in(case_of(facts, handbook))


def urgency_in(case: Evaluation) -> str | None:
    """How urgent a case is; None when nothing was stated."""
    return _urgency(case)[0] if len(case.facts) else None


def _urgency(case: Evaluation) -> tuple[str, bool]:
    """The most urgent row still possible, and whether some table is sure of it."""
    worst, certain = URGENCIES[-1], True
    for table in case.handbook.writers["urgency"]:
        for finding in case.findings(table):
            rows = finding.certain if table.every else finding.possible
            found = [row.then["urgency"][0] for row in rows if row.then.get("urgency")]
            here = min(found, key=URGENCIES.index, default=URGENCIES[-1])
            sure = all(one == here for one in found)
            if URGENCIES.index(here) < URGENCIES.index(worst):
                worst, certain = here, sure
            elif here == worst:
                certain = certain or sure
    return worst, certain and (case.only("fn") != "possible" or case.says_yes("red_flag"))


def _headline(case: Evaluation, urgency: str | None) -> str:
    """Of the headlines whose row carries the urgency the one of the lowest rank, in handbook order."""
    rows = (row for table in case.handbook.writers.get("headline", ()) for row in case.rows_that_speak(table))
    found = [row.then["headline"][0] for row in rows if row.then.get("headline") and row.then["urgency"][0] == urgency]
    return min(found, key=lambda name: case.handbook.statements[name].rank, default="")


def _severity(case: Evaluation) -> str | None:
    """Severe, moderate or mild; `none` when the count is not low; None while not known, and under one year of age."""
    if case.says_yes("infant"):
        return None
    name = case.only("counted")
    return "none" if name == "enough" else name


def _yes_or_no(case: Evaluation, column: str) -> bool | None:
    name = case.only(column)
    return None if name not in (YES, NO) else name == YES


def _fever(case: Evaluation) -> str:
    """Fever for the record; a single reading below the line an hour later is no fever, and is said as such."""
    name = case.only("fever")
    return {"single": "no", None: "unknown"}.get(name, str(name))


def _febrile_neutropenia(case: Evaluation) -> str:
    """Met or not when decided; treated as met until shown otherwise while it still may be."""
    names = case.possible("fn")
    if len(names) == 1:
        return next(iter(names))
    return "possible" if names & {"met", "possible"} else "unknown"


def _risk(case: Evaluation) -> str:
    """Low or high after red flags and exclusions; undecided while one of them is open."""
    name = case.only("risk")
    return "undecided" if name in (None, UNKNOWN) else str(name)


def _bounds(case: Evaluation, score: str) -> Bounds:
    total = case.total(score)
    return Bounds(
        applicable=_yes_or_no(case, f"{score}_applicable"),
        known=total.known,
        least=total.least,
        most=total.most,
        band=total.band,
        open_items=total.open_items,
    )


def _cisne(case: Evaluation) -> Bounds | None:
    """The bounds of CISNE; None for whom it was not made. It raises a risk and never lowers one."""
    bounds = _bounds(case, "cisne")
    return None if bounds.applicable is False else bounds


def _flags(case: Evaluation) -> tuple[Flag, ...]:
    return tuple(
        Flag(row.id, tier)
        for tier, column in (("red", "red_flag"), ("not_low_risk", "exclusion"))
        for table in case.handbook.writers[column]
        if table.every
        for row in case.finding(table).certain
        if YES in row.then.get(column, ())
    )


def says_of(case: Evaluation, tables: Iterable[Table]) -> frozenset[str]:
    """The statements that some of the tables say of a case."""
    return frozenset(word for table in tables for word in _words(case, table, "say"))


def _said(case: Evaluation, output: str) -> tuple[str, ...]:
    """The statements of every row that speaks; of rows still possible only what they all say."""
    words = (word for table in case.handbook.writers.get(output, ()) for word in _words(case, table, output))
    return tuple(sorted(dict.fromkeys(words), key=lambda name: case.handbook.statements[name].rank))


def _words(case: Evaluation, table: Table, output: str) -> tuple[str, ...]:
    """What one table adds to the reply; drug rows are for adults, but their urgency counts for everybody."""
    return () if table.per and case.says_yes("out_of_scope") else case.words(table, output)


def _drug_actions(case: Evaluation) -> tuple[DrugAction, ...]:
    """What the rows of the patient's drugs say; nothing for children, nor in pregnancy."""
    if case.says_yes("out_of_scope"):
        return ()
    return tuple(
        action
        for table in case.handbook.writers.get("action", ())
        for drug, _, finding in case.applies_to(table)
        for action in _actions_of(drug, finding.possible)
    )


def _actions_of(drug: str, rows: tuple[Row, ...]) -> list[DrugAction]:
    """Every row still possible; while one of them is more than `continue`, none says continue."""
    actions = [(row, row.then["action"][0]) for row in rows if row.then.get("action")]
    unsure = len({action for _, action in actions}) > 1
    return [
        DrugAction(
            drug,
            row.id,
            "review" if unsure and action == "continue" else action,
            _one(row, "until"),
            _one(row, "resume"),
        )
        for row, action in actions
    ]


def _one(row: Row, output: str) -> str:
    return " ".join(row.then.get(output, ()))
