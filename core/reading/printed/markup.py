"""Slack's markup taken off a message, every remaining letter keeping its place in the original."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, final

from core.lexicon import fold

PHONE_LINK: Final = "phonelink"  # stands for a telephone or mail link: an identifier, whatever its label
ENTITY: Final = re.compile(
    r"<(?P<kind>[@#!]|https?:|mailto:|tel:)[^<>|\n]{0,400}(?:\|(?P<label>[^<>\n]{0,200}))?>"
    r"|(?:<|&lt;)/?(?P<tag>b|i|u|em|strong|span|font|p|div|table|tbody|td|th|tr|br)\b[^<>&\n]{0,200}(?:>|&gt;)"
    r"|(?P<escape>&(?:lt|gt|amp);)|(?<!\w):(?P<emoji>[a-zA-Z][\w+\-]{1,40}):(?!\w)|(?P<url>https?://\S{1,400})"
    r"|(?P<quote>^(?:&gt;|>)+[ \t])|(?P<hidden>[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]+)",
    re.MULTILINE,
)
ESCAPES: Final = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
CELLS: Final = {
    "td": "\t",
    "th": "\t",
    "tr": "\n",
    "br": "\n",
    "p": "\n",
    "div": "\n",
}  # of a table copied with its tags
EMOJI: Final = {"arrow_right": "→", "arrow_forward": "→", "fast_forward": "→"} | {
    "thermometer": " T ",
    "face_with_thermometer": " T ",
}  # what such a code tells
MAY_HAVE_MARKUP: Final = re.compile(r"[<>&:\u00ad\u200b-\u206f\ufeff]")


@final
class Plain:
    """A message without markup: as typed, folded for matching, and where each letter came from."""

    __slots__ = ("folded", "length", "origin", "typed")

    def __init__(self, typed: str, folded: str, origin: Sequence[int] | None, length: int) -> None:
        self.typed = typed
        self.folded = folded
        self.origin = origin
        self.length = length

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span in the message as it arrived."""
        if self.origin is None:
            return start, end
        first = self.origin[start] if start < len(self.origin) else self.length
        return first, (self.origin[end - 1] + 1 if end > start else first)


def unmark(text: str) -> Plain:
    """Take mentions, links, escapes, emoji codes and invisible characters out; never raises.

    >>> unmark("<@U04F> ANC &lt;0.1").typed
    '  ANC <0.1'
    """
    if not MAY_HAVE_MARKUP.search(text):
        return Plain(text, fold(text), None, len(text))
    pieces: list[str] = []
    origin: list[int] = []
    done = 0
    markup = list(_markup(text))
    if not markup:
        return Plain(text, fold(text), None, len(text))
    for found in markup:
        pieces.append(text[done : found.start()])
        origin.extend(range(done, found.start()))
        instead = _instead(found)
        pieces.append(instead)
        origin.extend([found.start()] * len(instead))
        done = found.end()
    pieces.append(text[done:])
    origin.extend(range(done, len(text)))
    typed = "".join(pieces)
    return Plain(typed, fold(typed), origin, len(text))


def _markup(text: str) -> Iterator[re.Match[str]]:
    """Every piece of markup in order; only where one may begin is looked at closely."""
    if "://" in text:
        yield from ENTITY.finditer(text)
        return
    done = 0
    for sign in MAY_HAVE_MARKUP.finditer(text):
        if sign.start() >= done and (found := ENTITY.match(text, sign.start())):
            done = found.end()
            yield found


def _instead(found: re.Match[str]) -> str:
    """What stands for one piece of markup."""
    if escape := found["escape"]:
        return ESCAPES[escape]
    if found["hidden"]:
        return ""
    if tag := found["tag"]:
        return CELLS.get(tag, " ")
    if emoji := found["emoji"]:
        return EMOJI.get(emoji.lower(), " ")
    if (kind := found["kind"]) in ("tel:", "mailto:"):
        return f" {PHONE_LINK} "
    return f" {found['label'] or ''} " if kind and kind[0] == "h" else " "
