"""Facts: what is known shrinks a set; what is not known stays the whole set."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FactError
from core.facts import Facts, Interval, Item, Stated, possible_names, possible_numbers

ANC = Item("anc", "number", "ANC", "×10⁹/L", Decimal(0), Decimal(500))
RIGORS = Item("rigors", "flag", "rigors")
counts = st.decimals(min_value=0, max_value=500, allow_nan=False, allow_infinity=False, places=2)


def test_an_unknown_flag_may_be_either() -> None:
    """Absent is not false."""
    assert possible_names(RIGORS, Facts()) == {"yes", "no"}


def test_an_unknown_count_may_be_anything_reportable() -> None:
    """Unknown is the whole range, not zero and not normal."""
    assert possible_numbers(ANC, Facts()) == Interval(Decimal(0), Decimal(500))


@pytest.mark.parametrize("value", [-1, 501, float("nan"), float("inf"), True, "0.4", None, [0.4]])
def test_a_value_no_laboratory_reports_is_refused(value: object) -> None:
    """A count is a finite number within its range; anything else is an error, never a fact."""
    with pytest.raises(FactError, match="fact anc"):
        ANC.accept(value)


@given(low=counts, high=counts, value=counts)
def test_a_half_open_interval_holds_its_lower_end_only(low: Decimal, high: Decimal, value: Decimal) -> None:
    """A value that equals a limit belongs to the band above it."""
    band = Interval(low, high, high_in=False)
    assert band.overlaps(Interval.point(value)) == (low <= value < high)


@given(a=counts, b=counts, c=counts, d=counts, ends=st.tuples(*[st.booleans()] * 4))
def test_meeting_is_mutual(a: Decimal, b: Decimal, c: Decimal, d: Decimal, ends: tuple[bool, ...]) -> None:
    """If one interval reaches the other, the other reaches it."""
    left = Interval(min(a, b), max(a, b), ends[0], ends[1])
    right = Interval(min(c, d), max(c, d), ends[2], ends[3])
    assert left.overlaps(right) == right.overlaps(left)


def test_a_newer_value_replaces_the_older() -> None:
    """Knowledge of one key is one value: the newest."""
    facts = Facts.of([Stated("anc", Decimal("1.4"))]).plus(Stated("anc", Decimal("0.4")))
    assert facts.number("anc") == Decimal("0.4")


def test_retracting_makes_it_unknown_again() -> None:
    """A retracted fact is unknown, not false."""
    facts = Facts.of([Stated("rigors", value=True)]).minus("rigors")
    assert facts.flag("rigors") is None
