"""One message of a conversation in, one turn and one reply out; nothing else happens."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.consult import consult
from core.consult.decision import Decision
from core.converse import intent as intents
from core.converse.change import change
from core.converse.contest import contested, most_dangerous
from core.converse.doubt import more_urgent, provisional
from core.converse.edited import in_its_place
from core.converse.fold import FEVER_FROM, Case, fold
from core.converse.guess import without_calming_guesses
from core.converse.hearing import PATIENT, hear
from core.converse.remarks import Listener, remarked
from core.converse.replying import Scene, respond
from core.converse.same import SAME_PATIENT
from core.converse.turn import Message, Turn
from core.converse.unplaced import said_aloud
from core.facts import Facts
from core.guideline import Handbook
from core.lexicon import Lexicon
from core.reading.reading import Reading
from core.reply.outlook import outlook
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
    case: Case = field(default_factory=Case)


def converse(
    conversation: Sequence[Turn], message: Message, handbook: Handbook, lexicon: Lexicon, audience: str = "clinician"
) -> Outcome:
    """Read the message in the light of the conversation, decide again, and answer.

    The time is the message's own, so the same arguments give the same turn and reply at any later day. *audience*
    is the wording for whoever has not chosen one.
    """
    known = fold(conversation, handbook)
    if message.replaces:
        earlier, before, heard = in_its_place(conversation, message, handbook, lexicon)
    else:
        earlier, before, heard = conversation, known, hear(conversation, known, message, handbook, lexicon)
    heard = said_aloud(heard, before, handbook)
    heard = without_calming_guesses(heard, earlier, before, handbook)
    heard = contested(heard, before, message.text, handbook)
    case = fold((*conversation, heard.turn), handbook)
    turn = remarked(heard, case, Listener(message, handbook, lexicon))
    turn = replace(turn, audience=turn.remarks.chosen or message.audience or audience)
    outcome = _answer(known, (*conversation, turn), turn, handbook)
    turn = replace(turn, asked=_asked(known, outcome.case, turn, outcome.reply), reply_id=outcome.reply.reply_id)
    return replace(outcome, turn=turn, reading=heard.reading)


def answer_to(conversation: Sequence[Turn], turn: Turn, handbook: Handbook) -> Outcome:
    """The decision and the reply that a turn leads to after a conversation: all of it comes from the turns.

    The words of the message are not needed, so a reply can be made again as long as its turns are kept.
    """
    return _answer(fold(conversation, handbook), (*conversation, turn), turn, handbook)


def standing(turns: Sequence[Turn], handbook: Handbook) -> Reply:
    """What the case says as it stands: the answer to its last turn, which there must be."""
    return answer_to(turns[:-1], turns[-1], handbook).reply


def _answer(before: Case, turns: Sequence[Turn], turn: Turn, handbook: Handbook) -> Outcome:
    """The outcome of the last of the *turns*; *before* is the case without it."""
    case = fold(turns, handbook)
    case = replace(case, facts=most_dangerous(case, handbook))
    ahead = outlook(case.facts, handbook, case.declined)
    worse = more_urgent(ahead.decision, provisional(case.facts, case.doubted, handbook))
    what_if = _suppose(case, turn, handbook)
    reply = respond(Scene(before, case, turns, turn, ahead, worse, what_if, handbook))
    reply = replace(reply, reply_id=reply_id(turn, handbook))
    return Outcome(turn, reply, _acted_on(ahead.decision, worse), case.facts, Reading(), what_if, case)


def _acted_on(decision: Decision, worse: Decision | None) -> Decision:
    """What is known, with the urgency of the dangerous reading of a value in doubt until that is settled."""
    return replace(decision, urgency=worse.urgency, certain=False, headline=worse.headline) if worse else decision


def _suppose(case: Case, turn: Turn, handbook: Handbook) -> Decision | None:
    """The decision if what is supposed were so; the case stays as it is, and an invented patient has none of it."""
    supposed = turn.remarks.supposed
    if not supposed:
        return None
    known = Facts() if turn.remarks.invented else case.facts
    return consult(change(known, supposed, handbook.number(FEVER_FROM)), handbook)


def _asked(before: Case, case: Case, turn: Turn, reply: Reply) -> tuple[str, ...]:
    """The keys asked, in the order shown, then the values in doubt; after an aside what was asked stays asked."""
    asked = tuple(question.key for question in reply.questions)
    if turn.intent in intents.KEEP_ASKED and not asked:
        return before.asked
    if asked == (SAME_PATIENT,):
        return asked
    doubted = tuple(key for key in (*turn.doubts, *case.doubted) if key != PATIENT)
    return tuple(dict.fromkeys((*asked, *doubted)))


def reply_id(turn: Turn, handbook: Handbook) -> str:
    """A short name for this reply: the event, its time and the handbook fix it."""
    seed = f"{turn.event_id}|{turn.at.isoformat()}|{handbook.digest}"
    return hashlib.sha256(seed.encode()).hexdigest()[:10]
