"""Words that state a finding only in their own company: "auto" beside a transplant, "at home" of a patient."""

from __future__ import annotations

from collections.abc import Sequence

from core.lexicon import Term
from core.reading.context import Context
from core.reading.items import Item

NEAR = 8  # pieces in which a disease, a day or a treatment makes "auto" a transplant
BEFORE = 3  # pieces between a thing kept at home and "at home"
DISEASES = frozenset({"disease", "regimen", "context"})


def in_company(items: Sequence[Item], context: Context, at: int, term: Term) -> bool:
    """Whether the words around let this one state its finding."""
    if term.needs == "transplant":
        return _of_a_transplant(items, context, at)
    return not (items[at].text.endswith("at home") and _of_a_thing(items, context, at))


def _of_a_transplant(items: Sequence[Item], context: Context, at: int) -> bool:
    """Whether a disease, a day or words of a transplant stand by "auto": "day +6 auto", "had an auto"."""
    rules = context.rules
    if at and (items[at - 1].text in rules["before_a_transplant"] or "taking" in items[at - 1].cues):
        return True
    for j in range(max(0, at - NEAR), min(len(items), at + NEAR)):
        if j == at or context.sentence[j] != context.sentence[at]:
            continue
        if items[j].role in DISEASES or "day" in items[j].cues or items[j].text in rules["transplant_words"]:
            return True
    return False


def _of_a_thing(items: Sequence[Item], context: Context, at: int) -> bool:
    """Whether it is a machine or a treatment that is at home: "bipap at home", "uses oxygen at home"."""
    near = range(max(0, at - BEFORE), at)
    words = (word for j in near if context.clause[j] == context.clause[at] for word in items[j].text.split())
    return not context.rules["kept_at_home"].isdisjoint(words)
