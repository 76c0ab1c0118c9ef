"""A measure that is spoken of again as "the count": the one cell count that the message has named before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from core.reading.items import Item

COUNTS: Final = frozenset({"anc", "wbc", "platelets"})
WORDS: Final = frozenset({"count", "counts"})
BEFORE: Final = frozenset({"the", "his", "her", "their", "this", "that", "which"})
TELLS: Final = frozenset({"is", "was", "has", "had", "now", "today", "then", "came", "only", "still", ":", "=", "at"})


def said_again(items: list[Item], folded: str, rules: Mapping[str, Any]) -> list[Item]:
    """The pieces with "the count" as the name it stands for; left alone where none or two counts were named.

    What follows must tell it: "the count recovered to", "the count is"; not "discuss the count with 2 colleagues".
    """
    if "count" not in folded:
        return items
    for at, item in enumerate(items):
        if item.text not in WORDS or item.role or not at or items[at - 1].text not in BEFORE:
            continue
        follows = items[at + 1].text if at + 1 < len(items) else ""
        named = _named(items[:at])
        if named is not None and (follows in TELLS or follows.partition(" ")[0] in rules["moved"]):
            items[at] = item.with_term(named.term, item.cues)
    return items


def _named(before: list[Item]) -> Item | None:
    """The only cell count named before; a name such as "neutropenia" is none."""
    counts = [one for one in before if one.key in COUNTS and one.term is not None and one.role == "measure"]
    counts = [one for one in counts if one.term is not None and not one.term.needs]
    return counts[-1] if len({one.key for one in counts}) == 1 else None
