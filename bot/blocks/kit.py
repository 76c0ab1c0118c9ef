"""Words made into blocks that Slack takes: cut to their place, and with nothing in them that could become markup.

Whatever was read from a message goes through `literal`, which shows it letter by letter; the handbook's own words go
through `listed`, escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.blocks import limits
from bot.blocks.elements import Button, Style
from bot.blocks.layout import Actions, Block, Context, Header, Section
from bot.blocks.objects import HIDDEN, OPENS, OURS, Confirm, Mrkdwn, PlainText, hides

CONTEXT = 2000  # characters of small print: more is no small print
_BRACKET = "\u2039"  # what stands for an angle bracket that could open markup


def plain(text: str) -> str:
    """*text* without characters that hide or turn round other text, and without what could open markup.

    >>> plain("ANC\u202e <0.5 <!channel>")
    'ANC <0.5 ‹!channel>'
    """
    shown = HIDDEN.sub("", text) if hides(text) else text
    return OPENS.sub(_BRACKET, shown) if "<" in shown else shown


def escape(text: str) -> str:
    """*text* as Slack's mark-up shows it literally.

    >>> escape("<!channel> & co")
    '&lt;!channel&gt; &amp; co'
    """
    shown = HIDDEN.sub("", text) if hides(text) else text
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """*text*, or its beginning and an ellipsis when it is longer than *limit*."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def words(text: str, limit: int = limits.TEXT) -> PlainText:
    """*text* letter by letter, cut to its place."""
    return PlainText(text=cut(plain(text), limit) or "…")


def link(address: str, title: str) -> str:
    """The title of a source as a link to it; the title alone where the address is none that Slack could open.

    >>> link("https://doi.org/1", "IDSA"), link("javascript:x", "IDSA")
    ('<https://doi.org/1|IDSA>', 'IDSA')
    """
    said = escape(title)
    made = f"<{address.replace('&', '&amp;')}|{cut(said, 200)}>"
    return made if address.startswith("https://") and OURS.fullmatch(made) else said


# An urgency and the rest of a first line: "EMERGENCY until shown otherwise: treat as ...". Before it may stand a
# sentence of its own: "EMERGENCY if the temperature is ...: check now. [1] SOON: ..."
_URGENCY = re.compile(r"([A-Z]{4,}[a-z ]{0,30}): (.+)", re.DOTALL)
_CHECK = re.compile(r"(?<=[.\]]) (?=[A-Z]{4,}[a-z ]{0,30}: )")


def headline(text: str, *, urgent: bool) -> Iterator[Block]:
    """The first line, of which no word is lost.

    An urgency stands alone in large type, with what it asks for in bold below. A line without one is a header where
    it is short, else a plain paragraph: three lines of bold are harder to read than none.
    """
    parted = _URGENCY.fullmatch(plain(text)) if urgent else None
    if parted is not None:
        yield Header(text=words(parted[1], limits.HEADER))
        yield from _bold(parted[2][0].upper() + parted[2][1:])
    elif urgent:
        for sentence in _CHECK.split(text):
            yield from _bold(sentence)
    elif len(text) <= limits.HEADER // 2:
        yield Header(text=words(text))
    else:
        yield from literal(text)


@lru_cache(maxsize=64)
def title(text: str) -> tuple[Block, ...]:
    """Words of ours above a part, made once; nothing when there are none."""
    return tuple(_bold(text))


def literal(*paragraphs: str) -> Iterator[Block]:
    """Paragraphs shown letter by letter: for whatever was read from a message; nothing for an empty one."""
    for text in paragraphs:
        if plain(text):
            yield Section(text=words(text, limits.SECTION), expand=True)


def listed(heading: str, lines: Sequence[str], *, marked: bool = False) -> Iterator[Block]:
    """A titled list, in as many sections as it needs, never behind "See more"; nothing when there is nothing to list.

    Lines are escaped here, unless they are *marked*: then they hold marks of ours and were escaped before.
    """
    text = f"*{escape(heading)}*" if heading and lines else ""
    for line in (cut(one if marked else escape(one), limits.SECTION) for one in lines):
        if text and len(text) + len(line) + 1 > limits.SECTION:
            yield section(text)
            text = ""
        text = f"{text}\n{line}" if text else line
    if text:
        yield section(text)


def section(text: str) -> Section:
    """Words that were escaped and may hold marks of ours, never behind "See more"."""
    return Section(text=Mrkdwn(text=text or "…"), expand=True)


def small(lines: Sequence[str]) -> Iterator[Block]:
    """Small print, one element."""
    text = "\n".join(plain(line) for line in lines if line)
    if text:
        yield Context(elements=(words(text, CONTEXT),))


def button(
    label: str | PlainText,
    *,
    action: str,
    value: str,
    told: str,
    style: Style | None = None,
    confirm: Confirm | None = None,
) -> Button:
    """A button. *told* is what a screen reader says; *value* is opaque. A label of ours may be made before."""
    return Button(
        text=words(label, limits.BUTTON_TEXT) if isinstance(label, str) else label,
        action_id=action,
        value=value,
        style=style,
        confirm=confirm,
        accessibility_label=cut(plain(told), limits.BUTTON_LABEL) or None,
    )


def actions(elements: Sequence[Button], block_id: str | None = None) -> Iterator[Block]:
    """A row of buttons; nothing when there is none."""
    if elements:
        yield Actions(elements=tuple(elements[: limits.ACTIONS]), block_id=block_id)


def _bold(text: str) -> Iterator[Block]:
    said = cut(escape(text), limits.SECTION - 2)
    if said:
        yield section(f"*{said}*")
