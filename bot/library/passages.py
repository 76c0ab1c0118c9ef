"""The committed index of passages: a line for each statement, believed only while it is of this very handbook.

`bot.index` writes it. A statement whose words have changed since is not searched by its old ones: the start fails.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.library.folder import PASSAGES, REBUILD
from bot.library.markdown import Chapter, Piece
from core.errors import ContentError
from core.passage import Passage
from core.passages.terms import Terms

FORMAT = 1  # of the file and of how words become terms


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Head(_Line):
    """The first line: of which form, edition and vocabulary the others are."""

    format: int
    edition: str
    vocabulary: str


class Entry(_Line):
    """One statement: where it stands, the hash of its source text, and the terms it is searched by.

    `headers` are those above it and its own; `numbers` the thresholds it prints, as they were when the edition began;
    `asks` has each way of asking with its terms, `words` each audience with its.
    """

    id: str
    file: str
    headers: tuple[str, ...]
    sha256: str
    numbers: Mapping[str, str]
    title: tuple[str, ...]
    asks: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]

    def passage(self) -> Passage:
        """The statement as it is searched."""
        words = tuple(term for terms in self.words.values() for term in terms)
        return Passage(self.title, tuple(self.asks.values()), words)


@dataclass(frozen=True, slots=True)
class Origin:
    """What an index must have been made from."""

    edition: str
    terms: Terms
    chapters: tuple[Chapter, ...]

    def head(self) -> Head:
        """The first line of its index."""
        return Head(format=FORMAT, edition=self.edition, vocabulary=self.terms.digest())

    def statements(self) -> Iterator[Piece]:
        """The handbook's own statements as they are written."""
        return (piece for chapter in self.chapters for piece in chapter.pieces if piece.kind == "statement")


def source_hash(source: str) -> str:
    """The SHA-256 of a statement as it is written, from its heading on, white space aside."""
    return hashlib.sha256(" ".join(source.split()).encode()).hexdigest()


def read_passages(text: str, origin: Origin) -> tuple[Entry, ...]:
    """The committed index, one entry for each statement.

    Raises:
        ContentError: it is of another form, vocabulary or edition, or a statement is not as it was (the author's
            fault: whoever changes a statement makes the index anew).
    """
    head, entries = _lines(text)
    for name, value in origin.head().model_dump().items():
        if getattr(head, name) != value:
            raise ContentError(f"{PASSAGES}:1", f"the index was made with another {name}", REBUILD)
    known = {entry.id: entry for entry in entries}
    for piece in origin.statements():
        entry = known.pop(piece.id, None)
        if entry is None:
            raise ContentError(str(piece.place), f"statement {piece.id} is not in {PASSAGES}", REBUILD)
        if entry.sha256 != source_hash(piece.source):
            raise ContentError(str(piece.place), f"statement {piece.id} is not the one in {PASSAGES}", REBUILD)
    if known:
        raise ContentError(PASSAGES, f"the handbook has no statement {min(known)}", REBUILD)
    return entries


def _lines(text: str) -> tuple[Head, tuple[Entry, ...]]:
    first, *rest = text.splitlines() or [""]
    entries: list[Entry] = []
    try:
        head = Head.model_validate_json(first)
        entries.extend(Entry.model_validate_json(line) for line in rest)
    except ValidationError:
        line = len(entries) + 2 if first.startswith('{"format"') else 1
        raise ContentError(f"{PASSAGES}:{line}", "this is no line of an index of passages", REBUILD) from None
    return head, tuple(entries)


def in_force(entries: Iterable[Entry], numbers: Mapping[str, str]) -> dict[str, Passage]:
    """The passages that print the numbers in force; of the others the terms are found at start."""
    return {entry.id: entry.passage() for entry in entries if entry.numbers.items() <= numbers.items()}


def written(origin: Origin, entries: Iterable[Entry]) -> str:
    """The text of an index: its head, then a line for each passage by its id."""
    lines = [origin.head(), *sorted(entries, key=lambda entry: entry.id)]
    return "".join(f"{line.model_dump_json()}\n" for line in lines)
