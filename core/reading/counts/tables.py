"""Tables: columns under names or under moments in time, and the fishbone of a blood count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, final

from core.reading.meaning.before import CELLS
from core.reading.meaning.dates import Stamp
from core.reading.printed.items import Item

DRAWN: Final = {">": ("<",), "<": (">",), "\\": ("/", "\\")}  # first sign of a fishbone -> what its last may be


@final
class Layout:
    """Numbers of tables: the name each belongs to (-1, -2, ... the parts of a fishbone), and the moment above it."""

    __slots__ = ("named", "timed")

    def __init__(self, named: Mapping[int, int], timed: Mapping[int, int]) -> None:
        self.named = named
        self.timed = timed


def lay_out(items: list[Item], dates: Mapping[int, Stamp], rules: Mapping[str, Any]) -> Layout:
    """Every number of a table by its place."""
    named = dict(_fishbone(items))
    if not any(item.text == "\n" for item in items):
        return Layout(named, {})
    rows = list(_timed_rows(items, dates, rules))
    named.update((at, name) for at, name, _ in rows)
    if not rows:
        named.update(_columns(items, dates))
    named.update((at, name) for at, name in _undated(items, dates) if at not in named)
    return Layout(named, {at: head for at, _, head in rows if head >= 0})


def _timed_rows(
    items: list[Item], dates: Mapping[int, Stamp], rules: Mapping[str, Any]
) -> Iterator[tuple[int, int, int]]:
    """The rows under a heading of dates, hours, days or words such as "previous": number, name of the row, heading.

    Where the cells do not tell the column, and the numbers are not as many as the columns, the heading is -1.
    """
    heading: list[int] = []
    cells: dict[int, int] = {}
    strict = False  # whether lines of several values have come, behind which only counts are rows
    for line in _lines(items):
        names = [at for at in line if items[at].role in ("measure", "other")]
        times = [] if names else _times(items, line, dates, rules)
        if len(times) > 1:
            heading = times
            heads, strict = set(times), False
            cells = {column: at for column, cell in enumerate(_cells(items, line)) for at in cell if at in heads}
            continue
        numbers = [at for at in line if _may_be_cell(items[at]) and at not in dates]
        if not heading or not names or names[0] != next(at for at in line if items[at].text != "|"):
            continue
        if len(names) > 1 and not all(at < numbers[0] for at in names if numbers):
            strict = True
            yield from _side_by_side(items, names, numbers, heading)
            continue
        if strict and not (len(numbers) == len(heading) and items[names[0]].key in CELLS):
            continue
        split = _cells(items, line)
        if len(numbers) != len(heading) and len(cells) == len(heading) and len(split) > max(cells):
            inner = set(numbers)
            for column, cell in enumerate(split):
                inside = [at for at in cell if at in inner]
                if column in cells and len(inside) == 1:
                    yield inside[0], names[0], cells[column]
        elif len(numbers) > 1:
            fits = len(numbers) == len(heading)
            yield from ((at, names[0], heading[k] if fits else -1) for k, at in enumerate(numbers))


def _side_by_side(
    items: list[Item], names: Sequence[int], numbers: Sequence[int], heading: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """The rows that stand in one line: "WBC 1.2 0.8 ANC 0.4 0.2" under two dates."""
    for name, end in zip(names, [*names[1:], len(items)], strict=True):
        own = [at for at in numbers if name < at < end]
        if len(own) == len(heading) and items[name].key in CELLS:
            yield from ((at, name, head) for at, head in zip(own, heading, strict=True))


def _undated(items: list[Item], dates: Mapping[int, Stamp]) -> Iterator[tuple[int, int]]:
    """The values of a row of a count, as many as the moments of the lines before: which is the newest nobody tells."""
    told: set[Stamp] = set()
    for line in _lines(items):
        numbers = [at for at in line if _may_be_cell(items[at])]
        bare = all(at in numbers or items[at].text in "|\t" for at in line[1:])
        if len(told) > 1 and len(numbers) == len(told) and bare and items[line[0]].key in CELLS:
            yield from ((at, line[0]) for at in numbers)
        if numbers and any(items[at].role == "measure" for at in line):
            told.update(dates[at] for at in line if at in dates)


def _times(items: list[Item], line: Sequence[int], dates: Mapping[int, Stamp], rules: Mapping[str, Any]) -> list[int]:
    """The moments a line holds: printed ones, and words such as "today" and "prior"; "prior result" is one."""
    times: list[int] = []
    for at in line:
        spoken = rules["column_times"].get(items[at].text)
        result = items[at].text in rules["column_results"] and not (times and _qualifies(items, times[-1], at))
        if at in dates or spoken or result:
            times.append(at)
    told = [at for at in times if at in dates or items[at].text in rules["column_times"]]
    words = sum(items[at].kind == "word" for at in line)  # beside the moments themselves
    return times if told and words <= 2 * len(times) + 2 else []


def _qualifies(items: list[Item], before: int, at: int) -> bool:
    """Whether the word before says which result it is: "prior result"; "Vorwert" and "Wert" are two columns."""
    return before == at - 1 and not items[before].text.startswith("vor")


def _cells(items: list[Item], line: Sequence[int]) -> list[list[int]]:
    """The cells of a line that is cut by tabs or bars."""
    cells: list[list[int]] = [[]]
    for at in line:
        if items[at].text in ("\t", "|"):
            cells.append([])
        else:
            cells[-1].append(at)
    return cells


def _may_be_cell(item: Item) -> bool:
    """Whether it may be a value in a table: a number that is neither a range nor a date."""
    return item.number is not None and item.number.high is None and not item.number.mask


def _lines(items: list[Item]) -> list[list[int]]:
    lines: list[list[int]] = [[]]
    for at, item in enumerate(items):
        if item.text == "\n":
            lines.append([])
        else:
            lines[-1].append(at)
    return [line for line in lines if any(items[at].text not in ("\t", "|") for at in line)]


def _fishbone(items: list[Item]) -> Mapping[int, int]:
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


def _columns(items: list[Item], dates: Mapping[int, Stamp]) -> Mapping[int, int]:
    """Rows of numbers under a line that names at least two measures, or dates and a measure, and holds no number."""
    placed: dict[int, int] = {}
    heads: list[int] = []
    above: dict[int, int] = {}  # column -> what stands over it, in a table cut by bars or tabs
    for line in _lines(items):
        names = [at for at in line if items[at].role in ("measure", "other")]
        numbers = [at for at in line if items[at].number is not None and not _is_stamp(items, at, line, dates)]
        measures = len([at for at in names if items[at].role == "measure"]) + _dated(items, line)
        cells = _cells(items, line)
        if measures > 1 and names and not numbers and _only_names(items, line):
            heads, above = names, {column: cell[0] for column, cell in enumerate(cells) if cell}
        elif heads and not names and len(cells) > 1:
            placed.update(
                (at, above[k]) for k, cell in enumerate(cells) if k in above for at in cell if _counts(items[at])
            )
        elif heads and not names and len(numbers) == len(heads):
            placed.update(zip(numbers, heads, strict=True))
        elif names:
            heads = []
    return placed


def _counts(item: Item) -> bool:
    return item.number is not None


def _first(items: list[Item], line: Sequence[int]) -> int:
    """The first piece of a line behind its bars."""
    return next(at for at in line if items[at].text not in ("\t", "|"))


def _dated(items: list[Item], line: Sequence[int]) -> int:
    """One when the heading's first column is that of the dates."""
    return int(items[_first(items, line)].text in {"date", "day", "datum", "fecha", "data"})


def _is_stamp(items: list[Item], at: int, line: Sequence[int], dates: Mapping[int, Stamp]) -> bool:
    """Whether the number belongs to the date that opens its row: 11/19, "day 3", 0600."""
    number, first = items[at].number, _first(items, line)
    if first in dates and dates[first].kind != "date":  # "day 3", "0600"
        return all(items[j].number is None for j in range(first, at))
    return number is not None and at == first and number.other is not None


def _only_names(items: list[Item], line: Sequence[int]) -> bool:
    """Whether the line is a heading: names, units and single words such as "date"."""
    words = [at for at in line if items[at].kind == "word"]
    return len(words) <= 2 and not any(items[at].role in ("finding", "drug", "disease") for at in line)
