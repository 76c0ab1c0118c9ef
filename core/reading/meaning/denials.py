"""Denials of prose: lists that run long, and answers behind a question, a speaker's name between."""

from __future__ import annotations

from typing import Final

from core.reading.meaning.context import Context
from core.reading.printed.items import Item

LONGEST: Final = 60  # pieces of a list that one word denies
QUESTION: Final = 12  # pieces between a finding and the end of its question
OPENS_ANY: Final = ("den", "negative for", "neg for", "-ve for", "review of systems negative for")
OPENS_AN_OR: Final = (
    "no history of",
    "no h/o",
    "no hx of",
    "no evidence of",
    "no signs of",
    "absence of",
    "without",
    "no",
)
# What ends a list of things denied: a contrast, or the verb of a new statement.
ENDS: Final = frozenset(
    {"but", "however", "except", "although", "though", "besides", "apart", "aside", "yet", "with", "who", "which"}
    | {"that", "has", "had", "have", "having", "is", "are", "was", "were", "reports", "reported", "endorses"}
    | {"endorsed", "admits", "complains", "complained", "presents", "presented", "notes", "noted", "feels", "felt"}
    | {"developed", "develops", "spiked", "now", "today", "currently", "since", "after", "when", "while", "because"}
    | {"then", "found", "came", "started", "given", "still", "ongoing", "continues", "only", "just", "does", "did"}
    | {"positive", "gets", "got", "describes", "states", "says", "shows", "showed", "until", "before", "despite"}
    | {".", ";", ":", "?", "!", "(", ")", "\n", "\t", "|", "->", "→", "+"}
)
STATES: Final = frozenset({"febrile", "febril", "pyrexial", "pyrexic", "feverish", "spiking", "spikes", "spike", "hot"})
LIST_WORDS: Final = frozenset({"denies", "denied", "denying", "deny", "denial", "negative", "neg", "-ve", "review"})
ORS: Final = frozenset({"or", "nor"})
PLACE: Final = "mascc.setting"  # a place is a new statement
NONE: Final = frozenset({"no", "none", "neither", "nope", "nil", "never", "nah", "none of", "neither of"})
ONE: Final = frozenset({"yes", "yeah", "yep", "yup"})
CLOSES: Final = frozenset({",", ".", ";", "!", "\n", "of", "them", "those"})


def in_a_denied_list(items: list[Item], context: Context, at: int) -> bool:
    """Whether the finding is an item of a list denied as a whole: "denies travel, weight loss, fever, or chills".

    "No" and its like deny a list only when it ends in "or". What is said of the patient, "febrile", is no item.
    """
    if context.openings.isdisjoint(LIST_WORDS) and context.words.isdisjoint(ORS):
        return False
    if items[at].text in STATES or items[at].key == PLACE:
        return False
    for j in range(at - 1, max(-1, at - 1 - LONGEST), -1):
        item = items[j]
        if context.sentence[j] != context.sentence[at] or item.number is not None:
            return False
        if "negation" in item.cues or "deny_list" in item.cues:
            return (
                "deny_list" in item.cues
                or item.text.startswith(OPENS_ANY)
                or (item.text in OPENS_AN_OR and _ends_in_or(items, context, j, at))
            )
        if (item.text in ENDS and not _belongs(items, j)) or (item.text == "-" and not item.glued):
            return False
    return False


def _belongs(items: list[Item], at: int) -> bool:
    """Whether it still belongs to the word that denies: "denies: cough", "denies having had a fever"."""
    while at and items[at].text in {":", "having", "had", "been"}:
        at -= 1
    return "negation" in items[at].cues or "deny_list" in items[at].cues


def _ends_in_or(items: list[Item], context: Context, first: int, at: int) -> bool:
    """Whether an "or" joins the last item of the list, the finding or one behind it, and no "and" stands in it."""
    for j in range(first + 1, min(at + LONGEST, len(items))):
        item = items[j]
        if context.sentence[j] != context.sentence[at] or item.text in ENDS or item.number is not None:
            return False
        if item.text == "and":
            return False
        if item.text in ("or", "nor") and (j > at or all(items[k].text != "," for k in range(j, at))):
            return True
    return False


def replied(items: list[Item], at: int) -> bool | None:
    """The answer to the question the finding stands in: "Any fever or chills? Patient: Neither."; None without one.

    A yes to a question for several things affirms none of them.
    """
    end = at + 1
    several = False
    while end < len(items) and items[end].text != "?":
        several = several or bool(items[end].role)
        if end > at + QUESTION or items[end].number is not None or items[end].text in {".", ";", "\n"}:
            return None
        end += 1
    answer = _answer(items, end + 1)
    if answer >= len(items):
        return None
    closes = answer + 1 >= len(items) or items[answer + 1].text.partition(" ")[0] in CLOSES
    if (items[answer].text in NONE and closes) or [one.text for one in items[answer : answer + 2]] == ["not", "that"]:
        return True
    return False if items[answer].text in ONE and closes and not several else None


def _answer(items: list[Item], at: int) -> int:
    """Where the answer begins: past a line end and the name of who speaks, "Patient:" or "[patient]"."""
    while at < len(items) and items[at].kind == "line":
        at += 1
    if at + 2 < len(items) and items[at].text == "[" and items[at + 2].text == "]":
        return at + 3
    return at + 2 if at + 1 < len(items) and items[at + 1].text == ":" else at
