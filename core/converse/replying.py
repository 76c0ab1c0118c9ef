"""Which reply a message gets: a consult, an answer from the handbook, or a short plain sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from core.consult.decision import Decision
from core.converse import intent as intents
from core.converse.answer import answer, asks_for_the_plan
from core.converse.fold import FEVER_FROM, Case
from core.converse.hearing import Heard
from core.converse.pair import worst_of_two
from core.converse.plain import aside, earlier_notices, not_covered, read_notices, words, worst_notices
from core.converse.turn import Message
from core.facts import Facts
from core.guideline import Handbook
from core.lexicon import Lexicon
from core.passages import Found
from core.reading.reading import Doubt
from core.reply import compose
from core.reply.parts import Reply

SAME_PATIENT = timedelta(hours=12)  # a night on call: after it a thread may have moved on to another patient
OFFERED = 3  # statements shown when it is not clear which one was asked for


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything one reply is made from: the case before and after, the message, and what is decided.

    `provisional` is the decision on the dangerous reading of a value in doubt, where it is worse than
    what is known: until the doubt is settled it is acted on.
    """

    before: Case
    case: Case
    message: Message
    heard: Heard
    decision: Decision
    provisional: Decision | None
    what_if: Decision | None
    handbook: Handbook
    lexicon: Lexicon
    audience: str


def respond(scene: Scene) -> Reply:
    """The reply to a message, with what has to be said of the message itself among its notices."""
    intent, handbook = scene.heard.intent, scene.handbook
    if intent == intents.TWO_PATIENTS:
        reply = _two_patients(scene)
    elif intent == intents.UNDO:
        reply = _undone(scene)
    elif scene.heard.unplaced and intent in intents.ASIDES:
        reply = _consult(scene)
    elif intent in intents.ASIDES or _only_a_new_case(scene):
        reply = aside(intent, scene.message, scene.heard.reading, handbook, scene.lexicon, no_case=scene.case.empty)
    elif intent == intents.QUESTION and not _asks_for_the_plan(scene):
        reply = _answer(scene)
    else:
        reply = _consult(scene, _answered_beside(scene))
    return replace(reply, notices=(*read_notices(scene.heard.reading, handbook), *reply.notices))


def _only_a_new_case(scene: Scene) -> bool:
    return scene.heard.intent == intents.SWITCH and scene.case.empty


def _asks_for_the_plan(scene: Scene) -> bool:
    """Whether the question is "what now?" of a patient we know: the consult is the answer."""
    return not scene.case.empty and asks_for_the_plan(scene.message.text, scene.lexicon)


def _consult(scene: Scene, found: Found | None = None, *more: str) -> Reply:
    """The consult of the case as it stands, with its doubts and what to say of this turn."""
    reply = compose(
        scene.decision,
        scene.case.facts,
        scene.handbook,
        doubts=(*scene.heard.doubts, *_older_doubts(scene)),
        notices=(*more, *_notices(scene)),
        provisional=scene.provisional,
        audience=scene.audience,
        answered=_direct(found),
        offered=_offered(found),
        what_if=scene.what_if,
        declined=scene.case.declined,
    )
    return _over_the_answer(scene, reply, found)


def _over_the_answer(scene: Scene, reply: Reply, found: Found | None) -> Reply:
    """The first words over an answer: the handbook's when no patient is known, the patient's own emergency."""
    decision, what_if = scene.provisional or scene.decision, scene.what_if
    if decision.urgency is None and what_if is None and found is not None and found.covered:
        return replace(reply, headline=words(scene.handbook, "answer"))
    if decision.urgency == "emergency" and what_if is not None:
        return replace(reply, headline=words(scene.handbook, "case_stays", words=reply.headline))
    return reply


def _direct(found: Found | None) -> tuple[str, ...]:
    """The one statement that is the answer."""
    return found.statements[:1] if found is not None and found.direct else ()


def _offered(found: Found | None) -> tuple[str, ...]:
    """A few statements when it is not clear which one was asked for."""
    return found.statements[:OFFERED] if found is not None and found.covered and not found.direct else ()


def _answer(scene: Scene) -> Reply:
    """A question without values: the handbook's statements, or "not covered" and what comes nearest."""
    found = answer(scene.message.text, scene.handbook, scene.lexicon, scene.case.facts)
    if found.covered:
        return _consult(scene, found)
    plain = not_covered(found, scene.handbook)
    if (scene.provisional or scene.decision).urgency == "emergency":
        return _consult(scene, None, plain.headline, *plain.notices)
    return replace(plain, notices=(*plain.notices, *_notices(scene)))


def _answered_beside(scene: Scene) -> Found | None:
    """A question asked beside values is answered after the consult, when it is clear which one it is."""
    if not scene.heard.reading.question or _asks_for_the_plan(scene):
        return None
    found = answer(scene.message.text, scene.handbook, scene.lexicon, scene.case.facts)
    return found if found.direct else None


def _undone(scene: Scene) -> Reply:
    """The case without the last change, which is said; there may have been none."""
    done = words(scene.handbook, "undo_done" if scene.heard.turn.undone else "undo_nothing")
    return Reply(headline=done) if scene.case.empty else _consult(scene, None, done)


def _two_patients(scene: Scene) -> Reply:
    """Nothing is kept, and that is said; if one of the two reads as an emergency, that one comes first.

    So of a patient named who is not the one of the case.
    """
    reading = scene.heard.reading
    notice = words(scene.handbook, "two_patients" if reading.two_patients else "another_patient")
    worst = worst_of_two(reading.patients or (reading.mentions,), scene.handbook)
    if worst is None or worst[1].urgency != "emergency":
        return Reply(headline=notice)
    facts, decision = worst
    reply = compose(
        decision,
        facts,
        scene.handbook,
        notices=(*([words(scene.handbook, "two_patients_emergency")] if reading.two_patients else ()), notice),
        audience=scene.audience,
    )
    return replace(reply, questions=(), more="")


def _older_doubts(scene: Scene) -> tuple[Doubt, ...]:
    """Values of earlier messages that are still in doubt: asked until they are answered."""
    told = set(scene.heard.turn.doubts)
    return tuple(
        Doubt(key, _either(scene.handbook, key, readings), readings, words(scene.handbook, "still_in_doubt"))
        for key, readings in scene.case.doubted.items()
        if key not in told
    )


def _either(handbook: Handbook, key: str, readings: tuple[object, ...]) -> str:
    item = handbook.items[key]
    return f"{item.label} {' / '.join(str(reading) for reading in readings)} {item.unit}".strip()


def _notices(scene: Scene) -> tuple[str, ...]:
    """Which way a message was taken when there were two, and how to take it back."""
    before, turn, handbook = scene.before, scene.heard.turn, scene.handbook
    notices = list(scene.heard.unplaced)
    if turn.intent == intents.RETRACT and (before.facts, before.doubted) == (scene.case.facts, scene.case.doubted):
        notices.append(words(handbook, "unplaced.not-known"))
    if turn.new_case and not before.empty:
        notices.append(words(handbook, "new_case"))
    elif before.last is not None and not before.empty and scene.message.at - before.last.at > SAME_PATIENT:
        notices.append(words(handbook, "same_patient"))
    if before.last is not None and before.last.edition not in ("", handbook.edition):
        notices.append(words(handbook, "edition_changed", was=before.last.edition, now=handbook.edition))
    if turn.intent == intents.CORRECT and _fever_corrected_away(before.facts, scene.case.facts, handbook):
        notices.append(words(handbook, "fever_corrected", was=str(before.facts.number("temp_c"))))
    if not turn.new_case:
        notices.extend(worst_notices(before.facts, scene.case.facts, handbook))
    notices.extend(earlier_notices(scene.heard.earlier, scene.case.facts, handbook))
    return tuple(notices)


def _fever_corrected_away(before: Facts, after: Facts, handbook: Handbook) -> bool:
    """Whether a correction replaced a temperature that may be a fever by one that is none."""
    was, now, fever_from = before.number("temp_c"), after.number("temp_c"), handbook.number(FEVER_FROM)
    return was is not None and now is not None and now < fever_from <= was
