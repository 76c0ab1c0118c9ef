"""How long antibiotics have been given: "tazocin started 36 h ago", "day 3 of meropenem", "abx since yesterday"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon
from core.quantity import GRAIN, rounded
from core.reading.context import Context
from core.reading.items import Item, Number
from core.reading.marks import ASKED, LIMIT, OTHER, SUPPOSED
from core.reading.reading import Doubt, Mention

NEAR: Final = 7  # pieces between an antibiotic and its time
LONGEST: Final = 60  # a day of a course beyond it is something else
FOR: Final = frozenset({"for", "x", "of", "into", "after", "post", "on", "completed", "got", "had", "with"})
AGO: Final = ("ago", "back", "earlier")
COUNTING: Final = frozenset({"a", "an", "one", "half", "about"})
GIVEN: Final = frozenset({"given", "had", "got", "started", "at", "went", "received", "gave", "administered", "@"})
EVENTS: Final = frozenset({"regimen", "disease", "context", "measure"})


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
            if item.role == "drug" and item.key == "drugs" and item.text not in {"and", "+"} and step > 0:
                continue  # "mero and vanc for 2 days"
            hours = _hours(items, context, j, day, behind=step > 0)
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


def _day(items: list[Item], j: int) -> Number | None:
    k = j + 2 if j + 1 < len(items) and items[j + 1].text == "+" else j + 1
    number = items[k].number if k < len(items) else None
    return number if number is not None and number.whole and number.other is None else None


def by_the_clock(
    items: list[Item], context: Context, lexicon: Lexicon, taken: Sequence[Mention], told: Sequence[Mention]
) -> list[Doubt]:
    """The doubt on a first dose told by the clock alone, "given at 3 am": how long ago is not known."""
    if told or context.words.isdisjoint(GIVEN) or not any(_clock(items, j) for j in range(len(items))):
        return []
    places = {one.start for one in taken if one.key == "drugs"}
    spoken = context.rules["antibiotic_words"]
    for at, item in enumerate(items):
        first = item.text == "dose" and at > 0 and items[at - 1].text in {"first", "1st"}
        if not (first or item.text in spoken or (item.start in places and _treats(item, lexicon))):
            continue
        if context.has(at, OTHER | SUPPOSED | LIMIT | ASKED) or _other_course(items, context, at):
            continue
        for j in range(at + 1, min(at + NEAR, len(items))):
            if context.sentence[j] != context.sentence[at] or items[j].role in EVENTS | {"drug"}:
                break
            if _clock(items, j) and any(items[k].text in GIVEN for k in range(at + 1, j)):
                return [
                    Doubt(
                        "antibiotics_started_h",
                        f"{item.text} at {items[j].text}",
                        (),
                        "told by the clock, so not how many hours ago",
                    )
                ]
    return []


def _clock(items: list[Item], j: int) -> bool:
    """Whether an hour of the day stands here: "22:30", "0300", "3 am"."""
    item = items[j]
    number = item.number
    if number is None or not number.whole:
        return item.kind == "date" and ":" in item.text
    after = items[j + 1].text if j + 1 < len(items) else ""
    return number.mask == "time" or after in {"am", "pm", "a.m", "p.m", "o'clock"}
