"""Counts that were why an earlier cycle was delayed: "C2 delayed for ANC 0.4, C3 for 0.7, C4 due, FBC not back"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.reading.meaning.context import Context
from core.reading.meaning.marks import NOW, PAST, spread
from core.reading.printed.items import Item

DELAYED: Final = frozenset(
    {"delayed", "deferred", "postponed", "omitted", "cancelled", "canceled", "missed", "held", "reduced", "skipped"}
    | {"dose-reduced", "withheld", "stopped", "late", "dropped"}
)
WHY: Final = frozenset(
    {"for", "due to", "due", "because of", "because", "with", "as", "on", "at", "(", ":", "owing to", "since"}
)
NAMED: Final = frozenset({"c3", "c4"})
NEAR: Final = 4  # pieces from a cycle to "delayed", and from there to the reason


def set_delays_in_the_past(items: list[Item], context: Context) -> Context:
    """The context with the marks of such reasons, where a later cycle or another value of the measure is told."""
    if context.words.isdisjoint(DELAYED) or ("cycle" not in context.cues and context.words.isdisjoint(NAMED)):
        return context
    parts = list(_reasons(items, context))
    cycles = [_cycle(items, at) for at in range(len(items))]
    latest = max((one for one in cycles if one is not None), default=0)
    marks = list(context.marks)
    for first, end in parts:
        told = next((one for one in reversed(cycles[:end]) if one is not None), latest)
        if told < latest and not any(context.has(j, NOW) for j in range(first, end)):
            spread(marks, range(first, end), PAST)
    return context.marked(marks)


def _cycle(items: list[Item], at: int) -> int | None:
    """The number of the cycle named here: "cycle 3", "C2"; C3 and C4 are complements elsewhere."""
    text, number = items[at].text, items[at].number
    if text[:1] == "c" and text[1:].isdigit():
        return int(text[1:])
    named = at > 0 and items[at - 1].text in {"c", "cycle"}
    return int(number.value) if named and number is not None and number.whole else None


def _reasons(items: list[Item], context: Context) -> Iterator[tuple[int, int]]:
    """First and past-the-last piece from each delay to the end of its reason."""
    for at, item in enumerate(items):
        if item.text not in DELAYED:
            continue
        behind = range(at + 1, min(len(items), at + 1 + NEAR))
        why = next((j for j in behind if items[j].text in WHY), None)
        if why is None:
            continue
        start = min(why + 1, len(items) - 1)
        end = next((j for j in range(start, len(items)) if context.clause[j] != context.clause[start]), len(items))
        yield at, end
