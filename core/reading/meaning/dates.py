"""Dates, clock times, days of the week and of the cycle: as they are printed, in figures or with the month's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from core.reading.meaning.context import Context
from core.reading.printed.items import Item

MONTHS: Final = 12  # a higher number in a date is its day
DAYS: Final = 31  # a higher number in a date is its year
CENTURY: Final = 2000  # of a year printed with two digits
MINUTES: Final = 60  # of an hour
NOON: Final = 12  # hours
JOINED: Final = frozenset({"-", "/", ".", "of", "de", "th", "st", "nd", "rd", "º"})  # between a day and its month
TOUCHING: Final = frozenset({"-", "/"})
BEFORE_YEAR: Final = frozenset({"-", "/", ".", ",", "de", "'"})
HALVES: Final = frozenset({"am", "pm"})  # of the day
ENDINGS: Final = frozenset({"st", "nd", "rd", "th"})
OPENS: Final = frozenset({"\n", "\t", "|", ";", "(", ",", "-"})  # behind which a date may stand
TOLD_BY: Final = frozenset({"on", "from", "am", "vom", "du", "del", "le", "el", "em", "il", "dated", "den", "dem"}) | {
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
}
LASTING: Final = frozenset(
    {"for", "after", "in", "x", "over", "every", "past", "last", "within", "about", "since", "~"}
)
PASSED: Final = (
    *("ago", "hx", "of", "since", "post", "later", "before"),
    *("after", "prior", "apart", "old", "history", "back"),
)
DOTTED: Final = re.compile(r"\d{1,2}\.\d{1,2}")
PARTS: Final = re.compile(r"[a-z]+|\d+")
YEAR: Final = re.compile(r"(?:19|20)\d\d")


class Stamp(NamedTuple):
    """One printed moment: a date, a clock time, a day of the week or of the cycle.

    Of a date in figures `parts` reads the day first, `other` the month first; where they differ it may be either.
    """

    kind: str
    parts: tuple[int, ...]
    other: tuple[int, ...] = ()


def with_dates(items: list[Item], rules: Mapping[str, Any]) -> list[Item]:
    """The pieces with those of one date joined: "3-Dec", "14 Mar 2024", "Nov 19", "20.11."."""
    if not rules["months"].keys().isdisjoint({item.text for item in items}):
        items = _joined(items, lambda one, at: _worded(one, at, rules))
    numbers = [at for at, item in enumerate(items) if item.number is not None]
    dotted = [at for at in numbers if at + 1 < len(items) and items[at + 1].text == "." and _is_dotted(items, at)]
    if len(dotted) > 1 or any(items[at - 1].text in TOLD_BY for at in dotted if at):
        items = _joined(items, lambda one, at: at + 2 if _is_dotted(one, at) else at)
        numbers = [at for at, item in enumerate(items) if item.number is not None]
    spans = [at for at in numbers if (number := items[at].number) is not None and number.mask == "span"]
    return _without_spans(items, spans) if spans else items


def _joined(items: list[Item], past: Callable[[list[Item], int], int]) -> list[Item]:
    """With one piece for each date, from where it begins to where `past` says it ends."""
    joined: list[Item] = []
    at = 0
    while at < len(items):
        end = past(items, at)
        if end > at:
            parts = items[at:end]
            text = " ".join(one.number.printed if one.number else one.text for one in parts)
            joined.append(Item("date", text, parts[0].start, parts[-1].end, parts[0].glued))
            at = end
        else:
            joined.append(items[at])
            at += 1
    return joined


def _worded(items: list[Item], at: int, rules: Mapping[str, Any]) -> int:
    """Past the date with a month's name that begins at *at*; *at* itself when none does."""
    if _is_day(items[at]):
        month, touches = at + 1, False
        while month < len(items) and month - at < 3 and items[month].text in JOINED:
            touches = touches or items[month].text in TOUCHING
            month += 1
        if month >= len(items) or items[month].text not in rules["months"]:
            return at
        year = _year(items, month + 1)
        touches = touches or items[month].glued
        unsure = items[month].text in rules["months_or_words"] and not touches and year == month + 1
        return at if unsure else year
    if items[at].text not in rules["months"] or items[at].role:
        return at
    day = at + 2 if at + 1 < len(items) and items[at + 1].text == "." else at + 1
    if day < len(items) and _is_day(items[day]) and not (day + 1 < len(items) and items[day + 1].text in {"%", "/"}):
        day += 2 if day + 1 < len(items) and items[day + 1].text in ENDINGS else 1
        year = _year(items, day)
        return at if items[at].text in rules["months_or_words"] and year == day else year
    year = _year(items, day)
    return year if year > day else at


def _is_day(item: Item) -> bool:
    number = item.number
    if number is None or not number.whole or not 1 <= number.value <= DAYS or number.worded:
        return False
    return number.unit is None and number.other is None and number.high is None and number.mask in ("", "ordinal")


def _year(items: list[Item], at: int) -> int:
    """Past the year that may follow a month; *at* when none does."""
    place = at + 1 if at < len(items) and items[at].text in BEFORE_YEAR else at
    number = items[place].number if place < len(items) else None
    if number is None or number.unit is not None or not number.whole:
        return at
    short = len(number.printed) == 2 and place > at and items[place].glued and items[at].glued
    return place + 1 if YEAR.fullmatch(number.printed) or short else at


def _is_dotted(items: list[Item], at: int) -> bool:
    """Whether "20.11." stands here: a day and a month with a dot behind each, where a date may stand."""
    if items[at].number is None or not DOTTED.fullmatch(items[at].text) or at + 2 >= len(items):
        return False
    if items[at + 1].text != "." or not items[at + 1].glued:
        return False
    day, month = (int(part) for part in items[at].text.split("."))
    before = items[at - 1].text if at else "\n"
    return 1 <= day <= DAYS and 1 <= month <= MONTHS and (before in OPENS or before in TOLD_BY)


def _without_spans(items: list[Item], spans: Sequence[int]) -> list[Item]:
    """With "3/12" a date in the company of other dates: by itself it is a length of time, three months."""
    alike = [at for at in spans if _may_be_date(items, at)]
    dates = sum(item.number is not None and item.number.mask == "date" for item in items)
    if not alike or len(alike) + dates < 2:
        return items
    for at in alike:
        number = items[at].number
        assert number is not None
        items[at] = items[at].with_number(number.but(mask="date"))
    return items


def _may_be_date(items: list[Item], at: int) -> bool:
    number = items[at].number
    if number is None or number.other is None or number.value > DAYS or number.other > DAYS:
        return False
    behind = items[at + 1].text if at + 1 < len(items) else ""
    return not behind.startswith(PASSED) and not (at and items[at - 1].text in LASTING)


def stamps(items: list[Item], context: Context) -> dict[int, Stamp]:
    """Every printed moment by its place; of a date with a clock time behind it, both in one."""
    rules, found = context.rules, dict[int, Stamp]()
    halves = not HALVES.isdisjoint(context.words)
    named = not rules["day_names"].keys().isdisjoint(context.words)
    named = named or not rules["months_alone"].isdisjoint(context.words)
    for at, item in enumerate(items) if named or "day" in context.cues else _in_figures_only(items, halves):
        if not halves and item.number is not None and not item.number.mask:
            continue
        stamp = _stamp(items, at, rules)
        if stamp is None:
            continue
        before = found.get(at - 1)
        if stamp.kind == "time" and before is not None and before.kind == "date":
            parts, other = (one + stamp.parts if one else one for one in (before.parts, before.other))
            found[at - 1] = Stamp("date", parts, other)
        else:
            found[at] = stamp
    return _decided(found)


def _in_figures_only(items: list[Item], halves: bool) -> list[tuple[int, Item]]:
    """The pieces that may be a date or an hour in figures, all that a message without names of days holds."""
    return [
        (at, item)
        for at, item in enumerate(items)
        if ((number := item.number) is not None and (halves or number.mask)) or item.kind == "date"
    ]


def _stamp(items: list[Item], at: int, rules: Mapping[str, Any]) -> Stamp | None:
    item = items[at]
    if item.kind == "date":
        return _clock(items, at) if ":" in item.text else _date(item.text, rules["months"])
    number = item.number
    if number is not None:
        if number.mask == "time":
            return Stamp("time", (int(number.value) // 100 * MINUTES + int(number.value) % 100,))
        if number.other is not None:
            return _in_figures([int(number.value), int(number.other)]) if number.mask == "date" else None
        if number.mask == "year":
            return Stamp("date", (int(number.value), 0, 0), (int(number.value), 0, 0))
        return (
            _clock(items, at)
            if number.whole and not number.worded and number.unit is None and 1 <= number.value <= NOON
            else None
        )
    if item.text in rules["day_names"] and not _takes_number(items, at):
        return Stamp("week", (int(rules["day_names"][item.text]),))
    if item.text in rules["months_alone"] and not item.role:
        return Stamp("date", (0, int(rules["months"][item.text]), 0), (0, int(rules["months"][item.text]), 0))
    return _cycle_day(items, at) if "day" in item.cues else None


def _takes_number(items: list[Item], at: int) -> bool:
    """Whether the name of the day is that of a measure here: "sat 95"."""
    number = items[at + 1].number if at + 1 < len(items) else None
    return bool(items[at].role) and number is not None and number.whole


def _clock(items: list[Item], at: int) -> Stamp | None:
    """The minutes since midnight of "14:30", "6 pm"; a bare number needs its half of the day."""
    half = items[at + 1].text if at + 1 < len(items) else ""
    if items[at].number is not None and half not in HALVES:
        return None
    figures = [int(part) for part in PARTS.findall(items[at].text) if part.isdigit()]
    hour, minutes = figures[0], figures[1] if len(figures) > 1 else 0
    if half in HALVES:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    return Stamp("time", (hour * MINUTES + minutes,))


def _cycle_day(items: list[Item], at: int) -> Stamp | None:
    """The day of the cycle behind its word, with the cycle where that is printed before it: "D8", "C2D1", "day -1"."""
    sign = -1 if at + 1 < len(items) and items[at + 1].text == "-" else 1
    place = at + 2 if at + 1 < len(items) and items[at + 1].text in {"-", "+"} else at + 1
    number = items[place].number if place < len(items) else None
    if number is None or not number.whole or number.other is not None:
        return None
    cycle = items[at - 1].number if at > 1 and "cycle" in items[at - 2].cues else None
    day = sign * int(number.value)
    return Stamp("day", (day,)) if cycle is None else Stamp("cycle", (int(cycle.value), day))


def _date(text: str, months: Mapping[str, str]) -> Stamp | None:
    """A date as (year, month, day); no year is 0."""
    parts = PARTS.findall(text)
    named = next((int(months[part]) for part in parts if part in months), 0)
    figures = [int(part) for part in parts if part.isdigit()]
    if not named:
        return _in_figures(figures, dotted="." in text)
    year = next((int(part) for part in parts if YEAR.fullmatch(part)), 0)
    rest = [one for one in figures if one != year]
    if not year and len(rest) > 1:
        year = CENTURY + rest[-1]
    date = (year, named, rest[0] if rest else 0)
    return Stamp("date", date, date)


def _in_figures(figures: Sequence[int], *, dotted: bool = False) -> Stamp | None:
    """A date of figures alone: the year first or last, day and month in either order unless a number tells."""
    if len(figures) > 2 and figures[0] > DAYS:
        return Stamp("date", tuple(figures[:3]), tuple(figures[:3]))
    first, second = figures[:2]
    year = (figures[2] if figures[2] >= 100 else CENTURY + figures[2]) if len(figures) > 2 else 0
    if second > DAYS:  # 9/93
        month_of = (second if second >= 100 else CENTURY - 100 + second, first, 0)
        return Stamp("date", month_of, month_of)
    day_first, month_first = (year, second, first), (year, first, second)
    if dotted or first > MONTHS:
        return Stamp("date", day_first)
    return Stamp("date", (), month_first) if second > MONTHS else Stamp("date", day_first, month_first)


def _decided(found: dict[int, Stamp]) -> dict[int, Stamp]:
    """With day and month told apart where another date, or the order of all of them, tells which is which."""
    dates = [one for one in found.values() if one.kind == "date"]
    if all(one.parts == one.other for one in dates):
        return found
    day_first = any(not one.other for one in dates)
    month_first = any(not one.parts for one in dates)
    if day_first == month_first and all(one.parts and one.other for one in dates):
        day_first, month_first = _in_order([one.parts for one in dates]), _in_order([one.other for one in dates])
    for at, one in found.items():
        if one.kind == "date" and one.parts != one.other:
            only_month = not one.parts or (month_first and not day_first)
            only_day = not one.other or (day_first and not month_first)
            found[at] = Stamp("date", one.other if only_month else one.parts, one.parts if only_day else one.other)
    return found


def _in_order(dates: Sequence[tuple[int, ...]]) -> bool:
    """Whether three or more dates run one way from first to last."""
    steps = {one > before for before, one in pairwise(dates) if one != before}
    return len(set(dates)) > 2 and len(steps) == 1
