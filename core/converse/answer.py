"""A question answered from the handbook, in the light of the patient."""

from __future__ import annotations

from core.consult import consult
from core.converse.said import stated_of
from core.facts import Facts
from core.guideline import Handbook
from core.lexicon import Lexicon
from core.passages import Found, question_terms, rank
from core.reading import read

PLAN = "=what_now"  # the concept of content/lexicon/concepts.yaml that asks for the plan itself


def answer(question: str, handbook: Handbook, lexicon: Lexicon, facts: Facts = Facts()) -> Found:
    """The statements that answer a question.

    Values in the question go to the rules first: what the consult says of them, and of the case so
    far (*facts*), stands before its like.
    """
    reading = read(question, lexicon)
    stated, _ = stated_of((*reading.mentions, *reading.supposed), handbook.items)
    decision = consult(facts.plus(*stated), handbook)
    return rank(question, handbook, lexicon, said=(*decision.say, *decision.differs))


def asks_for_the_plan(question: str, lexicon: Lexicon) -> bool:
    """Whether a question is no more than "what now?": every word of it belongs to that one concept."""
    return set(question_terms(question, lexicon)) == {PLAN}
