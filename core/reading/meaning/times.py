"""When: words of time, and how far each of them reaches.

A word of time belongs to what stands next to it. Next to a therapy, a symptom or an illness it dates that
("chemo 10 days ago", "since yesterday no urine") and never the counts of the same line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.reading.meaning.before import CELLS, compares, goes_on, usual_from
from core.reading.meaning.marks import ASIDE, ELSEWHERE, FIRST, MAXIMUM, NOW, PAST, RECENT, TODAY, USUAL, spread_all
from core.reading.printed.items import Item

TIME_CUES: Final = {
    "past": PAST,
    "now": NOW,
    "yesterday": RECENT,
    "elsewhere": ELSEWHERE,
    "admission": ELSEWHERE,
    "maximum": MAXIMUM,
    "first": FIRST,
    "today": TODAY,
}
SINCE: Final = ("since", "seit", "desde", "depuis", "dal")
DATED: Final = PAST | RECENT  # what sets a value aside: it must be attached to the value
CONTRAST: Final = frozenset({"vs", "versus", "against"})
AGAINST: Final = CONTRAST | {"and", "cf", "compared"}
FLAGS: Final = frozenset({"l", "h", "ll", "hh", "low", "high"})  # of a laboratory behind a value
SHORT: Final = 6  # pieces a bracket may hold to speak of a time alone
AHEAD: Final = 6  # pieces in which "now" still speaks of the value behind it
FAR: Final = 40  # pieces of one clause in which a word of time looks for what it dates
BACK: Final = 7  # pieces between an event and its time: "docetaxel 75 mg given about 10 days ago"
EVENT_ROLES: Final = frozenset({"drug", "regimen", "combined", "either", "disease", "context", "finding"})
PLACE: Final = "mascc.setting"  # where the patient was has no date of its own
STATES: Final = frozenset(
    {"well", "fit", "healthy", "stable", "fine", "independent", "normotensive", "ok"}
    | {"lady", "man", "woman", "gentleman"}
)
PERIODS: Final = frozenset({"cycle", "cycles", "course", "admission", "treatment"})  # "previous cycle ANC 0.1"
Spans = list[tuple[int, int, int]]  # first place, past the last, and the mark between
BEFORE: Final = ("pre", "before", "prior to")  # "neuts 2.1 pre chemo"
LENGTHS: Final = frozenset(
    {"day", "days", "week", "weeks", "hour", "hours", "month", "months", "short", "brief", "recent"}
)
HOURS: Final = frozenset({"hour", "hours", "hr", "hrs"})


def mark_times(
    items: list[Item],
    marks: list[int],
    bounds: Sequence[tuple[int, int]],
    clause: list[int],
    events: frozenset[str],
) -> None:
    """A word of time behind a value speaks of its clause, one before it of what follows; `events` are dated words."""
    for first, end in bounds:
        lead = 0
        start, now = first, False  # whether a value of now stands before in the sentence
        for at in range(first, end + 1):
            if at == end or clause[at] != clause[start]:
                lead = _clause(items, marks, (start, at), lead if goes_on(items, start, at, now) else 0, events)
                lead = 0 if now and compares(items, start, at) else lead
                now = now or any(_counts(items[j]) and not marks[j] & DATED for j in range(start, at))
                start = at
    _in_brackets(items, marks)


def _in_brackets(items: list[Item], marks: list[int]) -> None:
    """Words of time alone in brackets speak of the value right before: "0.4 (today), 0.9 (3 weeks ago)"."""
    for at in [at for at, item in enumerate(items[:-2]) if at and item.text in {"(", "["}]:
        value = at - 2 if items[at - 1].kind == "unit" or items[at - 1].text in FLAGS else at - 1
        if value < 0 or not _counts(items[value]):
            continue
        end = next((j for j in range(at + 1, min(at + SHORT, len(items))) if items[j].text in {")", "]"}), at)
        spoken = [j for j in range(at + 1, end) if not _counts_time(items[j])]
        told = [TIME_CUES[cue] for j in spoken for cue in items[j].cues if cue in TIME_CUES]
        if told and all(items[j].cues.keys() & TIME_CUES.keys() for j in spoken):
            for mark in told:
                marks[value] |= mark


def _clause(items: list[Item], marks: list[int], part: tuple[int, int], lead: int, events: frozenset[str]) -> int:
    """Mark one clause; returns what its words say of the clauses that follow."""
    start, end = part
    told = start  # where the value begins that a time word behind it speaks of
    valued = False
    spans: Spans = []
    for at in range(start, end):
        cues = items[at].cues
        if "now" in cues and "past" not in cues:
            lead = 0
        marks[at] |= lead
        valued = valued or (_counts(items[at]) and not _of_time(items, at, end))
        if valued and ("before" in cues or items[at].text in CONTRAST):
            told = at
        if "usual" in cues:
            spans.append((usual_from(items, at, start, end), _usual(items, at, end), PAST | USUAL))
            continue
        times = [cue for cue in cues if cue in TIME_CUES] if cues else ()
        for cue in times if times and not _told_now(items, at, end) else ():
            before = items[at].text.startswith(BEFORE) and not _value_ahead(items, at, end)
            mark, behind = TIME_CUES[cue], valued and (cues[cue] != "near" or before)
            if mark & DATED:
                follows = _date(items, spans, (told, at, start, end), cue, events, behind=behind)
                lead |= 0 if marks[at] & ASIDE else follows
            elif behind and not (mark == NOW and _value_ahead(items, at, end) and not _set_against(items, at, end)):
                spans.append((told, at + 1, mark))
            else:
                spans.append((at, end, mark))
    spread_all(marks, spans)
    return lead


def _told_now(items: list[Item], at: int, end: int) -> bool:
    """Whether only the telling is of now: "he now says 38.4 last night"."""
    return items[at].text == "now" and at + 1 < end and "informant" in items[at + 1].cues


def _set_against(items: list[Item], at: int, end: int) -> bool:
    """Whether "today" stands right behind a value that an older one is set against: "0.3 today vs 0.9 last week"."""
    after = items[at + 1] if at + 1 < end else None
    return after is not None and _counts(items[at - 1]) and (after.text in AGAINST or "versus" in after.cues)


def _date(
    items: list[Item],
    spans: Spans,
    place: tuple[int, int, int, int],
    cue: str,
    events: frozenset[str],
    *,
    behind: bool,
) -> int:
    """Mark what a word of the past dates: the event or the values next to it; returns what the next clause has."""
    told, at, start, end = place
    mark, kind = TIME_CUES[cue], items[at].cues[cue]
    if mark == RECENT and at > start and items[at - 1].text.endswith(SINCE):
        return 0  # what has lasted since yesterday is of today
    if items[at].text == "history of" and _for_days(items, at, start):
        return 0  # "a 2-day history of fever" is the illness of now
    if kind == "behind" and _minutes(items[at - 1] if at > start else None):
        return 0  # measured half an hour ago is measured now
    if kind == "behind" and any(_hours(items[j]) for j in range(max(start, at - 3), at)):
        mark = RECENT  # a fever of some hours ago counts
    event = _event(items, at, (start, end), events) if kind != "near" else -1
    if event >= 0:
        spans.append((event, at + 1, mark))
    elif behind:
        spans.append((_row(items, told, at), at + 1, mark))
    else:
        opening = _opening(items, at, start) if kind == "behind" else at
        lead = _forward(items, spans, (opening, at, end), mark, events)
        return 0 if kind == "near" or _own(items, at, start) else lead
    return 0


def _for_days(items: list[Item], at: int, start: int) -> bool:
    """Whether a length of time stands right before: "2-day", "three weeks'", "short"."""
    before = [one for one in items[max(start, at - 3) : at] if one.text not in {"'", "-"}][-1:]
    return any(one.text.split()[-1] in LENGTHS or _is_a_length(one) for one in before)


def _is_a_length(item: Item) -> bool:
    unit = item.number.unit if item.number is not None else None
    return unit is not None and unit.measures("hours")


def _minutes(item: Item | None) -> bool:
    unit = item.number.unit if item is not None and item.number is not None else None
    return unit is not None and unit.name == "minutes"


def _hours(item: Item) -> bool:
    """Whether it counts hours: "3 h", "an hour"."""
    unit = item.number.unit if item.number is not None else None
    return (unit is not None and unit.name == "hours") or not HOURS.isdisjoint(item.text.split())


def _event(items: list[Item], at: int, part: tuple[int, int], events: frozenset[str]) -> int:
    """The therapy, illness or symptom right before a word of time; -1 when that is a value, or nothing."""
    start, end = part
    for j in range(at - 1, max(start - 1, at - 1 - BACK), -1):
        item = items[j]
        if _happens(item, events) or (_fever(item) and _next_value(items, at, end) != _next_number(items, at, end)):
            return j
        if item.role == "measure" or (_counts(item) and not _of_time(items, j, at)):
            return -1
    alone = at + 1 == end and items[start].text == "," and _opening(items, at, start + 1) == start + 1
    if alone and start and _happens(items[start - 1], events):  # "FOLFOX, last week, ..."
        return start - 1
    return -1


def _happens(item: Item, events: frozenset[str]) -> bool:
    """Whether it is something that has a date of its own."""
    return (item.role in EVENT_ROLES and item.key != PLACE) or item.text.partition(" ")[0] in events


def _fever(item: Item) -> bool:
    """Whether it is the word fever, which needs no number."""
    return item.term is not None and item.term.also == "fever"


def _of_time(items: list[Item], j: int, at: int) -> bool:
    """Whether the number counts days, doses or cycles: "10 days ago", "day 9", "75 mg"."""
    number = items[j].number
    assert number is not None
    unit = number.unit
    if unit is not None and not number.loose:
        return any(unit.measures(family) for family in ("days", "hours", "minutes", "dose"))
    before = items[j - 1].cues if j else {}
    return "day" in before or "cycle" in before or (number.whole and at - j == 1)


def _counts_time(item: Item) -> bool:
    """Whether it is a date or a length of time: "3 weeks"."""
    number = item.number
    if number is None:
        return item.kind == "date"
    return bool(number.mask) or (
        number.unit is not None and any(number.unit.measures(one) for one in ("days", "hours"))
    )


def _opening(items: list[Item], at: int, start: int) -> int:
    """Where "3 days ago" begins."""
    return next((j for j in range(at - 1, start - 1, -1) if items[j].number is None), start - 1) + 1


def _forward(items: list[Item], spans: Spans, span: tuple[int, int, int], mark: int, events: frozenset[str]) -> int:
    """Mark what follows a word of time: the event next to it, or else the values; returns what the next clause has."""
    first, at, end = span
    for j in range(at + 1, min(end, at + FAR)):
        if items[j].role == "measure" or _counts(items[j]):
            break
        happens = _happens(items[j], events) and items[j].text not in PERIODS
        if happens or items[j].text in STATES or "self" in items[j].cues:
            spans.append((first, _next_value(items, j, end), mark))
            return 0
    spans.append((first, end, mark))
    return mark


def _next_value(items: list[Item], at: int, end: int) -> int:
    """Where the next measure or value of the clause begins."""
    far = min(end, at + FAR)
    return next((j for j in range(at + 1, far) if items[j].role == "measure" or _states(items, j, end)), far)


def _next_number(items: list[Item], at: int, end: int) -> int:
    far = min(end, at + FAR)
    return next((j for j in range(at + 1, far) if _states(items, j, end)), far)


def _states(items: list[Item], j: int, end: int) -> bool:
    """Whether it is a number that may be a value and counts no time."""
    return _counts(items[j]) and not _of_time(items, j, end)


def _own(items: list[Item], at: int, start: int) -> bool:
    """Whether the word of time stands between a bedside measure and its number: "T last night 38.9"."""
    return at > start and items[at - 1].role == "measure" and items[at - 1].key not in CELLS


def _row(items: list[Item], told: int, at: int) -> int:
    """Where the values begin that a word of time behind them dates: the last one and those measured with it."""
    first, counted = told, None
    for j in range(at - 1, max(told, at - FAR) - 1, -1):
        if items[j].role == "measure":
            if counted is not None and counted != (items[j].key in CELLS):
                return first
            first, counted = j, items[j].key in CELLS
    return told


def _usual(items: list[Item], at: int, end: int) -> int:
    """Past what "usually" and "baseline" govern: the next value alone; of blood counts those in one row."""
    counted = None
    for j in range(at + 1, min(end, at + FAR)):
        item = items[j]
        if item.role in EVENT_ROLES or item.text in STATES or "now" in item.cues:
            return j
        if item.role == "measure":
            if counted is not None and not (counted and item.key in CELLS):
                return j
            counted = item.key in CELLS
        elif not counted and _counts(item):
            return j + 1
    return min(end, at + FAR)


def _value_ahead(items: list[Item], at: int, end: int) -> bool:
    return any(_counts(items[j]) for j in range(at + 1, min(at + AHEAD + 1, end)))


def _counts(item: Item) -> bool:
    """Whether it is a number that may be a value."""
    return item.number is not None and not item.number.mask
