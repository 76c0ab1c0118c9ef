"""The whole reply in full sentences, and the part that fits a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from core.guideline import Handbook
from core.reply.parts import Difference, Line, Question, Reply

URGENT = ("emergency", "urgent")


def plain(reply: Reply, handbook: Handbook) -> str:
    """Every part of the reply as text: parts 1 to 6 of a reply, "Why" last."""
    return "\n".join(chain(_first_screen(reply, handbook), _rest(reply, handbook)))


def summary(reply: Reply, handbook: Handbook) -> str:
    """What fits a phone: headline, actions, what was understood, score and questions."""
    return "\n".join(_first_screen(reply, handbook))


def _first_screen(reply: Reply, handbook: Handbook) -> Iterator[str]:
    yield reply.headline
    yield from reply.notices if reply.urgency not in URGENT else ()
    yield from (f"{number}. {_cited(line)}" for number, line in enumerate(reply.actions, 1))
    yield from reply.notices if reply.urgency in URGENT else ()
    yield from reply.doubts
    yield from [reply.echo] if reply.echo else []
    yield from [reply.score] if reply.score else []
    yield from _questions(reply, handbook)


def _questions(reply: Reply, handbook: Handbook) -> Iterator[str]:
    if not reply.questions:
        return
    yield handbook.phrases["questions"]
    yield from (f"- {_asked(question)}" for question in reply.questions)
    if reply.more:
        yield reply.more


def _asked(question: Question) -> str:
    offered = " / ".join(option.label for option in question.options)
    meaning = f" ({question.meaning})" if question.meaning else ""
    return f"{question.text}{meaning}" + (f" [{offered}]" if offered else "")


def _rest(reply: Reply, handbook: Handbook) -> Iterator[str]:
    phrases = handbook.phrases
    yield from _titled(phrases["plan.title"], (_cited(line) for line in reply.plan))
    yield from _titled(phrases["change.title"], reply.changes)
    calm = reply.urgency != "emergency"
    differs = list(_titled(phrases["differs.title"], (_differs(one) for one in reply.differs)))
    yield from differs if calm else ()
    yield from (_cited(line) for line in reply.safety_net)
    yield from _titled(phrases["sources.title"], (f"[{one.number}] {one.text}" + (f" {one.link}" if one.link else "") for one in reply.sources))
    yield from reply.footer
    if reply.reply_id:
        yield phrases["foot.reply"].format(reply=reply.reply_id)
    yield from _titled(phrases["why.title"], reply.why)
    yield from differs if not calm else ()


def _titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield f"{title}:"
        yield from (f"- {line}" for line in found)


def _differs(one: Difference) -> str:
    return _with_cites(one.text, one.cites)


def _cited(line: Line) -> str:
    return _with_cites(line.text, line.cites)


def _with_cites(text: str, cites: tuple[int, ...]) -> str:
    return f"{text} [{', '.join(str(number) for number in cites)}]" if cites else text
