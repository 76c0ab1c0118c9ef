"""From measured numbers to the names tables speak: derived counts, highest temperature, bands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from core.facts import HIGHEST, LOWEST, NO, SIGNS, YES, Facts, Interval, at_worst, possible_names, possible_numbers
from core.guideline import Column, Handbook

ANYTHING = Interval()


def anc(facts: Facts, handbook: Handbook) -> tuple[Interval, str]:
    """The neutrophil count as an interval in 10^9/L, and what it rests on (empty when unknown).

    A stated count comes first, then an upper bound, then white cells times the neutrophil
    percentage (bands added), then white cells so low that they bound it: the count is a part of
    the white cells. Where count and white cells contradict each other the lower one is used.
    """
    stated, wbc = facts.number("anc"), facts.number("wbc")
    if stated is not None:
        if wbc is not None and exceeds(stated, wbc):
            return Interval.point(wbc), "anc_above_wbc"
        return Interval.point(stated), "anc"
    below = facts.number("anc_below")
    if below is not None:
        return Interval(Decimal(0), below, high_in=below == 0), "anc_below"
    share = derived_anc(facts)
    if share is not None:
        return Interval.point(share), "anc_derived"
    return _bounded_by_wbc(facts, handbook)


def derived_anc(facts: Facts) -> Decimal | None:
    """White cells times (neutrophils + bands) per cent; None without white cells and neutrophils.

    >>> from core.facts import Stated
    >>> said = (Stated("wbc", Decimal("5.2")), Stated("neutrophils_pct", Decimal(15)), Stated("bands_pct", Decimal(4)))
    >>> derived_anc(Facts.of(said))
    Decimal('0.988')
    """
    wbc, segs = facts.number("wbc"), facts.number("neutrophils_pct")
    if wbc is None or segs is None:
        return None
    bands = facts.number("bands_pct") or Decimal(0)
    return wbc * (segs + bands).scaleb(-2)


def exceeds(part: Decimal, whole: Decimal) -> bool:
    """Whether *part* is above *whole* by more than half of each last printed digit.

    >>> exceeds(Decimal("1.6"), Decimal("1.5")), exceeds(Decimal("4.04"), Decimal("4.0"))
    (False, False)
    >>> exceeds(Decimal("2.1"), Decimal("1.5"))
    True
    """
    return part - _half_digit(part) > whole + _half_digit(whole)


def _half_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) / 2 if isinstance(exponent, int) and exponent <= 0 else Decimal(0)


def _bounded_by_wbc(facts: Facts, handbook: Handbook) -> tuple[Interval, str]:
    limit = handbook.number("wbc_bounds_anc")
    wbc, wbc_below = facts.number("wbc"), facts.number("wbc_below")
    if wbc is not None and wbc < limit:
        return Interval(Decimal(0), wbc), "wbc"
    if wbc_below is not None and wbc_below <= limit:
        return Interval(Decimal(0), wbc_below, high_in=False), "wbc_below"
    return ANYTHING, ""


def temperature_highest(facts: Facts, handbook: Handbook) -> Interval:
    """The highest temperature of the last 24 hours in degrees Celsius; unbounded when none was stated."""
    age, fresh = facts.number("temp_max_age_h"), handbook.number("fever_memory_hours")
    earlier = None if age is not None and age > fresh else facts.number("temp_max_c")
    known = [one for one in (facts.number("temp_c"), earlier) if one is not None]
    return Interval.point(max(known)) if known else ANYTHING


def _temperature_latest(facts: Facts, _: Handbook) -> Interval:
    now = facts.number("temp_c")
    return ANYTHING if now is None else Interval.point(now)


def _pressure_drop(facts: Facts, _: Handbook) -> Interval:
    usual, now = facts.number("sbp_usual"), facts.number("sbp")
    return ANYTHING if usual is None or now is None else Interval.point(usual - now)


def _age(facts: Facts, handbook: Handbook) -> Interval:
    years = facts.number("age_years")
    if years is not None:
        return Interval.point(years)
    if facts.flag("age_under_18"):
        return Interval(None, handbook.number("adult_age"), high_in=False)
    if facts.flag("age_under_60") is None:
        return ANYTHING
    limit = handbook.number("mascc_age")
    return Interval(None, limit, high_in=False) if facts.flag("age_under_60") else Interval(limit, None)


def _white_bound(facts: Facts, handbook: Handbook) -> Interval:
    interval, basis = anc(facts, handbook)
    return interval if basis.startswith("wbc") else ANYTHING


def _anc_interval(facts: Facts, handbook: Handbook) -> Interval:
    return anc(facts, handbook)[0]


_MEASURES: Mapping[str, Callable[[Facts, Handbook], Interval]] = {
    "anc_effective": _anc_interval,
    "wbc_bound": _white_bound,
    "temp_highest": temperature_highest,
    "temp_latest": _temperature_latest,
    "sbp_drop": _pressure_drop,
    "age_effective": _age,
}

# Each derived number, and the fact keys it is worked out from.
DERIVED: Mapping[str, tuple[str, ...]] = {
    "anc_effective": ("anc", "anc_below", "wbc", "wbc_below", "neutrophils_pct", "bands_pct"),
    "wbc_bound": ("wbc", "wbc_below"),
    "temp_highest": ("temp_c", "temp_max_c", "temp_max_age_h"),
    "temp_latest": ("temp_c",),
    "sbp_drop": ("sbp", "sbp_usual"),
    "age_effective": ("age_years", "age_under_18", "age_under_60"),
}

# The thresholds by which a derived number is worked out, beside the bands that cut it.
MEASURING = ("wbc_bounds_anc", "fever_memory_hours", "adult_age", "mascc_age")


def names_of(column: Column, facts: Facts, handbook: Handbook) -> frozenset[str]:
    """The names a column read from the facts may still have (`unknown` not yet put in their place)."""
    if column.any_of:
        return _listed(column, facts)
    if column.worst and not column.bands:
        facts = at_worst(facts)
    if column.bands:
        measured = _worst(column, facts, handbook) if column.worst else _measure(column.of, facts, handbook)
        return frozenset(name for name, band in column.bands.items() if measured.overlaps(band))
    return possible_names(handbook.items[column.of], facts)


def _listed(column: Column, facts: Facts) -> frozenset[str]:
    """Yes once one of the names is listed; no only when the list was said to be empty: absent is not false."""
    listed = facts.names(column.of)
    if listed & column.any_of:
        return frozenset({YES})
    return frozenset({NO}) if column.of in facts and not listed else frozenset({YES, NO})


def _measure(key: str, facts: Facts, handbook: Handbook) -> Interval:
    if key in _MEASURES:
        return _MEASURES[key](facts, handbook)
    if facts.number(key) is None:
        return ANYTHING
    return possible_numbers(handbook.items[key], facts)


def _worst(column: Column, facts: Facts, handbook: Handbook) -> Interval:
    """The worst of the episode; where the present value is not known it may be worse still, never better."""
    measured = _measure(column.of, at_worst(facts), handbook)
    keys = DERIVED.get(column.of, (column.of,))
    if not measured.known or all(key in facts for key in keys):
        return measured
    rises = column.of in HIGHEST or column.of == "sbp_drop"
    return Interval(measured.low, None) if rises else Interval(None, measured.high)


def facts_behind(column: Column) -> tuple[str, ...]:
    """The fact keys a column is read from."""
    keys = DERIVED.get(column.of, (column.of,) if column.of else ())
    if not column.worst:
        return keys
    return (
        *keys,
        *((LOWEST | HIGHEST)[key] for key in keys if key in LOWEST | HIGHEST),
        *(() if column.bands else (SIGNS,)),
    )
