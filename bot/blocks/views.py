"""What a button under a reply opens: why, the whole plan, the sources with their addresses, the course of counts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import kit
from bot.blocks.layout import Block
from bot.blocks.lines import KEPT, bulleted, cited, fitting, letter_by_letter, numbered, shortened
from bot.blocks.surfaces import Message
from bot.store.port import View
from core.reply.parts import CitedSource, Line, Reply

Opened = tuple[str, Sequence[str], Sequence[Block]]  # a part of a view: its title, its lines in words, its blocks


def opened(reply: Reply, view: View) -> Message:
    """One part of a reply under its first line, in blocks and in words."""
    parts = {"why": _why, "plan": _plan, "sources": _sources, "trend": _trend}.get(view)
    found = [one for one in (parts(reply) if parts else []) if one[1]]
    spoken = [line for title, lines, _ in found for line in (*([f"{title}:"] if title else []), *lines)]
    blocks = [
        *kit.headline(reply.headline, urgent=bool(reply.urgency)),
        *(block for _, _, blocks in found for block in blocks),
        *kit.small(reply.footer),
    ]
    text = shortened(kit.escape("\n".join([reply.headline, *spoken])))
    return Message(text=text, blocks=fitting([(KEPT, one) for one in blocks]))


def _why(reply: Reply) -> list[Opened]:
    titles, differs = reply.titles, [f"- {cited(one)}" for one in reply.differs]
    return [
        (titles.why, reply.why, [*kit.title(titles.why), *letter_by_letter(reply.why)]),  # it quotes what was typed
        (titles.differs, differs, list(kit.listed(titles.differs, bulleted(reply.differs)))),
    ]


def _plan(reply: Reply) -> list[Opened]:
    titles = reply.titles
    steps = [f"{number}. {cited(line)}" for number, line in enumerate(reply.actions, 1)]
    return [
        ("", steps, list(kit.listed("", numbered(reply.actions), marked=True))),
        _listed(titles.doses.rstrip(":"), reply.doses),
        _listed(titles.contacts.rstrip(":"), reply.contacts),
        _listed(titles.plan, reply.plan),
        _listed("", reply.safety_net),
    ]


def _listed(title: str, lines: Sequence[Line]) -> Opened:
    return title, [f"- {cited(line)}" for line in lines], list(kit.listed(title, bulleted(lines)))


def _sources(reply: Reply) -> list[Opened]:
    title = reply.titles.sources
    spoken = [f"[{one.number}] {one.text} {one.link}".rstrip() for one in reply.sources]
    return [(title, spoken, list(kit.listed(title, [_linked(one) for one in reply.sources], marked=True)))]


def _trend(reply: Reply) -> list[Opened]:
    lines = [course.line for course in reply.courses]
    return [(reply.titles.course, lines, [*kit.title(reply.titles.course), *letter_by_letter(lines)])]


def _linked(source: CitedSource) -> str:
    """A source with its places, its title a link where it has an address."""
    title, _, places = source.text.partition("): ")
    whole = f"{title})" if places else title
    return f"[{source.number}] {kit.link(source.link, whole)}" + (f": {kit.escape(places)}" if places else "")
