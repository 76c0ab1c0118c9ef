"""The word "well" right before the patient or a temperature: "well 40M", "well 36.8", "well afebrile"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from core.reading.counts.fit import shape
from core.reading.meaning.context import Context
from core.reading.printed.items import Item
from core.reading.printed.no_value import is_an_age

WORD: Final = "well"
OPENS: Final = frozenset({",", ".", ";", "-", "(", ")", ":", "/", "\n", "and", "but", "|"})
LINKS: Final = frozenset({"is", "are", "was", "were", "looks", "look"})
BEFORE: Final = frozenset({"fever_denied", "mascc.hypotension"})  # findings it may follow
SEXES: Final = frozenset({"m", "f"})
PEOPLE: Final = frozenset({"man", "woman", "lady", "gentleman", "male", "female", "gent", "patient", "pt"})


def well_before(items: list[Item], context: Context, at: int) -> bool:
    """Whether "well" is said of the patient whose age, sex, temperature or day of therapy stands right behind it.

    Before a fever it may be no more than the first word of a sentence: then it says nothing.
    """
    if items[at].text != WORD or not _opens(items, at):
        return False
    after = items[at + 1] if at + 1 < len(items) else None
    if after is None:
        return False
    if after.text in PEOPLE or after.key == "fever_denied":
        return True
    numbered = at + 2 < len(items) and items[at + 2].number is not None
    if "day" in after.cues or (after.role == "measure" and after.key == "temp_c"):
        return numbered and not _is_hot(items[at + 2], context)
    return after.number is not None and _of_the_patient(items, context, at + 1) and not _is_hot(after, context)


def thing_off(items: list[Item], context: Context, at: int) -> bool:
    """Whether a value or a thing is a bit off and not the patient: "white count a bit off", "diet a bit off"."""
    before = items[at - 1] if at else None
    if before is not None and before.text in LINKS and at > 1:
        before = items[at - 2]
    if before is None:
        return False
    return (
        before.role in ("measure", "other")
        or before.text in context.rules["things"]
        or before.text in context.rules["off_things"]
    )


def _opens(items: list[Item], at: int) -> bool:
    before = items[at - 1] if at else None
    return (
        before is None
        or before.text in OPENS
        or before.text in SEXES
        or before.number is not None
        or before.key in BEFORE
    )


def _of_the_patient(items: list[Item], context: Context, at: int) -> bool:
    """Whether the number is an age, a temperature or the days since therapy."""
    number = items[at].number
    assert number is not None
    unit = number.unit
    days = unit is not None and unit.measures("days") and items[at + 1 : at + 2] != []
    since = days and items[at + 1].text.partition(" ")[0] in {"post", "after"}
    aged = is_an_age(items, at, number) or (unit is not None and unit.measures("age") and not days)
    return bool(shape(number, context) == "temp_c" or aged or since)


def _is_hot(item: Item, context: Context) -> bool:
    """Whether it is a temperature that is a fever, in degrees Celsius or Fahrenheit."""
    number = item.number
    if number is None or shape(number, context) != "temp_c":
        return False
    unit = number.unit
    degrees = number.value if unit is None else unit.convert(number.value, "temperature")
    return degrees >= Decimal(context.rules["limits"]["fever"])
