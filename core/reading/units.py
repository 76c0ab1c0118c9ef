"""Units of counts: an answer that is only a unit, and whole numbers that may be single cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from core.lexicon import Lexicon, Measure
from core.quantity import Unit
from core.reading.context import Context
from core.reading.items import Item
from core.reading.numbers import Token, unit_at
from core.reading.reading import Doubt, Mention

FEW_CELLS = 10  # below this a whole count may be of single cells
CELLS = "cells"  # the family of measures whose doubts are mostly of the unit


def no_numbers(items: Sequence[Item], lexicon: Lexicon) -> list[Doubt]:
    """What a machine printed where a number should stand: "ANC NaN"."""
    voids = lexicon.tables["no_numbers"]
    places = [at for at, item in enumerate(items) if at and item.text in voids]
    names = [
        (items[at - 2] if items[at - 1].text in ":=" and at > 1 else items[at - 1], items[at].text) for at in places
    ]
    return [Doubt(name.key, text, (), "no number") for name, text in names if name.role == "measure"]


def maybe_single_cells(mentions: Sequence[Mention], items: Sequence[Item], context: Context) -> Doubt | None:
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
    tokens: Sequence[Token], items: Sequence[Item], doubted: Mapping[str, tuple[Decimal, ...]], lexicon: Lexicon
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
                printed = " ".join(token[1] for token in tokens[first:last])
                mentions.append(Mention(*settled, printed, tokens[first][2], tokens[last - 1][3], "by its unit"))
    return mentions


def _only_a_unit(tokens: Sequence[Token], items: Sequence[Item], lexicon: Lexicon) -> tuple[Unit, int, int] | None:
    """The unit and its place, when the message holds nothing else but fillers and names of measures."""
    fillers = lexicon.tables["lone_fillers"] | {"in", "unit", "units", "sorry", "as"}
    named = {place for item in items if item.role == "measure" for place in range(item.start, item.end)}
    for at in range(len(tokens)):
        if found := unit_at(tokens, at, lexicon):
            rest = [*tokens[:at], *tokens[found[1] :]]
            quiet = all(text in fillers or kind in ("sign", "line") or start in named for kind, text, start, _ in rest)
            return (found[0], at, found[1]) if quiet else None
        if tokens[at][0] == "number":
            return None
    return None


def _settled(key: str, readings: Sequence[Decimal], unit: Unit, lexicon: Lexicon) -> tuple[str, Decimal] | None:
    """The key and value of the printed number in this unit; nothing when no number gives these readings."""
    measure = lexicon.measures[key]
    printed = max(_printed(measure, readings), default=None)
    if printed is None:
        return None
    if unit.measures(measure.family):
        value = unit.convert(printed, measure.family)
        return (key, value) if measure.low <= value <= measure.high or value == 0 else None
    other = lexicon.measures.get(measure.percent_key)
    if other is not None and unit.measures(other.family) and printed <= other.high:
        return other.key, printed
    return None


def _printed(measure: Measure, readings: Sequence[Decimal]) -> Iterator[Decimal]:
    """The numbers that have exactly these readings in the units a bare number may have."""
    if measure.family != CELLS or not readings:
        return
    units = [rule.unit for rule in measure.bare]
    for reading in readings:
        for unit in units:
            printed = reading / unit.convert(Decimal(1), measure.family)
            values = {one.convert(printed, measure.family) for one in units}
            if {value for value in values if measure.low <= value <= measure.high} == set(readings):
                yield printed
