"""Putting a conversation into the state "this was just asked"."""

from core.converse.fold import fold
from core.converse.pending import with_asked
from core.facts import Item
from tests.core.converse.bench import START, handbook, said, turn

BOOK = handbook(
    items={"mascc.copd": Item("mascc.copd", "flag", "COPD", tokens=("copd",)), "anc": Item("anc", "number", "ANC")}
)


def test_keys_and_their_other_names_are_taken_in_order() -> None:
    """``copd`` is mascc.copd; a name that no fact has is left out."""
    asked = with_asked([turn(1, *said(anc=0.4))], ["copd", "tea", "anc"], BOOK, START)

    assert fold(asked, BOOK).asked == ("mascc.copd", "anc")


def test_a_question_can_come_before_anything_was_said() -> None:
    """With no turn yet one that only asks is put before the message."""
    asked = with_asked([], ["anc"], BOOK, START)

    assert fold(asked, BOOK).asked == ("anc",)
    assert asked[0].at < START
