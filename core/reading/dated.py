"""Dates that order the values of one measure: a date before each row, over each column, or behind each value.

The date decides, not the place: laboratories print the newest first as often as the oldest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from core.reading.context import Context
from core.reading.items import Item

MONTHS = 12  # a higher number in a date is its day
DAYS = 31  # a higher number in a date is its year
DATE = re.compile(r"\d+")
AT_DATE = frozenset({"(", "on", "from", "["})
Stamp = tuple[int, ...]


def row_stamps(items: Sequence[Item], context: Context) -> dict[int, Stamp]:
    """The date that opens a line, for the sentences of that line: a table's rows may run either way."""
    if "\n" not in context.words:
        return {}
    rows = [at for at in range(len(items)) if at == 0 or items[at - 1].text == "\n"]
    stamps = {context.sentence[at]: stamp for at in rows if (stamp := stamp_at(items[at]))}
    return _ordered(stamps) if len(stamps) > 1 else {}


def value_stamps(items: Sequence[Item], context: Context) -> dict[int, Stamp]:
    """The date of single values: that of their column, or the one right behind them: "0.3 (11/23)"."""
    if context.words.isdisjoint(AT_DATE) and "\n" not in context.words:
        return {}
    behind = {
        at: stamp
        for at, item in enumerate(items[:-2])
        if item.number is not None and items[at + 1].text in AT_DATE and (stamp := stamp_at(items[at + 2]))
    }
    columns: dict[int, Stamp] = {}
    for numbers, _, stamps in _dated_rows(items):
        if len(numbers) == len(stamps):
            columns.update(zip(numbers, stamps, strict=True))
    return _ordered(columns) or (_ordered(behind) if len(behind) > 1 else {})


def dated_columns(items: Sequence[Item]) -> dict[int, int]:
    """Place of a number -> place of the name that opens its row, in a table whose heading is a line of dates."""
    return {at: name for numbers, name, _ in _dated_rows(items) for at in numbers}


def _dated_rows(items: Sequence[Item]) -> Iterator[tuple[list[int], int, list[Stamp]]]:
    """The rows under a heading of dates: the numbers, the name of the row, the dates of the heading."""
    heading: list[Stamp] = []
    for line in _lines(items):
        dates = [stamp for at in line if (stamp := stamp_at(items[at]))]
        names = [at for at in line if items[at].role in ("measure", "other")]
        if len(dates) > 1 and not names:
            heading = dates
            continue
        numbers = [at for at in line if (number := items[at].number) and number.high is None and not number.mask]
        if heading and names and names[0] == line[0] and len(numbers) > 1:
            yield numbers, names[0], heading


def _lines(items: Sequence[Item]) -> list[list[int]]:
    lines: list[list[int]] = [[]]
    for at, item in enumerate(items):
        if item.text == "\n":
            lines.append([])
        elif item.kind != "line" and item.text != "|":
            lines[-1].append(at)
    return lines


def stamp_at(item: Item) -> Stamp:
    """The parts of a date in the order year, then as printed; nothing when it is none."""
    if item.kind == "date" and ":" not in item.text:
        parts = tuple(int(part) for part in DATE.findall(item.text))
        return parts if len(DATE.findall(item.text)[0]) == 4 else (parts[-1], *parts[:-1])
    number = item.number
    if number is not None and number.other is not None and number.whole and number.mask in ("date", ""):
        return int(number.value), int(number.other)
    return ()


def _ordered(stamps: Mapping[int, Stamp]) -> dict[int, Stamp]:
    """Comparable dates; nothing when day and month may be exchanged and the newest would be another."""
    if len({len(one) for one in stamps.values()}) != 1:
        return {}
    swapped = {at: (*one[:-2], one[-1], one[-2]) for at, one in stamps.items()}
    printed_fails = any(one[-2] > MONTHS for one in stamps.values())
    swapped_fails = any(one[-2] > MONTHS for one in swapped.values())
    if printed_fails and swapped_fails:
        return {}
    years = all(len(one) > 2 and one[0] > DAYS and str(one[0])[:2] in ("19", "20") for one in stamps.values())
    newest = max(stamps, key=lambda at: stamps[at])
    if not printed_fails and not swapped_fails and not years and newest != max(swapped, key=lambda at: swapped[at]):
        return {}
    return swapped if printed_fails else dict(stamps)
