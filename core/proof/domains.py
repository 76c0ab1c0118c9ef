"""One lattice of patients after the other: each answered, neighbours compared, and what may not be named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from core.consult import case_of
from core.consult.evaluation import Evaluation
from core.guideline import Handbook
from core.proof.claims import Claims, Domain
from core.proof.completions import Exceptions
from core.proof.fault import Fault, Tally
from core.proof.invariants import Rule, broken_replies, rules
from core.proof.order import URGENCY, Breach, Ranks, breaches, ranks_in
from core.proof.patients import Lattice, lattices, printed

EMERGENCY = 0  # the place of the most guarded name in an order
REPLIES = "replies composed, each for three audiences, and searched for what must never be said"
COMPARED = "pairs of patients compared: one thing worse, or not stated"


class Grounds:
    """A handbook, its claims, and the patients of its domains laid out."""

    def __init__(self, handbook: Handbook, claims: Claims, domains: Sequence[Domain]) -> None:
        self.handbook, self.claims = handbook, claims
        self.lattices = [lattice for domain in domains for lattice in lattices(domain, handbook)]
        every = rules(claims.invariants, handbook)
        self.spoken = [rule for rule in every if rule.speaks]
        self.worded = [rule for rule in every if rule.claim.worded]

    @cached_property
    def exceptions(self) -> Exceptions:
        """The declared exceptions about unknown."""
        return Exceptions(self.claims.allowed, self.handbook)

    def prove(self, number: int) -> Tally:
        """Answer every patient of one lattice, and judge the answers."""
        tally, lattice = Tally(), self.lattices[number]
        turn = number  # so that small lattices do not all have their first patient answered in full
        found = [self._answer(lattice, patient, turn + patient, tally) for patient in range(len(lattice))]
        tally.counts[f"patients: {lattice.domain.about}"] += len(found)
        for breach in breaches(lattice, found):
            self._judge(lattice, breach, found, tally)
        return tally

    def _answer(self, lattice: Lattice, patient: int, turn: int, tally: Tally) -> Ranks:
        facts, every = lattice.facts(patient), lattice.domain.replies
        case = case_of(facts, self.handbook)
        if len(facts):
            for rule, words in self._broken(case, replied=bool(every) and turn % every == 0, tally=tally):
                where, remedy = str(rule.claim.place), f"It is claimed: {rule.claim.about}"
                problem = f"{rule.claim.id} does not hold, {words}: {printed(facts, self.handbook)}"
                tally.add(rule.claim.id, Fault(where, problem, remedy))
        return ranks_in(case, lattice.domain)

    def _broken(self, case: Evaluation, *, replied: bool, tally: Tally) -> Iterator[tuple[Rule, str]]:
        yield from ((rule, words) for rule in self.spoken if (words := rule.broken(case)))
        if replied:
            tally.counts[REPLIES] += 1
            yield from broken_replies(case, self.worded)

    def _judge(self, lattice: Lattice, breach: Breach, found: Sequence[Ranks], tally: Tally) -> None:
        domain = lattice.domain
        axis, order = domain.axes[breach.axis].name, tuple(domain.orders)[breach.order]
        if breach.unknown:
            emergency = order == URGENCY and found[breach.guarded][breach.order] == EMERGENCY
            allowed = self.exceptions.covering(axis, order, lattice.facts(breach.calm), emergency=emergency)
            if allowed is not None:
                tally.counts[f"exception {allowed.id}"] += 1
                return
        what = "not stated" if breach.unknown else "worse"
        calm, guarded = (printed(lattice.facts(one), self.handbook) for one in (breach.calm, breach.guarded))
        problem = f"{order} falls where {axis} is {what}: {calm} | less than: {guarded}"
        remedy = "Mend the row that makes it calmer, or declare the exception with its reason"
        tally.add(f"{domain.id} {axis} {order} {what}", Fault(str(domain.place), problem, remedy))
