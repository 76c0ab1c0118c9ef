"""A number nothing names never calms an urgent case."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.library import load
from core.converse import Turn, converse
from core.converse.turn import Message

LIBRARY = load()
START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def _urgencies(*messages: str) -> list[str]:
    turns: list[Turn] = []
    found = []
    for number, text in enumerate(messages):
        message = Message(text, START + timedelta(minutes=number), event_id=str(number))
        outcome = converse(turns, message, LIBRARY.handbook, LIBRARY.lexicon)
        turns.append(outcome.turn)
        found.append(outcome.decision.urgency or "")
    return found


@pytest.mark.parametrize(
    "more",
    ["tazocin given at 2am", "she is on day 8", "first dose at 4", "give 1 g?", "thx, 2 more questions", "in 2h", "2"],
)
def test_a_stray_number_does_not_end_an_emergency(more: str) -> None:
    """A time, a day, a dose or a count of questions is no neutrophil count."""
    assert _urgencies("FN, ANC 0.1, T 38.8, breast cancer on chemo", more)[1] == "emergency"


def test_a_correction_may_end_an_emergency() -> None:
    """Who says that a value was wrong is believed."""
    assert _urgencies("ANC 240, T 37.9, well", "no wait 2400!!")[1] != "urgent"


def test_an_older_count_does_not_replace_the_present_one() -> None:
    """Yesterday's count, told later, is asked about: it does not end the emergency of today's."""
    assert _urgencies("ANC 0.2 T 38.9 AML", "ANC was 2.1 yesterday") == ["emergency", "emergency"]


def test_a_baby_is_a_patient() -> None:
    """The word baby hides no value; another person's baby stays another person."""
    assert _urgencies("9 month old baby neuts 0.4 temp 39") == ["emergency"]
