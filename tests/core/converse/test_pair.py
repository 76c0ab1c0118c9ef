"""Two patients in one message."""

from decimal import Decimal

from bot.library import Library
from core.converse.pair import worst_of_two
from core.reading.reading import Mention


def patient(**values: str) -> tuple[Mention, ...]:
    """The values read of one patient."""
    return tuple(Mention(key, Decimal(value), "", 0, 1) for key, value in values.items())


def test_the_more_urgent_of_two_is_found(library: Library) -> None:
    """ANC 2.4 and well-tempered beside ANC 0.2 with 39.1: the second comes first."""
    worst = worst_of_two([patient(anc="2.4", temp_c="36.8"), patient(anc="0.2", temp_c="39.1")], library.handbook)

    assert worst is not None
    assert (worst[0].number("anc"), worst[1].urgency) == (Decimal("0.2"), "emergency")


def test_without_values_there_is_no_worse_one(library: Library) -> None:
    """Two patients of whom nothing was read."""
    assert worst_of_two([(), ()], library.handbook) is None
