"""What was asked of the conversation itself: a hand-off, why, what the questions mean, the course, other wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.consult.decision import Decision
from core.converse.fold import Case
from core.converse.handoff import handoff
from core.converse.plain import words
from core.converse.turn import Turn
from core.converse.wish import AUDIENCE, COURSE, HANDOFF, MEANING, WHY
from core.guideline import AUDIENCES, Handbook
from core.reply.parts import Option, Question, Reply, Section


def granted(
    turn: Turn, turns: Sequence[Turn], case: Case, decision: Decision, consulted: Reply, handbook: Handbook
) -> Reply:
    """The reply to a wish: the same headline and urgency as the consult, and the part that was asked for."""
    wish = turn.intent
    if wish == AUDIENCE:
        return Reply(headline=words(handbook, "audience.noted")) if case.empty else consulted
    if wish == HANDOFF and not case.empty:
        told = _with(consulted, handoff(turns, case, decision, consulted, handbook))
        return replace(told, actions=(), doses=(), contacts=(), echo="", doubts=(), courses=())  # the summary has them
    if wish == WHY and consulted.why:
        return _with(consulted, (Section(handbook.phrases["why.title.full"], consulted.why),))
    if wish == MEANING:
        return _meanings(turns, consulted, handbook)
    if wish == COURSE and consulted.courses:
        lines = tuple(one.alt for one in consulted.courses)
        return _with(consulted, (Section(handbook.phrases["course.title"], lines),))
    return Reply(headline=words(handbook, f"{wish}.none"))


def which_reader(handbook: Handbook) -> Question:
    """The question which wording somebody reads."""
    options = tuple(Option(handbook.phrases[f"audience.{name}"], name) for name in AUDIENCES)
    return Question(AUDIENCE, handbook.phrases["hint.audience"], options=options)


def _with(consulted: Reply, sections: tuple[Section, ...]) -> Reply:
    """The consult's first screen with the sections; what they repeat is left out, and nothing new is asked."""
    return replace(
        consulted, sections=sections, questions=(), more="", changes=(), plan=(), why=(), score="", scoring=False
    )


def _meanings(turns: Sequence[Turn], consulted: Reply, handbook: Handbook) -> Reply:
    """The definitions of what was asked last, as published."""
    asked = turns[-2].asked if len(turns) > 1 else ()
    items = [handbook.items[key] for key in asked if key in handbook.items and handbook.items[key].meaning]
    lines = tuple(words(handbook, "meaning.line", label=item.ask, meaning=item.meaning) for item in items)
    if not lines:
        return Reply(headline=words(handbook, "meaning.none"))
    return replace(_with(consulted, (Section(words(handbook, "meaning.title"), lines),)), actions=(), notices=())
