"""Signs told in several words: an inflamed line, no urine for so long, a count that has been low for years."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, LIMIT, OTHER, PAST, SUPPOSED
from core.reading.meaning.negation import denied
from core.reading.printed.items import Item
from core.reading.reading import Mention

NEAR: Final = 5  # pieces between a line and what is said of its site
SPAN: Final = 6  # pieces between "no urine" and its hours
COUNTS: Final = frozenset({"anc", "wbc", "neutrophils_pct"})
LOW: Final = frozenset(
    {"neutropenia", "neutropaenia", "neutropenic", "neutropaenic", "low", "leukopenia", "leucopenia"}
)
BLOCKS: Final = frozenset({"drug", "regimen", "combined", "either", "disease", "context", "finding"})
UNSAID: Final = OTHER | SUPPOSED | LIMIT | ASKED


def told(items: list[Item], context: Context) -> Iterator[Mention]:
    """Every such sign of the message."""
    rules, words = context.rules, context.words
    lines = "cvc" in context.keys or not words.isdisjoint(rules["line_sites"])
    if not lines and "nadir" not in words and words.isdisjoint(rules["lasting"]):
        return
    for at, item in enumerate(items):
        if context.has(at, UNSAID):
            continue
        if item.key == "cvc" or item.text in context.rules["line_sites"]:
            yield from _line(items, context, at)
        elif item.text == "nadir" and _is_low_point(items, at) and not context.has(at, PAST):
            yield Mention("neutropenia_kind", "expected_nadir", item.text, item.start, item.end)
        elif item.text in context.rules["lasting"]:
            yield from _chronic(items, context, at)


def _line(items: list[Item], context: Context, at: int) -> Iterator[Mention]:
    """A line or its site that is red, sore or discharging; clean is no infection."""
    for j in sorted(range(max(0, at - NEAR), min(len(items), at + NEAR + 1)), key=lambda j: abs(j - at)):
        word = items[j].text
        if context.sentence[j] != context.sentence[at] or context.has(j, UNSAID | PAST) or _between(items, at, j):
            continue
        if word in context.rules["clean"] and abs(j - at) <= 2:
            yield Mention("catheter_infection", False, f"{items[at].text} {word}", items[at].start, items[at].end)
            return
        if word in context.rules["inflamed"]:
            value = not denied(items, context, j)
            yield Mention("catheter_infection", value, f"{items[at].text} {word}", items[at].start, items[at].end)
            return


def _between(items: list[Item], at: int, j: int) -> bool:
    """Whether a number, a comma or another finding stands between the line and the word."""
    return any(
        one.kind == "number" or one.text in {",", ";", "(", "\n"} or (one.role in BLOCKS and one.key != "cvc")
        for one in items[min(at, j) + 1 : max(at, j)]
    )


def _is_low_point(items: list[Item], at: int) -> bool:
    """Whether nadir is the low point, "nadir neuts 0.3", and not the name we are called by, "hey nadir, ANC 0.3"."""
    before = items[at - 1].text if at else ""
    after = items[at + 1] if at + 1 < len(items) else None
    called = not before or before in {"hey", "hi", "hello", "@", "/", "ok", "dear", "\n", "thanks", "please"}
    return not called and after is not None and (after.key in COUNTS or "day" in after.cues)


def brief(items: list[Item], context: Context, at: int) -> bool:
    """Whether no urine is told for fewer hours than count, "no urine for 3 hours", or the last for none that do."""
    for j in range(at + 1, min(at + SPAN, len(items))):
        number = items[j].number
        if context.sentence[j] != context.sentence[at] or items[j].text == ",":
            break
        if number is not None and number.unit is not None and number.unit.measures("hours"):
            hours = number.unit.convert(number.value, "hours")
            return hours < Decimal(context.rules["limits"]["no_urine_hours"])
    return _only_last(items, at)


def _only_last(items: list[Item], at: int) -> bool:
    """Whether "last wee" is told and no time that counts: yesterday does, this morning does not."""
    last = items[at].text.startswith("last ") and not items[at].text.endswith("yesterday")
    return last and not any("yesterday" in one.cues or one.text == "yesterday" for one in items[at + 1 : at + 3])


def _chronic(items: list[Item], context: Context, at: int) -> Iterator[Mention]:
    """A count known, or low, for years: the words stand behind the count and not behind a drug or a disease."""
    after = items[at + 1] if at + 1 < len(items) else None
    years = not items[at].text.endswith("for") or (after is not None and after.text in context.rules["years"])
    number = after.number if after is not None else None
    if not years:
        unit = number.unit if number is not None else None
        if number is None or unit is None or not unit.measures("days"):
            return
        if unit.convert(number.value, "days") < Decimal(context.rules["limits"]["chronic_days"]):
            return
    for j in range(at - 1, max(-1, at - 1 - SPAN), -1):
        item = items[j]
        if context.sentence[j] != context.sentence[at]:
            return
        if item.key in COUNTS or item.text in LOW:
            yield Mention("neutropenia_kind", "known_chronic", items[at].text, items[at].start, items[at].end)
            return
        if item.role in BLOCKS and item.key not in {"mascc.burden", "neutropenia_kind"}:
            return
