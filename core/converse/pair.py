"""Two patients in one message: nothing is kept, but an emergency among them is said first."""

from __future__ import annotations

from collections.abc import Sequence

from core.consult import consult
from core.consult.decision import Decision
from core.converse.doubt import rank_of
from core.converse.said import stated_of
from core.facts import Facts
from core.guideline import Handbook
from core.reading.reading import Mention


def worst_of_two(patients: Sequence[Sequence[Mention]], handbook: Handbook) -> tuple[Facts, Decision] | None:
    """The facts and decision of the more urgent patient, or None when no value was read."""
    read = [Facts.of(stated_of(mentions, handbook.items)[0]) for mentions in patients]
    decided = [(facts, consult(facts, handbook)) for facts in read if facts]
    return min(decided, key=lambda one: rank_of(one[1]), default=None)
