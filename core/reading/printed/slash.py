"""The words of a slash command before the rest: "/anc 0.4 38.6" names its numbers by their order."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from core.reading.printed.items import Item
from core.reading.printed.no_value import opens_with_age

COUNT_COMMANDS: Final = frozenset({"anc", "fn", "neutropenia", "nadir", "neut", "neuts"})
COUNTS: Final = COUNT_COMMANDS - {
    "fn",
    "nadir",
}  # what is named a count alone behind them is one, asked where its size is odd
SIGNS: Final = frozenset({",", "/", ";", "-", "|"})  # between the count and the temperature behind it
LEADS: Final = frozenset({"=", ":", "of", "is", "now", "at"})  # between the command and its number
MOVED: Final = frozenset({"arrow", "to", "now", "past", "yesterday", "day", "before"})  # cues of a course of counts


def named_by_order(items: list[Item], rules: Mapping[str, Any]) -> dict[int, str]:
    """Place of a number -> its key: the first bare number is the count, one of a fever's size the temperature.

    Later counts of a course ("/anc 0.9 -> 0.4", "/anc 0.9, 0.4") have no name of their own: they follow the first.
    """
    if not is_a_command(items):
        return {}
    first = 2
    while first < len(items) and (items[first].text in LEADS or opens_with_age(items, first) or _sexed(items, first)):
        first += 1
    if first == len(items) or not _bare(items[first]):
        return {}
    named = {}
    alone = not any(_bare(item) for item in items[first + 1 :])
    warm = _warm(items[first], rules) and not (alone and items[1].text in COUNTS)  # "/anc 38.6 0.3", but "/anc 38"
    named[first] = "temp_c" if warm else "anc"
    missing = "anc" if warm else "temp_c"
    for at in range(first + 1, len(items)):
        if _bare(items[at]) and missing == "anc":
            named[at] = "anc"
            break
        if _bare(items[at]) and _warm(items[at], rules):
            named[at] = "temp_c"
            break
        if not (_bare(items[at]) or items[at].text in SIGNS or items[at].cues.keys() & MOVED or items[at].text == ">"):
            break
    return named


def is_a_command(items: list[Item]) -> bool:
    """Whether the message is our command with something behind it: "/anc 0.4"."""
    return len(items) > 2 and items[0].text == "/" and items[1].glued and items[1].text in COUNT_COMMANDS


def _sexed(items: list[Item], at: int) -> bool:
    """Whether the sex of an age stands here: the M of "62M"."""
    return items[at].glued and items[at].text in {"m", "f"} and items[at - 1].number is not None


def _bare(item: Item) -> bool:
    number = item.number
    return (
        number is not None and not number.mask and number.unit is None and number.other is None and number.high is None
    )


def _warm(item: Item, rules: Mapping[str, Any]) -> bool:
    limits = rules["shapes"]
    assert item.number is not None
    return Decimal(limits["temp_low"]) <= item.number.value < Decimal(limits["temp_high"])
