"""Rules told in the words of a study, a label or a clinic: "needs neuts 1.5", "SmPC: ANC <0.5", "ANC <1.0 / <0.75"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.reading.meaning.context import Context
from core.reading.meaning.marks import LIMIT, spread
from core.reading.printed.items import Item

NEEDS: Final = frozenset(
    {"needs", "need", "wants", "want", "asks", "ask", "demands", "stipulates", "specifies", "needing"}
)
RULES: Final = frozenset({"policy", "sop", "smpc", "spc", "guideline", "guidelines", "guidance", "protocol", "limit"})
MORE: Final = frozenset({"for", "a", "an", "the", "of", "at least", "minimum", "min"})
BINDING: Final = NEEDS | RULES
SOURCES: Final = frozenset(
    {"smpc", "spc", "label", "policy", "protocol", "guideline", "guidelines", "guidance", "leaflet", "sop", "study"}
    | {"monograph", "pi", "bnf", "trial", "eviq", "datasheet", "criteria"}
)
GOES_ON: Final = frozenset({"and", ",", "/", "&", "+", "or", "of", ":", "=", "-", "above", "at least"})
DOSES: Final = frozenset({"mg", "mg/m2", "%", "body and dose", "g"})
TRANSFUSED: Final = frozenset({"platelets", "hgb"})  # "needs 2 platelets" is an order
NEAR: Final = 3  # pieces from "needs" to its measure
LIST: Final = 40  # pieces of a list of limits or doses


def set_requirements_aside(items: list[Item], context: Context) -> Context:
    """The context with the marks of limits that no word for a limit names."""
    if "measure" not in context.roles:
        return context
    rules: list[int] = []
    if not context.words.isdisjoint(BINDING):
        rules += _needed(items)
    if "than" in context.cues:
        if not context.words.isdisjoint(SOURCES):
            rules += _cited(items, context)
        rules += _steps(items)
    if "/" in context.words:
        rules += _doses(items, context)
    if not rules:
        return context
    marks = list(context.marks)
    spread(marks, rules, LIMIT)
    return context.marked(marks)


def _needed(items: list[Item]) -> Iterator[int]:
    """What something needs, with its numbers: "C4 needs neuts 1.5", "policy neuts 0.5"; a patient needs platelets."""
    for at, item in enumerate(items):
        if item.text not in BINDING or (at and items[at - 1].cues.keys() & {"pronoun", "self", "negation"}):
            continue
        more = MORE | {":"} if item.text in RULES else MORE
        measure = next((j for j in range(at + 1, min(at + NEAR, len(items))) if items[j].text not in more), len(items))
        if _is_valued(items, measure):
            yield from range(measure, _list_end(items, measure))


def _is_valued(items: list[Item], at: int) -> bool:
    """Whether a measure stands here with its number behind it, or right behind a number: "1.5 neuts"."""
    if at + 1 >= len(items):
        return False
    behind = items[at + 1]
    if items[at].number is not None:
        return behind.role == "measure" and behind.key not in TRANSFUSED
    told = behind.number is not None or "than" in behind.cues or behind.text in MORE
    return items[at].role == "measure" and told


def _list_end(items: list[Item], at: int) -> int:
    """Where a list of measures with their limits ends, each named once: "needs platelets 2 units, plts 8"."""
    named: set[str] = set()
    for j in range(at, min(at + LIST, len(items))):
        item = items[j]
        if item.role == "measure" and item.key in named:
            return j
        named.add(item.key)
        if item.role == "measure" or item.number is not None or "than" in item.cues:
            continue
        if item.text not in GOES_ON and item.text not in MORE:
            return j
    return min(at + LIST, len(items))


def _cited(items: list[Item], context: Context) -> Iterator[int]:
    """The bounds in a sentence that cites where its rule stands: "SmPC: ANC <0.5 stop"."""
    cited = {context.sentence[at] for at, item in enumerate(items) if item.text in SOURCES}
    return (
        at
        for at, item in enumerate(items)
        if item.number is not None and item.number.bound and context.sentence[at] in cited
    )


def _steps(items: list[Item]) -> Iterator[int]:
    """Two bounds and more of one measure in a row are steps of a rule: "ANC <1.0 / <0.75 / <0.5"."""
    step = 0
    for at in range(3, len(items)):
        number, before = items[at].number, items[at - 3].number
        joined = "than" in items[at - 1].cues and items[at - 2].text in {"/", ",", "and", ";"}
        if number is not None and before is not None and number.bound and before.bound and joined:
            yield from range(max(step, at - 3), at + 1)
            step = at + 1


def _doses(items: list[Item], context: Context) -> Iterator[int]:
    """The numbers in a row behind a measure that stand beside as many doses: "75/50/25 mg for ANC 1.0 / 0.75 / 0.5"."""
    dosed = {context.sentence[at] for at, item in enumerate(items) if _has_a_dose(items, at)}
    if not dosed:
        return
    for at, item in enumerate(items):
        if item.role == "measure" and context.sentence[at] in dosed and _row(items, at):
            yield from range(at, _list_end(items, at))


def _has_a_dose(items: list[Item], at: int) -> bool:
    """Whether it is a row of doses: "75/50/25 mg", which looks like a date or a code."""
    number = items[at].number
    if items[at].kind != "date" and (number is None or number.mask != "code"):
        return False
    unit = number.unit.name if number is not None and number.unit is not None else ""
    return unit in DOSES or (at + 1 < len(items) and items[at + 1].text in DOSES)


def _row(items: list[Item], at: int) -> bool:
    """Whether a row of numbers follows the measure: "1.0 / 0.75 / 0.5"."""
    behind = items[at + 1 : at + 8]
    return sum(item.number is not None for item in behind) > 1 and any(item.text == "/" for item in behind)
