"""What a message does with the case."""

from __future__ import annotations

from core.converse import wish
from core.converse.change import ONE_OF_TWO
from core.converse.fold import Case
from core.reading.reading import Reading

REPORT, ADD, CORRECT, RETRACT, ANSWER = "report", "add", "correct", "retract", "answer"
QUESTION, HYPOTHETICAL, SWITCH, UNDO = "question", "hypothetical", "switch_patient", "undo"
TWO_PATIENTS, CHITCHAT, HELP, NOTHING = "two_patients", "chitchat", "help", "nothing"
DELETED = "deleted"  # the message is gone, and what it told with it
WISHES = frozenset({*wish.WISHES, wish.AUDIENCE})  # of the conversation itself

# After these the reply asks nothing: what was asked before stays asked.
ASIDES = frozenset({CHITCHAT, HELP, NOTHING, TWO_PATIENTS})
KEEP_ASKED = ASIDES | WISHES


def intent_of(reading: Reading, case: Case) -> str:
    """One word for the message; whose patient it is comes first, then values, then questions."""
    if reading.undo:
        return UNDO
    if reading.two_patients:
        return TWO_PATIENTS
    if reading.new_patient:
        return SWITCH
    if reading.mentions or reading.doubts or reading.retracted or reading.declined:
        return _of_values(reading, case)
    return _of_words(reading)


def _of_values(reading: Reading, case: Case) -> str:
    if reading.retracted and not reading.mentions:
        return RETRACT
    if reading.correction and not case.empty:
        return CORRECT
    told = {mention.key for mention in reading.mentions} | set(reading.declined)
    told |= {ONE_OF_TWO[key] for key in told if key in ONE_OF_TWO}  # "<0.1" answers for the count
    if told & set(case.asked) or reading.declined:
        return ANSWER
    return REPORT if case.empty else ADD


def _of_words(reading: Reading) -> str:
    if reading.supposed:
        return HYPOTHETICAL
    if reading.help:
        return HELP
    if reading.question or reading.hypothetical:
        return QUESTION
    return CHITCHAT if reading.chitchat else NOTHING
