"""What authors declare as a column, turned into every name it can take and how a fact gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bot.library.shapes import BandShape, ColumnShape
from core.errors import ContentError
from core.facts import NO, YES, Interval, Item
from core.grade import DERIVED
from core.guideline import UNKNOWN, Column, Place


@dataclass(frozen=True, slots=True)
class Known:
    """What a column may refer to: chart items, thresholds in force, drug classes."""

    items: Mapping[str, Item]
    numbers: Mapping[str, Decimal]
    drug_classes: Mapping[str, frozenset[str]]


def read_column(name: str, shape: ColumnShape, place: Place, known: Known) -> Column:
    """One column from its declaration.

    Raises:
        ContentError: it names an unknown fact, threshold or class, or its form does not fit (the author's fault).
    """
    if not shape.of:
        return _conclusion(name, shape, place)
    if shape.of not in known.items and shape.of not in DERIVED:
        raise ContentError(str(place), f"column {name!r} is of {shape.of!r}, no fact", "Name a key of facts.yaml")
    kind = "number" if shape.of in DERIVED else known.items[shape.of].kind
    asks = _asks(shape, place, known.items)
    if kind == "number":
        _only(name, shape, place, ("bands",))
        bands = read_bands(name, shape.bands, place, known.numbers)
        return Column(
            name, _with_unknown(tuple(bands), shape), shape.of, bands=bands, asks=asks, worst=shape.worst, place=place
        )
    if kind == "names":
        return _listed(name, shape, place, known, asks)
    _only(name, shape, place, ())
    values = (YES, NO) if kind == "flag" else known.items[shape.of].values
    return Column(name, _with_unknown(values, shape), shape.of, asks=asks, worst=shape.worst, place=place)


def _conclusion(name: str, shape: ColumnShape, place: Place) -> Column:
    _only(name, shape, place, ("values",))
    if not shape.values:
        raise ContentError(
            str(place), f"column {name!r} has no values", "List every value it can take, or name its fact with `of`"
        )
    repeated = [value for number, value in enumerate(shape.values) if value in shape.values[:number]]
    if repeated:
        raise ContentError(str(place), f"value {repeated[0]!r} of column {name!r} is repeated", "Keep one of the two")
    return Column(name, _with_unknown(shape.values, shape), asks=shape.asks or (), place=place)


def _listed(name: str, shape: ColumnShape, place: Place, known: Known, asks: tuple[str, ...]) -> Column:
    """A column over a list of names: yes once one of them is listed, no only when the list was said to be empty."""
    _only(name, shape, place, ("any_of", "class_", "each"))
    _closed(name, (*shape.any_of, *shape.each), known.items[shape.of], place)
    if shape.each:
        return Column(
            name,
            _with_unknown(shape.each, shape),
            shape.of,
            each=shape.each,
            asks=asks,
            single=shape.single,
            place=place,
        )
    if shape.class_ and shape.class_ not in known.drug_classes:
        classes = ", ".join(sorted(known.drug_classes)) or "none yet"
        raise ContentError(
            str(place), f"there is no drug class {shape.class_!r}", f"Use one of the lexicon's: {classes}"
        )
    listed = frozenset(shape.any_of) | known.drug_classes.get(shape.class_, frozenset())
    if not listed:
        raise ContentError(str(place), f"column {name!r} names nothing of the list", "Add any_of, class or each")
    return Column(name, (YES, NO, UNKNOWN), shape.of, any_of=listed, asks=asks, place=place)


def _closed(name: str, listed: Sequence[str], item: Item, place: Place) -> None:
    strange = [one for one in listed if item.values and one not in item.values]
    if strange:
        raise ContentError(
            str(place), f"{strange[0]!r} in column {name!r} is no value of {item.key}", f"Use {', '.join(item.values)}"
        )


def _only(name: str, shape: ColumnShape, place: Place, allowed: Sequence[str]) -> None:
    """Refuse a form that does not fit the fact: bands of a flag, values of a number."""
    given = [form for form in ("values", "bands", "any_of", "class_", "each") if getattr(shape, form)]
    strange = [form for form in given if form not in allowed]
    if strange:
        fits = " or ".join(form.rstrip("_") for form in allowed) or "nothing more than `of`"
        raise ContentError(str(place), f"column {name!r} cannot have {strange[0].rstrip('_')}", f"Here it takes {fits}")


def _with_unknown(values: tuple[str, ...], shape: ColumnShape) -> tuple[str, ...]:
    return (*values, UNKNOWN) if shape.unknown and UNKNOWN not in values else values


def _asks(shape: ColumnShape, place: Place, items: Mapping[str, Item]) -> tuple[str, ...]:
    if shape.asks is None:
        return (shape.of,) if shape.of in items else DERIVED[shape.of][:1]
    strange = [key for key in shape.asks if key not in items]
    if strange:
        raise ContentError(str(place), f"it asks {strange[0]!r}, no fact", "Name a key of facts.yaml")
    return shape.asks


def read_bands(
    name: str, shapes: Mapping[str, BandShape], place: Place, numbers: Mapping[str, Decimal]
) -> dict[str, Interval]:
    """The named ranges of a number, each end a threshold, which together leave no number without one name.

    Raises:
        ContentError: no bands, an unknown threshold, a gap or an overlap (the author's fault).
    """
    if not shapes:
        raise ContentError(
            str(place),
            f"{name!r} does not cut its number",
            "Add bands, each from, above, to or below a threshold",
        )
    bands = {band: _interval(band, shape, place, numbers) for band, shape in shapes.items()}
    _meet(name, bands, place)
    return bands


def _interval(band: str, shape: BandShape, place: Place, numbers: Mapping[str, Decimal]) -> Interval:
    if (shape.below and shape.to) or (shape.from_ and shape.above):
        raise ContentError(str(place), f"band {band!r} has two ends on one side", "Keep from or above, and below or to")
    for end in (shape.from_, shape.above, shape.below, shape.to):
        if end and end not in numbers:
            raise ContentError(
                str(place), f"there is no threshold {end!r}", "Declare it in the front matter of a guideline"
            )
    low, high = shape.from_ or shape.above, shape.below or shape.to
    return Interval(
        numbers[low] if low else None, numbers[high] if high else None, low_in=not shape.above, high_in=not shape.below
    )


def _meet(name: str, bands: Mapping[str, Interval], place: Place) -> None:
    """Refuse bands that leave a number without a name, or give it two."""
    ordered = sorted(bands.items(), key=lambda band: (band[1].low is not None, band[1].low or 0, not band[1].low_in))
    first, last = ordered[0], ordered[-1]
    if first[1].low is not None or last[1].high is not None:
        end = first[0] if first[1].low is not None else last[0]
        raise ContentError(
            str(place),
            f"{name!r} has no band beyond {end!r}",
            "Leave the lowest band open below, the highest above",
        )
    for (lower, left), (upper, right) in pairwise(ordered):
        if left.high != right.low or left.high_in == right.low_in:
            problem = f"bands {lower!r} and {upper!r} of {name!r} leave a gap or overlap"
            raise ContentError(str(place), problem, "Let one end below the threshold the other starts from")
