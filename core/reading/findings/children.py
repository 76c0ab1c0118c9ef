"""A patient who is told to be a child without an age: "infant, ANC 0.3", and not a child of the patient's home."""

from __future__ import annotations

from typing import Final

from core.reading.meaning.context import Context
from core.reading.meaning.marks import LIMIT, OTHER, SUPPOSED
from core.reading.meaning.negation import denied
from core.reading.printed.items import Item
from core.reading.reading import Mention

BEFORE: Final = 4  # pieces before the child in which somebody has it, or lives with it


def child(items: list[Item], context: Context) -> Mention | None:
    """The word that makes the patient a child; None when it speaks of nobody, or of somebody else's child."""
    for at, item in enumerate(items):
        if "child" not in item.cues or context.has(at, OTHER | SUPPOSED | LIMIT) or _somebodys(items, context, at):
            continue
        if not denied(items, context, at):
            return Mention("age_under_18", True, item.text, item.start, item.end)
    return None


def _somebodys(items: list[Item], context: Context, at: int) -> bool:
    """Whether it is met, looked after or lived with: "contact with a sick child", "ANC 0.3, has a toddler"."""
    for j in range(at - 1, max(-1, at - 1 - BEFORE), -1):
        word = items[j].text
        if context.sentence[j] != context.sentence[at] or word in {",", ";", "("}:
            return False
        if not context.rules["with_a_child"].isdisjoint(word.split()):
            return True
        if word in context.rules["owning"] and _patient_before(items, context, j):
            return True
    return False


def _patient_before(items: list[Item], context: Context, at: int) -> bool:
    """Whether the patient, or a value, was spoken of before: then "with an infant" is no patient, but a companion."""
    return any(
        context.sentence[j] == context.sentence[at]
        and (
            items[j].number is not None
            or not items[j].cues.keys().isdisjoint({"pronoun", "self", "person"})
            or items[j].text in context.rules["sexes"]
        )
        for j in range(at)
    )
