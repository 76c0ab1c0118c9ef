"""Drugs that are held: for how long, and the phase of a leukaemia told in two letters beside its drug."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, LIMIT, OTHER, SUPPOSED
from core.reading.printed.items import Item
from core.reading.reading import Mention

NEAR: Final = 8  # pieces between a drug that is held and how long
PHASES: Final = {"cp": "CP", "ap": "AP"}  # "BP" is a blood pressure
FOR: Final = frozenset({"for", "x", "last", "past", "now"})
ENDS: Final = frozenset({"drug", "combined", "either", "regimen", "measure"})  # another drug, or a value


def held_days(items: list[Item], context: Context, taken: Sequence[Mention]) -> list[Mention]:
    """How many days the one drug is held: "held for 5 days", "stopped a week ago", "off dasatinib for 10 days"."""
    held = [one for one in taken if one.key == "drugs_stopped"]
    if len(held) != 1:
        return []
    at = next(j for j, item in enumerate(items) if item.start == held[0].start)
    for j in range(at + 1, min(at + 1 + NEAR, len(items))):
        if context.sentence[j] != context.sentence[at] or items[j].role in ENDS:
            return []
        days = _days(items, context, j)
        tied = items[j - 1].text in FOR or (j > 1 and items[j - 2].text in FOR) or _ago(items, j)
        if days is not None and tied:
            return [Mention("held_days", days, items[j].text, items[j].start, items[j].end)]
    return []


def _days(items: list[Item], context: Context, j: int) -> Decimal | None:
    """The days said here, in figures or as "week"."""
    number = items[j].number
    if number is not None:
        unit = number.unit
        if unit is None or not unit.measures("days") or number.high is not None:
            return None
        days = unit.convert(number.value, "days")
        return days if days <= Decimal(context.rules["limits"]["held_longest"]) else None
    spoken = context.rules["spans_days"]
    one = items[j - 1].text in {"a", "one"} and items[j].text in spoken
    return Decimal(spoken[items[j].text]) if one else None


def _ago(items: list[Item], j: int) -> bool:
    return j + 1 < len(items) and items[j + 1].text.startswith("ago")


def phase(items: list[Item], context: Context, lexicon: Lexicon) -> list[Mention]:
    """The phase by its letters right beside a tyrosine kinase inhibitor: "imatinib 400 CP", "CP on dasatinib"."""
    for at, item in enumerate(items):
        if item.text not in PHASES or context.has(at, OTHER | SUPPOSED | LIMIT | ASKED):
            continue
        before = [j for j in range(max(0, at - 4), at) if context.sentence[j] == context.sentence[at]]
        behind = [j for j in range(at + 1, min(at + 3, len(items))) if context.sentence[j] == context.sentence[at]]
        if _reaches(items, before[::-1], lexicon) or _reaches(items, behind, lexicon):
            return [Mention("cml_phase", PHASES[item.text], item.text, item.start, item.end)]
    return []


def _reaches(items: list[Item], places: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether the drug is met first, over its dose, "on" and brackets only."""
    for j in places:
        item = items[j]
        if item.role == "drug" and item.term is not None:
            return "tki" in lexicon.drug_classes.get(str(item.term.value), frozenset())
        dosed = item.number is not None and (item.number.unit is None or item.number.unit.measures("dose"))
        if not (dosed or "dose" in item.cues or item.text in {"on", "in", "(", ",", "for", "mg", "-"}):
            return False
    return False
