"""What can be done with an answer, under it: open a part, hand over, share, say whether it was right, be reminded.

A value is an opaque key and a number; a button is drawn only where somebody listens to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.blocks import kit, limits
from bot.blocks.elements import Button, StaticSelect
from bot.blocks.layout import Actions, Block, Section
from bot.blocks.objects import Mrkdwn, Option
from core.guideline import Handbook
from core.reply.parts import Question, Reply
from core.reply.words import number

ANSWER, SHOW, VALUE = "answer", "show", "value"  # how our action ids begin
AUDIENCE, FEEDBACK, REMIND, SHARE = "audience", "feedback", "remind", "share"
HANDOFF = "handoff"
SCORE = "mascc"
TREND = "trend"
OPINIONS = {"agree": "Agree", "differ": "Differ", "report": "Report an error"}
VIEWS = {
    name: kit.words(label)
    for name, label in {
        "plan": "Full plan",
        "why": "Why",
        "sources": "Sources",
        TREND: "Trend",
        HANDOFF: "Hand-off",
    }.items()
}
MOST_BUTTONS = 4  # answers of a question in a row; more are a menu
_EMERGENCY = "emergency"
_WORDING = "Wording"


@dataclass(frozen=True, slots=True)
class Controls:
    """What is offered under an answer besides its parts. `readers` is the question which wording somebody reads.

    `values` puts a button under a question for a number, `score` one where MASCC items are open: each opens a form.
    `trend` offers the picture of counts told more than once.
    `reminder` is the offer made by `reminder`, for an emergency whose clock runs. Nothing is offered unless it is said
    here.
    """

    readers: Question | None = None
    values: bool = False
    score: bool = False
    trend: bool = False
    handoff: bool = False
    share: bool = False
    feedback: bool = False
    reminder: Section | None = None


NONE = Controls()


def answers(question: Question, number: int, key: str, controls: Controls = NONE) -> Iterator[Block]:
    """The answers to one question as buttons, many as a menu; a number is typed into a form."""
    if len(question.options) > MOST_BUTTONS:
        yield Actions(elements=(_menu(question, number, key),))
        return
    offered = [
        kit.button(
            option.label,
            action=f"{ANSWER}:{number}:{choice}",
            value=f"{key}:{number}:{choice}",
            told=f"{option.label}: {question.text}",
        )
        for choice, option in enumerate(question.options)
    ]
    if not offered and controls.values:
        offered = [
            kit.button(
                "Enter", action=f"{VALUE}:{number}", value=f"{key}:value:{number}", told=f"Enter: {question.text}"
            )
        ]
    yield from kit.actions(offered)


def _menu(question: Question, number: int, key: str) -> StaticSelect:
    """The answers to one question as a menu: five buttons would fill a phone's screen."""
    options = (
        Option(text=kit.words(option.label, limits.OPTION_TEXT), value=f"{key}:{number}:{choice}")
        for choice, option in enumerate(question.options)
    )
    return StaticSelect(
        action_id=f"{ANSWER}:{number}", placeholder=kit.words("Choose", limits.PLACEHOLDER), options=tuple(options)
    )


def parts(reply: Reply, key: str, controls: Controls = NONE) -> Iterator[Block]:
    """The row that opens what an answer leaves out, and passes it on."""
    there = {
        "plan": bool(reply.plan),
        "why": bool(reply.why or (reply.differs and reply.urgency == _EMERGENCY)),
        "sources": bool(reply.sources),
        TREND: controls.trend and bool(reply.courses),
        HANDOFF: controls.handoff and bool(reply.urgency) and not reply.sections,
    }
    row = [
        kit.button(label, action=f"{SHOW}:{view}", value=f"{key}:{view}", told=f"{label.text} of this answer")
        for view, label in VIEWS.items()
        if there[view]
    ]
    if controls.score and reply.scoring and reply.questions:
        row.insert(
            0, kit.button("MASCC items", action=SCORE, value=f"{key}:mascc", told="Fill in the open MASCC items")
        )
    if controls.share and reply.urgency:
        row.append(kit.button("Share…", action=SHARE, value=f"{key}:share", told="Share this answer with the channel"))
    yield from kit.actions(row)


def opinions(reply: Reply, key: str, controls: Controls = NONE) -> Iterator[Block]:
    """The row below: whether the answer was right, and which wording is read."""
    row: list[Button | StaticSelect] = feedback(key) if controls.feedback and _judged(reply) else []
    if controls.readers is not None and reply.reader is None and reply.reply_id:  # not under a word of thanks
        row.append(audience(controls.readers, reply.audience, key))
    if row:
        yield Actions(elements=tuple(row))


def _judged(reply: Reply) -> bool:
    """Whether there is something to agree or differ with: not for help, nor for a word about the message."""
    return bool(reply.reply_id and (reply.urgency or reply.actions or reply.offered))


def feedback(key: str) -> list[Button | StaticSelect]:
    """Agree, Differ, Report an error: of a reply, by its key; no word of the patient goes with it."""
    return [
        kit.button(label, action=f"{FEEDBACK}:{name}", value=f"{key}:{name}", told=f"{label}: this answer")
        for name, label in OPINIONS.items()
    ]


def audience(readers: Question, chosen: str, key: str = "") -> StaticSelect:
    """The menu of wordings, the one that is read now chosen. Under an answer it says what it is a menu of."""
    said = f"{_WORDING}: " if key else ""
    options = {
        option.value: Option(
            text=kit.words(f"{said}{option.label}", limits.OPTION_TEXT),
            value=f"{key}:audience:{number}".lstrip(":"),
        )
        for number, option in enumerate(readers.options)
    }
    return StaticSelect(
        action_id=AUDIENCE,
        placeholder=kit.words(_WORDING, limits.PLACEHOLDER),
        options=tuple(options.values()),
        initial_option=options.get(chosen),
    )


def which_reader(reader: Question, key: str) -> Iterator[Block]:
    """The question which wording somebody reads, its answers as buttons."""
    yield from kit.small([reader.text])
    yield from kit.actions(
        [
            kit.button(
                option.label,
                action=f"{AUDIENCE}:{number}",
                value=f"{key}:audience:{number}",
                told=f"{option.label}: {reader.text}",
            )
            for number, option in enumerate(reader.options)
        ]
    )


def reminder(key: str, due: datetime, handbook: Handbook) -> Section:
    """The offer to be reminded when the first antibiotic is due, in the reader's own time of day.

    Slack writes the time where it is read; a client that cannot shows it in UTC.
    """
    at = due.astimezone(UTC)
    local = f"<!date^{int(at.timestamp())}^{{time}}|{at:%H:%M} UTC>"
    said = kit.escape(handbook.phrases["handoff.antibiotic"])
    return Section(
        text=Mrkdwn(text=said.format(time=local, minutes=number(handbook.number("antibiotics_by")))),
        accessory=kit.button(
            "Remind me",
            action=REMIND,
            value=f"{key}:remind",
            told=f"Remind me: antibiotics due {at:%H:%M} UTC",
        ),
        expand=True,
    )
