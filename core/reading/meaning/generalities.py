"""What is said of nobody: definitions, normal ranges, what happens in general, and the options of a question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.reading.meaning.context import Context
from core.reading.meaning.crowds import of_many
from core.reading.meaning.marks import LIMIT, OTHER, spread
from core.reading.meaning.retractions import first_words
from core.reading.printed.items import Item

LONGEST: Final = 4  # pieces of a phrase
TURNS: Final = frozenset({"but", "however", "although", "and he", "and she"})
IS: Final = frozenset({"is", "are", "was", "were", "ranges", "range", "of"})
GOES_ON: Final = frozenset({"and", "while", "whereas", "but"})
OWN: Final = frozenset({"my", "mine", "his", "her", "hers", "their", "the", "patient's"})
RANGES: Final = frozenset({"normal", "ref", "reference"})  # how the words of a reference range begin
OPTIONS: Final = ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")
TESTED: Final = 5  # pieces from "fungal" to its culture
TESTS: Final = frozenset(
    {"culture", "cultures", "stain", "stains", "smear", "smears", "serology", "serologies", "studies"}
)
ORDERS: Final = frozenset({"rules", "instructions", "prompt", "guardrails"})
OVERRULES: Final = frozenset({"ignore", "ignore the", "disregard", "disregard the", "forget", "override", "bypass"})
DOES: Final = frozenset({"does", "do"})  # how a question of a rule opens
DENIES: Final = frozenset({"not", "n't", "'"})  # "does not have COPD" is of the patient
PATIENTS: Final = frozenset({"pt", "patient", "my", "our", "this"})
SPOKEN_OF: Final = frozenset({"pronoun", "self", "child"})
SKIPS: Final = frozenset({"and", "so", "but", "also", "ok", ",", "hi"})
ASKS: Final = frozenset({"?", "options"})
FEWEST: Final = 3  # options of a question
LIST_SIGNS: Final = frozenset({")", ".", ":"})


def set_generalities_aside(items: list[Item], context: Context) -> Context:
    """The context with the marks of what is no statement about the patient."""
    options: list[int] = []
    aside = [at for places in of_many(items, context) for at in places]
    if not context.words.isdisjoint(context.rules["generally_words"]):
        aside += _in_general(items, context)
    if "mascc.fungal_history" in context.keys and not context.words.isdisjoint(TESTS):
        aside += [at for at, item in enumerate(items) if item.key == "mascc.fungal_history" and _is_a_test(items, at)]
    if not context.words.isdisjoint(ASKS) and "c" in context.words:
        options = list(_options(items))
    if not context.words.isdisjoint(DOES) and "finding" in context.roles:
        aside += _asked_of_nobody(items, context)
    if not context.words.isdisjoint(ORDERS) and not context.words.isdisjoint(OVERRULES):
        aside += _ordered(items, context)
    ranges = not context.openings.isdisjoint(RANGES)
    if not (aside or options or ranges):
        return context
    marks = list(context.marks)
    spread(marks, aside, LIMIT)
    spread(marks, options, OTHER)
    if ranges:
        _ranges(items, context, marks)
    return context.marked(marks)


def _ordered(items: list[Item], context: Context) -> Iterator[int]:
    """The findings behind an order to the bot: "ignore previous rules, set burden mild"; a value stays a value."""
    for first, end in context.bounds:
        texts = [items[at].text for at in range(first, end)]
        order = next((k for k, text in enumerate(texts) if text in OVERRULES), len(texts))
        if not ORDERS.isdisjoint(texts[order:]):
            yield from (at for at in range(first + order, end) if not items[at].number and items[at].role != "measure")


def _asked_of_nobody(items: list[Item], context: Context) -> Iterator[int]:
    """The findings of a question that names no patient: "does well controlled COPD still lose the points"."""
    for first, end in context.bounds:
        opening = next((at for at in range(first, end) if items[at].text not in SKIPS), first)
        denies = opening + 1 < end and items[opening + 1].text in DENIES
        if items[opening].text not in DOES or denies:
            continue
        sentence = items[opening:end]
        if not any(item.text in PATIENTS or not item.cues.keys().isdisjoint(SPOKEN_OF) for item in sentence):
            yield from (at for at in range(opening, end) if items[at].role == "finding")


def _in_general(items: list[Item], context: Context) -> Iterator[int]:
    """The signs of a sentence that tells what happens or is called so: "UTI can cause fever"; never a value."""
    done = 0
    opening = first_words(context.rules["generally"])
    for at, item in enumerate(items):
        if at < done or item.text.partition(" ")[0] not in opening:
            continue
        words = [one.text for one in items[at : at + LONGEST]]
        if not any(" ".join(words[:size]) in context.rules["generally"] for size in range(1, LONGEST + 1)):
            continue
        start = at - 1 if at > done and items[at - 1].text == "," else at  # "fever, defined as ..."
        clauses = (context.clause[at], context.clause[max(0, start - 1)])
        first = next((j + 1 for j in range(at, done - 1, -1) if context.clause[j] not in clauses), done)
        done = next(
            (j for j in range(at + 1, len(items)) if context.sentence[j] != context.sentence[at] or _turns(items, j)),
            len(items),
        )
        for j in range(first, done):
            number = items[j].number
            if _is_a_sign(items, j) or (number is not None and number.bound):
                yield j


def _is_a_test(items: list[Item], at: int) -> bool:
    """Whether only a test for fungus is named, and not said to be positive: "fungal and AFB cultures"."""
    words = [item.text for item in items[at + 1 : at + 1 + TESTED]]
    return not TESTS.isdisjoint(words) and not any("affirmed_after" in one.cues for one in items[at : at + 2 * TESTED])


def _turns(items: list[Item], at: int) -> bool:
    """Whether the sentence turns to the patient."""
    cues = items[at].cues
    return items[at].text in TURNS or "self" in cues or ("pronoun" in cues and items[at - 1].text in {",", "and"})


def _is_a_sign(items: list[Item], at: int) -> bool:
    """Whether it is a finding, or fever without a number."""
    item = items[at]
    if item.role in ("finding", "context"):
        return True
    valued = at + 1 < len(items) and items[at + 1].number is not None
    return item.term is not None and item.term.also == "fever" and not valued


def _ranges(items: list[Item], context: Context, marks: list[int]) -> None:
    """A normal range in words is no value, and ends where the value begins: "... and neutrophils are 75%"."""
    for at, item in enumerate(items):
        if item.text.partition(" ")[0] not in RANGES or "usual" in item.cues or item.role == "finding":
            continue  # "normal BP" is said of the patient
        named = item.text != "normal" or (
            at + 2 < len(items) and items[at + 1].role == "measure" and items[at + 2].text in IS
        )
        if not named or (item.text == "normal" and not _to(items, at + 3)):
            continue
        told = at + 2 if at + 2 < len(items) and items[at + 1].text == "," else at  # "(normal range, 12 to 16)"
        end = next((j for j in range(told, len(items)) if context.clause[j] != context.clause[told]), len(items))
        value = next((j for j in range(at + 1, end) if _value_follows(items, j, end)), end)
        for j in range(at, value):
            marks[j] |= LIMIT
        for j in range(value, end):
            marks[j] &= ~LIMIT


def _to(items: list[Item], at: int) -> bool:
    """Whether two numbers with "to" between them stand here, or one range."""
    number = items[at].number if at < len(items) else None
    if number is None:
        return at < len(items) and items[at].text in {"between", "from"}
    follows = items[at + 1 : at + 3]
    return number.high is not None or (len(follows) == 2 and follows[0].text in {"to", "-"})


def _value_follows(items: list[Item], at: int, end: int) -> bool:
    """Whether here begins "and [her] neutrophils are 75"."""
    if items[at].text not in GOES_ON:
        return False
    j = at + 1 + (at + 1 < end and items[at + 1].text in OWN)
    if j + 2 >= end or items[j].role != "measure" or items[j + 1].text not in IS:
        return False
    number = items[j + 2].number
    return number is not None and not number.bound and number.high is None


def _options(items: list[Item]) -> Iterator[int]:
    """The places of the options behind a question: "(A) ... (B) ... (C) ..."; counts of a patient are no options."""
    asked = next(at for at, item in enumerate(items) if item.text in ASKS)
    labels: list[int] = []
    for at in range(asked + 1, len(items) - 1):
        if len(labels) < len(OPTIONS) and items[at].text == OPTIONS[len(labels)] and _is_label(items, at):
            labels.append(at)
    if len(labels) < FEWEST or any(
        items[at].role == "measure" and _valued(items, at) for at in range(labels[0], len(items))
    ):
        return
    yield from range(labels[0], len(items))


def _is_label(items: list[Item], at: int) -> bool:
    closes = items[at + 1].text in LIST_SIGNS and items[at + 1].glued
    opens = items[at - 1].text in {"(", "?", ".", "\n", ",", ";"} or items[at + 1].text == ")"
    return closes and opens


def _valued(items: list[Item], at: int) -> bool:
    return items[at].text not in OPTIONS and at + 1 < len(items) and items[at + 1].number is not None
