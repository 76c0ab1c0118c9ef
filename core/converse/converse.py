"""One message of a conversation in, one turn and one reply out; nothing else happens."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.consult import consult
from core.consult.decision import Decision
from core.converse import intent as intents
from core.converse.change import change
from core.converse.doubt import more_urgent, provisional
from core.converse.fold import FEVER_FROM, Case, fold
from core.converse.guess import without_calming_guesses
from core.converse.hearing import PATIENT, Heard, hear
from core.converse.replying import Scene, respond
from core.converse.said import stated_of
from core.converse.turn import Message, Turn
from core.converse.unplaced import said_aloud
from core.facts import Facts
from core.guideline import Handbook
from core.lexicon import Lexicon
from core.reading.reading import Reading
from core.reply.parts import Reply


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one message led to.

    `facts` is the case after it, `decision` what follows from them (its urgency is that of the dangerous
    reading while a value is in doubt), `what_if` decides a supposition beside the case.
    """

    turn: Turn
    reply: Reply
    decision: Decision
    facts: Facts
    reading: Reading
    what_if: Decision | None = None


def converse(
    conversation: Sequence[Turn], message: Message, handbook: Handbook, lexicon: Lexicon, audience: str = "clinician"
) -> Outcome:
    """Read the message in the light of the conversation, decide again, and answer.

    The time is the message's own, so the same arguments give the same turn and reply at any later day.
    """
    before = fold(conversation, handbook)
    heard = hear(conversation, before, message, handbook, lexicon)
    heard = said_aloud(heard, before, handbook)
    heard = without_calming_guesses(heard, conversation, before, handbook)
    case = fold((*conversation, heard.turn), handbook)
    decision = consult(case.facts, handbook)
    worse = more_urgent(decision, provisional(case.facts, case.doubted, handbook))
    what_if = _suppose(case, heard, handbook)
    reply = respond(Scene(before, case, message, heard, decision, worse, what_if, handbook, lexicon, audience))
    reply = replace(reply, reply_id=_reply_id(heard.turn, handbook))
    turn = replace(heard.turn, asked=_asked(before, case, heard, reply), reply_id=reply.reply_id)
    return Outcome(turn, reply, _acted_on(decision, worse), case.facts, heard.reading, what_if)


def _acted_on(decision: Decision, worse: Decision | None) -> Decision:
    """What is known, with the urgency of the dangerous reading of a value in doubt until that is settled."""
    return replace(decision, urgency=worse.urgency, certain=False, headline=worse.headline) if worse else decision


def _suppose(case: Case, heard: Heard, handbook: Handbook) -> Decision | None:
    """The decision if what is supposed were so; the case stays as it is, and an invented patient has none of it."""
    supposed, _ = stated_of(heard.reading.supposed, handbook.items)
    if not supposed or heard.intent == intents.TWO_PATIENTS:
        return None
    known = Facts() if heard.reading.invented else case.facts
    return consult(change(known, supposed, handbook.number(FEVER_FROM)), handbook)


def _asked(before: Case, case: Case, heard: Heard, reply: Reply) -> tuple[str, ...]:
    """The keys asked, in the order shown, then the values in doubt; after an aside what was asked stays asked."""
    asked = tuple(question.key for question in reply.questions)
    if heard.intent in intents.ASIDES and not asked:
        return before.asked
    doubted = tuple(key for key in (*heard.turn.doubts, *case.doubted) if key != PATIENT)
    return tuple(dict.fromkeys((*asked, *doubted)))


def _reply_id(turn: Turn, handbook: Handbook) -> str:
    """A short name for this reply: the event, its time and the handbook fix it."""
    seed = f"{turn.event_id}|{turn.at.isoformat()}|{handbook.digest}"
    return hashlib.sha256(seed.encode()).hexdigest()[:10]
