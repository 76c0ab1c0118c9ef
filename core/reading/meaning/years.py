"""What is told of an earlier year: "in 2016 (nadir 0.02, 40.1C) on thiamazole", "2019: clozapine stopped".

A year that only dates an illness or a transplant says nothing of the counts behind it; where the message tells
nothing else, as in a report of one admission, its year is the patient's now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from core.reading.meaning.context import Context
from core.reading.meaning.marks import BYGONE, ELSEWHERE, NOW, PAST, RECENT, TODAY
from core.reading.printed.items import Item
from core.reading.printed.numbers import AGES

YEAR: Final = re.compile(r"(?:19|20)\d\d")
INTO: Final = frozenset({"in", "back in"})
OPENERS: Final = frozenset({".", ";", "\n", "!", "?", "|", "-"})
HEADS: Final = frozenset({":", "-", "="})
LINKS: Final = frozenset({"(", "[", "with", "w", "when", "while on", "during", "nadir", "nadir was", "nadir of"})
STEPS: Final = frozenset({",", "but", "-"})
LINKS_OF_HARM: Final = frozenset({"complicated", "complicated by", "treated", "treated with"})
OF_NOW: Final = frozenset(
    {"now", "today", "currently", "current", "at present", "presently", "today's", "these days", "nowadays"}
)
COMES: Final = frozenset({"presented", "presents", "presenting", "admitted", "seen", "attended", "attends", "referred"})
NEAR: Final = 4  # pieces from a measure to its number
FAR: Final = 24  # pieces around a drug that tell what became of it


def of_earlier_years(items: list[Item], context: Context) -> Context:
    """The context with what is told of an earlier year marked, where the message tells something of now besides."""
    context = _with_past_episodes(items, context)
    scopes = list(_scopes(items, context))
    if not scopes:
        return context
    if not _tells_of_now(items, [scope for _, scope in scopes]):
        latest = max(year for year, _ in scopes)
        scopes = [(year, scope) for year, scope in scopes if year < latest]
    marks = list(context.marks)
    for _, scope in scopes:
        for at in scope:
            marks[at] = marks[at] & ~(NOW | RECENT | TODAY | ELSEWHERE) | BYGONE | PAST
    return context.marked(marks)


def _with_past_episodes(items: list[Item], context: Context) -> Context:
    """With the values in brackets behind an episode of the past: "last cycle FN (ANC 0.1, 39C). Now ANC 0.6"."""
    harm = context.rules["harm"]
    if harm.isdisjoint(context.words):
        return context
    marks = list(context.marks)
    for at in range(1, len(items)):
        if items[at].text in {"(", "["} and items[at - 1].text in harm and context.has(at - 1, PAST):
            last = min(len(items), at + FAR)
            end = next((j for j in range(at + 1, last) if items[j].text in {")", "]"}), at)
            for j in range(at, end):
                marks[j] |= PAST
    return context.marked(marks)


def _scopes(items: list[Item], context: Context) -> Iterator[tuple[int, range]]:
    """Each year that dates what is told with it, and the places of that."""
    for first, end in context.bounds:
        done = first
        for at in range(first, end):
            if at >= done and _is_a_year(items, at) and (scope := _scope(items, at, first, end)):
                yield int(items[at].text), scope
                done = scope.stop


def _is_a_year(items: list[Item], at: int) -> bool:
    number = items[at].number
    return number is not None and number.unit is None and YEAR.fullmatch(number.printed) is not None


def _scope(items: list[Item], at: int, first: int, end: int) -> range:
    """From the year that opens a sentence to its end; from one behind an event over the clause it goes on to."""
    start = at - 1 if at > first and items[at - 1].text in INTO else at
    behind = items[at + 1].text if at + 1 < end else ""
    if start == first or items[start - 1].text in OPENERS:
        opens = (start < at and not _introduces(items, at, first, end)) or behind in HEADS
        return range(start, _until_now(items, at, end)) if opens else range(0)
    bracketed = behind in {")", "]"} and items[at - 1].text in {"(", "["}
    told = bracketed and at > first + 1 and not items[at - 2].cues.keys().isdisjoint({"past", "former"})
    if bracketed:
        behind = items[at + 2].text if at + 2 < end else ""
    linked = behind in LINKS | LINKS_OF_HARM and (bracketed or start < at) and not _introduces(items, at, first, end)
    closes = items[start].text == "back in" and (not behind or behind in OPENERS)
    if not (told or linked or closes):
        return range(0)
    opening = next((j + 1 for j in range(at - 1, first - 1, -1) if items[j].text in STEPS), first)
    return range(opening, _clause_end(items, at + 1 + bracketed, end))


def _introduces(items: list[Item], at: int, first: int, end: int) -> bool:
    """Whether the sentence introduces the patient, as a report does: "In 2019, a 62-year-old woman", "presented in"."""
    if any(items[j].text.partition(" ")[0] in COMES for j in range(max(first, at - NEAR), min(at + NEAR, end))):
        return True
    units = (number.unit for j in range(at + 1, end) if (number := items[j].number) is not None)
    return any(unit is not None and (unit.name in AGES or unit.measures("age")) for unit in units)


def _until_now(items: list[Item], at: int, end: int) -> int:
    return next((j for j in range(at + 1, end) if items[j].text in OF_NOW), end)


def _clause_end(items: list[Item], at: int, end: int) -> int:
    """Where the clause ends, over what stands in brackets."""
    depth = 0
    for j in range(at, end):
        depth += (items[j].text in {"(", "["}) - (items[j].text in {")", "]"})
        if items[j].text in OF_NOW or (depth <= 0 and items[j].text in STEPS):
            return j
    return end


def _tells_of_now(items: list[Item], scopes: Sequence[range]) -> bool:
    """Whether a measure with its number, or a word of now, stands outside all of what is of a year."""
    inside = {at for scope in scopes for at in scope}
    return any(
        item.text in OF_NOW or (item.role == "measure" and any(_is_a_value(one) for one in items[at + 1 : at + NEAR]))
        for at, item in enumerate(items)
        if at not in inside
    )


def _is_a_value(item: Item) -> bool:
    return item.number is not None and not item.number.mask


def ended(items: list[Item], context: Context, at: int) -> bool:
    """Whether a drug of an earlier year is over: stopped then, or told with its harm and not as begun."""
    if not context.has(at, BYGONE):
        return False
    near = range(max(0, at - FAR), min(len(items), at + FAR))
    same = [items[j] for j in near if context.has(j, BYGONE) and context.sentence[j] == context.sentence[at]]
    if any(item.text in context.rules["ended_then"] for item in same):
        return True
    harmed = any(item.role == "measure" or item.text in context.rules["harm"] for item in same)
    return harmed and not any(item.text in context.rules["begun_then"] for item in same)
