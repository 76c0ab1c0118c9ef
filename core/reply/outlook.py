"""What lies ahead of a case: which answers would change what is advised, and which values. Both are many trials."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core.consult import Decision, Evaluation, consulted
from core.consult.kept import kept
from core.facts import Facts
from core.guideline import Handbook
from core.reply.asking import in_order, to_ask
from core.reply.changes import changes


@dataclass(frozen=True)
class Outlook:
    """A decision, with what is worth asking and what would change it: worked out when first looked at."""

    decision: Decision
    case: Evaluation
    declined: frozenset[str] = frozenset()

    @cached_property
    def able(self) -> tuple[str, ...]:
        """At most three keys to ask now, each with an answer that would change something."""
        return to_ask(self.decision, self.case, self.declined)

    @cached_property
    def changes(self) -> tuple[str, ...]:
        """For each measured fact the nearest limit beyond which the advice is another."""
        return changes(self.decision, self.case)


@kept
def outlook(facts: Facts, handbook: Handbook, declined: frozenset[str]) -> Outlook:
    """The decision on a case with its questions in the order they are asked, and what lies ahead of it."""
    decision, case = consulted(facts, handbook)
    return Outlook(in_order(decision, case, declined), case, declined)
