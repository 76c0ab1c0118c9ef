"""Temperatures: which is the one of now, which the highest before, and whether there was a fever at all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from core.reading.counts.choose import mention
from core.reading.counts.weighing import Valued, newest
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ELSEWHERE, MAXIMUM, NOW, PAST, RECENT, SUPPOSED, TODAY
from core.reading.meaning.negation import denied
from core.reading.printed.items import Item
from core.reading.reading import Doubt, Mention

AT_MOST: Final = frozenset({"<=", "≤", "not above", "no more than"})
LATELY: Final = frozenset({"earlier", "previously", "previous", "prev", "prior", "at the time", "at that time"})
SINCE: Final = frozenset({"after", "since", "following", "post"})
ANEW: Final = frozenset({",", "then", "now", "but", "and", "again", "up"})  # "afebrile after paracetamol, then 39.2"
GONE: Final = frozenset({"fever_denied", "resolved"})
ENDS: Final = frozenset({".", ";", "\n", "!", "?"})
NEAR: Final = 8  # pieces around a temperature in which its time stands
STATED: Final = frozenset(
    {"is", "was", "were", "been", "has been", "all", "remains", "remained", "stayed", "his", "her", "he", "she", "now"}
    | {"today", "since", "overnight", "always", "temperatures", "patient", "pt", "currently"}
)


def choose_temperatures(
    items: list[Item], context: Context, found: Sequence[Valued]
) -> tuple[list[Mention], list[Doubt]]:
    """The temperature of now and the highest earlier one; a fever is never lost to a later normal reading."""
    real = [
        one
        for one in found
        if not one.marks & SUPPOSED
        and (not one.marks & PAST or one.marks & (NOW | ELSEWHERE) or _of_these_days(items, context, one))
    ]
    if found and all(one.marks & PAST and not one.marks & (NOW | ELSEWHERE) for one in found):
        return [], []
    bounded = [one for one in real if one.candidate.number.bound]
    exact = _without_repeats([one for one in real if not one.candidate.number.bound], context)
    known = [one for one in exact if one.amount.value is not None]
    doubts = [
        Doubt("temp_c", one.candidate.number.printed, one.amount.readings, one.amount.why)
        for one in exact
        if one.amount.value is None
    ]
    against = _set_against(known)
    if against:  # "38.5 or 38.3?": which of the two holds is asked
        readings = tuple(sorted({one.amount.value for one in against if one.amount.value is not None}))
        doubts.append(Doubt("temp_c", against[-1].candidate.number.printed, readings, "two values are given"))
        known = [one for one in known if one not in against]
    if not known:
        return _from_bounds(items, context, bounded), doubts[:1]
    current = _current(items, known)
    highest = _highest(items, context, known, current)
    mentions = [mention("temp_c", current, items)] if current else []
    if highest is not None:
        mentions.append(mention("temp_max_c", highest, items))
    return mentions, doubts if against else []


def _of_these_days(items: list[Item], context: Context, one: Valued) -> bool:
    """Whether its words of the past are those of a day or two: "38.9 earlier, 37.2 now"; never "last month"."""
    at = one.candidate.at
    near = range(max(0, at - NEAR), min(len(items), at + NEAR))
    past = [items[j] for j in near if context.clause[j] == context.clause[at] and "past" in items[j].cues]
    days = any((number := items[j].number) is not None and number.mask in ("year", "date") for j in near)
    return bool(past) and all(item.text in LATELY for item in past) and not days


def _set_against(known: Sequence[Valued]) -> list[Valued]:
    """Two different readings with an "or" between them."""
    for before, one in pairwise(known):
        if one.candidate.how == "or" and one.amount.value != before.amount.value:
            return [before, one]
    return []


def _without_repeats(found: Sequence[Valued], context: Context) -> list[Valued]:
    """One of two when the same reading is printed in both scales: 38.0 °C (100.4 °F)."""
    near = Decimal(context.rules["limits"]["same_temperature"])
    kept: list[Valued] = []
    for one in found:
        before = kept[-1] if kept else None
        if before is not None and before.amount.value is not None and one.amount.value is not None:
            units = {
                before.candidate.number.unit and before.candidate.number.unit.name,
                one.candidate.number.unit and one.candidate.number.unit.name,
            }
            if (
                len(units) == 2
                and one.candidate.at - before.candidate.at <= 3
                and abs(before.amount.value - one.amount.value) <= near
            ):
                continue
        kept.append(one)
    return kept


def _is_maximum(items: list[Item], one: Valued) -> bool:
    term = items[one.candidate.term].term if one.candidate.term >= 0 else None
    return bool(one.marks & MAXIMUM) or (term is not None and term.also == "max" and one.candidate.how != "series")


def _is_earlier(items: list[Item], one: Valued) -> bool:
    term = items[one.candidate.term].term if one.candidate.term >= 0 else None
    home = term is not None and term.also == "home" and one.candidate.how != "series"
    away = home or bool(one.marks & ELSEWHERE)
    before = (away or bool(one.marks & RECENT)) and not one.marks & NOW
    return (
        before or _settled(items, one.candidate.at) or (away and bool(one.marks & TODAY)) or one.rank <= 1
    )  # "38.5 at home this morning"


def _settled(items: list[Item], at: int) -> bool:
    """Whether the fever is told to be gone since: "afebrile 12 h after 39.5", "39.5 on arrival, now afebrile"."""
    last = min(len(items), at + NEAR)
    end = next((j for j in range(at + 1, last) if _ends(items[j])), last)
    if any(item.key == "resolved" for item in items[at + 1 : end]):
        return True
    before = next((j for j in range(at - 1, max(-1, at - NEAR), -1) if _ends(items[j]) or items[j].key in GONE), at)
    if items[before].key not in GONE:
        return False
    lead = [items[before].text.rpartition(" ")[2], *(item.text for item in items[before + 1 : at])]
    since = next((k for k in range(len(lead) - 1, -1, -1) if lead[k] in SINCE), -1)
    return since >= 0 and ANEW.isdisjoint(lead[since:])


def _ends(item: Item) -> bool:
    return item.text in ENDS or item.role == "measure"


def _current(items: list[Item], known: Sequence[Valued]) -> Valued | None:
    """The reading of now: the last that is neither a maximum nor from an earlier time or another place."""
    days = [one for one in known if one.marks & ELSEWHERE and one.stamp is not None and one.stamp.kind == "week"]
    free = [one for one in known if not _is_maximum(items, one) and not _is_earlier(items, one)]
    if len(days) > 1 and len(days) == len(known):
        return newest(days)[0]
    if not free:
        return None
    best = max(one.rank for one in free)  # "was 38.4" gives way to a reading that is not told as past
    return newest([one for one in free if one.rank == best])[0]


def _highest(items: list[Item], context: Context, known: Sequence[Valued], current: Valued | None) -> Valued | None:
    """The highest earlier reading: marked as a maximum or earlier, or a fever that a later reading follows."""
    fever = Decimal(context.rules["limits"]["fever"])
    earlier = [
        one
        for one in known
        if one is not current
        and one.amount.value is not None
        and (
            _is_maximum(items, one)
            or _is_earlier(items, one)
            or (
                one.amount.value >= fever
                and current is not None
                and current.amount.value is not None
                and one.amount.value > current.amount.value
            )
        )
    ]
    return max(earlier, key=lambda one: one.amount.value or Decimal(0)) if earlier else None


def _from_bounds(items: list[Item], context: Context, bounded: Sequence[Valued]) -> list[Mention]:
    """The bound "T > 38" is a fever without a number; "all temps < 38" is none."""
    fever = Decimal(context.rules["limits"]["fever"])
    for one in bounded:
        if one.amount.value is None:
            continue
        if one.candidate.number.bound == ">" and one.amount.value >= fever:
            named = one.candidate.term
            near = any("negation" in items[j].cues for j in range(max(0, named - 2), one.candidate.at))
            none = near or (named >= 0 and denied(items, context, named) is True)  # "no sore throat or temp > 38"
            return [mention("fever_denied" if none else "fever_reported", one, items, True)]
        if one.candidate.number.bound == "<" and one.amount.value <= fever and not _is_a_condition(items, context, one):
            return [mention("fever_denied", one, items, True)]
    return []


def _is_a_condition(items: list[Item], context: Context, one: Valued) -> bool:
    """Whether the bound is a rule to be met, not what was measured: "temperature <= 37", "temperature below 38".

    Nobody measures "at most"; the whole word without a verb of the patient is how criteria are written.
    """
    at, term = one.candidate.at, one.candidate.term
    if at and items[at - 1].text in AT_MOST:
        return True
    if term < 0 or "temperature" not in items[term].text:
        return False
    said = (items[j].text for j in range(len(items)) if context.sentence[j] == context.sentence[at])
    return STATED.isdisjoint(said)
