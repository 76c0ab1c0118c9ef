"""A measure that is spoken of again as "the count" or "it": the one cell count that the message has named before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, final

from core.reading.printed.items import Item

COUNTS: Final = frozenset({"anc", "wbc", "platelets"})
PICK: Final = 10  # a bare number from here on may be a temperature
WORDS: Final = frozenset({"count", "counts"})
BEFORE: Final = frozenset({"the", "his", "her", "their", "this", "that", "which"})
TELLS: Final = frozenset({"is", "was", "has", "had", "now", "today", "then", "came", "only", "still", ":", "=", "at"})


@final
class Named:
    """The last cell count named, and the keys of all; a name such as "neutropenia" is none."""

    __slots__ = ("keys", "last")

    def __init__(self, last: Item | None = None, keys: frozenset[str] = frozenset()) -> None:
        self.last = last
        self.keys = keys

    def with_(self, item: Item) -> Named:
        """With a further piece."""
        if item.role != "measure" or item.key not in COUNTS or item.term is None or item.term.needs:
            return self
        return Named(item, self.keys | {item.key})

    def only(self) -> Item | None:
        """The one count that is named; None for none or two."""
        return self.last if len(self.keys) == 1 else None


def said_again(items: list[Item], folded: str, rules: Mapping[str, Any]) -> list[Item]:
    """The pieces with "the count" as the name it stands for; left alone where none or two counts were named.

    What follows must tell it: "the count recovered to", "the count is"; not "discuss the count with 2 colleagues".
    """
    if "count" not in folded and " it " not in folded:
        return items
    named, alone = Named(), True
    for at, item in enumerate(items):
        again = named.only()
        if again is not None and (_is_the_count(items, at, rules) or (alone and _is_it(items, at))):
            items[at] = item.with_term(again.term, item.cues)
        named = named.with_(item)
        alone = alone and (item.role != "measure" or item.key in COUNTS)
    return items


def _is_the_count(items: list[Item], at: int, rules: Mapping[str, Any]) -> bool:
    item = items[at]
    if item.text not in WORDS or item.role or not at or items[at - 1].text not in BEFORE:
        return False
    follows = items[at + 1].text if at + 1 < len(items) else ""
    return follows in TELLS or follows.partition(" ")[0] in rules["moved"]


def _is_it(items: list[Item], at: int) -> bool:
    """Whether "it" opens what is told again of the only measure before: "On day 49 it was 2,050/uL"."""
    told = items[at].text == "it" and at + 2 < len(items) and items[at + 1].text in {"was", "is"}
    number = items[at + 2].number if told else None
    if number is None or number.other is not None or number.mask:
        return False
    counted = number.unit is not None and not number.loose and number.unit.measures("cells")
    return counted or (number.unit is None and not number.whole and number.value < PICK)
