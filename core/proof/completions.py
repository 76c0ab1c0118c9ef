"""The declared exceptions of the promise about unknown: whether one covers what was found."""

from __future__ import annotations

from collections.abc import Sequence

from core.consult import case_of, says_of
from core.consult.evaluation import Evaluation
from core.facts import Facts
from core.guideline import Handbook
from core.proof.claims import Allowed
from core.proof.invariants import saying, stands


class Exceptions:
    """What may be calmer without an answer than with one, and what must be said or hold even then."""

    def __init__(self, allowed: Sequence[Allowed], handbook: Handbook) -> None:
        self._handbook = handbook
        self._allowed = [(one, saying(one.says, handbook)) for one in allowed]

    def covering(self, axis: str, order: str, calm: Facts, *, emergency: bool) -> Allowed | None:
        """The exception under which *calm* may stay calmer, by *order*, than with some answer to *axis*.

        Where the answer would make an *emergency* of it, what the exception says must be said.
        """
        case = case_of(calm, self._handbook)
        for one, tables in self._allowed:
            if axis in one.axes and order in one.orders and _holds(one, case):
                said = says_of(case, tables) if emergency else frozenset(one.says)
                if said.issuperset(one.says):
                    return one
        return None


def _holds(one: Allowed, case: Evaluation) -> bool:
    return stands(one.when, case) and stands(one.still, case)
