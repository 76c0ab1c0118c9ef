"""A man and a drug of one short name: "72M gent w CLL" takes no gentamicin, "tazocin + gent" does."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from core.reading.printed.items import Item, Number
from core.reading.printed.no_value import OLDEST, is_an_age
from core.reading.printed.numbers import AGES

GENT: Final = "gent"
DRUGS: Final = frozenset({"drug", "combined", "either", "regimen"})
WITH: Final = frozenset({"with", "w", "w/"})  # a man has a disease, a drug another drug
ILL: Final = frozenset({"disease", "context"})


def told_apart(items: list[Item], rules: Mapping[str, Any]) -> list[Item]:
    """The pieces with every such word that is a man as a plain word; in doubt it stays the drug."""
    for at, item in enumerate(items):
        if item.text == GENT and item.role and _is_a_man(items, at, rules):
            items[at] = Item("word", item.text, item.start, item.end, item.glued)
    return items


def _is_a_man(items: list[Item], at: int, rules: Mapping[str, Any]) -> bool:
    """Whether the words on one side say a man and those on neither side a drug."""
    before = items[at - 1] if at else None
    behind = items[at + 1] if at + 1 < len(items) else None
    if before is not None and (before.role in DRUGS or before.text in rules["before_gentamicin"]):
        return False
    if behind is None:
        return _told_before(items, at, rules)
    if behind.role in DRUGS or behind.text in rules["behind_gentamicin"] or _is_a_dose(items, at + 1):
        return False
    return _told_before(items, at, rules) or _told_behind(items, at, rules)


def _told_before(items: list[Item], at: int, rules: Mapping[str, Any]) -> bool:
    """Whether an article, an age, a sex or a place stands before: "lovely gent", "58 yo gent", "bed 4 gent"."""
    if not at:
        return False
    if items[at - 1].text in rules["before_a_man"] or _is_aged(items, at - 1):
        return True
    number = items[at - 1].number
    placed = at > 1 and items[at - 2].key == "place"
    return number is not None and (placed or (_is_bare(number) and number.value >= Decimal(rules["shapes"]["age_low"])))


def _told_behind(items: list[Item], at: int, rules: Mapping[str, Any]) -> bool:
    """Whether what is told behind is of a person: "gent with AML", "gent who", "gent, 72M", "gent in bay 2"."""
    behind = items[at + 1 : at + 5]
    text = behind[0].text
    owned = behind[0].role == "measure" and at > 0 and items[at - 1].text == "the"  # "the gent's ANC"
    if owned or text in rules["behind_a_man"] or (text == "in" and any(item.key == "place" for item in behind[1:2])):
        return True
    if text in WITH:
        return not any(item.role in DRUGS for item in behind[1:3])
    if text in {",", "of"} and len(behind) > 1:
        number = behind[1].number
        return _is_aged(items, at + 2) or (text == "of" and number is not None and _is_bare(number))
    numbered = behind[0].number is not None  # 64 with myeloma: a dose is ruled out before
    return _is_aged(items, at + 1) or numbered


def _is_a_dose(items: list[Item], at: int) -> bool:
    """Whether a number that is no age of an ill man stands here: "gent 320", but not "gent 64 with myeloma"."""
    if items[at].number is None or _is_aged(items, at):
        return False
    return not (len(items) > at + 2 and items[at + 1].text in WITH | {","} and items[at + 2].role in ILL)


def _is_aged(items: list[Item], at: int) -> bool:
    """Whether it is an age with its unit or a sex."""
    number = items[at].number
    if number is None:
        return items[at].text in AGES
    unit = number.unit
    return (unit is not None and (unit.name in AGES or unit.measures("age"))) or is_an_age(items, at, number)


def _is_bare(number: Number) -> bool:
    """Whether it is a whole number without a unit that years may be."""
    return number.whole and number.unit is None and number.other is None and number.value < OLDEST
