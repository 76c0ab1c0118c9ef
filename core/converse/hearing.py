"""A message understood in the light of the case: what it does, and the turn it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.converse import intent as intents
from core.converse.change import ONE_OF_TWO
from core.converse.claims import which_claim
from core.converse.fold import Case, undoable
from core.converse.history import in_order
from core.converse.said import pressed, stated_of
from core.converse.same import SAME_PATIENT, which_patient
from core.converse.stale import asked_again, dated
from core.converse.turn import Message, Turn
from core.converse.whom import named_so, names_another
from core.converse.wish import wished
from core.errors import FactError
from core.facts import Stated
from core.guideline import Handbook
from core.lexicon import Lexicon, fold
from core.reading import read
from core.reading.meaning.quoted import Known
from core.reading.reading import Doubt, Reading

PATIENT = "patient"  # what is in doubt when one message speaks of two


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message does, the turn it makes (what our reply asks still open), and what could not be taken.

    `earlier` are values kept as history; `unsure` the counts of which the words leave open whether they are newer;
    `unplaced` the sentences about what came to nothing.
    """

    intent: str
    turn: Turn
    reading: Reading
    doubts: tuple[Doubt, ...] = ()
    earlier: tuple[Stated, ...] = ()
    unsure: frozenset[str] = frozenset()
    unplaced: tuple[str, ...] = ()


def hear(conversation: Sequence[Turn], case: Case, message: Message, handbook: Handbook, lexicon: Lexicon) -> Heard:
    """Read a message, or take its button, and write down what it changes."""
    event_id = message.event_id or f"message-{len(conversation):06d}"
    turn = Turn(event_id, message.at, message.author, intents.NOTHING, edition=handbook.edition)
    if (
        case.asked == (SAME_PATIENT,)
        and (answered := which_patient(turn, message, case, lexicon, handbook)) is not None
    ):
        return Heard(answered.intent, answered, Reading())
    if message.button is not None or message.form:
        return _hear_answers(turn, message, case, handbook)
    if (claim := which_claim(message.text, case, handbook)) is not None:
        settled = replace(turn, intent=intents.ANSWER, stated=(replace(claim, author=message.author),))
        return Heard(settled.intent, settled, Reading())
    wish = wished(message.text, handbook)
    turn = replace(turn, remarks=replace(turn.remarks, wish=wish.kind, chosen=wish.chosen))
    if wish.kind:
        return Heard(wish.kind, replace(turn, intent=wish.kind), Reading())
    reading, placed_answers = _read(message.text, case, lexicon)
    turn = replace(turn, remarks=replace(turn.remarks, placed=placed_answers))
    if (placed := _placed(message.text, reading, case, lexicon)) is not None:
        stated, retracted = placed
        turn = replace(turn, intent=intents.ANSWER, stated=stated, retracted=retracted)
        return Heard(turn.intent, turn if stated or retracted else replace(turn, unplaced=case.unplaced), Reading())
    intent = intents.TWO_PATIENTS if names_another(reading, case) else intents.intent_of(reading, case)
    turn = replace(turn, intent=intent)
    if intent == intents.UNDO:
        last = undoable(conversation)
        return Heard(intent, replace(turn, undone=last.event_id if last else ""), reading)
    if intent == intents.TWO_PATIENTS:
        return Heard(intent, replace(turn, doubts=(PATIENT,)), reading)
    return _hear_values(turn, reading, case, handbook)


def _read(text: str, case: Case, lexicon: Lexicon) -> tuple[Reading, tuple[str, ...]]:
    """The message in the light of what was asked; a correction speaks of what was said, not of the question.

    Two patients in one message are two patients, whatever was asked before. With it the keys that only the
    questions asked give a meaning to.
    """
    known = Known(case.facts.minus(*case.claims), case.latest, case.relative, case.answered)
    alone = read(text, lexicon, recent=case.recent, doubted=case.doubted, known=known)
    if not case.asked or case.asked == (SAME_PATIENT,) or alone.two_patients or alone.correction:
        return alone, ()
    reading = read(text, lexicon, asked=case.asked, recent=case.recent, doubted=case.doubted, known=known)
    named = {(one.key, one.value) for one in alone.mentions}
    placed = [one.key for one in reading.mentions if (one.key, one.value) not in named]
    return reading, tuple(dict.fromkeys(placed))


def _placed(
    text: str, reading: Reading, case: Case, lexicon: Lexicon
) -> tuple[tuple[Stated, ...], tuple[str, ...]] | None:
    """What an answer to "is it the ANC?" states and takes back; None when the message is no answer to that.

    "Yes" and the name take the number, "no" keeps what was known; a "yes" to several settles nothing.
    """
    asked = dict(case.unplaced)
    fresh = case.last is not None and case.last.unplaced
    says = lexicon.answers["yes_no"].get(fold(text).strip(" .!")) if fresh else None
    named = [key for key, _ in reading.leftover().measures if key in asked] if asked and not reading.mentions else []
    if not asked or (says is None and len(named) != 1):
        return None
    if named or (says == "yes" and len(asked) == 1):
        key = named[0] if named else next(iter(asked))
        return (Stated(key, asked[key], str(asked[key])),), ()
    if says == "yes":
        return (), ()
    old = {key: case.facts.stated.get(key) or case.facts.stated.get(ONE_OF_TWO.get(key, "")) for key in asked}
    return tuple(one for one in old.values() if one), tuple(key for key, one in old.items() if one is None)


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
        relative=reading.relative if reading.mentions else "",
        named=named_so(reading.of_whom),
    )
    ordered = asked_again(dated(in_order(turn, doubts, reading, case), reading), case, handbook)
    return Heard(turn.intent, ordered.turn, reading, ordered.doubts, ordered.earlier, ordered.unsure)


def _hear_answers(turn: Turn, message: Message, case: Case, handbook: Handbook) -> Heard:
    if message.button is not None:
        return _hear_button(turn, message.button, handbook)
    return _hear_form(turn, message.form, case, handbook)


def _hear_form(turn: Turn, form: Sequence[tuple[str, str]], case: Case, handbook: Handbook) -> Heard:
    """The answers of a form; one that was known and is "not known" now is taken back. One that fits no fact falls."""
    answers = [
        heard.turn for heard in (_hear_button(turn, one, handbook) for one in form) if heard.intent != turn.intent
    ]
    declined = tuple(key for one in answers for key in one.declined)
    answer = replace(
        turn,
        intent=intents.ANSWER if answers else turn.intent,
        stated=tuple(told for one in answers for told in one.stated),
        declined=declined,
        retracted=tuple(key for key in declined if key in case.facts),
    )
    return Heard(answer.intent, answer, Reading())


def _hear_button(turn: Turn, button: tuple[str, str], handbook: Handbook) -> Heard:
    """A pressed answer; a button that fits no fact any more is a message not understood."""
    try:
        one = pressed(button, handbook.items, turn.author)
    except FactError:
        return Heard(intents.NOTHING, turn, Reading())
    answer = replace(turn, intent=intents.ANSWER)
    answer = replace(answer, stated=(one,)) if one else replace(answer, declined=(button[0],))
    return Heard(intents.ANSWER, answer, Reading())
