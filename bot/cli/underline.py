"""A message with its pieces underlined, as a compiler shows a line of code."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from rich.cells import cell_len

from core.reading.reading import ASKED, LEFT, TAKEN, WORD, Explained

MARKS = {TAKEN: "^", ASKED: "?", LEFT: "~", WORD: "."}
TAB = "    "
LEFTWARD = frozenset({"R", "AL", "AN"})  # letters a terminal sets from right to left, away from our marks
JOINED = frozenset({*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)})  # change the letter before, not always its width
NO_MARKS = "(right-to-left letters: see the list for what each piece became)"


@dataclass
class _Line:
    """A line of the terminal: where each letter of the message stands in it."""

    text: str = ""
    width: int = 0
    places: dict[int, tuple[int, int]] = field(default_factory=dict)  # place in the message -> column, width

    def put(self, at: int, shown: str) -> None:
        """Add one letter."""
        size = cell_len(shown)
        self.places[at] = (self.width, size)
        self.text, self.width = self.text + shown, self.width + size


def underlined(text: str, said: Sequence[Explained], width: int) -> Iterator[str]:
    """The lines of the message, each with marks and numbers below the pieces that are listed under these numbers."""
    for line in _lines(text, width):
        yield line.text
        if any(unicodedata.bidirectional(letter) in LEFTWARD for letter in line.text):
            yield NO_MARKS
            continue
        spans = [(number, one.kind, span) for number, one in listed(said) if (span := _span(line, one))]
        if spans:
            yield _marks(spans)
            yield from _numbers([(number, span[0]) for number, _, span in spans if number])


def listed(said: Sequence[Explained]) -> list[tuple[int, Explained]]:
    """The pieces with their numbers in the list below; words of the vocabulary have none."""
    counter = count(1)
    return [(0 if one.kind == WORD else next(counter), one) for one in said]


def _lines(text: str, width: int) -> Iterator[_Line]:
    """The message as the terminal shows it, cut where it is full; letters that steer a terminal are left out."""
    line = _Line()
    for at, letter in enumerate(text):
        if letter == "\n":
            yield line
            line = _Line()
            continue
        shown = _shown(letter)
        if line.width + cell_len(shown) > width:
            yield line
            line = _Line()
        line.put(at, shown)
    yield line


def _shown(letter: str) -> str:
    if letter == "\t":
        return TAB
    return letter if letter.isprintable() and ord(letter) not in JOINED else ""


def _span(line: _Line, one: Explained) -> tuple[int, int] | None:
    """First and past-the-last column of the part of a piece that stands in this line; None when nothing does."""
    cells = [line.places[at] for at in range(one.start, one.end) if at in line.places]
    end = max((column + size for column, size in cells), default=0)
    return (cells[0][0], end) if cells and end > cells[0][0] else None


def _marks(spans: Sequence[tuple[int, str, tuple[int, int]]]) -> str:
    """One line of marks; where two pieces overlap, that which became something is seen."""
    order = [WORD, LEFT, ASKED, TAKEN]
    row = [" "] * max(end for _, _, (_, end) in spans)
    for _, kind, (first, end) in sorted(spans, key=lambda one: order.index(one[1])):
        row[first:end] = MARKS[kind] * (end - first)
    return "".join(row)


def _numbers(places: Sequence[tuple[int, int]]) -> Iterator[str]:
    """The numbers below their pieces, in as many lines as they need not to touch."""
    rows: list[str] = []
    for number, column in places:
        at = next((j for j, row in enumerate(rows) if len(row) < column or not row), len(rows))
        if at == len(rows):
            rows.append("")
        rows[at] = rows[at].ljust(column) + str(number)
    yield from rows
