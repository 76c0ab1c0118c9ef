"""An old case: is the message of the same patient? Asked once, alone, before anything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core.converse import intent as intents
from core.converse.fold import Case
from core.converse.turn import Message, Turn
from core.converse.wish import is_said
from core.guideline import Handbook
from core.lexicon import Lexicon, fold
from core.reply.parts import Option, Question

SAME_PATIENT = "same_patient"  # what is asked of an old case; it is no fact of a patient
OLD = timedelta(hours=12)  # a night on call: after it a thread may have moved on to another patient
SAME, OTHER = "yes", "no"


def is_old(case: Case, at: datetime) -> bool:
    """Whether the last word about the patient of a case is more than a night behind."""
    return case.spoken is not None and not case.empty and at - case.spoken > OLD


def which_patient(turn: Turn, message: Message, case: Case, lexicon: Lexicon, handbook: Handbook) -> Turn | None:
    """The turn that answers "is it the same patient?", or None when the message says something else.

    "No" begins a new case with the values of the message that was in question.
    """
    said = lexicon.answers["yes_no"].get(fold(message.text).strip(" .!"), "")
    if not said:
        said = next((answer for answer in (SAME, OTHER) if is_said(message.text, f"same.{answer}", handbook)), "")
    if message.button is not None:
        said = message.button[1] if message.button[0] == SAME_PATIENT else ""
    assert case.last is not None
    if said == SAME:
        return replace(turn, intent=intents.ANSWER, remarks=replace(turn.remarks, notices=("same_patient.yes",)))
    if said == OTHER:
        last = case.last
        return replace(turn, intent=intents.SWITCH, new_case=True, stated=last.stated, readings=last.readings)
    return None


def same_patient(case: Case, at: datetime, handbook: Handbook) -> Question:
    """The question, with how long ago the case was spoken of last."""
    assert case.spoken is not None
    hours = (at - case.spoken) // timedelta(hours=1)
    phrases = handbook.phrases
    return Question(
        SAME_PATIENT,
        phrases["same_patient.ask"].format(hours=hours),
        phrases["same_patient.meaning"],
        (Option("Yes", SAME), Option("No", OTHER)),
    )
