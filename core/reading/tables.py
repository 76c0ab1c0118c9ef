"""Tables without names beside the numbers: columns under a heading, and the fishbone of a blood count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.reading.dated import dated_columns
from core.reading.items import Item

DRAWN = {">": ("<",), "<": (">",), "\\": ("/", "\\")}  # first sign of a fishbone -> what its last may be


def lay_out(items: Sequence[Item]) -> Mapping[int, int]:
    """Place of a number -> place of the heading it stands under; a fishbone's numbers -> -1, -2, ... its parts."""
    placed = dict(_fishbone(items))
    if any(item.text == "\n" for item in items):
        placed.update(dated_columns(items) or _columns(items))
    return placed


def _fishbone(items: Sequence[Item]) -> Mapping[int, int]:
    """White cells > haemoglobin / haematocrit < platelets, as drawn on American wards."""
    for at in range(len(items) - 4):
        sign = items[at + 1].text
        if items[at].number is None or sign not in DRAWN or items[at + 2].number is None:
            continue
        last = at + 3  # the sign before the platelets, over a haematocrit that stands apart
        if items[last].text == "/" and sign == ">" and last + 2 < len(items) and items[last + 1].number:
            last += 2
        if last + 1 < len(items) and items[last].text in DRAWN[sign] and items[last + 1].number:
            return {at: -1, at + 2: -2, last + 1: -3}
    return {}


def _columns(items: Sequence[Item]) -> Mapping[int, int]:
    """Rows of numbers under a line that names at least two measures, or dates and a measure, and holds no number."""
    lines: list[list[int]] = [[]]
    for at, item in enumerate(items):
        if item.text == "\n":
            lines.append([])
        else:
            lines[-1].append(at)
    placed: dict[int, int] = {}
    heads: list[int] = []
    for line in lines:
        names = [at for at in line if items[at].role in ("measure", "other")]
        numbers = [at for at in line if items[at].number is not None and not _is_stamp(items, at, line)]
        measures = len([at for at in names if items[at].role == "measure"]) + _dated(items, line)
        if measures > 1 and names and not numbers and _only_names(items, line):
            heads = names
        elif heads and not names and len(numbers) == len(heads):
            placed.update(zip(numbers, heads, strict=True))
        elif names:
            heads = []
    return placed


def _dated(items: Sequence[Item], line: Sequence[int]) -> int:
    """One when the heading's first column is that of the dates."""
    return int(bool(line) and items[line[0]].text in {"date", "day", "datum", "fecha", "data"})


def _is_stamp(items: Sequence[Item], at: int, line: Sequence[int]) -> bool:
    """Whether the number is the date that opens its row (11/19)."""
    number = items[at].number
    return number is not None and at == line[0] and number.other is not None


def _only_names(items: Sequence[Item], line: Sequence[int]) -> bool:
    """Whether the line is a heading: names, units and single words such as "date"."""
    words = [at for at in line if items[at].kind == "word"]
    return len(words) <= 2 and not any(items[at].role in ("finding", "drug", "disease") for at in line)
