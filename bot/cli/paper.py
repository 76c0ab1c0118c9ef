"""A reply on a terminal, in the order of its parts; plain words when nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from core.reply import plain
from core.reply.parts import CitedSource, Line, Question, Reply
from core.reply.sourcing import with_cites

COLOURS = {"emergency": "bold white on red", "urgent": "bold red", "soon": "bold yellow", "routine": "bold green"}
WIDTH = 100  # long lines are hard to read, on any screen


@cache
def console() -> Console:
    """Standard output, no wider than a page."""
    painter = Console(highlight=False)
    painter.width = min(painter.width, WIDTH)
    return painter


def show(reply: Reply) -> None:
    """Print a reply: painted on a terminal, as plain sentences into a pipe."""
    if console().is_terminal:
        console().print(Group(*_parts(reply)))
    else:
        sys.stdout.write(printable(plain(reply)) + "\n")


def printable(text: str) -> str:
    r"""The text without characters that steer a terminal.

    >>> printable("ANC\x1b[2J 0.4\n")
    'ANC[2J 0.4\n'
    """
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")


def _parts(reply: Reply) -> Iterator[RenderableType]:
    """The parts in the order of the plain text (`core.reply.plain`); empty ones are left out."""
    yield Panel(_text(reply.headline), style=COLOURS.get(reply.urgency, ""))
    yield from _numbered(reply.actions)
    yield from _titled(reply.titles.doses, (_line(line) for line in reply.doses))
    yield from _titled(reply.titles.contacts, (_line(line) for line in reply.contacts))
    for section in reply.sections:
        yield from _titled(section.title, section.lines)
    yield from _plain(reply.notices, "italic")
    yield from _plain(reply.doubts, "yellow")
    yield from _plain((reply.echo, *(course.line for course in reply.courses), reply.score), "bold")
    yield from _plain(reply.local, "italic")
    yield from (_question(question) for question in reply.questions)
    yield from _plain((reply.more,), "dim")
    yield from _details(reply)


def _details(reply: Reply) -> Iterator[RenderableType]:
    """What stands below the first screen; in an emergency the differences of sources come last of all."""
    titles, emergency = reply.titles, reply.urgency == "emergency"
    differs = list(_titled(titles.differs, (with_cites(one.text, one.cites) for one in reply.differs)))
    yield from _titled(titles.plan, (_line(line) for line in reply.plan))
    yield from _titled(titles.change, reply.changes)
    yield from [] if emergency else differs
    yield from _plain((_line(line) for line in reply.safety_net), "bold")
    yield from _titled(titles.sources, (_source(one) for one in reply.sources), "dim")
    yield from _plain((*reply.footer, f"{titles.reply} {reply.reply_id}" if reply.reply_id else ""), "dim")
    yield from [_question(reply.reader)] if reply.reader else []
    yield from _titled(titles.why, reply.why, "dim")
    yield from differs if emergency else []


def _text(words: str, style: str = "") -> Text:
    return Text(printable(words), style=style)


def _plain(lines: Iterable[str], style: str) -> Iterator[Text]:
    yield from (_text(line, style) for line in lines if line)


def _numbered(lines: Iterable[Line]) -> Iterator[RenderableType]:
    for number, line in enumerate(lines, start=1):
        yield Padding(_text(f"{number}. {_line(line)}"), (0, 0, 0, 2))


def _titled(title: str, lines: Iterable[str], style: str = "") -> Iterator[RenderableType]:
    found = [line for line in lines if line]
    if found:
        yield _text(f"\n{title}", "bold underline")
        yield from (Padding(_text(f"- {line}", style), (0, 0, 0, 2)) for line in found)


def _line(line: Line) -> str:
    return with_cites(line.text, line.cites)


def _question(question: Question) -> Text:
    answers = " / ".join(option.label for option in question.options)
    return _text(f"? {question.text}" + (f"  ({answers})" if answers else ""), "cyan")


def _source(source: CitedSource) -> str:
    return f"[{source.number}] {source.text}" + (f"  {source.link}" if source.link else "")
