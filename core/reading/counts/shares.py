"""Neutrophils told as a share of the white cells in words, and their count beside it.

"Neuts 12 (percent not absolute)" is 12 %; "neutrophils 54% (absolute 1.02)" is both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from core.lexicon import Lexicon
from core.reading.counts.candidate import Candidate
from core.reading.counts.fit import plain
from core.reading.printed.items import Item

REACH: Final = 6  # pieces between the number and the word for percent
OPENS: Final = frozenset({"(", "[", ",", "-", ":", "="})
CLOSES: Final = frozenset({")", "]", "not"})
JOINS: Final = frozenset({":", "=", "is", "of", "was", "i.e", "ie", "i.e."})


def told(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """The pieces with the unit of percent for a bare number of neutrophils that words behind it call a share."""
    rules = lexicon.tables
    if not any(item.text in rules["share_words"] for item in items):
        return items
    percent = lexicon.measures["neutrophils_pct"].bare[0].unit
    for at, item in enumerate(items):
        number = item.number
        if number is None or number.unit is not None or number.mask or number.other is not None:
            continue
        sure = not plain(number, lexicon.measures["anc"])  # "12" is no count by itself, "0.4" is one
        if _of_neutrophils(items, at, lexicon) and _called_a_share(items, at, rules, sure=sure):
            items[at] = item.with_number(number.but(unit=percent, printed=f"{number.printed} %"))
    return items


def _of_neutrophils(items: list[Item], at: int, lexicon: Lexicon) -> bool:
    """Whether the name of the neutrophils stands right before the number."""
    name = at - 2 if at > 1 and items[at - 1].text in JOINS else at - 1
    key = items[name].key if name >= 0 and items[name].role == "measure" else ""
    return key in lexicon.measures and lexicon.measures[key].percent_key == "neutrophils_pct"


def _called_a_share(items: list[Item], at: int, rules: Mapping[str, Any], *, sure: bool) -> bool:
    """Whether the words behind call it a share; of what may be a count the words must close: "3 (percent)"."""
    behind = items[at + 1 : at + 1 + REACH]
    word = next((item for item in behind if item.text not in rules["before_a_share"]), None)
    if word is None or word.text not in rules["share_words"]:
        return False
    place = at + 2 + behind.index(word)
    after = items[place] if place < len(items) else None
    return sure if after is None else after.text in CLOSES or (sure and "pending" not in after.cues)


def with_counts(items: list[Item], found: Sequence[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """The candidates with the count told behind the share of the neutrophils: "54% (absolute 1.02)"."""
    taken = {one.at for one in found}
    counts = []
    for one in found:
        unit = one.number.unit
        if one.key == "neutrophils_pct" and unit is not None and unit.measures("percent"):
            place = _count_behind(items, one.at, lexicon.tables)
            number = items[place].number if place and place not in taken else None
            if number is not None and not number.mask and number.high is None:
                counts.append(Candidate("anc", number, place, one.term))
    return sorted([*found, *counts], key=lambda one: one.at) if counts else list(found)


def _count_behind(items: list[Item], at: int, rules: Mapping[str, Any]) -> int:
    """The place of the number behind "absolute", or in brackets with a unit of cells; 0 when there is none."""
    opened = at + 1 < len(items) and items[at + 1].text in OPENS
    told = place = at + 1 + opened
    while place < len(items) and items[place].text in rules["absolute_words"]:
        place += 1
    named = place > told
    place += place < len(items) and items[place].text in JOINS
    number = items[place].number if place < len(items) else None
    if number is None:
        return 0
    counted = number.unit is not None and not number.loose and number.unit.measures("cells")
    bracketed = opened and items[at + 1].text in "(["
    return place if (named and (counted or number.unit is None)) or (bracketed and counted) else 0
