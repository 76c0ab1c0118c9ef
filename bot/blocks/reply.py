"""A reply as Slack shows it: headline, actions, echo, score, questions, what would change, differences, foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.blocks import kit
from bot.blocks.kit import Block
from bot.outbox import Rendered
from bot.store.port import Sending, View
from bot.words import REPEAT
from core.reply import plain as in_words
from core.reply.parts import Line, Question, Reply

ANSWER, SHOW = "answer", "show"  # how our action ids begin
MOST_TEXT = 3900  # characters of the plain text: Slack refuses to update a message with more than 4,000
MOST_BLOCKS, MOST_DRAWN = 50, 12_000  # blocks, and the characters they may hold together
SHORT = 60  # characters of a source's title in the small print
_EMERGENCY = "emergency"
_PRESSING = (_EMERGENCY, "urgent")


def render(reply: Reply, key: str, view: View = "reply") -> Rendered:
    """*reply*, kept under the opaque *key*, in one of its views. The text says in sentences what the blocks show."""
    if view != "reply":
        return _shown(reply, view)
    return Rendered(_words(reply), _fitting(list(_blocks(reply, key))))


def sending(row: Sending) -> Rendered:
    """The message that a row of the outbox delivers; a possible repeat of a post says so, after its first line."""
    rendered = render(row.reply, row.delivery.reply, row.delivery.view)
    return _marked(rendered) if row.repeat and row.delivery.address.kind == "post" else rendered


def _blocks(reply: Reply, key: str) -> Iterator[Block]:
    """The order of the plain text: an urgent reply says what to do before anything about the message itself."""
    pressing, titles = reply.urgency in _PRESSING, reply.titles
    yield kit.header(reply.headline)
    yield from kit.literal(*(() if pressing else reply.notices))
    yield from kit.listed("", _numbered(reply.actions))
    yield from kit.listed(titles.doses, [f"• {_cited(line)}" for line in reply.doses])
    yield from kit.listed(titles.contacts, [f"• {_cited(line)}" for line in reply.contacts])
    yield from kit.literal(*(reply.notices if pressing else ()))
    for section in reply.sections:
        yield from kit.listed(section.title, [f"• {line}" for line in section.lines])
    yield from kit.listed(titles.offered if reply.offered else "", [f"• {_cited(line)}" for line in reply.offered])
    yield from kit.literal(
        *reply.doubts, reply.echo, *(course.line for course in reply.courses), reply.score, *reply.local
    )
    for number, question in enumerate(reply.questions):
        yield from _asked(question, number, key)
    yield from kit.small([reply.more] if reply.more else [])
    if not pressing:
        yield from kit.listed(titles.plan, [f"• {_cited(line)}" for line in reply.plan])
    yield from kit.listed(titles.change, [f"• {line}" for line in reply.changes])
    if reply.urgency != _EMERGENCY:
        yield from kit.listed(titles.differs, [f"• {one.text}" for one in reply.differs])
    yield from kit.listed("", [_cited(line) for line in reply.safety_net])
    yield from _foot(reply, key)


def _numbered(lines: Sequence[Line]) -> list[str]:
    return [f"{number}. {_cited(line)}" for number, line in enumerate(lines, start=1)]


def _cited(line: Line) -> str:
    return " ".join([line.text, *(f"[{number}]" for number in line.cites)])


def _asked(question: Question, number: int, key: str) -> Iterator[Block]:
    """One question with its answers as buttons; a button holds the reply's key and two numbers, nothing clinical."""
    yield from kit.literal(question.text)
    yield from kit.small([question.meaning] if question.meaning else [])
    yield from kit.actions(
        [
            kit.button(
                option.label,
                action=f"{ANSWER}:{number}:{choice}",
                value=f"{key}:{number}:{choice}",
                told=f"{option.label}: {question.text}",
            )
            for choice, option in enumerate(question.options)
        ]
    )


def _foot(reply: Reply, key: str) -> Iterator[Block]:
    printed = [f"{reply.titles.reply} {reply.reply_id}".strip()] if reply.reply_id else []
    yield from kit.small([reply.reader.text] if reply.reader else [])
    yield from kit.small([*_short_sources(reply), *reply.footer, *printed])
    views: dict[View, tuple[str, bool]] = {
        "why": ("Why", bool(reply.why or (reply.differs and reply.urgency == _EMERGENCY))),
        "plan": ("Full plan", bool(reply.plan)),
        "sources": ("Sources", bool(reply.sources)),
    }
    yield from kit.actions(
        [
            kit.button(label, action=f"{SHOW}:{view}", value=f"{key}:{view}", told=f"{label} of this answer")
            for view, (label, there) in views.items()
            if there
        ]
    )


def _short_sources(reply: Reply) -> list[str]:
    """The numbers with the titles they stand for; the places and addresses are behind Sources and in the text."""
    named = (f"[{source.number}] {kit.cut(source.text.split(' (')[0], SHORT)}" for source in reply.sources)
    return [" · ".join(named)] if reply.sources else []


def _shown(reply: Reply, view: View) -> Rendered:
    """What a button under a reply opens, for one person: why, the whole plan, or the sources with their addresses."""
    titles = reply.titles
    parts: list[tuple[str, list[str]]] = {
        "why": [
            (titles.why, [f"• {line}" for line in reply.why]),
            (titles.differs, [f"• {one.text}" for one in reply.differs]),
        ],
        "plan": [
            ("", _numbered(reply.actions)),
            (titles.doses.rstrip(":"), [f"• {_cited(line)}" for line in reply.doses]),
            (titles.contacts.rstrip(":"), [f"• {_cited(line)}" for line in reply.contacts]),
            (titles.plan, [f"• {_cited(line)}" for line in reply.plan]),
            ("", [_cited(line) for line in reply.safety_net]),
        ],
        "sources": [
            (titles.sources, [f"[{one.number}] {one.text} {one.link}".rstrip() for one in reply.sources]),
        ],
    }.get(view, [])
    told = [(title, lines) for title, lines in parts if lines]
    blocks = [kit.header(reply.headline), *(block for title, lines in told for block in kit.listed(title, lines))]
    text = "\n".join(
        [reply.headline, *(line for title, lines in told for line in ([f"{title}:"] if title else []) + lines)]
    )
    return Rendered(_text(text), _fitting(blocks + list(kit.small(reply.footer))))


def _words(reply: Reply) -> str:
    """The whole reply in sentences. What a button shows again gives way first: the trace, the addresses, the plan."""
    shown = replace(reply, why=())
    unlinked = replace(shown, sources=tuple(replace(source, link="") for source in shown.sources))
    for fewer in (shown, unlinked, replace(unlinked, plan=())):
        text = kit.escape(in_words(fewer))
        if len(text) <= MOST_TEXT:
            return text
    return _text(in_words(replace(unlinked, plan=())))


def _text(words: str) -> str:
    """The plain text, within the limit, cut between lines, and saying so."""
    escaped = kit.escape(words)
    if len(escaped) <= MOST_TEXT:
        return escaped
    kept = escaped[:MOST_TEXT].rsplit("\n", 1)[0]
    return f"{kept}\n(Shortened: the message itself, and its buttons, say the rest.)"


def _fitting(blocks: list[Block]) -> tuple[Block, ...]:
    """As many blocks as Slack draws: small print in the middle gives way first, the headline and buttons never."""
    while len(blocks) > MOST_BLOCKS or sum(map(kit.size, blocks)) > MOST_DRAWN:
        spare = [at for at, block in enumerate(blocks) if block["type"] == "context"] or [len(blocks) - 2]
        if spare[-1] <= 0:
            break
        del blocks[spare[-1]]
    return tuple(blocks)


def _marked(rendered: Rendered) -> Rendered:
    first, *rest = rendered.text.split("\n")
    head, *others = rendered.blocks
    return Rendered("\n".join([f"{first} {REPEAT}", *rest]), (head, *kit.small([REPEAT]), *others))
