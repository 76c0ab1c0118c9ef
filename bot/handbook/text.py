"""Words, links and tables as the site's Markdown (MyST) writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_MARKS = re.compile(r"([\\`*_{}\[\]<>|$~#@^])")
_OPENING = re.compile(r"^(\d+)([.)])|^([-+=:])")


def escape(words: str) -> str:
    r"""Words that are shown letter by letter.

    >>> escape("1. ANC < 0.5 [see *below*]")
    '1\\. ANC \\< 0.5 \\[see \\*below\\*\\]'
    """
    return _OPENING.sub(r"\1\\\2\3", _MARKS.sub(r"\\\1", " ".join(words.split())))


def code(name: str) -> str:
    """An id, as it is typed."""
    return f"`{name}`"


def link(words: str, target: str) -> str:
    """A link to a target of any page; the build fails where there is none."""
    return f"[{words}](#{target})"


def target(name: str) -> str:
    """The line that gives what follows a name to link to."""
    return f"({name})="


def anchor(name: str) -> str:
    """How a target is spelled in an address of a built page.

    >>> anchor("table.red-flags")
    'table-red-flags'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, its cells ready as Markdown."""
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    yield from (f"| {' | '.join(cell or ' ' for cell in row)} |" for row in rows)
    yield ""
