"""A count of a named day beside fever or illness of a later one: its age where both days tell it, else a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from core.facts import BAD_SIGNS
from core.reading.counts.moment import latest
from core.reading.counts.weighing import Valued
from core.reading.meaning.context import Context
from core.reading.meaning.dates import Stamp
from core.reading.meaning.marks import ASKED, LIMIT, OTHER, SUPPOSED
from core.reading.printed.items import Item
from core.reading.reading import Doubt, Mention

COUNTS, AGE = ("anc", "neutrophils_pct"), "anc_age_h"
DAYS: Final = frozenset({"week", "date", "day", "cycle"})  # moments that are days; an hour is one of the same day
WEEK: Final = 7  # days
SICK: Final = frozenset({*BAD_SIGNS.values(), ("fever_reported", True)})
HOURS: Final = Decimal(24)  # of a day
NEAR: Final = 12  # pieces before the name of a day in which an event may own it
BESIDE: Final = 3  # pieces between the name of a day and the "today" that it is
WHY: Final = "it is of a day before the fever or illness: a fresh one is needed"
Told = tuple[list[Mention], list[Doubt]]


def with_earlier_days(
    items: list[Item],
    context: Context,
    weighed: Mapping[str, Sequence[Valued]],
    dates: Mapping[int, Stamp],
    told: Told,
) -> Told:
    """The mentions and doubts with a count of a day before the fever as such: "ANC 2.1 on Monday, T 38.4 today".

    Its age goes with it where both days tell it. Else it is asked and may still hold: a low count is never harmless.
    """
    if not dates or not any(_sick(one, context) for one in told[0]):
        return told
    for key in COUNTS:
        anc = next((one for one in told[0] if one.key == key), None)
        found = weighed.get(key, ()) if anc is not None else ()
        count = next((one for one in found if anc and items[one.candidate.at].start == anc.start), None)
        heads = count is not None and count.candidate.how == "table" and _has_columns(dates)
        day = _own_day(items, context, count, dates) if count is not None and not heads else -1
        if anc is not None and count is not None and day >= 0:
            told = _aged(anc, count, _days_before(items, context, count, (day, weighed.get("temp_c", ()), dates)), told)
    return told


def _has_columns(dates: Mapping[int, Stamp]) -> bool:
    """Whether days head several columns: the newest of a pasted sheet is of now, as nobody pastes an old one."""
    return len({one for one in dates.values() if one.kind == "date"}) > 1


def _aged(anc: Mention, count: Valued, days: int | None, told: Told) -> Told:
    """With the age of a count so many days old; it is asked where that is 0 (nobody says), and untouched where None."""
    mentions, doubts = told
    if days is None or any(one.key == AGE for one in mentions):
        return told
    if days and anc.key == "anc":
        return [*mentions, Mention(AGE, days * HOURS, "", anc.start, anc.end)], doubts
    assert isinstance(anc.value, Decimal)
    asked = Doubt(anc.key, count.candidate.number.printed, (anc.value,), WHY, anc.value)
    return [one for one in mentions if one is not anc], [*doubts, asked]


def _sick(one: Mention, context: Context) -> bool:
    """Whether it states fever or illness."""
    if isinstance(one.value, Decimal):
        return one.key in ("temp_c", "temp_max_c") and one.value >= Decimal(context.rules["limits"]["fever"])
    return (one.key, one.value) in SICK


def _own_day(items: list[Item], context: Context, count: Valued, dates: Mapping[int, Stamp]) -> int:
    """The place of the day printed with the count; -1 where it has none, or one called today, or one of an event."""
    at = count.candidate.at
    behind = at + 2 if at + 1 < len(items) and items[at + 1].kind == "unit" else at + 1
    named = [j for j in (behind, *range(count.candidate.term + 1, at), count.told) if j in dates]
    day = next((j for j in named if dates[j].kind in DAYS and not _of_another_value(items, j, at)), -1)
    if day < 0 or any(_beside_today(items, context, j) for j, one in dates.items() if one == dates[day]):
        return -1
    own = _stretch(items, context, count)
    if day not in own and any(_is_present(items, context, j) for j in own):
        return -1
    events = context.rules["events"]
    lead = [items[j] for j in range(max(0, day - NEAR), day) if _joined(context, j, day)]
    return -1 if any(one.role in ("finding", "disease") or one.text in events for one in lead) else day


def _stretch(items: list[Item], context: Context, count: Valued) -> range:
    """The count with its name and the words of their clause, up to the next measure, finding or value, or an "and"."""
    at, term = count.candidate.at, count.candidate.term
    first, end = term if 0 <= term < at else at, at + 1
    while first and _joined(context, first - 1, at) and not _stated(items, first - 1, first):
        first -= 1
    while end < len(items) and _joined(context, end, at) and not _stated(items, end, end + 1):
        if items[end].text == "and":
            break
        end += 1
    return range(first, end)


def _of_another_value(items: list[Item], day: int, at: int) -> bool:
    """Whether another value has the day behind the count: "0.3 (Monday 0.9)", "0.9 (1.7 Fri)"."""
    follows = day > at and day + 1 < len(items) and _is_a_value(items, day + 1)
    return follows or (day > at + 1 and items[day - 2].text == "(" and _is_a_value(items, day - 1))


def _joined(context: Context, one: int, other: int) -> bool:
    return context.clause[one] == context.clause[other]


def _beside_today(items: list[Item], context: Context, at: int) -> bool:
    """Whether a word of now stands right beside the name of the day: "today (Monday)", "Monday today"."""
    before = range(max(0, at - BESIDE), at)
    behind = range(at + 1, min(len(items), at + BESIDE))
    return any(
        _is_present(items, context, j)
        and context.sentence[j] == context.sentence[at]
        and not (j > at and items[j - 1].text == ",")
        and not _stated(items, min(j, at) + 1, max(j, at))
        for j in (*before, *behind)
    )


def _stated(items: list[Item], first: int, end: int) -> bool:
    """Whether a measure, a finding or a value stands from the first place up to the end."""
    return any(items[j].role not in ("", "cue") or _is_a_value(items, j) for j in range(first, end))


def _is_a_value(items: list[Item], at: int) -> bool:
    number = items[at].number
    return number is not None and not number.mask and not (at and "day" in items[at - 1].cues)


def _is_present(items: list[Item], context: Context, at: int) -> bool:
    """Whether a word tells of the day of the message, and asks or supposes nothing."""
    if context.has(at, ASKED | SUPPOSED | LIMIT | OTHER):
        return False
    return "today" in items[at].cues or items[at].text in context.rules["present_words"]


def _days_before(
    items: list[Item],
    context: Context,
    count: Valued,
    told: tuple[int, Sequence[Valued], Mapping[int, Stamp]],
) -> int | None:
    """How many days before the present the count is; 0 where nobody says, None where it may be of the same day.

    `told` are the place of its day, the temperatures, and every moment of the message.
    """
    day, temps, dates = told
    days = [(one.candidate.at, one.stamp) for one in temps if one.stamp is not None]
    days += [(at, one) for at, one in dates.items() if _beside_today(items, context, at)]
    later = [one for at, one in days if one.kind in DAYS and _follows((count.candidate.at, dates[day]), (at, one))]
    if later:
        return min(_between_days(dates[day], one) for one in later)
    return 0 if dates[day].kind in ("week", "date") and _apart(items, context, count, told) else None


def _follows(count: tuple[int, Stamp], other: tuple[int, Stamp]) -> bool:
    """Whether the other day is later than that of the count, as far as the two can be compared."""
    both = sorted((count, other), key=lambda one: one[0])
    k, sure = latest([(stamp, place) for place, stamp in both])
    return sure and both[k][1] == other[1] != count[1]


def _between_days(before: Stamp, after: Stamp) -> int:
    """How many days lie between the two; 0 where that is not known."""
    if before.kind == "week":
        return (after.parts[-1] - before.parts[-1]) % WEEK
    unsure = before.kind == "date" and before.parts != before.other
    return 0 if unsure or before.parts[:-1] != after.parts[:-1] else after.parts[-1] - before.parts[-1]


def _apart(
    items: list[Item],
    context: Context,
    count: Valued,
    told: tuple[int, Sequence[Valued], Mapping[int, Stamp]],
) -> bool:
    """Whether a word of now speaks of something else than the count, or the fever has not the day told behind it."""
    day, temps, dates = told
    own = _stretch(items, context, count)
    present = [j for j in range(len(items)) if j not in own and _is_present(items, context, j)]
    if any(not _under_the_date(items, context, j, told) for j in present):
        return True
    behind = day > count.candidate.at and sum(one.kind in DAYS for one in dates.values()) == 1
    return behind and dates[day].kind == "week" and not any(one.stamp == dates[day] for one in temps)


def _under_the_date(
    items: list[Item], context: Context, at: int, told: tuple[int, Sequence[Valued], Mapping[int, Stamp]]
) -> bool:
    """Whether a bare "now" stands in the sentence that a date heads, the date of now: "18/11: ANC 2.1, T now 38.4"."""
    day, _, dates = told
    heads = dates[day].kind == "date" and day < at and context.sentence[day] == context.sentence[at]
    return heads and "today" not in items[at].cues and (day == 0 or items[day - 1].text == "\n")
