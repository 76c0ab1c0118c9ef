"""What a message does with the case, from what was read in it."""

from decimal import Decimal

import pytest

from core.converse.fold import Case
from core.converse.intent import intent_of
from core.facts import Facts
from core.reading.reading import Doubt, Mention, Reading
from tests.core.converse.bench import said

ANC = (Mention("anc", Decimal("0.4"), "ANC 0.4", 0, 7),)
KNOWN = Case(facts=Facts.of(said(temp_c=38.5)), asked=("mascc.copd",))


@pytest.mark.parametrize(
    ("reading", "case", "intent"),
    [
        (Reading(), Case(), "nothing"),
        (Reading(mentions=ANC), Case(), "report"),
        (Reading(mentions=ANC, question=True), Case(), "report"),
        (Reading(mentions=ANC), KNOWN, "add"),
        (Reading(doubts=(Doubt("anc", "ANC 16"),)), KNOWN, "add"),
        (Reading(mentions=ANC, correction=True), KNOWN, "correct"),
        (Reading(mentions=ANC, correction=True), Case(), "report"),
        (Reading(retracted=("temp_c",)), KNOWN, "retract"),
        (Reading(mentions=(Mention("mascc.copd", True, "yes", 0, 3),)), KNOWN, "answer"),
        (Reading(declined=("mascc.copd",)), KNOWN, "answer"),
        (Reading(question=True), KNOWN, "question"),
        (Reading(hypothetical=True, question=True, supposed=ANC), KNOWN, "hypothetical"),
        (Reading(hypothetical=True), KNOWN, "question"),
        (Reading(new_patient=True, mentions=ANC), KNOWN, "switch_patient"),
        (Reading(two_patients=True, mentions=ANC), KNOWN, "two_patients"),
        (Reading(undo=True), KNOWN, "undo"),
        (Reading(help=True), KNOWN, "help"),
        (Reading(chitchat=True), KNOWN, "chitchat"),
    ],
)
def test_intent(reading: Reading, case: Case, intent: str) -> None:
    """Whose patient it is comes first, then values, then questions, then courtesy."""
    assert intent_of(reading, case) == intent
