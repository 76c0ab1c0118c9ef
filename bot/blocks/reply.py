"""A reply as Slack shows it, for a phone at night: what to do, what was understood, what is asked, small print last."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from bot.blocks import controls as under
from bot.blocks import kit, limits
from bot.blocks.controls import NONE, Controls
from bot.blocks.layout import Block, Context
from bot.blocks.lines import (
    ASKED,
    KEPT,
    MEANT,
    PLANNED,
    UNDERSTOOD,
    WATCHED,
    Part,
    bulleted,
    cited,
    fitting,
    in_sentences,
    letter_by_letter,
    numbered,
    ranked,
)
from bot.blocks.objects import Mrkdwn
from bot.blocks.surfaces import Message
from bot.blocks.views import opened
from bot.outbox import Rendered
from bot.store.port import Sending, View
from bot.words import REPEAT
from core.reply.parts import Question, Reply

MOST_PLAN = 5  # lines of the plan beside actions; the rest is behind Full plan
SHORT = 50  # characters of a source's name in the small print
_EMERGENCY = "emergency"
_PRESSING = (_EMERGENCY, "urgent")


def render(reply: Reply, key: str, view: View = "reply", controls: Controls = NONE) -> Rendered:
    """*reply*, kept under the opaque *key*, in one of its views. The text says in sentences what the blocks show."""
    return message(reply, key, view, controls).rendered()


def message(reply: Reply, key: str, view: View = "reply", controls: Controls = NONE) -> Message:
    """The same as the message itself, which holds everything Slack asks of one."""
    if view != "reply":
        return opened(reply, view)
    return Message(text=in_sentences(reply), blocks=fitting(list(_parts(reply, key, controls))))


def shared(reply: Reply, by: str = "") -> Message:
    """What everybody in a channel may see of a private answer: no question, no button, no remark on how it was typed.

    *by* is the Slack id of the person who shares it; Slack writes their name.
    """
    told = replace(reply, notices=(), questions=(), more="", reader=None, why=())
    person = f"Shared by <@{by}> from a private answer." if by else "Shared from a private answer."
    said = Context(elements=(Mrkdwn(text=person),))
    parts = [*_said(told), *_watched(told), (KEPT, said), *ranked(KEPT, _small_print(told))]
    return Message(text=in_sentences(told), blocks=fitting(parts))


def answered(reply: Reply) -> tuple[Block, ...]:
    """What an answer says, without question or button: for a view that stands by itself."""
    told = replace(reply, questions=(), more="", reader=None, why=())
    return fitting([*_said(told), *_watched(told), *ranked(KEPT, _small_print(told))])


def sending(row: Sending, controls: Controls = NONE) -> Rendered:
    """The message that a row of the outbox delivers; a possible repeat of a post says so, after its first line."""
    shown = message(row.reply, row.delivery.reply, row.delivery.view, controls)
    rendered = _marked(shown) if row.repeat and row.delivery.address.kind == "post" else shown.rendered()
    return replace(rendered, courses=row.reply.courses) if row.delivery.view == "trend" else rendered


def _parts(reply: Reply, key: str, controls: Controls) -> Iterator[Part]:
    """What to do, what was understood, what is asked, what would change; then the rest, buttons and small print."""
    yield from _said(reply)
    yield from ranked(ASKED, (controls.reminder,) if controls.reminder and reply.urgency == _EMERGENCY else ())
    yield from ranked(ASKED, kit.title(reply.titles.questions if reply.questions else ""))
    for number, question in enumerate(reply.questions):
        yield from _asked(question, number, key, controls)
    yield from ranked(WATCHED, kit.small([reply.more]))
    yield from _watched(reply)
    if reply.urgency not in _PRESSING and reply.actions:
        yield from ranked(PLANNED, _plan(reply))
    if reply.urgency != _EMERGENCY:
        yield from ranked(PLANNED, kit.listed(reply.titles.differs, bulleted(reply.differs)))
    yield from ranked(ASKED, under.parts(reply, key, controls))
    yield from ranked(ASKED, under.opinions(reply, key, controls))
    yield from ranked(ASKED, _reader(reply, key, controls))
    yield from ranked(KEPT, _small_print(reply))


def _said(reply: Reply) -> Iterator[Part]:
    """The answer itself: an urgent one says what to do before anything about the message."""
    pressing, titles = reply.urgency in _PRESSING, reply.titles
    yield from ranked(KEPT, kit.headline(reply.headline, urgent=bool(reply.urgency)))
    yield from ranked(UNDERSTOOD, kit.literal(*(() if pressing else reply.notices)))
    yield from ranked(KEPT, kit.listed("", numbered(reply.actions), marked=True))
    if not pressing and not reply.actions:
        yield from ranked(KEPT, kit.listed("", bulleted(reply.plan)))  # nothing to do at once: the plan is the answer
    yield from ranked(KEPT, kit.listed(titles.doses, bulleted(reply.doses)))
    yield from ranked(KEPT, kit.listed(titles.contacts, bulleted(reply.contacts)))
    yield from ranked(UNDERSTOOD, kit.literal(*(reply.notices if pressing else ())))
    for section in reply.sections:
        yield from ranked(UNDERSTOOD, kit.title(section.title))
        yield from ranked(UNDERSTOOD, letter_by_letter(section.lines))
    yield from ranked(UNDERSTOOD, kit.listed(titles.offered if reply.offered else "", bulleted(reply.offered)))
    courses = (course.line for course in reply.courses)
    yield from ranked(UNDERSTOOD, kit.literal(reply.echo, *reply.doubts, *courses, reply.score, *reply.local))


def _watched(reply: Reply) -> Iterator[Part]:
    """What would change the answer, and when to come back."""
    yield from ranked(WATCHED, kit.listed(reply.titles.change, [f"• {line}" for line in reply.changes]))
    yield from ranked(WATCHED, kit.listed("", [cited(line) for line in reply.safety_net]))


def _asked(question: Question, number: int, key: str, controls: Controls) -> Iterator[Part]:
    yield from ranked(ASKED, kit.literal(question.text))
    yield from ranked(MEANT, kit.small([question.meaning]))
    yield from ranked(ASKED, under.answers(question, number, key, controls))


def _plan(reply: Reply) -> Iterator[Block]:
    """The first lines of a plan; how many more there are is said, and a button shows them."""
    more = len(reply.plan) - MOST_PLAN
    left = [f"… {more} more: Full plan"] if more > 0 else []
    yield from kit.listed(reply.titles.plan, [*bulleted(reply.plan[:MOST_PLAN]), *left])


def _reader(reply: Reply, key: str, controls: Controls) -> Iterator[Block]:
    """Who reads: with buttons where somebody listens to them, else to be answered in words."""
    if reply.reader is not None and controls.readers is not None:
        yield from under.which_reader(reply.reader, key)
    elif reply.reader is not None:
        yield from kit.small([reply.reader.text])


def _small_print(reply: Reply) -> Iterator[Block]:
    """Names of the sources that are cited above, edition and review, the disclaimer, and the number of the reply."""
    printed = f"{reply.titles.reply or 'Reply'} {reply.reply_id}" if reply.reply_id else ""
    shown = _numbers_cited(reply)
    named = [f"[{one.number}] {_short(one.text)}" for one in reply.sources if one.number in shown]
    yield from kit.small([" · ".join(named), *reply.footer, printed])


def _numbers_cited(reply: Reply) -> set[int]:
    """The sources whose numbers the blocks show; the rest is behind Sources."""
    calm = reply.urgency not in _PRESSING
    lines = (*reply.actions, *reply.doses, *reply.contacts, *reply.offered, *reply.safety_net)
    planned = (reply.plan[:MOST_PLAN] if reply.actions else reply.plan) if calm else ()
    differs = reply.differs if reply.urgency != _EMERGENCY else ()
    headline = re.findall(r"\[([\d, ]+)\]", reply.headline)
    return {
        *(int(number) for found in headline for number in found.split(",") if number.strip().isdecimal()),
        *(number for line in (*lines, *planned) for number in line.cites),
        *(number for one in differs for number in one.cites),
    }


_ENTRY = re.compile(r"(.+?) \((?:guideline|label|study|review|article|policy), ([^()]+)\)", re.DOTALL)


@lru_cache(maxsize=512)
def _short(source: str) -> str:
    """Who says it, and when: the places and addresses are behind Sources and in the text."""
    entry = _ENTRY.match(source)
    name, year = entry.groups() if entry else (source, "")
    name = re.split(r"[:;,(]", name)[0].strip() or name
    said = textwrap.shorten(name, SHORT, placeholder=" …")
    return said if not year.isdecimal() or re.search(r"\b(19|20)\d\d\b", said) else f"{said} {year}"


def _marked(rendered: Message) -> Rendered:
    first, *rest = rendered.text.split("\n")
    head, *others = rendered.blocks
    marked = (head, *kit.small([REPEAT]), *others)
    return Message(text="\n".join([f"{first} {REPEAT}", *rest]), blocks=marked[: limits.MESSAGE_BLOCKS]).rendered()
