"""What a reply has to say of the message itself, kept with the turn so that the reply can be made again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.converse import intent as intents
from core.converse.answer import answer, asks_for_the_plan
from core.converse.fold import Case
from core.converse.hearing import Heard
from core.converse.pair import worst_of_two
from core.converse.plain import aside_name, read_names
from core.converse.said import stated_of
from core.converse.turn import Message, Remarks, Turn
from core.guideline import Handbook
from core.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Listener:
    """What is needed to look up what a message asks: its words, the handbook and the lexicon."""

    message: Message
    handbook: Handbook
    lexicon: Lexicon


def remarked(heard: Heard, case: Case, listener: Listener) -> Turn:
    """The turn with all that its reply says beside the case: doubts, suppositions, the statements that answer.

    *case* is the one after the turn. No word of the message is kept, only what was made of it.
    """
    reading, handbook = heard.reading, listener.handbook
    supposed, _ = stated_of(reading.supposed, handbook.items)
    plan = not case.empty and asks_for_the_plan(listener.message.text, listener.lexicon)
    remarks = replace(
        heard.turn.remarks,
        doubts=heard.doubts,
        earlier=heard.earlier,
        unplaced=heard.unplaced,
        notices=(*heard.turn.remarks.notices, *read_names(reading)),
        files=listener.message.files,
        introduce=listener.message.new_reader,
        supposed=() if heard.intent == intents.TWO_PATIENTS else supposed,
        invented=reading.invented,
        two=reading.two_patients,
    )
    remarks = _answered(remarks, heard, case, listener, plan=plan)
    if heard.intent == intents.TWO_PATIENTS:
        worst = worst_of_two(reading.patients or (reading.mentions,), handbook)
        remarks = replace(remarks, other=tuple(worst[0]) if worst else ())
    if heard.intent in intents.ASIDES or heard.intent == intents.SWITCH:
        name = aside_name(heard.intent, listener.message, reading, listener.lexicon, no_case=case.empty)
        remarks = replace(remarks, aside=name)
    return replace(heard.turn, remarks=remarks)


def _answered(remarks: Remarks, heard: Heard, case: Case, listener: Listener, *, plan: bool) -> Remarks:
    """With the statements that answer a question of the message; "what now?" is answered by the consult itself."""
    alone = heard.intent == intents.QUESTION
    if plan or not (alone or (heard.reading.question and heard.intent not in intents.ASIDES | {intents.UNDO})):
        return remarks
    found = answer(listener.message.text, listener.handbook, listener.lexicon, case.facts)
    return replace(remarks, found=found if alone or found.direct else None)
