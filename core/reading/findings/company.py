"""Words that state a finding only in their own company: "auto" beside a transplant, "at home" of a patient."""

from __future__ import annotations

from typing import Final

from core.lexicon import Term
from core.reading.meaning.context import Context
from core.reading.printed.items import Item

NEAR: Final = 8  # pieces in which a disease, a day or a treatment makes "auto" a transplant
SERVICES: Final = frozenset({"haem", "heme"})
STAFF: Final = frozenset(
    {"student", "reg", "registrar", "sho", "f1", "f2", "fy1", "fy2", "intern", "resident", "doctor", "nurse"}
)
EXTENSION: Final = 1000  # a telephone in the house has as many figures
BEFORE: Final = 3  # pieces between a thing kept at home and "at home"
DISEASES: Final = frozenset({"disease", "regimen", "context"})


def in_company(items: list[Item], context: Context, at: int, term: Term) -> bool:
    """Whether the words around let this one state its finding."""
    if term.needs == "transplant":
        return _of_a_transplant(items, context, at)
    if items[at].text in SERVICES and _is_a_service(items, context, at):
        return False
    return not (items[at].text.endswith("at home") and _of_a_thing(items, context, at))


def _is_a_service(items: list[Item], context: Context, at: int) -> bool:
    """Whether colleagues are meant and no disease: "spoke to haem", "heme 2244"."""
    lead = items[at - 1].text.rpartition(" ")[2] if at else ""
    after = items[at + 1] if at + 1 < len(items) else None
    if lead in context.rules["reaches_a_service"]:
        return True
    if lead == "on" and at > 1 and items[at - 2].text in STAFF:
        return True  # "med student on haem"
    if after is None:
        return False
    number = after.number
    return after.key == "contact" or after.text == "x" or (number is not None and number.value >= EXTENSION)


def _of_a_transplant(items: list[Item], context: Context, at: int) -> bool:
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


def _of_a_thing(items: list[Item], context: Context, at: int) -> bool:
    """Whether it is a machine or a treatment that is at home: "bipap at home", "uses oxygen at home"."""
    if at and not items[at - 1].cues.keys().isdisjoint({"self", "pronoun"}):
        return False  # "nurse visiting pt at home"
    near = range(max(0, at - BEFORE), at)
    words = (word for j in near if context.clause[j] == context.clause[at] for word in items[j].text.split())
    return not context.rules["kept_at_home"].isdisjoint(words)
