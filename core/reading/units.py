"""Units of counts: an answer that is only a unit, and whole numbers that may be single cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from core.lexicon import Lexicon, Measure
from core.quantity import Unit
from core.reading.items import Item
from core.reading.numbers import Token, unit_at
from core.reading.reading import Mention

CELLS = "cells"  # the family of measures whose doubts are mostly of the unit


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
    names = [(item.start, item.end) for item in items if item.role == "measure"]
    for at in range(len(tokens)):
        if found := unit_at(tokens, at, lexicon):
            rest = [*tokens[:at], *tokens[found[1] :]]
            quiet = all(
                text in fillers or kind in ("sign", "line") or any(first <= start < last for first, last in names)
                for kind, text, start, _ in rest
            )
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
