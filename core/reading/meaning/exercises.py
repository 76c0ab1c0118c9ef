"""Messages about an invented patient: an examination, a lesson, a simulation; nothing of them enters the case."""

from __future__ import annotations

from typing import Final

from core.reading.meaning.context import Context
from core.reading.meaning.marks import SUPPOSED
from core.reading.printed.items import Item

KINDS: Final = frozenset({"suppose_all", "exercise"})
NEGATES: Final = 3  # pieces between a "not" and what it denies: "not just an exam question"
SUBJECT: Final = frozenset({"pronoun", "self", "person"})
PEOPLE: Final = frozenset(
    {"student", "students", "teacher", "doctor", "nurse", "man", "woman", "lady", "gentleman", "boy", "girl"}
)
STOPS: Final = frozenset({",", ".", ";", ":", "-", "\n", "(", "!", "?"})


def invented(items: list[Item], context: Context) -> bool:
    """Whether the patient is made up: the words of an examination or a lesson, unless a real patient is named.

    "Not a quiz" denies it, and what the patient does is no exercise: "she was at a pub quiz when it began".
    """
    if context.cues.isdisjoint(KINDS):
        return False
    if any("real" in item.cues and not _denied(items, at) for at, item in enumerate(items)):
        return False
    return any(
        ("suppose_all" in item.cues or ("exercise" in item.cues and not _of_the_patient(items, context, at)))
        and not _denied(items, at)
        for at, item in enumerate(items)
    )


def supposed_throughout(context: Context) -> Context:
    """The context of a message that only supposes."""
    return context.marked([mark | SUPPOSED for mark in context.marks])


def _denied(items: list[Item], at: int) -> bool:
    """Whether a "not" stands before it in its clause: "this is not a mock exam"."""
    for j in range(at - 1, max(-1, at - 1 - NEGATES), -1):
        if items[j].text in STOPS:
            return False
        if "negation" in items[j].cues:
            return True
    return False


def _of_the_patient(items: list[Item], context: Context, at: int) -> bool:
    """Whether somebody is spoken of before it in its sentence: "he is revising for exams", "34M, sat a quiz"."""
    before = (items[j] for j in range(at) if context.sentence[j] == context.sentence[at])
    return any(
        not SUBJECT.isdisjoint(item.cues) or item.text in PEOPLE or item.number is not None or item.role == "disease"
        for item in before
    )
