"""From numbers to names: derived counts, bounds, the highest temperature."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts import Facts, Interval, Stated
from core.grade import anc, derived_anc, exceeds, temperature_highest
from core.guideline import Handbook
from tests.core.conftest import Chart


@pytest.mark.parametrize(
    ("stated", "interval", "basis"),
    [
        ({"anc": 0.4, "anc_below": 0.1}, Interval.point(Decimal("0.4")), "anc"),
        ({"anc_below": 0.1}, Interval(Decimal(0), Decimal("0.1"), high_in=False), "anc_below"),
        ({"wbc": 5.2, "neutrophils_pct": 15, "bands_pct": 4}, Interval.point(Decimal("0.988")), "anc_derived"),
        ({"wbc": 5.2, "neutrophils_pct": 15}, Interval.point(Decimal("0.780")), "anc_derived"),
        ({"wbc": 0.9}, Interval(Decimal(0), Decimal("0.9")), "wbc"),
        ({"wbc_below": 0.5}, Interval(Decimal(0), Decimal("0.5"), high_in=False), "wbc_below"),
        ({"wbc": 1.0}, Interval(), ""),
        ({}, Interval(), ""),
    ],
)
def test_what_the_count_rests_on(
    stated: dict[str, float], interval: Interval, basis: str, chart: Chart, handbook: Handbook
) -> None:
    """A stated count first, then a bound, then the differential, then white cells low enough to bound it."""
    assert anc(chart(**stated), handbook) == (interval, basis)


@pytest.mark.parametrize(
    ("part", "whole", "contradicts"),
    [
        ("1.6", "1.6", False),
        ("1.64", "1.6", False),
        ("1.7", "1.6", False),
        ("1.8", "1.6", True),
        ("0.45", "0.4", False),
    ],
)
def test_a_count_may_exceed_the_white_cells_by_rounding_only(part: str, whole: str, contradicts: bool) -> None:
    """Half of each last printed digit is rounding; more is a contradiction."""
    assert exceeds(Decimal(part), Decimal(whole)) is contradicts


@given(st.decimals(0, 100, places=1), st.decimals(0, 100, places=0), st.decimals(0, 50, places=0))
def test_the_differential_is_exact(wbc: Decimal, segs: Decimal, bands: Decimal) -> None:
    """White cells times per cent, in decimals, without rounding before a limit is compared."""
    facts = Facts.of([Stated("wbc", wbc), Stated("neutrophils_pct", segs), Stated("bands_pct", bands)])
    assert derived_anc(facts) == wbc * (segs + bands) / 100


@pytest.mark.parametrize(
    ("stated", "highest"),
    [
        ({"temp_c": 37.2, "temp_max_c": 38.9}, "38.9"),
        ({"temp_c": 38.4, "temp_max_c": 38.0}, "38.4"),
        ({"temp_c": 37.2, "temp_max_c": 38.9, "temp_max_age_h": 30}, "37.2"),
    ],
)
def test_the_highest_temperature_of_the_last_day_counts(
    stated: dict[str, float], highest: str, chart: Chart, handbook: Handbook
) -> None:
    """A later normal reading does not cancel it; one of more than a day ago does not count."""
    assert temperature_highest(chart(**stated), handbook) == Interval.point(Decimal(highest))
