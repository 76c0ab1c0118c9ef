"""Faults planted into the handbook, one at a time and always the same ones: what a slip of the pen would do to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

SEED = 20261123
TABLE_HEAD = re.compile(r"^\| row \|")
THRESHOLD = re.compile(r"^  [a-z]\w*:\s*\{unit: .*values: \{.*: (-?[\d.]+)\}")
BAND = re.compile(r"(below|to|from|above): \w+")
FLIPPED = {"below": "to", "to": "below", "from": "above", "above": "from"}
POLARITY = {"yes": "no", "no": "yes"}
ORDERS = ("above", "below")


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault: of which kind, in which file and line, and the text with it."""

    kind: str
    file: str
    line: int
    what: str
    text: str

    @property
    def name(self) -> str:
        """How a survivor is called."""
        return f"{self.kind} {self.file}:{self.line} {self.what}"


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a decision table: where it stands, its cells, and the heads of their columns."""

    line: int
    head: tuple[str, ...]
    cells: tuple[str, ...]

    def columns(self, *, left: bool) -> Iterator[int]:
        """The places of the conditions, or of the conclusions."""
        for place, name in enumerate(self.head):
            if place and name.startswith("→") != left:
                yield place


def planted(texts: Mapping[str, str], how_many: int, seed: int = SEED) -> list[Fault]:
    """*how_many* faults, evenly of every kind, chosen by *seed* among all that could be planted."""
    chance = Random(seed)  # noqa: S311 - the same faults every time, no secret
    chosen: list[Fault] = []
    pools = {kind: _all_of(kind, plant, texts) for kind, plant in KINDS.items()}
    for pool in pools.values():
        chance.shuffle(pool)
    while len(chosen) < how_many:
        for pool in pools.values():
            if pool and len(chosen) < how_many:
                chosen.append(pool.pop())
    return chosen


Plant = Callable[[list[str]], Iterator[tuple[int, str, list[str]]]]


def _all_of(kind: str, plant: Plant, texts: Mapping[str, str]) -> list[Fault]:
    found = []
    for file, text in sorted(texts.items()):
        for line, what, lines in plant(text.split("\n")):
            found.append(Fault(kind, file, line + 1, what, "\n".join(lines)))
    return found


def _threshold(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """A threshold one step of its printed precision too high or too low."""
    for number, line in enumerate(lines):
        match = THRESHOLD.match(line)
        if not match:
            continue
        value = Decimal(match[1])
        exponent = value.as_tuple().exponent
        assert isinstance(exponent, int)
        step = Decimal(1).scaleb(exponent)
        for moved in (value - step, value + step):
            text = line[: match.start(1)] + f"{moved:f}" + line[match.end(1) :]
            yield number, f"{line.split(':')[0].strip()} {value} -> {moved}", _with(lines, number, text)


def _limit(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Both bands at one limit turned: the value on the limit changes sides."""
    for number, line in enumerate(lines):
        if "bands: {" not in line:
            continue
        for name in dict.fromkeys(match[0].split(": ")[1] for match in BAND.finditer(line)):
            ends = re.compile(rf"\b(below|to|from|above): {name}\b")
            if len(ends.findall(line)) == 2:
                turned = ends.sub(lambda found: f"{FLIPPED[found[1]]}: {found[0].split(': ')[1]}", line)
                yield number, f"{line.split(':')[0].strip()} at {name}", _with(lines, number, turned)


def _rows(lines: list[str]) -> Iterator[_Row]:
    head: tuple[str, ...] = ()
    for number, line in enumerate(lines):
        if TABLE_HEAD.match(line):
            head = tuple(cell.strip() for cell in line.strip("|").split("|"))
        elif head and line.startswith("|") and not line.startswith("|-"):
            yield _Row(number, head, tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
        elif not line.startswith("|"):
            head = ()


def _removed(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """A row left out."""
    for row in _rows(lines):
        yield row.line, row.cells[0], lines[: row.line] + lines[row.line + 1 :]


def _polarity(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """A yes for a no, in a condition or in a conclusion."""
    for row in _rows(lines):
        for place, cell in enumerate(row.cells):
            if place and cell in POLARITY:
                yield row.line, f"{row.cells[0]} {row.head[place]}", _celled(lines, row, place, POLARITY[cell])


def _swapped(*, left: bool, only: str = "") -> Plant:
    """A cell swapped with that of the next row that has another in the same column."""

    def plant(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
        rows = list(_rows(lines))
        for number, row in enumerate(rows):
            for place in row.columns(left=left):
                if only and row.head[place] != only:
                    continue
                other = next((one for one in rows[number + 1 :] if _swaps(row, one, place)), None)
                if other is not None:
                    once = _celled(lines, row, place, other.cells[place])
                    what = f"{row.cells[0]} and {other.cells[0]} {row.head[place]}"
                    yield row.line, what, _celled(once, other, place, row.cells[place])

    return plant


def _swaps(row: _Row, other: _Row, place: int) -> bool:
    return row.head == other.head and row.cells[place] != other.cells[place]


def _celled(lines: list[str], row: _Row, place: int, cell: str) -> list[str]:
    cells = [*row.cells[:place], cell, *row.cells[place + 1 :]]
    return _with(lines, row.line, f"| {' | '.join(cells)} |")


def _with(lines: list[str], number: int, line: str) -> list[str]:
    return [*lines[:number], line, *lines[number + 1 :]]


KINDS: dict[str, Plant] = {
    "threshold shifted": _threshold,
    "limit turned": _limit,
    "row removed": _removed,
    "polarity inverted": _polarity,
    "condition swapped": _swapped(left=True),
    "urgency swapped": _swapped(left=False, only="→ urgency"),
    "statement swapped": _swapped(left=False, only="→ say"),
    "conclusion swapped": _swapped(left=False),
}
