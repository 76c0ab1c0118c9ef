"""The clock of an emergency: when it began, when the first antibiotic is due, and the word at that time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.consult import consult, urgency_of
from core.consult.decision import URGENCIES, Decision
from core.converse.contest import most_dangerous
from core.converse.doubt import more_urgent, most_urgent_reading, provisional
from core.converse.fold import Case, fold, looking_back
from core.converse.plain import words
from core.converse.turn import Turn
from core.facts import YES
from core.guideline import Handbook
from core.reply import compose
from core.reply.parts import Reply

EMERGENCY = URGENCIES[0]


def started(turns: Sequence[Turn], handbook: Handbook) -> datetime | None:
    """When the emergency began: the first message since which the case has been one, or None when it is none."""
    began: datetime | None = None
    for case in looking_back(turns, handbook):
        if case.last is None or not _is_emergency(case, handbook):
            break
        began = case.last.at
        if case.last.new_case:
            break
    return began


def antibiotic_due(turns: Sequence[Turn], decision: Decision, handbook: Handbook) -> datetime | None:
    """When the first antibiotic is due at the latest; None where none is, or where one was given."""
    if decision.conclusions.get("treat_now") != frozenset({YES}):
        return None
    began = started(turns, handbook)
    return None if began is None else began + timedelta(minutes=float(handbook.number("antibiotics_by")))


def reminder(turns: Sequence[Turn], handbook: Handbook, audience: str = "clinician") -> tuple[datetime, Reply] | None:
    """When the first antibiotic of a case is due, and the word to say then; None where the case has moved on.

    The rules run again on the case as it stands: an antibiotic given, another patient or a calmer case ends it.
    """
    case = fold(turns, handbook)
    facts = most_dangerous(case, handbook)
    decision = consult(facts, handbook)
    decision = more_urgent(decision, provisional(facts, case.doubted, handbook)) or decision
    due = antibiotic_due(turns, decision, handbook)
    if due is None:
        return None
    consulted = compose(decision, facts, handbook, audience=audience)
    told = replace(
        consulted,
        headline=words(handbook, "reminder", headline=consulted.headline),
        notices=(words(handbook, "reminder.given"),),
        questions=(),
        more="",
        changes=(),
        plan=(),
        why=(),
        score="",
        scoring=False,
    )
    return due, told


def _is_emergency(case: Case, handbook: Handbook) -> bool:
    if urgency_of(case.facts, handbook) == EMERGENCY:
        return True
    claims = (one for told in case.claims.values() for one in told)
    if any(urgency_of(case.facts.plus(one), handbook) == EMERGENCY for one in claims):
        return True
    read = most_urgent_reading(case.facts, case.doubted, handbook)
    return read is not None and urgency_of(read, handbook) == EMERGENCY
