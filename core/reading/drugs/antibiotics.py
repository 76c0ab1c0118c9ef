"""How long antibiotics have been given: "tazocin started 36 h ago", "day 3 of meropenem", "abx since yesterday"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon
from core.quantity import GRAIN, rounded
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, LIMIT, OTHER, SUPPOSED
from core.reading.printed.items import Item, Number
from core.reading.reading import Doubt, Mention

NEAR: Final = 7  # pieces between an antibiotic and its time
LONGEST: Final = 60  # a day of a course beyond it is something else
FOR: Final = frozenset({"for", "x", "of", "into", "after", "post", "on", "completed", "got", "had", "with"})
AGO: Final = ("ago", "back", "earlier")
COUNTING: Final = frozenset({"a", "an", "one", "half", "about"})
GIVEN: Final = frozenset({"given", "had", "got", "started", "at", "went", "received", "gave", "administered", "@"})
EVENTS: Final = frozenset({"regimen", "disease", "context", "measure"})
CYCLES: Final = frozenset({"c", "cycle", "cycle no"})
NO_SPAN: Final = frozenset({"infusion", "infusions", "hourly", "extended", "push", "window"})


def treated_for(items: list[Item], context: Context, lexicon: Lexicon, taken: Sequence[Mention]) -> list[Mention]:
    """Hours since the first dose; the longest when several are told."""
    day = Decimal(context.rules["limits"]["day_hours"])
    places = {one.start for one in taken if one.key == "drugs"}
    spoken = context.rules["antibiotic_words"]
    if not places and context.words.isdisjoint(spoken):
        return []
    hours = [
        found
        for at, item in enumerate(items)
        if (item.text in spoken or (item.start in places and _treats(item, lexicon)))
        and not context.has(at, OTHER | SUPPOSED | LIMIT | ASKED)
        and not _other_course(items, context, at)
        and (found := _time(items, context, at, day)) is not None
    ]
    return [max(hours, key=lambda one: Decimal(str(one.value)))] if hours else []


def _treats(item: Item, lexicon: Lexicon) -> bool:
    """Whether it is one that covers febrile neutropenia; an oral course from before does not."""
    return item.term is not None and "antipseudomonal" in lexicon.drug_classes.get(str(item.term.value), frozenset())


def _other_course(items: list[Item], context: Context, at: int) -> bool:
    """Whether it is taken against infection, by mouth, or over: the first dose of this episode is still to be given."""
    near = range(max(0, at - 3), min(len(items), at + 3))
    words = context.rules["not_this_course"]
    return any(not words.isdisjoint(items[j].text.split()) and context.clause[j] == context.clause[at] for j in near)


def _time(items: list[Item], context: Context, at: int, day: Decimal) -> Mention | None:
    """The time told of the antibiotic at *at*: behind it first, then before it."""
    for step in (1, -1):
        for j in range(at + step, at + step * NEAR, step):
            if not 0 <= j < len(items) or context.sentence[j] != context.sentence[at]:
                break
            item = items[j]
            if item.role in EVENTS or item.text in {";", "\n"} or (item.text == "," and step < 0):
                break
            if step < 0 and (item.key == "chemo_recent" or item.text in CYCLES or _of_therapy(items, j)):
                break
            if item.role == "drug" and item.key == "drugs" and item.text not in {"and", "+"} and step > 0:
                continue  # "mero and vanc for 2 days"
            if _is_ahead(items, context, j):
                break
            hours = _hours(items, context, j, day, behind=step > 0)
            hours = _bare(items, context, j, at) if hours is None else hours
            if hours is not None:
                return Mention("antibiotics_started_h", hours, items[j].text, items[j].start, items[j].end)
            if item.number is not None and item.number.unit is None and not item.number.mask and j > at + 1:
                break  # a value of its own; right behind the drug it is the dose
    return None


def _hours(items: list[Item], context: Context, j: int, day: Decimal, *, behind: bool) -> Decimal | None:
    """The hours said at *j*: a day of the course, a span that lasts or lies back, or a word such as yesterday."""
    item = items[j]
    spoken = context.rules["since_h"]
    if item.text in spoken:
        return Decimal(spoken[item.text])
    for size in (3, 4, 5) if item.text in COUNTING else ():  # "an hour ago", "half an hour ago"
        if (phrase := " ".join(one.text for one in items[j : j + size])) in spoken:
            return Decimal(spoken[phrase])
    if "day" in item.cues:
        number = _day(items, j)
        return (number.value - 1) * day if number is not None and 1 <= number.value <= LONGEST else None
    number = item.number
    unit = number.unit if number is not None else None
    if number is None or unit is None or not unit.measures("hours") or unit.measures("age"):
        return None
    before = items[j - 1].text.rpartition(" ")[2] if j else ""
    after = items[j + 1].text.partition(" ")[0] if j + 1 < len(items) else ""
    tied = after.startswith(AGO) or after in FOR if not behind else after.startswith(AGO) or before in FOR
    return rounded(unit.convert(number.value, "hours"), GRAIN) if tied else None


def _bare(items: list[Item], context: Context, j: int, at: int) -> Decimal | None:
    """The hours of a span right beside the drug or its dose, "mero 30h"; not how often or how long a dose is given."""
    number = items[j].number
    if number is None or number.unit is None or number.unit.measures("age") or not number.unit.measures("hours"):
        return None
    between = items[min(j, at) + 1 : max(j, at)]
    behind = items[j + 1].text if j + 1 < len(items) else ""
    if behind in NO_SPAN or number.bound or not all(_is_a_dose(one) for one in between):
        return None
    hours = rounded(number.unit.convert(number.value, "hours"), GRAIN)
    often = number.unit.convert(Decimal(1), "hours") == 1 and str(number.value) in context.rules["dosing_hours"]
    return hours if hours >= 1 and not often else None


def _is_a_dose(item: Item) -> bool:
    return item.text == "(" or "dose" in item.cues or (item.number is not None and item.number.unit is not None)


def _of_therapy(items: list[Item], j: int) -> bool:
    """Whether a day is counted from what stands before it: "AML D12 on mero", "C2D10 tazocin"."""
    if "day" not in items[j].cues or not j or any(one.text in FOR - {"on"} for one in items[j + 2 : j + 3]):
        return False
    cycle = items[j - 1].number is not None and j > 1 and items[j - 2].text in CYCLES
    return cycle or items[j - 1].role in EVENTS or items[j - 1].key == "chemo_recent"


def _is_ahead(items: list[Item], context: Context, j: int) -> bool:
    """Whether the span is still to come: "to complete 5 days of mero", "tazocin for 5 days planned"."""
    if items[j].number is None:
        return False
    near = (*items[max(0, j - 2) : j], *items[j + 1 : j + 2])
    return any(word in context.rules["course_ahead"] for one in near for word in one.text.split())


def _day(items: list[Item], j: int) -> Number | None:
    k = j + 2 if j + 1 < len(items) and items[j + 1].text == "+" else j + 1
    number = items[k].number if k < len(items) else None
    return number if number is not None and number.whole and number.other is None else None


def by_the_clock(
    items: list[Item], context: Context, lexicon: Lexicon, taken: Sequence[Mention], told: Sequence[Mention]
) -> list[Doubt]:
    """The doubt on a first dose told by the clock alone, "given at 3 am": how long ago is not known."""
    places = {one.start for one in taken if one.key == "drugs"}
    spoken = context.rules["antibiotic_words"]
    if told or not (places or "dose" in context.words or not context.words.isdisjoint(spoken)):
        return []
    for at, item in enumerate(items):
        first = item.text == "dose" and at > 0 and items[at - 1].text in {"first", "1st"}
        if not (first or item.text in spoken or (item.start in places and _treats(item, lexicon))):
            continue
        if context.has(at, OTHER | SUPPOSED | LIMIT | ASKED) or _other_course(items, context, at):
            continue
        for j in range(at + 1, min(at + NEAR, len(items))):
            if context.sentence[j] != context.sentence[at] or items[j].role in EVENTS | {"drug"}:
                break
            if _clock(items, j) and any(_is_given(items, k) for k in range(at + 1, j)):
                why = "told by the clock, so not how many hours ago"
                return [Doubt("antibiotics_started_h", f"{item.text} at {items[j].text}", (), why)]
            if j == at + 1 and (number := _how_often(items, context, j, at)) is not None:
                why = "hours since the first dose, or between doses"
                return [Doubt("antibiotics_started_h", f"{item.text} {number.printed}", (), why)]
    return []


def _is_given(items: list[Item], k: int) -> bool:
    """Whether it is told as given: "at 3 am", "first dose 03:00"; not "next dose 03:00"."""
    return items[k].text in GIVEN or (items[k].text == "dose" and items[k - 1].text in {"first", "1st"})


def _how_often(items: list[Item], context: Context, j: int, at: int) -> Number | None:
    """The hours right behind a drug the patient is on that may be how often it is given: "on mero 8h"."""
    number = items[j].number
    unit = number.unit if number is not None else None
    if number is None or unit is None or not unit.measures("hours") or unit.convert(Decimal(1), "hours") != 1:
        return None
    return number if str(number.value) in context.rules["dosing_hours"] and at and items[at - 1].text == "on" else None


def _clock(items: list[Item], j: int) -> bool:
    """Whether an hour of the day stands here: "22:30", "0300", "3 am"."""
    item = items[j]
    number = item.number
    if number is None or not number.whole:
        return item.kind == "date" and ":" in item.text
    after = items[j + 1].text if j + 1 < len(items) else ""
    return number.mask == "time" or after in {"am", "pm", "a.m", "p.m", "o'clock"}
