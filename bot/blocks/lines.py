"""Lines of a reply as blocks and sentences: numbered, in a list, letter by letter; and what fits a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.blocks import kit, limits
from bot.blocks.layout import Block
from bot.blocks.surfaces import drawn
from core.reply import plain as in_words
from core.reply.parts import Difference, Line, Reply
from core.reply.sourcing import with_cites

MOST_TEXT = limits.MESSAGE_TEXT - 100  # the rest is for a word that it was shortened, or may be a repeat
SHORTENED = "(Shortened: the message itself, and its buttons, say the rest.)"

Part = tuple[int, Block]
# What gives way first where a reply is longer than Slack draws: the highest, and of those the last.
KEPT, ASKED, UNDERSTOOD, WATCHED, PLANNED, MEANT = range(6)


def ranked(rank: int, blocks: Iterable[Block]) -> Iterator[Part]:
    """Blocks with how soon they give way."""
    return ((rank, block) for block in blocks)


def fitting(parts: list[Part]) -> tuple[Block, ...]:
    """As many blocks as Slack draws; the first line never gives way."""
    sizes = [drawn(block) for _, block in parts]
    while len(parts) > limits.MESSAGE_BLOCKS or (sum(sizes) > limits.DRAWN and len(parts) > 1):
        spare = max(range(1, len(parts)), key=lambda at: (parts[at][0], at))
        del parts[spare], sizes[spare]
    return tuple(block for _, block in parts)


def cited(line: Line | Difference) -> str:
    """A sentence with the numbers of its sources, lowest first."""
    return with_cites(line.text, tuple(sorted(line.cites)))


def numbered(lines: Sequence[Line]) -> list[str]:
    """Actions in their order, marked up; one alone needs no number."""
    if len(lines) == 1:
        return [kit.escape(cited(line)) for line in lines]
    return [f"*{number}.* {kit.escape(cited(line))}" for number, line in enumerate(lines, start=1)]


def bulleted(lines: Sequence[Line | Difference]) -> list[str]:
    """Lines of a list."""
    return [f"• {cited(line)}" for line in lines]


def letter_by_letter(lines: Sequence[str]) -> Iterator[Block]:
    """A list that may hold what was typed, in as many paragraphs as it needs."""
    text = ""
    for line in (kit.cut(f"• {kit.plain(line)}", limits.SECTION) for line in lines):
        if text and len(text) + len(line) + 1 > limits.SECTION:
            yield from kit.literal(text)
            text = ""
        text = f"{text}\n{line}" if text else line
    yield from kit.literal(text)


def in_sentences(reply: Reply) -> str:
    """The whole reply in sentences. What a button shows again gives way first: the trace, the addresses, the plan."""
    shown = replace(reply, why=())
    text = kit.escape(in_words(shown))
    if len(text) > MOST_TEXT:
        text = _unlinked(text, shown)
    if len(text) > MOST_TEXT:
        text = shortened(_unlinked(kit.escape(in_words(replace(shown, plan=()))), shown))
    return text or "…"


def _unlinked(text: str, reply: Reply) -> str:
    for source in reply.sources:
        if source.link:
            text = text.replace(f" {kit.escape(source.link)}", "")
    return text


def shortened(text: str) -> str:
    """An escaped text within the limit, cut between lines, and saying so."""
    if len(text) <= MOST_TEXT:
        return text or "…"
    kept = text[:MOST_TEXT].rsplit("\n", 1)[0]
    return f"{kept}\n{SHORTENED}"
