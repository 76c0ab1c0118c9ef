"""How long a temperature has lasted: words and spans of time that stand next to it, and to nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from core.reading.counts.candidate import Candidate
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, LIMIT, OTHER, PAST, SUPPOSED
from core.reading.meaning.negation import denied
from core.reading.printed.items import Item
from core.reading.reading import Mention

OWN: Final = frozenset(
    {"sustained", "reading", "readings", "spike", "spikes", "repeat", "repeated", "febrile", "apart"}
)
BEHIND: Final = ("since", "for", "all", "over", "more", "came", "settled")  # words that follow what lasts
LED: Final = frozenset({"for", "over", "lasting", "last", "past", "x", "of", "sustained"})  # "for 2 hours"
FILLERS: Final = 4  # plain words between the temperature and its duration
REACH: Final = 9
AFTERWARDS: Final = frozenset({"later", "on", "apart", "now"})  # behind the time that has passed
HOURS: Final = frozenset({"hour", "hr", "h"})
CLOSED: Final = frozenset({"drug", "regimen", "combined", "either", "disease", "context", "finding", "other"})


def lasts(items: list[Item], at: int, values: Mapping[int, str], context: Context) -> bool:
    """Whether the duration at *at* is one of a fever: its own words say so, or a temperature stands next to it.

    `values` are the places of the numbers that have an owner, with its key.
    """
    if not OWN.isdisjoint(items[at].text.split()):
        return True
    leads = not items[at].text.startswith(BEHIND)
    if leads and at + 1 < len(items) and (at + 1 in values or items[at + 1].key == "temp_c"):
        return True  # "single temp 38.2", "persistent fever"
    if leads and at + 1 < len(items) and (items[at + 1].role in CLOSED or items[at + 1].role == "measure"):
        return False  # "ongoing cough", "restart once ANC > 1"
    before, after = _next(items, at, values, context, -1), _next(items, at, values, context, 1)
    return before is True or (before is None and after is not False)


def _next(items: list[Item], at: int, values: Mapping[int, str], context: Context, step: int) -> bool | None:
    """Whether the next thing spoken of in one direction is a temperature; None when nothing is."""
    words = 0
    for j in range(at + step, at + step * REACH, step):
        if not 0 <= j < len(items) or context.sentence[j] != context.sentence[at]:
            return None
        item = items[j]
        if item.term is not None and item.term.also == "fever" and j not in values and denied(items, context, j):
            return False  # "no further fevers since yesterday"
        if values.get(j) == "temp_c" or item.key == "temp_c":
            return True
        if item.role in CLOSED or item.role == "measure" or "negation" in item.cues:
            return False
        if item.number is not None and not item.number.mask:
            return False
        words += item.kind == "word" or bool(item.cues)
        if words > FILLERS:
            return False
    return None


def spans(items: list[Item], context: Context, found: Sequence[Candidate]) -> Iterator[Mention]:
    """A span in figures right behind a temperature: "38.2 for 2 hours" lasts an hour, "for 20 minutes" does not."""
    fever = Decimal(context.rules["limits"]["fever"])
    for one in found:
        if one.key != "temp_c" or context.has(one.at, OTHER | SUPPOSED | LIMIT | ASKED | PAST):
            continue
        if _celsius(one) < fever:
            continue
        at = _span_after(items, one.at)
        if at:
            number = items[at].number
            assert number is not None
            assert number.unit is not None
            minutes = number.unit.convert(number.value, "minutes")
            yield Mention(
                "temp_sustained",
                minutes >= Decimal(context.rules["limits"]["hour_minutes"]) and number.bound != "<",
                number.printed,
                items[at].start,
                items[at].end,
            )


def since_the_last(
    items: list[Item], context: Context, mentions: Sequence[Mention], before: Decimal | None
) -> Iterator[Mention]:
    """A fever that was there before and is there an hour or more later: "still 38.0, 90 min on"."""
    fever = Decimal(context.rules["limits"]["fever"])
    now = next((one for one in mentions if one.key == "temp_c"), None)
    told = any(one.key == "temp_sustained" for one in mentions)
    if now is None or before is None or told or before < fever or not isinstance(now.value, Decimal):
        return
    here = next((at for at, item in enumerate(items) if item.start <= now.start < item.end), None)
    if here is None or now.value < fever or now.when:
        return
    hour = Decimal(context.rules["limits"]["hour_minutes"])
    for at in range(max(0, here - REACH), min(len(items), here + REACH)):
        if context.sentence[at] == context.sentence[here] and _passed_minutes(items, at, hour) >= hour:
            yield Mention("temp_sustained", True, items[at].text, items[at].start, items[at].end, "since the last one")
            return


def _passed_minutes(items: list[Item], at: int, hour: Decimal) -> Decimal:
    """The minutes that "two hours later", "90 min on" or "after an hour" say have passed; 0 for anything else."""
    before = items[at - 1].text if at else ""
    follows = items[at + 1].text.partition(" ")[0] if at + 1 < len(items) else ""
    number, led = items[at].number, before
    if number is not None and number.unit is not None and number.unit.measures("minutes"):
        minutes = number.unit.convert(number.value, "minutes")
    elif items[at].text in HOURS and before in {"an", "one", "full"}:
        led = items[at - 2].text if at > 1 else ""
        minutes = hour if led not in {"half", "than", "within"} else Decimal(0)
    else:
        return Decimal(0)
    within = number is not None and number.bound == "<"
    return minutes if (follows in AFTERWARDS or led in {"after", "been"}) and not within else Decimal(0)


def _celsius(one: Candidate) -> Decimal:
    unit = one.number.unit
    if unit is not None and unit.measures("temperature") and not one.number.loose:
        return unit.convert(one.number.value, "temperature")
    return one.number.value


def _span_after(items: list[Item], at: int) -> int:
    """Where the hours or minutes stand that follow a temperature after "for"; 0 when there are none."""
    led = False
    for j in range(at + 1, min(at + 7, len(items))):
        item = items[j]
        unit = item.number.unit if item.number else None
        if item.number is not None:
            return j if led and unit is not None and unit.measures("minutes") and not _past(items, j) else 0
        if item.kind == "line" or item.role in CLOSED or item.role == "measure":
            return 0
        led = led or not LED.isdisjoint(item.text.split())
    return 0


def _past(items: list[Item], at: int) -> bool:
    return at + 1 < len(items) and items[at + 1].text.partition(" ")[0] in {"ago", "before", "later", "after", "post"}
