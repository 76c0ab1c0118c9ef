"""Numbers that are part of a name: interleukin-8, CD34, factor 8, type-2 diabetes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from core.reading.printed.items import Item
from core.reading.printed.no_value import NAMES_A_VALUE

SALTS: Final = frozenset({"k", "mg"})  # as units they stand behind a number
LARGEST_SALT: Final = 10  # mmol/L


def without_names(items: list[Item], rules: Mapping[str, Any]) -> list[Item]:
    """The pieces with every such number masked; decimals are never part of a name."""
    for at, item in enumerate(items):
        number = item.number
        if number is None or not at:
            continue
        if _of_a_salt(items, at) or (number.whole and number.other is None and _named(items, at, rules)):
            items[at] = item.with_number(number.but(mask="name"))
    return items


def _of_a_salt(items: list[Item], at: int) -> bool:
    """Whether it is the potassium, magnesium or calcium of a list by its sign: "ANC normal, K 3.1, Mg 0.7"."""
    number = items[at].number
    assert number is not None
    name = at - 2 if at > 1 and items[at - 1].text in {":", "="} else at - 1
    if name < 0 or items[name].text not in SALTS or items[name].glued or (name and items[name - 1].number is not None):
        return False
    counted = number.unit is not None and not number.loose and number.unit.measures("cells")
    return number.value < LARGEST_SALT and not counted


def _named(items: list[Item], at: int, rules: Mapping[str, Any]) -> bool:
    """Whether the word before makes a name of the number: by touching it, by a hyphen, or as a word that has numbers.

    The name of a measure, and a small word such as "was" or "at", are no such words: "ANC-400" is a value.
    """
    number, hyphen = items[at].number, items[at - 1].text == "-" and items[at - 1].glued and items[at].glued and at > 1
    owner = items[at - 2 if hyphen else at - 1]
    if owner.text in rules["numbered_names"]:
        return True
    measured = number is not None and number.unit is not None and not number.loose
    if measured or not items[at].glued:
        return False
    numbered = hyphen and "cycle" in owner.cues and owner.text not in NAMES_A_VALUE  # type-2
    return numbered or (_is_a_word(owner, rules) and len(owner.text) > 1)


def _is_a_word(item: Item, rules: Mapping[str, Any]) -> bool:
    """Whether it is a word without a meaning of its own here."""
    small = item.text in rules["bridges"] or item.text in rules["lone_fillers"] or item.text in rules["moved"]
    return item.kind == "word" and not small and item.text not in rules["sexes"]
