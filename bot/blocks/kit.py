"""Block Kit, as far as we use it: each block within Slack's limits, and no text that could become markup.

Everything a block shows has passed `plain` or `escape`: a mention, a channel ping or a link cannot be injected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

Block = dict[str, Any]

HEADER, SECTION, CONTEXT, BUTTON, LABEL, VALUE = 150, 3000, 2000, 75, 75, 2000
MOST_BUTTONS = 25
# Controls (a new line is kept) and the characters that turn text round: they can hide or forge what is read.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain(text: str) -> str:
    """*text* without characters that hide or turn round other text.

    >>> plain("ANC\u202e 0.4")
    'ANC 0.4'
    """
    return _HIDDEN.sub("", text)


def escape(text: str) -> str:
    """*text* as Slack's mark-up shows it literally.

    >>> escape("<!channel> & co")
    '&lt;!channel&gt; &amp; co'
    """
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """*text*, or its beginning and an ellipsis when it is longer than *limit*."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def header(text: str) -> Block:
    """The first line: a header where it fits, else a bold section, so that no word of it is lost."""
    if len(text) <= HEADER:
        return {"type": "header", "text": _plain_text(text)}
    return {"type": "section", "text": {"type": "mrkdwn", "text": f"*{cut(escape(text), SECTION - 2)}*"}}


def literal(*paragraphs: str) -> Iterator[Block]:
    """Paragraphs shown letter by letter: for whatever was read from a message; nothing for an empty one."""
    for text in paragraphs:
        if plain(text):
            yield {"type": "section", "text": _plain_text(cut(text, SECTION))}


def listed(title: str, lines: Sequence[str]) -> Iterator[Block]:
    """A titled list, in as many sections as it needs; nothing when there is nothing to list."""
    text = f"*{escape(title)}*" if title and lines else ""
    for line in (cut(escape(line), SECTION) for line in lines):
        if text and len(text) + len(line) + 1 > SECTION:
            yield _section(text)
            text = ""
        text = f"{text}\n{line}" if text else line
    if text:
        yield _section(text)


def small(lines: Sequence[str]) -> Iterator[Block]:
    """Small print, one element."""
    text = "\n".join(plain(line) for line in lines)
    if text:
        yield {"type": "context", "elements": [_plain_text(cut(text, CONTEXT))]}


def button(label: str, *, action: str, value: str, told: str) -> Block:
    """A button. *told* is what a screen reader says; *value* is opaque."""
    return {
        "type": "button",
        "text": _plain_text(cut(label, BUTTON)),
        "action_id": action,
        "value": value,
        "accessibility_label": cut(plain(told), LABEL),
    }


def actions(buttons: Sequence[Block]) -> Iterator[Block]:
    """A row of buttons; nothing when there is none."""
    if buttons:
        yield {"type": "actions", "elements": list(buttons[:MOST_BUTTONS])}


def size(block: Block) -> int:
    """About how many characters *block* takes of what Slack allows a message: its words and their wrapping."""
    text = block.get("text", "")
    words = len(text) if isinstance(text, str) else len(text["text"])
    return words + 80 + sum(120 + size(one) for one in block.get("elements", ()))


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": plain(text) or "…", "emoji": False}
