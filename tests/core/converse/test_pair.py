"""Cutting a message of two patients in two."""

from decimal import Decimal

from core.converse.pair import _by_patient
from core.reading.reading import Mention


def mention(key: str, number: int, value: str) -> Mention:
    """A number at a place of the message."""
    return Mention(key, Decimal(value), "", number, number + 1)


def test_a_value_given_again_begins_the_next_patient() -> None:
    """Bed 4: ANC 0.3, 39; bed 5: ANC 2.0, 36.8. Two patients of two values each."""
    mentions = [
        mention("anc", 0, "0.3"),
        mention("temp_c", 1, "39"),
        mention("anc", 2, "2"),
        mention("temp_c", 3, "36.8"),
    ]

    assert [[str(one.value) for one in group] for group in _by_patient(mentions)] == [["0.3", "39"], ["2", "36.8"]]


def test_lists_of_names_may_go_on() -> None:
    """Two drugs belong to one patient."""
    drugs = [Mention("drugs", frozenset({name}), "", place, place) for place, name in enumerate(("a", "b"))]

    assert len(_by_patient(drugs)) == 1
