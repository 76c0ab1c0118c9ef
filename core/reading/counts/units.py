"""Units of counts: an answer that is only a unit, and whole numbers that may be single cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from core.lexicon import Lexicon, Measure
from core.quantity import Unit
from core.reading.meaning.context import Context
from core.reading.printed.items import Item
from core.reading.printed.numbers import Token, unit_at
from core.reading.reading import Doubt, Mention

FEW_CELLS: Final = 10  # below this a whole count may be of single cells
CELLS: Final = "cells"  # the family of measures whose doubts are mostly of the unit


def no_numbers(items: list[Item], lexicon: Lexicon) -> list[Doubt]:
    """What a machine printed where a number should stand: "ANC NaN"."""
    voids = lexicon.tables["no_numbers"]
    doubts = []
    for at, item in enumerate(items):
        if item.text in voids:
            before = [one for one in items[max(0, at - 2) : at] if one.text not in {":", "="}]
            doubts += [Doubt(one.key, item.text, (), "no number") for one in before[-1:] if one.role == "measure"]
    return doubts


def maybe_single_cells(mentions: Sequence[Mention], items: list[Item], context: Context) -> Doubt | None:
    """The doubt on a whole count of 1 to 9 in fever or leukaemia: it may be of single cells.

    White cells given beside it tell the scale, so then there is none.
    """
    stated = {one.key: one.value for one in mentions}
    count = next((one for one in mentions if one.key == "anc"), None)
    if count is None or "wbc" in stated or not isinstance(count.value, Decimal):
        return None
    number = next((item.number for item in items if item.start == count.start and item.number), None)
    if number is None or number.unit is not None or not number.whole or not 1 <= number.value < FEW_CELLS:
        return None
    fever = Decimal(context.rules["limits"]["fever"])
    hot = any(isinstance(value := stated.get(key), Decimal) and value >= fever for key in ("temp_c", "temp_max_c"))
    if not (hot or stated.get("fever_reported") or stated.get("malignancy") == "hematologic"):
        return None
    return Doubt("anc", number.printed, (number.value / 1000, number.value), "it may be of single cells")


def settled_by_unit(
    tokens: list[Token], items: list[Item], doubted: Mapping[str, tuple[Decimal, ...]], lexicon: Lexicon
) -> list[Mention]:
    """The values in doubt that a message settles which says nothing but their unit: "cells/uL"."""
    found = _only_a_unit(tokens, items, lexicon) if doubted else None
    if found is None:
        return []
    unit, first, last = found
    named = {item.key for item in items if item.role == "measure"}
    mentions = []
    for key, readings in doubted.items():
        if key in lexicon.measures and (not named or key in named):
            settled = _settled(key, readings, unit, lexicon)
            if settled is not None:
                start, end = tokens[first][2], tokens[last - 1][3]
                mentions.append(Mention(*settled, _typed(tokens[first:last]), start, end, "by its unit"))
    return mentions


def _typed(tokens: list[Token]) -> str:
    """The pieces as they stand in the message, those that touch in one: "cells/ul"."""
    words = [tokens[0][1]]
    words += [later[1] if later[2] == earlier[3] else f" {later[1]}" for earlier, later in pairwise(tokens)]
    return "".join(words)


def _only_a_unit(tokens: list[Token], items: list[Item], lexicon: Lexicon) -> tuple[Unit, int, int] | None:
    """The unit and its place, when the message holds nothing else but fillers and names of measures."""
    fillers = lexicon.tables["lone_fillers"] | {"in", "unit", "units", "sorry", "as"}
    named = {place for item in items if item.role == "measure" for place in range(item.start, item.end)}
    for at in range(len(tokens)):
        if found := unit_at(tokens, at, lexicon):
            rest = [*tokens[:at], *tokens[found[1] :]]
            quiet = all(text in fillers or kind in ("sign", "line") or start in named for kind, text, start, _ in rest)
            open_ = any(text in {"not", "?"} for _, text, _, _ in rest)
            return (found[0], at, found[1]) if quiet and not open_ else None
    return None


def stray_unit(tokens: list[Token], lexicon: Lexicon) -> bool:
    """Whether a unit of a blood count stands in the message behind no number: "sorry, cells/uL"."""
    at = 0
    while at < len(tokens):
        found = unit_at(tokens, at, lexicon)
        if found is not None and found[0].measures(CELLS) and not (at and tokens[at - 1][0] == "number"):
            return True
        at = found[1] if found is not None else at + 1
    return False


def _settled(key: str, readings: Sequence[Decimal], unit: Unit, lexicon: Lexicon) -> tuple[str, Decimal] | None:
    """The key and value of the printed number in this unit; nothing when no number gives these readings."""
    measure = lexicon.measures[key]
    printed = max(_printed(measure, readings), default=None)
    if printed is None:
        return None
    if unit.measures(measure.family):
        value = unit.convert(printed, measure.family)
        return (key, value) if value in readings or measure.low <= value <= measure.high else None
    other = lexicon.measures.get(measure.percent_key)
    if other is not None and unit.measures(other.family) and printed <= other.high:
        return other.key, printed
    return None


def _printed(measure: Measure, readings: Sequence[Decimal]) -> Iterator[Decimal]:
    """The numbers that have exactly these readings in the units a bare number may have."""
    if measure.family != CELLS:
        return
    for printed in readings:  # one of its readings is the number itself: thousands, as they stand
        values = {rule.unit.convert(printed, measure.family) for rule in measure.bare}
        if set(readings) in (values, {value for value in values if measure.low <= value <= measure.high}):
            yield printed
