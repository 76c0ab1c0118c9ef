"""Acting meanwhile on the more dangerous reading of a value in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import islice, product

from core.consult import consult, urgency_of
from core.consult.decision import URGENCIES, Decision
from core.errors import FactError
from core.facts import Facts, Stated
from core.guideline import Handbook

MOST_COMBINATIONS = 16  # four values in doubt, two readings each: more than any message we answer


def provisional(facts: Facts, doubted: Mapping[str, tuple[Decimal, ...]], handbook: Handbook) -> Decision | None:
    """The most urgent decision among the readings still possible, or None when no reading can be tried."""
    read = most_urgent_reading(facts, doubted, handbook)
    return None if read is None else consult(read, handbook)


def most_urgent_reading(facts: Facts, doubted: Mapping[str, tuple[Decimal, ...]], handbook: Handbook) -> Facts | None:
    """The facts with those readings of what is in doubt that are the most urgent, or None when none can be tried."""
    readings = [found for key, values in doubted.items() if (found := _reportable(key, values, handbook))]
    if not readings:
        return None
    patients = [facts.plus(*combination) for combination in islice(product(*readings), MOST_COMBINATIONS)]
    return min(patients, key=lambda one: place_of(urgency_of(one, handbook)))


def more_urgent(known: Decision, found: Decision | None) -> Decision | None:
    """The decision on a dangerous reading, where it is worse than what is known without it."""
    return found if found is not None and rank_of(found) < rank_of(known) else None


def rank_of(decision: Decision) -> int:
    """The place of a decision by its urgency."""
    return place_of(decision.urgency)


def place_of(urgency: str | None) -> int:
    """The place of an urgency, most urgent first; none at all comes last."""
    return len(URGENCIES) if urgency is None else URGENCIES.index(urgency)


def _reportable(key: str, values: tuple[Decimal, ...], handbook: Handbook) -> list[Stated]:
    """The readings a laboratory could report; the others are tried by nobody."""
    found = []
    for value in values:
        try:
            found.append(Stated(key, handbook.items[key].accept(value), note="in doubt"))
        except (FactError, KeyError):
            continue
    return found
