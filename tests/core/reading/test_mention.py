"""A mention is what it says: equal by all of it, and printed with all of it."""

from decimal import Decimal

from core.reading.reading import Mention

ANC = Mention("anc", Decimal("0.4"), "ANC 0.4", 0, 7)


def test_mentions_are_equal_by_what_they_say() -> None:
    """Another span or another time is another mention."""
    assert Mention("anc", Decimal("0.4"), "ANC 0.4", 0, 7) == ANC
    assert len({ANC, ANC.at(0, 7), ANC.of(""), ANC.named()}) == 1
    assert ANC.at(1, 8) != ANC
    assert ANC.of("earlier") != ANC
    assert ANC != "ANC 0.4"


def test_a_mention_prints_all_it_says() -> None:
    """A failing test shows the value, its words and its place."""
    assert repr(ANC.of("was")) == "Mention('anc', Decimal('0.4'), 'ANC 0.4', 0, 7, '', False, 'was')"
