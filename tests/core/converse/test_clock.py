"""The clock of an emergency: when the first antibiotic is due, and when nobody needs to be reminded any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.library import Library
from core.converse import Message, Outcome, Turn, converse, reminder

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
FEVER = "62M solid tumour on chemo, ANC 0.4, T 38.6"


def told(library: Library, *texts: str) -> tuple[tuple[Turn, ...], Outcome]:
    """A conversation in which something is said every ten minutes from noon on."""
    turns: tuple[Turn, ...] = ()
    outcome: Outcome | None = None
    for number, text in enumerate(texts):
        message = Message(text, NOON + timedelta(minutes=10 * number), "U1", f"e{number}")
        outcome = converse(turns, message, library.handbook, library.lexicon)
        turns = (*turns, outcome.turn)
    assert outcome is not None
    return turns, outcome


def test_the_first_antibiotic_is_due_an_hour_after_the_first_message(library: Library) -> None:
    """The clock of a fever told at noon ends at one, whatever is added meanwhile."""
    turns, outcome = told(library, FEVER, "BP 120/70")

    assert outcome.reply.due == NOON + timedelta(hours=1)
    word = reminder(turns, library.handbook)
    assert word is not None
    due, reply = word
    assert due == NOON + timedelta(hours=1)
    assert reply.headline.startswith("REMINDER: the first antibiotic is due now. EMERGENCY")
    assert reply.urgency == "emergency"


@pytest.mark.parametrize(
    "later",
    ["antibiotics started 10 min ago", "correction: T 36.8 not 38.6, well", "new patient: ANC 2.5, T 36.8, well"],
)
def test_nobody_is_reminded_once_the_case_has_moved_on(library: Library, later: str) -> None:
    """An antibiotic given, a fever that never was, or another patient: no reminder."""
    turns, outcome = told(library, FEVER, later)

    assert outcome.reply.due is None
    assert reminder(turns, library.handbook) is None


def test_a_calm_case_has_no_clock(library: Library) -> None:
    """Nothing is due where no antibiotic is."""
    turns, outcome = told(library, "ANC 1.6, T 36.8, well")

    assert outcome.reply.due is None
    assert reminder(turns, library.handbook) is None


def test_the_dangerous_reading_of_a_value_in_doubt_keeps_its_clock(library: Library) -> None:
    """As long as the count may be the dangerous one, its reminder stands."""
    turns, outcome = told(library, "62M on chemo, T 38.6, ANC 50")

    assert outcome.turn.doubts
    assert outcome.reply.urgency == "emergency"
    assert reminder(turns, library.handbook) is not None
