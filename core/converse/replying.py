"""Which reply a turn gets: a consult, an answer from the handbook, what was wished, or a short plain sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.consult import consult
from core.consult.decision import Decision
from core.converse import intent as intents
from core.converse.clock import EMERGENCY, antibiotic_due
from core.converse.course import courses
from core.converse.fold import Case
from core.converse.granted import granted, which_reader
from core.converse.notices import notices, read_notices
from core.converse.plain import aside, not_covered, words
from core.converse.same import is_old, same_patient
from core.converse.turn import Turn
from core.facts import Facts, Stated
from core.guideline import Handbook
from core.passages import Found
from core.reading.reading import Doubt
from core.reply import compose
from core.reply.outlook import Outlook
from core.reply.parts import Option, Question, Reply
from core.reply.words import echo

PRESSING = ("emergency", "urgent")
OFFERED = 3  # statements shown when it is not clear which one was asked for


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything one reply is made from: the case before and after, the turns, and what is decided.

    `provisional` is the decision on the dangerous reading of a value in doubt, where it is worse than
    what is known: until the doubt is settled it is acted on.
    """

    before: Case
    case: Case
    turns: Sequence[Turn]
    turn: Turn
    ahead: Outlook
    provisional: Decision | None
    what_if: Decision | None
    handbook: Handbook

    @property
    def decision(self) -> Decision:
        """What is decided on what is known."""
        return self.ahead.decision

    @property
    def audience(self) -> str:
        """The wording of the reply."""
        return self.turn.audience

    @property
    def acted_on(self) -> Decision:
        """The decision that the reply shows where nothing is supposed."""
        return self.provisional or self.decision


def respond(scene: Scene) -> Reply:
    """The reply to a turn, with what has to be said of the message itself among its notices."""
    intent, remarks, handbook = scene.turn.intent, scene.turn.remarks, scene.handbook
    if intent == intents.TWO_PATIENTS:
        reply = _two_patients(scene)
    elif intent == intents.UNDO:
        reply = _undone(scene)
    elif intent == intents.DELETED and scene.case.empty:
        reply = _nothing_left(scene)
    elif intent in intents.WISHES:
        reply = granted(scene.turn, scene.turns, scene.case, scene.acted_on, _consult(scene), handbook)
    elif remarks.unplaced and intent in intents.ASIDES:
        reply = _consult(scene)
    elif intent in intents.ASIDES or _only_a_new_case(scene):
        reply = aside(remarks.aside, handbook)
    elif intent == intents.QUESTION and remarks.found is not None:
        reply = _answer(scene, remarks.found)
    else:
        reply = _consult(scene, remarks.found)
    said = read_notices(remarks, scene.turn.intent, handbook)
    reader = which_reader(scene.handbook) if _may_introduce(scene, reply) else None
    due = antibiotic_due(scene.turns, scene.acted_on, handbook) if reply.urgency == EMERGENCY else None
    return replace(reply, notices=(*said, *reply.notices), audience=scene.audience, reader=reader, due=due)


def _may_introduce(scene: Scene, reply: Reply) -> bool:
    """Whether to ask who reads: once for each person, and never while something presses."""
    remarks = scene.turn.remarks
    return remarks.introduce and not remarks.chosen and reply.urgency not in PRESSING


def _only_a_new_case(scene: Scene) -> bool:
    return scene.turn.intent == intents.SWITCH and scene.case.empty


def _consult(scene: Scene, found: Found | None = None, *more: str) -> Reply:
    """The consult of the case as it stands, with its doubts and what to say of this turn."""
    reply = compose(
        scene.decision,
        scene.case.facts,
        scene.handbook,
        doubts=(*scene.turn.remarks.doubts, *_older_doubts(scene)),
        notices=(*more, *notices(scene.before, scene.case, scene.turn, scene.handbook)),
        provisional=scene.provisional,
        audience=scene.audience,
        answered=_direct(found),
        offered=_offered(found),
        what_if=scene.what_if,
        declined=scene.case.declined,
        first=_disputed_questions(scene),
        disputed=_disputed(scene),
        courses=courses(scene.case, scene.handbook),
        ahead=scene.ahead,
    )
    return _of_the_same_patient(scene, _over_the_answer(scene, reply, found))


def _of_the_same_patient(scene: Scene, reply: Reply) -> Reply:
    """Of an old case only one thing is asked: whether it is the same patient."""
    if scene.turn.new_case or not is_old(scene.before, scene.turn.at):
        return reply
    return replace(reply, questions=(same_patient(scene.before, scene.turn.at, scene.handbook),), more="")


def _over_the_answer(scene: Scene, reply: Reply, found: Found | None) -> Reply:
    """The first words over an answer: the handbook's when no patient is known, the patient's own emergency."""
    decision, what_if = scene.acted_on, scene.what_if
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


def _answer(scene: Scene, found: Found) -> Reply:
    """A question without values: the handbook's statements, or "not covered" and what comes nearest."""
    if found.covered:
        return _consult(scene, found)
    plain = not_covered(found, scene.handbook)
    if scene.acted_on.urgency == "emergency":
        return _consult(scene, None, plain.headline, *plain.notices)
    said = notices(scene.before, scene.case, scene.turn, scene.handbook)
    return replace(plain, notices=(*plain.notices, *said))


def _undone(scene: Scene) -> Reply:
    """The case without the last change, which is named; there may have been none."""
    undone = next((turn for turn in scene.turns if turn.event_id == scene.turn.undone), None)
    if undone is None:
        done = words(scene.handbook, "undo_nothing")
    else:
        values = echo(Facts.of((*undone.stated, *undone.claims)), scene.handbook)
        done = words(scene.handbook, "undo_done.values" if values else "undo_done", values=values)
    return Reply(headline=done) if scene.case.empty else _consult(scene, None, done)


def _nothing_left(scene: Scene) -> Reply:
    """The word about a deleted message that was all there was of a case."""
    said = notices(scene.before, scene.case, scene.turn, scene.handbook)
    return Reply(headline=said[0] if said else words(scene.handbook, "deleted.same", changed=""))


def _two_patients(scene: Scene) -> Reply:
    """Nothing is kept, and that is said; if one of the two reads as an emergency, that one comes first.

    So of a patient named who is not the one of the case.
    """
    two, facts, handbook = scene.turn.remarks.two, Facts.of(scene.turn.remarks.other), scene.handbook
    notice = words(handbook, "two_patients" if two else "another_patient")
    decision = consult(facts, handbook)
    if decision.urgency != "emergency":
        return Reply(headline=notice)
    reply = compose(
        decision,
        facts,
        handbook,
        notices=(*([words(handbook, "two_patients_emergency")] if two else ()), notice),
        audience=scene.audience,
    )
    return replace(reply, questions=(), more="")


def _older_doubts(scene: Scene) -> tuple[Doubt, ...]:
    """Values of earlier messages that are still in doubt: asked until they are answered."""
    told = set(scene.turn.doubts)
    return tuple(
        Doubt(key, _either(scene.handbook, key, readings), readings, words(scene.handbook, "still_in_doubt"))
        for key, readings in scene.case.doubted.items()
        if key not in told
    )


def _either(handbook: Handbook, key: str, readings: tuple[object, ...]) -> str:
    item = handbook.items[key]
    return f"{item.label} {' / '.join(str(reading) for reading in readings)} {item.unit}".strip()


def _disputed(scene: Scene) -> tuple[str, ...]:
    """What several people told differently, and which of it counts until somebody says."""
    return tuple(
        words(
            scene.handbook,
            "contest",
            label=scene.handbook.items[key].label,
            values=" / ".join(_alone(one, scene.handbook) for one in told),
            used=_alone(scene.case.facts.stated[key], scene.handbook),
        )
        for key, told in scene.case.claims.items()
    )


def _disputed_questions(scene: Scene) -> tuple[Question, ...]:
    """One question for each of them, the values told as its answers."""
    handbook = scene.handbook
    return tuple(
        Question(
            key,
            words(handbook, "contest.ask", label=handbook.items[key].label),
            options=tuple(Option(_alone(one, handbook), _value(one)) for one in told),
        )
        for key, told in scene.case.claims.items()
        if key not in scene.case.declined
    )


def _alone(one: Stated, handbook: Handbook) -> str:
    return echo(Facts.of([replace(one, note="")]), handbook)


def _value(one: Stated) -> str:
    """A value as a button carries it."""
    return str(one.value).lower() if isinstance(one.value, bool) else str(one.value)
