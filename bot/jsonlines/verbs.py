"""The four verbs of the interface: each a function of one line and the library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.jsonlines.decision import conclusions_json, decision_json
from bot.jsonlines.facts import read_facts
from bot.jsonlines.lines import LineError
from bot.jsonlines.shapes import AnswerLine, ConsultLine, ConverseLine, ReadLine, TurnLine, typed
from bot.library import Library
from core.converse import Message, Outcome, Turn, answer, converse, with_asked
from core.converse.said import stated_of
from core.facts import Facts
from core.guideline import Handbook
from core.reading import read, state_of
from core.reading.reading import Reading
from core.reply import compose, plain
from core.reply.outlook import outlook

START = datetime(2026, 1, 1, tzinfo=UTC)  # when a conversation without times begins: any fixed day gives equal bytes
APART = timedelta(minutes=1)
PATIENT = "patient"  # what is asked about when one message speaks of two


def read_line(line: dict[str, Any], library: Library) -> dict[str, Any]:
    """What one message states now about the one patient, and what has to be asked about it."""
    reading = read(typed(ReadLine, line).text, library.lexicon)
    stated, impossible = stated_of(reading.mentions, library.handbook.items)
    doubts = [doubt.key for doubt in (*reading.doubts, *impossible)]
    if reading.two_patients:
        return {"state": _state(Facts(), reading), "ask": [PATIENT]}
    return {"state": _state(Facts.of(stated), reading), "ask": list(dict.fromkeys(doubts))}


def consult_line(line: dict[str, Any], library: Library) -> dict[str, Any]:
    """The decision on the facts of one line."""
    facts = read_facts(typed(ConsultLine, line).facts, library.handbook.items)
    ahead = outlook(facts, library.handbook, frozenset())
    reply = compose(ahead.decision, facts, library.handbook, ahead=ahead)
    return decision_json(ahead.decision, reply, library.handbook)


def converse_line(line: dict[str, Any], library: Library) -> dict[str, Any]:
    """One conversation folded turn by turn: the state, the doubts and the decision after each."""
    turns = typed(ConverseLine, line).turns
    return {"turns": [turn_json(outcome, library.handbook) for outcome in _outcomes(turns, library)]}


def answer_line(line: dict[str, Any], library: Library) -> dict[str, Any]:
    """The statements that answer a question, best first, and the words of the reply."""
    question = typed(AnswerLine, line).q
    found = answer(question, library.handbook, library.lexicon)
    outcome = converse((), Message(question, START, event_id="1"), library.handbook, library.lexicon)
    return {
        "covered": found.covered,
        "direct": found.direct,
        "statements": list(found.statements),
        "text": plain(outcome.reply),
    }


VERBS: Mapping[str, Callable[[dict[str, Any], Library], dict[str, Any]]] = {
    "read": read_line,
    "consult": consult_line,
    "converse": converse_line,
    "answer": answer_line,
}


def _outcomes(turns: Sequence[TurnLine], library: Library) -> Iterator[Outcome]:
    conversation: tuple[Turn, ...] = ()
    at = START - APART
    for number, turn in enumerate(turns, start=1):
        at = turn.at or at + APART
        if turn.asked is not None:
            _check_asked(turn.asked, number, library.handbook)
            conversation = with_asked(conversation, turn.asked, library.handbook, at)
        message = Message(turn.user, at, event_id=f"{number:06d}")
        outcome = converse(conversation, message, library.handbook, library.lexicon)
        conversation = (*conversation, outcome.turn)
        yield outcome


def _check_asked(asked: Sequence[str], number: int, handbook: Handbook) -> None:
    known = set(handbook.items).union(*(item.tokens for item in handbook.items.values()))
    for token in asked:
        if token not in known:
            raise LineError(f"turn {number}, asked", f"{token!r} is no fact", "Use a key of the interface or its token")


def turn_json(outcome: Outcome, handbook: Handbook) -> dict[str, Any]:
    """What a program is told of one turn."""
    found: dict[str, Any] = {
        "state": _state(outcome.facts, outcome.reading),
        "doubts": list(outcome.turn.doubts),
        **decision_json(outcome.decision, outcome.reply, handbook),
    }
    # What is asked next begins with the value in doubt: nothing that follows from it is known before.
    in_doubt = [key for key in outcome.turn.doubts if key in handbook.items]
    found["ask"] = list(dict.fromkeys((*in_doubt, *outcome.decision.ask)))
    if outcome.reply.answered:
        found["answered"] = list(outcome.reply.answered)
    if outcome.what_if is not None:
        found["what_if"] = conclusions_json(outcome.what_if)
    return found


def _state(facts: Facts, reading: Reading) -> dict[str, object]:
    """The case, with what is true of this one message only."""
    said = {"phi": reading.identifiers, "two_patients": reading.two_patients}
    return {**state_of(facts), **{key: True for key, holds in said.items() if holds}}
