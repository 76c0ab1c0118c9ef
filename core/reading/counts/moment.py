"""The moment of each value: the date, the hour or the day printed with it, and which of several is the latest.

The date decides, not the place: laboratories print the newest first as often as the oldest. Only what has no
moment, or none that can be compared, is left to its place in the message.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from core.reading.meaning.context import Context
from core.reading.meaning.dates import TOLD_BY, Stamp
from core.reading.meaning.marks import SPECIMEN
from core.reading.printed.items import Item

WEEK: Final = 7  # days
DAY: Final = 1440  # minutes
MONTH: Final = 31  # days, enough to order dates
YEAR: Final = 12 * MONTH  # days, the same
QUARTER: Final = 4 * MONTH  # dates without years that all lie within so long of each other may run over New Year
EVENTS: Final = frozenset({"drug", "regimen", "combined", "either", "context"})
NOT_OF_VALUE: Final = frozenset({"since", "until", "till", "due", "by", "next", "dob", "born", "to", "before"})
BEHIND: Final = 4  # pieces between a value and the date right behind it: its unit, a flag, a bracket
FLAGS: Final = frozenset({"(", "[", ")", "]", "l", "h", "ll", "hh", "low", "high", "*", "!", "@", "at", "taken", "-"})
SAMPLE: Final = frozenset({"sample", "bloods", "fbc", "cbc", "muestra", "amostra", "probe", "prelevement", "campione"})
LEADS: Final = frozenset({":", "="})
NEAR: Final = 8  # pieces around a word that say what it speaks of
TITLE: Final = 3  # words that may stand in a line beside its date for the line to be a title


def moments(items: list[Item], context: Context, places: Sequence[int], dates: Mapping[int, Stamp]) -> dict[int, int]:
    """Place of a value -> place of the moment printed with it."""
    if not dates or not places:
        return {}
    told: dict[int, int] = {}
    title = -1
    stamped, valued = sorted(dates), sorted(set(places))
    for first, end in _lines(items):
        own = [at for at in _within(stamped, first, end) if _of_values(items, context, at, first)]
        values = _within(valued, first, end)
        if not values:
            words = sum(items[at].kind == "word" for at in range(first, end))
            title = own[0] if len(own) == 1 and words <= TITLE else title if end - first < 2 else -1
        elif not own:
            told.update((at, title) for at in values if title >= 0)
        else:
            told.update(_in_line(items, context, values, own))
    return told


def _in_line(
    items: list[Item], context: Context, values: Sequence[int], own: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The moment of each value of a line: right behind it, or else all before theirs, or all behind."""
    leading = own[0] < values[0]
    trailing = [one for one in own if not _leads(items, one)]
    for at, last in zip(values, (-1, *values), strict=False):
        before, behind = bisect_left(own, at), bisect_left(trailing, at + 1)
        after = trailing[behind] if behind < len(trailing) else -1
        if after >= 0 and context.sentence[after] != context.sentence[at]:
            after = -1
        if after >= 0 and _touches(items, at, after):
            yield at, after
        elif before and (
            leading or _leads(items, own[before - 1]) or _alone(context, last, own[before - 1], at, after)
        ):
            yield at, own[before - 1]
        elif after >= 0 and not leading:
            yield at, after


def _alone(context: Context, last: int, moment: int, at: int, after: int) -> bool:
    """Whether a moment between two values is the only one in the clause of the second: "...; on day 49 it was 2.0"."""
    clause = context.clause
    return last < moment and clause[moment] == clause[at] and (after < 0 or clause[after] != clause[at])


def _within(places: Sequence[int], first: int, end: int) -> Sequence[int]:
    """Those of the places, which are in order, that lie between."""
    return places[bisect_left(places, first) : bisect_left(places, end)]


def _lines(items: list[Item]) -> Iterator[tuple[int, int]]:
    first = 0
    for at in range(len(items) + 1):
        if at == len(items) or items[at].text == "\n":
            yield first, at
            first = at + 1


def _of_values(items: list[Item], context: Context, at: int, first: int) -> bool:
    """Whether the moment may be that of a value: not of a therapy right before it, no birth, no "since"."""
    if at == first:
        return True
    if items[at - 1].text.rpartition(" ")[2] in NOT_OF_VALUE and not _reached(items, at):
        return False
    events = context.rules["events"]
    for j in range(at - 1, max(first, at - BEHIND) - 1, -1):
        if context.clause[j] != context.clause[at] or items[j].number is not None:
            return True
        if items[j].role in EVENTS or items[j].text.partition(" ")[0] in events:
            return False
    return True


def _reached(items: list[Item], at: int) -> bool:
    """Whether a value was reached by then: "fallen to 0.3 by day 40", "By day 49 it was 2.0"."""
    before = items[at - 2] if at > 1 and items[at - 1].text == "by" else None
    return before is not None and (before.number is not None or before.kind in ("sign", "line"))


def _leads(items: list[Item], at: int) -> bool:
    """Whether a colon behind the moment says that it speaks of what follows: "18/11: 0.65"."""
    return at + 1 < len(items) and items[at + 1].text in LEADS


def _touches(items: list[Item], at: int, moment: int) -> bool:
    """Whether the moment stands right behind the value, with a bracket or a word such as "on" between."""
    between = [item for item in items[at + 1 : moment] if item.kind != "unit" and item.text not in FLAGS]
    if moment - at > BEHIND + 1 or any(item.text not in TOLD_BY for item in between):
        return False
    return moment > at + 1 and (bool(between) or any(item.text in "([" for item in items[at + 1 : moment]))


def latest(told: Sequence[tuple[Stamp | None, int]]) -> tuple[int, bool]:
    """Which of several values, each with its moment and its place, is the latest; and whether that is sure.

    Without moments the last in the message is; so is one without a moment behind those that have one.
    """
    last = max(range(len(told)), key=lambda k: (told[k][1], k))
    stamped = [one for one, _ in told if one is not None]
    if not stamped or told[last][0] is None:
        return last, True
    if len(stamped) < len(told) or len({one.kind for one in stamped}) > 1:
        return last, False
    newest = {max(range(len(told)), key=lambda k: (order[k], told[k][1], k)) for order in _orders(stamped)}
    return (newest.pop(), True) if len(newest) == 1 else (last, False)


def _orders(stamped: Sequence[Stamp]) -> list[list[tuple[int, ...]]]:
    """The moments as numbers that rise with time, in each reading they may have."""
    kind = stamped[0].kind
    if kind == "date":
        day_first = [one.parts or one.other for one in stamped]
        month_first = [one.other or one.parts for one in stamped]
        return [_by_year(order) for order in ([day_first] if day_first == month_first else [day_first, month_first])]
    if kind in ("week", "time"):
        return [[(one,) for one in _around([one.parts[0] for one in stamped], WEEK if kind == "week" else DAY)]]
    return [[one.parts for one in stamped]]


def _by_year(dates: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Dates as days and minutes; those without a year are near the others, or run over New Year."""
    days = [year * YEAR + month * MONTH + day for year, month, day, *_ in dates]
    known = [day for day, date in zip(days, dates, strict=True) if date[0]]
    for k, date in enumerate(dates):
        if not date[0] and known:
            years = range(max(known) // YEAR - 1, max(known) // YEAR + 2)
            days[k] = min((days[k] + year * YEAR for year in years), key=lambda day: abs(day - max(known)))
    if not known and max(days) - min(days) > YEAR - QUARTER:
        days = [day + YEAR if day - min(days) < QUARTER else day for day in days]
    return [(day, *date[3:]) for day, date in zip(days, dates, strict=True)]


def _around(printed: Sequence[int], round_: int) -> list[int]:
    """Days of the week, or hours, in the order they run: over Sunday or midnight, forward or the newest first."""
    course = [one for k, one in enumerate(printed) if not k or one != printed[k - 1]]
    steps = [(after - before) % round_ for before, after in pairwise(course)]
    if len(set(course)) < len(course) or not steps or (len(course) == 2 and _natural(course, round_)):
        return list(printed)
    if sum(steps) < round_:
        passed, run = 0, {course[0]: 0}
        for one, step in zip(course[1:], steps, strict=True):
            passed += step
            run[one] = passed
        return [run[one] for one in printed]
    return list(printed)


def _natural(two: Sequence[int], round_: int) -> bool:
    """Whether of two the greater is the later: always, unless the second lies in the next week or day."""
    before, after = two
    return after > before or (after - before) % round_ * 2 > round_ + 1


def outdated(
    items: list[Item], context: Context, told: Mapping[int, int], dates: Mapping[int, Stamp]
) -> frozenset[int]:
    """Places of values with a date of their own, or called the last on file, where a new sample gave no result.

    "Last ANC 0.30 (14 Mar 2024), new sample rejected": what is printed is not the count of now.
    """
    if "pending" not in context.cues:
        return frozenset()
    missing = [at for at, item in enumerate(items) if "pending" in item.cues and _new_sample(items, context, at)]
    if not missing:
        return frozenset()
    own = {at for at, moment in told.items() if moment in dates and dates[moment].kind in ("date", "week")}
    own = {at for at in own if not _opens_line(items, told[at])}
    last = {at for at, item in enumerate(items) if item.number is not None and _called_last(items, context, at)}
    return frozenset(at for at in own | last if at < missing[-1])


def _new_sample(items: list[Item], context: Context, at: int) -> bool:
    """Whether what is pending or spoilt is a fresh count: "new sample rejected", "today's clotted"."""
    near = [j for j in range(max(0, at - NEAR), min(len(items), at + NEAR)) if context.clause[j] == context.clause[at]]
    if any(context.marks[j] & SPECIMEN or items[j].role == "other" for j in near):
        return False
    bare = items[near[0]].text in SAMPLE or (items[near[0]].text == "the" and items[near[0] + 1].text in SAMPLE)
    return bare or any(items[j].text in context.rules["fresh_samples"] for j in near)


def _called_last(items: list[Item], context: Context, at: int) -> bool:
    near = [items[j] for j in range(max(0, at - NEAR), at) if context.sentence[j] == context.sentence[at]]
    return any(item.text in context.rules["called_last"] for item in near)


def _opens_line(items: list[Item], at: int) -> bool:
    return at == 0 or items[at - 1].text == "\n"
