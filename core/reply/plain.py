"""The whole reply in full sentences, and the part that fits a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from core.reply.parts import Line, Question, Reply
from core.reply.sourcing import with_cites

URGENT = ("emergency", "urgent")


def plain(reply: Reply) -> str:
    """Every part of the reply as text: parts 1 to 6 of a reply, "Why" last."""
    return "\n".join(chain(_first_screen(reply), _rest(reply)))


def summary(reply: Reply) -> str:
    """What fits a phone: headline, actions, what was understood, score and questions."""
    return "\n".join(_first_screen(reply))


def _first_screen(reply: Reply) -> Iterator[str]:
    yield reply.headline
    yield from reply.notices if reply.urgency not in URGENT else ()
    yield from (f"{number}. {_cited(line)}" for number, line in enumerate(reply.actions, 1))
    yield from _listed(reply.titles.doses, reply.doses)
    yield from _listed(reply.titles.contacts, reply.contacts)
    yield from reply.notices if reply.urgency in URGENT else ()
    for section in reply.sections:
        yield f"{section.title}:"
        yield from (f"- {line}" for line in section.lines)
    yield from _listed(reply.titles.offered, reply.offered)
    yield from reply.doubts
    yield from [reply.echo] if reply.echo else []
    yield from (course.line for course in reply.courses)
    yield from [reply.score] if reply.score else []
    yield from reply.local
    yield from _questions(reply)


def _listed(title: str, lines: Iterable[Line]) -> Iterator[str]:
    found = [f"- {_cited(line)}" for line in lines]
    yield from [title, *found] if found else []


def _questions(reply: Reply) -> Iterator[str]:
    yield from [reply.titles.questions] if reply.questions else []
    yield from (f"- {_asked(question)}" for question in reply.questions)
    yield from [reply.more] if reply.more else []


def _asked(question: Question) -> str:
    offered = " / ".join(option.label for option in question.options)
    meaning = f" ({question.meaning})" if question.meaning else ""
    return f"{question.text}{meaning}" + (f" [{offered}]" if offered else "")


def _rest(reply: Reply) -> Iterator[str]:
    titles, emergency = reply.titles, reply.urgency == "emergency"
    differs = list(_titled(titles.differs, (with_cites(one.text, one.cites) for one in reply.differs)))
    yield from _titled(titles.plan, (_cited(line) for line in reply.plan))
    yield from _titled(titles.change, reply.changes)
    yield from [] if emergency else differs
    yield from (_cited(line) for line in reply.safety_net)
    yield from _titled(titles.sources, (f"[{one.number}] {one.text} {one.link}".rstrip() for one in reply.sources))
    yield from reply.footer
    yield from [_asked(reply.reader)] if reply.reader else []
    yield from [f"{titles.reply} {reply.reply_id}"] if reply.reply_id and titles.reply else []
    yield from _titled(titles.why, reply.why)
    yield from differs if emergency else []


def _titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield f"{title}:"
        yield from (f"- {line}" for line in found)


def _cited(line: Line) -> str:
    return with_cites(line.text, line.cites)
