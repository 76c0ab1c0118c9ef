"""What is asked, and what would change the answer, checked against the consult itself."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.library import Library, load
from core.consult import case_of, consult, consult_on
from core.converse import Message, Outcome, converse
from core.facts import Facts
from core.reply import Reply, compose
from core.reply.asking import SAFETY, SHOWN, WEIGHED, can_change, decides, in_order

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CASES = Path(__file__).parents[1] / "cases"
AUDIENCES = ("clinician", "trainee", "patient")


@cache
def library() -> Library:
    """content/ as it ships."""
    return load(day=AT.date())


def texts() -> list[Any]:
    """The messages of the case files."""
    return [
        pytest.param(case["text"], id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
        if "text" in case
    ]


@cache
def outcome(text: str) -> Outcome:
    """What one message leads to."""
    return converse((), Message(text, AT, event_id="Ev1"), library().handbook, library().lexicon)


@pytest.mark.parametrize("text", texts())
def test_every_question_can_change_something_and_safety_comes_first(text: str) -> None:
    """At most three at once, each with an answer that changes the advice, what cannot wait before the rest."""
    found, case = outcome(text), case_of(outcome(text).facts, library().handbook)
    asked = [question.key for question in found.reply.questions]
    doubted = bool(found.turn.doubts) or found.what_if is not None

    assert len(asked) <= SHOWN
    assert [key in SAFETY for key in asked] == sorted((key in SAFETY for key in asked), reverse=True)
    assert doubted or [key for key in asked if not can_change(key, found.decision, case)] == []


@pytest.mark.parametrize("text", texts())
def test_words_change_with_the_reader_and_the_medicine_does_not(text: str) -> None:
    """Clinician, trainee and patient are told the same statements, questions, doubts, changes and sources."""
    found = outcome(text)
    replies = [compose(found.decision, found.facts, library().handbook, audience=who) for who in AUDIENCES]

    assert [medicine(reply) for reply in replies] == [medicine(replies[0])] * len(AUDIENCES)


def medicine(reply: Reply) -> tuple[object, ...]:
    """Everything of a reply but its wording."""
    lines = (*reply.actions, *reply.plan, *reply.safety_net)
    said = [(line.statement, line.cites) for line in lines]
    return (reply.urgency, said, [one.id for one in reply.differs], reply.questions, reply.changes, reply.sources)


def test_a_trainees_words_are_said_after_the_clinicians() -> None:
    """An explanation never takes the place of the advice."""
    statements = [one for one in library().handbook.statements.values() if "trainee" in one.words]

    assert statements
    assert all(one.say("trainee").startswith(one.words["clinician"]) for one in statements)


def test_of_what_is_not_safety_that_which_decides_most_comes_first() -> None:
    """With the vital signs known, the order is no longer that of the chart but that of what is settled."""
    text = (
        "ANC 0.3 T 38.6 62M breast cancer chemo d8, BP 128/70 HR 88 RR 16 sats 98 on air, not confused, not unwell, "
        "no rigors, no penicillin allergy"
    )
    found, handbook = outcome(text), library().handbook
    ask = [key for key in found.decision.ask if key not in SAFETY]
    chart = [key for key in consult(found.facts, handbook).ask if key not in SAFETY]

    weights = [decides(key, found.decision, case_of(found.facts, handbook)) for key in ask[:WEIGHED]]

    assert sorted(ask) == sorted(chart)
    assert ask != chart
    assert weights == sorted(weights, reverse=True)


def test_what_is_declined_is_not_asked_but_stays_open() -> None:
    """Told "don't know", a fact is still unknown: it is among what is open, behind what is asked."""
    found, handbook = outcome("ANC 0.3 T 38.6 chemo d8"), library().handbook
    declined = frozenset(["sbp"])
    case = case_of(found.facts, handbook)
    decision = in_order(consult_on(case), case, declined)
    reply = compose(decision, found.facts, handbook, declined=declined)

    assert "sbp" in decision.ask
    assert "sbp" not in [question.key for question in reply.questions]


def test_nothing_stated_asks_nothing() -> None:
    """Without a patient there is no question and nothing is called decided."""
    reply = compose(consult(Facts(), library().handbook), Facts(), library().handbook)

    assert (reply.questions, reply.more) == ((), "")
