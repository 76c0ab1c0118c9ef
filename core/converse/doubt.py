"""Acting meanwhile on the more dangerous reading of a value in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import islice, product

from core.consult import consult
from core.consult.decision import URGENCIES, Decision
from core.errors import FactError
from core.facts import Facts, Stated
from core.guideline import Handbook

MOST_COMBINATIONS = 16  # four values in doubt, two readings each: more than any message we answer


def provisional(facts: Facts, doubted: Mapping[str, tuple[Decimal, ...]], handbook: Handbook) -> Decision | None:
    """The most urgent decision among the readings still possible, or None when no reading can be tried."""
    readings = [found for key, values in doubted.items() if (found := _reportable(key, values, handbook))]
    if not readings:
        return None
    combinations = islice(product(*readings), MOST_COMBINATIONS)
    return most_urgent(consult(facts.plus(*combination), handbook) for combination in combinations)


def most_urgent(decisions: Iterable[Decision]) -> Decision:
    """The first of the most urgent decisions; one without an urgency comes last."""
    return min(decisions, key=rank_of)


def more_urgent(known: Decision, found: Decision | None) -> Decision | None:
    """The decision on a dangerous reading, where it is worse than what is known without it."""
    return found if found is not None and rank_of(found) < rank_of(known) else None


def rank_of(decision: Decision) -> int:
    """The place of a decision's urgency, most urgent first; none at all comes last."""
    return len(URGENCIES) if decision.urgency is None else URGENCIES.index(decision.urgency)


def _reportable(key: str, values: tuple[Decimal, ...], handbook: Handbook) -> list[Stated]:
    """The readings a laboratory could report; the others are tried by nobody."""
    found = []
    for value in values:
        try:
            found.append(Stated(key, handbook.items[key].accept(value), note="in doubt"))
        except (FactError, KeyError):
            continue
    return found
