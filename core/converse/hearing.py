"""A message understood in the light of the case: what it does, and the turn it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.converse import intent as intents
from core.converse.fold import Case, undoable
from core.converse.history import in_order
from core.converse.said import pressed, stated_of
from core.converse.turn import Message, Turn
from core.errors import FactError
from core.facts import Stated
from core.guideline import Handbook
from core.lexicon import Lexicon
from core.reading import read
from core.reading.quoted import Known
from core.reading.reading import Doubt, Reading

PATIENT = "patient"  # what is in doubt when one message speaks of two


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message does, the turn it makes (what our reply asks still open), and what could not be taken.

    `earlier` are values kept as history; `unsure` the counts of which the words leave open whether they are newer.
    """

    intent: str
    turn: Turn
    reading: Reading
    doubts: tuple[Doubt, ...] = ()
    earlier: tuple[Stated, ...] = ()
    unsure: frozenset[str] = frozenset()


def hear(conversation: Sequence[Turn], case: Case, message: Message, handbook: Handbook, lexicon: Lexicon) -> Heard:
    """Read a message, or take its button, and write down what it changes."""
    event_id = message.event_id or f"message-{len(conversation):06d}"
    turn = Turn(event_id, message.at, message.author, intents.NOTHING, edition=handbook.edition)
    if message.button is not None:
        return _hear_button(turn, message.button, handbook)
    reading = _read(message.text, case, lexicon)
    intent = intents.intent_of(reading, case)
    turn = replace(turn, intent=intent)
    if intent == intents.UNDO:
        last = undoable(conversation)
        return Heard(intent, replace(turn, undone=last.event_id if last else ""), reading)
    if intent == intents.TWO_PATIENTS:
        return Heard(intent, replace(turn, doubts=(PATIENT,)), reading)
    return _hear_values(turn, reading, case, handbook)


def _read(text: str, case: Case, lexicon: Lexicon) -> Reading:
    """The message in the light of what was asked; a correction speaks of what was said, not of the question.

    Two patients in one message are two patients, whatever was asked before.
    """
    known = Known(case.facts, case.latest)
    alone = read(text, lexicon, recent=case.recent, doubted=case.doubted, known=known)
    if not case.asked or alone.two_patients or alone.correction:
        return alone
    return read(text, lexicon, asked=case.asked, recent=case.recent, doubted=case.doubted, known=known)


def _hear_values(turn: Turn, reading: Reading, case: Case, handbook: Handbook) -> Heard:
    """The turn with every value read; one the chart does not allow becomes a doubt, an older one history."""
    stated, impossible = stated_of(reading.mentions, handbook.items, turn.author)
    doubts = (*reading.doubts, *impossible)
    turn = replace(
        turn,
        stated=stated,
        retracted=reading.retracted,
        declined=reading.declined,
        doubts=tuple(dict.fromkeys(doubt.key for doubt in doubts)),
        new_case=turn.intent == intents.SWITCH,
        series=reading.series,
        readings=tuple((doubt.key, value) for doubt in doubts for value in doubt.readings),
    )
    ordered = in_order(turn, doubts, reading, case)
    return Heard(turn.intent, ordered.turn, reading, ordered.doubts, ordered.earlier, ordered.unsure)


def _hear_button(turn: Turn, button: tuple[str, str], handbook: Handbook) -> Heard:
    """A pressed answer; a button that fits no fact any more is a message not understood."""
    try:
        one = pressed(button, handbook.items, turn.author)
    except FactError:
        return Heard(intents.NOTHING, turn, Reading())
    answer = replace(turn, intent=intents.ANSWER)
    answer = replace(answer, stated=(one,)) if one else replace(answer, declined=(button[0],))
    return Heard(intents.ANSWER, answer, Reading())
