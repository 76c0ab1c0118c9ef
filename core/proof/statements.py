"""What the handbook says: each statement is used and cited, each threshold dated once, no review overdue."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from core.guideline import Handbook
from core.proof.fault import Fault


def check_statements(handbook: Handbook) -> Iterator[Fault]:
    """Everything about statements, sources, thresholds and reviews that is not in order."""
    yield from _unused(handbook)
    yield from _uncited(handbook)
    yield from _misdated(handbook)
    yield from _overdue(handbook)


def said_by_tables(handbook: Handbook) -> frozenset[str]:
    """Every statement that some row says, heads or shows as a difference."""
    rows = (row for table in handbook.tables for row in table.rows)
    return frozenset(
        name for row in rows for output in ("say", "differs", "headline") for name in row.then.get(output, ())
    )


def _unused(handbook: Handbook) -> Iterator[Fault]:
    """A statement is used when a row says it or when it answers a question."""
    said = said_by_tables(handbook)
    for statement in handbook.statements.values():
        if statement.id not in said and not statement.asks:
            yield Fault(
                str(statement.place), f"nothing says {statement.id}", "Say it in a row, give it Asks, or remove it"
            )


def _uncited(handbook: Handbook) -> Iterator[Fault]:
    cited = {citation.source for statement in handbook.statements.values() for citation in statement.citations}
    cited |= {threshold.citation.source for threshold in handbook.thresholds.values()}
    if handbook.local:  # what a hospital says otherwise is shown beside its own words, with its sources
        cited |= {citation.source for one in handbook.local.instead_of.values() for citation in one.citations}
        cited |= {moved.citation.source for moved in handbook.local.moved.values()}
    for statement in handbook.statements.values():
        if not statement.citations:
            yield Fault(str(statement.place), f"{statement.id} cites nothing", "Name its source")
    for name in sorted(cited - set(handbook.sources)):
        yield Fault("sources.yaml", f"source {name} is cited but not listed", "List it with title, kind and year")
    for name in sorted(set(handbook.sources) - cited):
        where = str(handbook.sources[name].place)
        yield Fault(where, f"source {name} is listed but never cited", "Cite it or remove it")


def _misdated(handbook: Handbook) -> Iterator[Fault]:
    """One value a day: the dates of a threshold follow each other, and the first has begun."""
    for threshold in handbook.thresholds.values():
        days = [day for day, _ in threshold.values]
        if any(later <= earlier for earlier, later in pairwise(days)):
            problem = f"two values of {threshold.name} hold on one day"
            yield Fault(str(threshold.place), problem, "Write the dates oldest first, each once")
        if days[0] > handbook.day:
            problem = f"{threshold.name} holds only from {days[0]}"
            yield Fault(str(threshold.place), problem, "Give it the value in force today as well")


def _overdue(handbook: Handbook) -> Iterator[Fault]:
    for guideline in handbook.guidelines:
        if guideline.review.due < handbook.day:
            yield Fault(
                str(guideline.place),
                f"review was due on {guideline.review.due}",
                "Have it reviewed, then set the next date",
            )
