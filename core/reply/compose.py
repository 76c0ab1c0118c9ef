"""A decision put into words: what cannot wait first, then what was understood, the score, the questions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from core.consult import Decision, case_of
from core.facts import YES, Facts
from core.guideline import Handbook
from core.reading.reading import Doubt
from core.reply.asking import SHOWN
from core.reply.local import moved_limits, policy, said_otherwise
from core.reply.outlook import Outlook
from core.reply.parts import Course, Difference, Line, Option, Question, Reply, Titles
from core.reply.reasons import reasons
from core.reply.remaining import still_open
from core.reply.score import score_is_open, score_line
from core.reply.sourcing import Sourcing
from core.reply.words import anc_limits, count, echo, number

MOST_ACTIONS = 5
TWO = 2  # readings of one value, so that there is something to choose
STOP_AT_ONCE = 12  # the rank up to which a drug line is an action even in an emergency: the label says stop now
PLAN_PARTS = ("finding", "plan", "monitoring", "cause", "gcsf", "caveat")
QUIET_PARTS = ("finding", "plan", "drug")  # all an emergency reply says besides its actions


def compose(  # noqa: PLR0913 - all but three by name, each one part of the same reply
    decision: Decision,
    facts: Facts,
    handbook: Handbook,
    *,
    doubts: Sequence[Doubt] = (),
    notices: Sequence[str] = (),
    provisional: Decision | None = None,
    what_if: Decision | None = None,
    audience: str = "clinician",
    answered: Sequence[str] = (),
    offered: Sequence[str] = (),
    declined: Collection[str] = (),
    first: Sequence[Question] = (),
    disputed: Sequence[str] = (),
    courses: Sequence[Course] = (),
    ahead: Outlook | None = None,
) -> Reply:
    """Build the reply to one message.

    Args:
        decision: What the consult concluded from *facts*.
        facts: What was stated of the patient.
        handbook: The edition in force.
        doubts: Values that were asked about and not taken.
        notices: What the conversation has to say first (identifiers, a new patient, how to undo).
        provisional: The most urgent decision any reading of a doubtful value leads to.
        what_if: The decision if something supposed were so; it is what was asked about.
        audience: clinician, trainee or patient; words change, medicine does not.
        answered: Statements that answer a question asked in the message, best first.
        offered: Statements that may be meant where it is not clear what was asked.
        declined: Fact keys the clinician does not know; they are not asked again.
        first: Questions that come before those of the decision.
        disputed: Sentences about what several people told differently.
        courses: Counts told more than once.
        ahead: What lies ahead of the case, where that is known already; worked out here when left out.
    """
    ahead = ahead or Outlook(decision, case_of(facts, handbook), frozenset(declined))
    shown = what_if or provisional or decision
    sourcing = Sourcing(handbook, audience)
    emergency = shown.urgency == "emergency"
    headline = _headline(shown, sourcing, provisional=shown is provisional, supposed=what_if is not None)
    actions, later = _actions(shown, sourcing, answered)
    able = ahead.able if shown is decision else shown.ask
    questions, more = _questions(shown, able, handbook, declined, first)
    doubt_lines = tuple(_doubt(one, handbook) for one in doubts)
    return Reply(
        headline=headline,
        urgency=shown.urgency or "",
        actions=actions,
        doses=_of_part("dose", shown, sourcing),
        contacts=_of_part("contact", shown, sourcing),
        local=moved_limits(shown, sourcing),
        echo=_understood(decision, facts, handbook),
        notices=tuple(notices),
        doubts=(*doubt_lines, *_contradiction(decision, facts, handbook), *disputed),
        score=score_line(shown, handbook),
        scoring=score_is_open(shown),
        questions=questions,
        more=more,
        changes=ahead.changes if shown is decision else (),
        plan=later + _plan(shown, sourcing, emergency=emergency),
        differs=(*(_difference(name, sourcing) for name in shown.differs), *said_otherwise(shown, answered, sourcing)),
        safety_net=_of_part("safety-net", shown, sourcing),
        why=reasons(shown, facts, sourcing),
        footer=footer(handbook),
        offered=tuple(sourcing.line(name) for name in offered),
        sources=sourcing.sources(),  # after everything that cites
        answered=(*answered, *offered),
        titles=_titles(handbook),
        courses=tuple(courses),
        audience=audience,
    )


def _headline(shown: Decision, sourcing: Sourcing, *, provisional: bool, supposed: bool) -> str:
    phrases = sourcing.handbook.phrases
    if shown.urgency is None:
        return phrases["echo.nothing"]
    unsure = shown.urgency == "emergency" and (provisional or not shown.certain)
    urgency = phrases["urgency.until-shown-otherwise" if unsure else f"urgency.{shown.urgency}"]
    words = sourcing.cited(shown.headline) if shown.headline else ""
    check = next((sourcing.cited(name) for name in shown.say if sourcing.part(name) == "check"), "")
    headline = phrases["headline.what-if" if supposed else "headline"].format(urgency=urgency, words=words)
    return f"{check} {headline}" if check else headline


def _actions(shown: Decision, sourcing: Sourcing, answered: Sequence[str]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The first five things to do with the answer to a question, and what comes after; an emergency acts first."""
    to_do = [name for name in shown.say if _is_action(name, shown, sourcing) and name not in answered]
    first, later = to_do[:MOST_ACTIONS], to_do[MOST_ACTIONS:]
    names = [*first, *answered] if shown.urgency == "emergency" else [*answered, *first]
    return tuple(sourcing.line(name) for name in names), tuple(sourcing.line(name) for name in later)


def _is_action(name: str, shown: Decision, sourcing: Sourcing) -> bool:
    """A drug line is something to do; in an emergency only where it says stop at once."""
    if sourcing.part(name) == "drug":
        return shown.urgency != "emergency" or sourcing.rank(name) <= STOP_AT_ONCE
    return sourcing.part(name) == "action"


def _plan(shown: Decision, sourcing: Sourcing, *, emergency: bool) -> tuple[Line, ...]:
    parts = QUIET_PARTS if emergency else PLAN_PARTS
    spoken = [name for name in shown.say if sourcing.part(name) in parts and not _is_action(name, shown, sourcing)]
    chosen = [(parts.index(sourcing.part(name)), name) for name in spoken]
    return tuple(sourcing.line(name) for _, name in sorted(chosen, key=lambda found: found[0]))


def _of_part(part: str, shown: Decision, sourcing: Sourcing) -> tuple[Line, ...]:
    return tuple(sourcing.line(name) for name in shown.say if sourcing.part(name) == part)


def _difference(name: str, sourcing: Sourcing) -> Difference:
    line = sourcing.line(name)
    return Difference(name, line.text, line.cites)


def _understood(decision: Decision, facts: Facts, handbook: Handbook) -> str:
    values = echo(facts, handbook)
    if not values:
        return ""
    phrases = handbook.phrases
    lines = [phrases["echo.understood"].format(values=values)]
    if decision.anc_basis == "anc_derived" and decision.anc is not None:
        lines.append(phrases["echo.derived"].format(value=_anc(decision.anc, handbook)))
    if decision.severity is not None and decision.anc is not None and _in_scope(decision):
        name = f"conclusion.{decision.severity}" if _trusted(decision) else "conclusion.stale"
        lines.append(phrases[name].format(anc=_anc(decision.anc, handbook)))
    wbc = facts.number("wbc")
    if decision.leukopenia and wbc is not None:
        lines.append(phrases["leukopenia.yes"].format(wbc=count(wbc, ())))
    return " ".join(lines)


def _trusted(decision: Decision) -> bool:
    """Whether the count is acted on: an old one is not, once infection is suspected."""
    return len(decision.conclusions.get("count", ())) == 1


def _in_scope(decision: Decision) -> bool:
    """Whether the bands are for this patient: not for children, nor in pregnancy."""
    return YES not in decision.conclusions.get("out_of_scope", ())


def _anc(value: Decimal, handbook: Handbook) -> str:
    shown = count(value, anc_limits(handbook))
    return shown if Decimal(shown) == value else f"{shown} ({number(value)})"


def _contradiction(decision: Decision, facts: Facts, handbook: Handbook) -> tuple[str, ...]:
    if decision.anc_basis != "anc_above_wbc":
        return ()
    anc, wbc = facts.number("anc"), facts.number("wbc")
    assert anc is not None
    assert wbc is not None
    return (handbook.phrases["echo.above-wbc"].format(anc=number(anc), wbc=number(wbc)),)


def _doubt(doubt: Doubt, handbook: Handbook) -> str:
    item = handbook.items[doubt.key]
    printed, why = doubt.printed or item.label, _sentence(doubt.why)
    words = handbook.phrases["doubt"].format(printed=printed, why=why).strip()
    if len(doubt.readings) < TWO:
        return words
    readings = f"{' / '.join(number(value) for value in sorted(doubt.readings))} {item.unit}".strip()
    return f"{words} {handbook.phrases['doubt.readings'].format(label=item.label, readings=readings)}"


def _sentence(words: str) -> str:
    """The reason as a sentence of its own.

    >>> _sentence("two values are given")
    'Two values are given.'
    """
    return words[:1].upper() + words[1:] + ("" if not words or words[-1] in ".?!" else ".")


def _questions(
    shown: Decision, able: Sequence[str], handbook: Handbook, declined: Collection[str], first: Sequence[Question]
) -> tuple[tuple[Question, ...], str]:
    """At most three questions of those *able* to change something, and how many more facts are open, or none."""
    keys = [key for key in able if key not in {*declined, *(one.key for one in first)}]
    asked = (*first, *(question(key, handbook) for key in keys[:SHOWN]))[:SHOWN]
    names = {one.key for one in asked}
    rest = [key for key in shown.ask if key not in names and key not in declined]
    if rest:
        cannot = handbook.phrases["questions.cannot"].format(count=len(rest))
        return asked, still_open(rest, shown.risk, handbook) if asked else cannot
    return asked, "" if asked or shown.urgency is None else handbook.phrases["questions.none"]


def question(key: str, handbook: Handbook) -> Question:
    """The question that asks for one fact, in the handbook's words."""
    item = handbook.items[key]
    return Question(key, item.ask, item.meaning, tuple(Option(words, value) for words, value in item.options))


def _titles(handbook: Handbook) -> Titles:
    return Titles(
        questions=handbook.phrases["questions"],
        plan=handbook.phrases["plan.title"],
        change=handbook.phrases["change.title"],
        differs=handbook.phrases["differs.title"],
        sources=handbook.phrases["sources.title"],
        why=handbook.phrases["why.title"],
        reply=handbook.phrases["foot.reply"],
        offered=handbook.phrases["offered"],
        doses=handbook.phrases["doses.title"],
        contacts=handbook.phrases["contacts.title"],
    )


def footer(handbook: Handbook) -> tuple[str, ...]:
    """What stands under everything said: local policy, edition and review, the disclaimer."""
    phrases = handbook.phrases
    due = min(guideline.review.due for guideline in handbook.guidelines)
    status = phrases[f"status.{handbook.guidelines[0].review.status}"]
    updated = max(guideline.since for guideline in handbook.guidelines)
    edition = phrases["foot.edition"].format(
        edition=handbook.edition, updated=updated.isoformat(), status=status, due=due.isoformat()
    )
    return (*policy(handbook), edition, phrases["foot.disclaimer"], phrases["follow-up"])
