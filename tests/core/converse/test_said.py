"""From mentions and buttons to statements."""

from decimal import Decimal

import pytest

from core.converse.said import pressed, stated_of
from core.errors import FactError
from core.facts import Item
from core.reading.reading import Mention

ITEMS = {
    "anc": Item("anc", "number", "ANC", low=Decimal(0), high=Decimal(500)),
    "drugs": Item("drugs", "names", "drugs"),
    "mascc.copd": Item("mascc.copd", "flag", "COPD", options=(("No", "false"), ("Yes", "true"))),
    "malignancy": Item("malignancy", "choice", "cancer", values=("solid", "hematologic")),
}


def mention(key: str, value: Decimal | frozenset[str], printed: str = "") -> Mention:
    """A mention at the start of a message."""
    return Mention(key, value, printed, 0, len(printed))


def test_names_of_one_list_are_collected() -> None:
    """Two drugs in one message are one statement with both, each with its own words."""
    drugs = [mention("drugs", frozenset({name}), name) for name in ("imatinib", "aciclovir")]
    stated, doubts = stated_of(drugs, ITEMS, "U1")

    assert doubts == ()
    assert stated[0].value == {"imatinib", "aciclovir"}
    assert (stated[0].printed, stated[0].author) == ("imatinib, aciclovir", "U1")


def test_a_value_no_laboratory_can_report_becomes_a_doubt() -> None:
    """An impossible count is asked about and never a fact; a key of no chart is left out."""
    stated, doubts = stated_of([mention("anc", Decimal(9000), "ANC 9000"), mention("tea", Decimal(1))], ITEMS)

    assert stated == ()
    assert [(doubt.key, doubt.printed) for doubt in doubts] == [("anc", "ANC 9000")]


def test_a_button_is_its_value() -> None:
    """Pressed answers become typed statements, with the words on the button."""
    yes = pressed(("mascc.copd", "true"), ITEMS)
    assert yes is not None
    assert (yes.value, yes.printed) == (True, "COPD: Yes")

    for button, value in ((("malignancy", "solid"), "solid"), (("anc", "0.4"), Decimal("0.4"))):
        one = pressed(button, ITEMS)
        assert one is not None
        assert one.value == value


def test_dont_know_is_no_value() -> None:
    """The button "don't know" states nothing."""
    assert pressed(("mascc.copd", "unknown"), ITEMS) is None


@pytest.mark.parametrize("button", [("mascc.copd", "maybe"), ("anc", "many"), ("gone", "true"), ("malignancy", "x")])
def test_a_button_that_fits_no_fact_is_refused(button: tuple[str, str]) -> None:
    """A button of an older edition, or a forged one, changes nothing."""
    with pytest.raises(FactError):
        pressed(button, ITEMS)
