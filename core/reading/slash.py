"""The words of a slash command before the rest: "/anc 0.4 38.6" names its numbers by their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.reading.items import Item

COUNT_COMMANDS = frozenset({"anc", "fn", "neutropenia", "nadir", "neut", "neuts"})


def named_by_order(items: Sequence[Item], rules: Mapping[str, Any]) -> dict[int, str]:
    """Place of a number -> its key: the first bare number is the count, a second of a fever's size the temperature."""
    if len(items) < 3 or items[0].text != "/" or not items[1].glued or items[1].text not in COUNT_COMMANDS:
        return {}
    named: dict[int, str] = {}
    if _bare(items[2]):
        named[2] = "anc"
        at = 4 if len(items) > 4 and items[3].text in {",", "/", ";"} else 3
        if at < len(items) and _bare(items[at]) and _warm(items[at], rules):
            named[at] = "temp_c"
    return named


def _bare(item: Item) -> bool:
    number = item.number
    return (
        number is not None and not number.mask and number.unit is None and number.other is None and number.high is None
    )


def _warm(item: Item, rules: Mapping[str, Any]) -> bool:
    limits = rules["shapes"]
    assert item.number is not None
    return Decimal(limits["temp_low"]) <= item.number.value < Decimal(limits["temp_high"])
