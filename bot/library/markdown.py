"""A guideline file taken apart: front matter, and the headed pieces of its special sections, with line numbers.

The only user of markdown-it. Whatever stands outside those sections is prose for readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.library.text import Document, parse
from core.errors import ContentError
from core.guideline import Place

SECTIONS: dict[str, Literal["statement", "table"]] = {
    "Statements": "statement",
    "Disagreements": "statement",
    "Decision tables": "table",
}
_HEADING = re.compile(r"(?P<title>.*\S)\s*\{#(?P<id>[a-z0-9][a-z0-9_.-]*)\}")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or one entry of a list: its words on one line."""

    text: str
    place: Place
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A Markdown table as its author typed it, cell by cell; the first line is the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[Place, tuple[str, ...]], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Piece:
    """One `### Title {#id}` of a special section, and what stands below it; `source` is all of it as typed."""

    kind: Literal["statement", "table"]
    id: str
    title: str
    place: Place
    blocks: tuple[Block | Grid, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One guideline file: its front matter and its pieces."""

    file: str
    front: Document
    pieces: tuple[Piece, ...]


def read_chapter(text: str, file: str) -> Chapter:
    """Take a guideline file apart.

    Raises:
        ContentError: no front matter, or a heading without an id (the author's fault).
    """
    lines = text.splitlines()
    front = parse("\n".join(lines[1 : _front_end(lines, file)]), file, before=1)
    body = body_of(text, file)
    tokens = _blocks_only().parse("\n".join(body))
    return Chapter(file, front, tuple(_pieces(tokens, body, file)))


def body_of(text: str, file: str) -> list[str]:
    """The lines of a guideline file; blank ones stand in for the front matter, so that every line keeps its number."""
    lines = text.splitlines()
    end = _front_end(lines, file)
    return [""] * (end + 1) + lines[end + 1 :]


def _front_end(lines: Sequence[str], file: str) -> int:
    if not lines or lines[0].rstrip() != "---":
        raise ContentError(
            f"{file}:1", "there is no front matter", "Begin the file with --- and the guideline's id, title, edition"
        )
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return number
    raise ContentError(f"{file}:1", "the front matter does not end", "Close it with a line ---")


@cache
def _blocks_only() -> MarkdownIt:
    """The parser of blocks: most of a guideline is cells, whose words we take as typed."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("inline")


@cache
def _inline() -> MarkdownIt:
    """The parser of the words of one paragraph."""
    return MarkdownIt("commonmark", {"html": False})


def _pieces(tokens: Sequence[Token], lines: Sequence[str], file: str) -> Iterator[Piece]:
    kind: Literal["statement", "table"] | None = None
    headings = [number for number, token in enumerate(tokens) if token.type == "heading_open" and not token.level]
    for number, stop in pairwise((*headings, len(tokens))):
        token, words = tokens[number], tokens[number + 1].content
        if token.tag in ("h1", "h2"):
            kind = SECTIONS.get(words.strip()) if token.tag == "h2" else None
        elif kind is not None:
            place = _place(token, file)
            identifier, title = _heading(words, token, place)
            end = _place(tokens[stop], file).line - 1 if stop < len(tokens) else len(lines)
            source = "\n".join(lines[place.line - 1 : end])
            blocks = tuple(_blocks(tokens[number + 3 : stop], lines, file))
            yield Piece(kind, identifier, title, place, blocks, source)


def _heading(words: str, token: Token, place: Place) -> tuple[str, str]:
    found = _HEADING.fullmatch(words.strip())
    if token.tag != "h3" or not found:
        raise ContentError(str(place), f"the heading {words!r} has no id", "Write it as: ### Title {#guideline.name}")
    return found["id"], found["title"]


def _blocks(tokens: Sequence[Token], lines: Sequence[str], file: str) -> Iterator[Block | Grid]:
    listed = 0
    for token, following in zip(tokens, (*tokens[1:], None), strict=True):
        if token.type in ("bullet_list_open", "bullet_list_close"):
            listed += token.nesting
        elif token.type == "paragraph_open" and following is not None:
            yield Block(_words(following), _place(token, file), bool(listed))
        elif token.type == "table_open" and token.map:
            yield _grid(token.map[0], token.map[1], lines, file)
        elif token.type in ("fence", "code_block", "blockquote_open", "ordered_list_open", "html_block", "hr"):
            problem = f"a {token.type.removesuffix('_open').replace('_', ' ')} cannot stand here"
            raise ContentError(
                str(_place(token, file)), problem, "Write plain paragraphs, a list of properties, or one table"
            )


def _words(inline: Token) -> str:
    """The words without their Markdown marks, on one line."""
    (parsed,) = _inline().parseInline(inline.content)
    children, breaks = parsed.children, ("softbreak", "hardbreak")
    parts = [" " if child.type in breaks else child.content for child in children or ()]
    return " ".join("".join(parts).split())


def _grid(start: int, stop: int, lines: Sequence[str], file: str) -> Grid:
    """The cells as typed: Markdown fills short rows and cuts long ones in silence, so it is not asked."""
    header = _cells(lines[start])
    rows = tuple((Place(file, number + 1), _cells(lines[number])) for number in range(start + 2, stop))
    for place, cells in rows:
        if len(cells) != len(header):
            problem = f"the row has {len(cells)} cells, the header {len(header)}"
            raise ContentError(str(place), problem, "Give every row one cell for each column; - admits any value")
    return Grid(header, rows, Place(file, start + 1))


def _cells(line: str) -> tuple[str, ...]:
    """The cells of one line of a table.

    >>> _cells("| fn.1 | yes, possible | - |")
    ('fn.1', 'yes, possible', '-')
    """
    return tuple(cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|"))


def _place(token: Token, file: str) -> Place:
    return Place(file, (token.map[0] if token.map else 0) + 1)
