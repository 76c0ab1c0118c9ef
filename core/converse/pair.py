"""Two patients in one message: nothing is kept, but an emergency among them is said first."""

from __future__ import annotations

from collections.abc import Sequence

from core.consult import consult
from core.consult.decision import Decision
from core.converse.doubt import most_urgent
from core.converse.said import stated_of
from core.facts import Facts
from core.guideline import Handbook
from core.reading.reading import Mention


def worst_of_two(mentions: Sequence[Mention], handbook: Handbook) -> tuple[Facts, Decision] | None:
    """The facts and decision of the more urgent patient, or None when no value was read."""
    patients = [
        Facts.of(stated_of(group, handbook.items)[0])
        for group in _by_patient(sorted(mentions, key=lambda one: one.start))
    ]
    decided = [(facts, consult(facts, handbook)) for facts in patients if facts]
    if not decided:
        return None
    worst = most_urgent(decision for _, decision in decided)
    return next((facts, decision) for facts, decision in decided if decision is worst)


def _by_patient(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Cut where a value is given that this patient already has: lists of names may go on."""
    groups: list[list[Mention]] = [[]]
    for mention in mentions:
        taken = {one.key for one in groups[-1] if not isinstance(one.value, frozenset)}
        if mention.key in taken:
            groups.append([])
        groups[-1].append(mention)
    return groups
