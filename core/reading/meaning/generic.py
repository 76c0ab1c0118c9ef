"""Numbers that are nobody's result: foretold, supposed in a short question, or asked about in general."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from core.reading.meaning.context import Context
from core.reading.meaning.febrile import NAMED
from core.reading.meaning.marks import LIMIT, SUPPOSED, spread
from core.reading.meaning.retractions import first_words, last_words
from core.reading.meaning.years import of_earlier_years
from core.reading.printed.items import Item, is_date

SHORT: Final = 7  # pieces of a question that only supposes: "and with ANC 1.9?"
REACH: Final = 12  # pieces after "not sure about" that it still speaks of
NEAR: Final = 5  # pieces between a word that foretells, or compares, and its number
ABOUT: Final = frozenset(
    {"about", "if", "re", "of", "whether", "on", "regarding", "about his", "about her", "about the"}
)
PARTS: Final = frozenset({",", ".", ";", "\n", "but", "!", "?"})
SAYS: Final = frozenset({"finding", "measure", "disease"})
TRIES_BARE: Final = frozenset({"would", "could", "might"})
TRIES: Final = TRIES_BARE | {"does", "do", "will"}
MATTERS: Final = frozenset(
    {"change", "changes", "alter", "matter", "make", "affect", "push", "shift", "sway", "modify", "influence", "count"}
)
ASKS: Final = frozenset({"why", "how", "when", "what", "which", "that"})  # behind which "should" supposes nothing
VERBS: Final = frozenset({"is", "are", "does", "do"})  # what opens a question
SKIPS: Final = frozenset({"and", "so", "ok", "okay", "but", "then", "or", "also", "hi", "hey", ",", "please"})
CHANGES: Final = frozenset(
    {"drop", "fall", "dip", "go", "rise", "reach", "climb", "spike", "hit", "be", "get", "come", "exceed"}
)
PATIENT: Final = frozenset({"pt", "patient", "my", "our", "this", "his", "her", "he", "she", "him"})
BEFORE_A_VALUE: Final = frozenset({"to", "at", "the", "his", "her", "a", "an", "about", "around", "of"})
SOON: Final = frozenset({"tomorrow", "hopefully"})
LATER: Final = SOON | {"by"}
DIFFERENCE: Final = frozenset({"difference", "differences"})
TOLD: Final = frozenset({"pronoun", "self", "person", "now", "past", "yesterday", "today", "before", "arrow"})
LEADS: Final = PATIENT | {"a", "an", "the", "if", "of", "is"}  # between such words and a value


def set_aside(items: list[Item], context: Context) -> Context:
    """The context with the marks of what is of an earlier year, foretold, supposed or asked in general."""
    context = of_earlier_years(items, context)
    marks = list(context.marks)
    future = not context.words.isdisjoint(LATER)
    for first, end in context.bounds:
        if not any(items[at].number is not None for at in range(first, end)):
            continue
        opening = next((at for at in range(first, end) if items[at].text not in SKIPS), first)
        asks = items[end - 1].text == "?" or items[opening].text in VERBS
        rules = context.rules
        supposes = asks and (_supposes(items, opening, end, rules) or _in_general(items, opening, end, rules))
        if supposes or _tries(items, opening, end):
            spread(marks, range(opening, end), SUPPOSED)
        elif (asks and _waits(items, opening, context.rules)) or _opens_with(
            items, opening, context.rules["general_questions"]
        ):
            spread(marks, range(opening, end), LIMIT)
        if not context.words.isdisjoint(DIFFERENCE):
            spread(marks, _compared(items, context, first, end), LIMIT)
        if "should" in context.words:
            inverted = next((at for at in range(first, end) if _should_it(items, at, first, end)), end)
            spread(marks, range(inverted, end), SUPPOSED)
        for at in _foretold(items, first, end, context.rules, future=future):
            marks[at] |= LIMIT
    for at in (*_unsettled(items, context), *undecided(items, context)):
        marks[at] |= LIMIT
    return context if marks == context.marks else context.marked(marks)


def _compared(items: list[Item], context: Context, first: int, end: int) -> range:
    """The two values of a question how they differ in general: "difference between neutropenia 0.5 and 0.1?".

    Not where a patient or a time is told: "difference between his 0.5 and 0.1 today".
    """
    at = next((j for j in range(first, end) if items[j].text in DIFFERENCE), end)
    between = next((j for j in range(at + 1, min(at + NEAR, end)) if items[j].text in ("between", "of")), end)
    asks = items[end - 1].text == "?" or first == at or items[first].text in context.rules["question_words"]
    joined = next((j for j in range(between, end) if items[j].text in ("and", "with", "vs")), end)
    last = next((j for j in range(joined, min(joined + NEAR, end)) if _is_one_value(items[j])), end)
    valued = any(_is_one_value(items[j]) for j in range(max(between, joined - NEAR), joined))
    told = any(not one.cues.keys().isdisjoint(TOLD) or one.text in PATIENT for one in items[at:end])
    return range(at, last + 1) if asks and valued and last < end and not told else range(0)


def _is_one_value(item: Item) -> bool:
    return item.number is not None and item.number.other is None and not item.number.mask


def undecided(items: list[Item], context: Context) -> dict[int, str]:
    """The places and keys of what is said not to be known: "not sure about copd"."""
    found: dict[int, str] = {}
    opening = first_words(context.rules["unknown"])
    if context.openings.isdisjoint(opening):
        return found
    for at, item in enumerate(items):
        if item.text.partition(" ")[0] not in opening:
            continue
        behind = _opens_with(items, at, context.rules["unknown"])
        if behind and _opens_with(items, behind, ABOUT):
            last = min(behind + REACH, len(items))
            end = next((j for j in range(behind, last) if items[j].text in PARTS), last)
            found.update({j: items[j].key for j in range(behind, end) if items[j].key and items[j].role in SAYS})
    return found


def _unsettled(items: list[Item], context: Context) -> Iterator[int]:
    """Findings that are asked for or feared, not stated: "?COPD", "risk of COPD"."""
    if "finding" not in context.roles:
        return
    for at, item in enumerate(items):
        if item.role != "finding" or not at or (item.term is not None and item.term.also == NAMED):
            continue
        queried = items[at - 1].text == "?" and item.glued and not (at > 1 and items[at - 1].glued)
        lead = " ".join(one.text for one in items[max(0, at - 3) : at])
        if queried or any(lead.endswith(phrase) for phrase in context.rules["unsettled"]):
            yield at


def _opens_with(items: list[Item], at: int, phrases: frozenset[str]) -> int:
    """Past the phrase that stands at *at*; 0 when none does."""
    if at >= len(items) or items[at].text.partition(" ")[0] not in first_words(phrases):
        return 0
    for size in (4, 3, 2, 1):
        if " ".join(item.text for item in items[at : at + size]) in phrases:
            return at + size
    return 0


def _supposes(items: list[Item], at: int, end: int, rules: Mapping[str, Any]) -> bool:
    """Whether a short question only tries a value: "same for ANC 1.2?", "would 37.2 change it?"."""
    if end - at > SHORT:
        return False
    if at > 0 and items[at - 1].text in SKIPS and items[at].text == "with" and _value_at(items, at + 1, end) == end - 1:
        return True
    behind = _opens_with(items, at, rules["what_if"])
    return bool(behind) and _value_at(items, behind, end) > 0


def _tries(items: list[Item], at: int, end: int) -> bool:
    """Whether a value is only tried: "would a BP of 85/50 change it", but not "does his BP of 85/50 change it"."""
    if items[at].text not in TRIES or at + 1 >= end:
        return False
    article = items[at + 1].text in {"a", "an"}
    if not (article or (items[at + 1].role == "measure" and items[at].text in TRIES_BARE)):
        return False
    stop = next((j for j in range(at + 1, min(at + NEAR, end)) if items[j].number is not None), end)
    named = any(item.role == "measure" for item in items[at + 1 : stop])
    return named and any(item.text in MATTERS for item in items[stop + 1 : min(stop + NEAR, end)])


def _value_at(items: list[Item], at: int, end: int) -> int:
    """Past the number that stands here, with or without its name; 0 when something else does."""
    stop = next((j for j in range(at, end) if items[j].role != "measure" and items[j].text not in LEADS), end)
    return stop + 1 if stop < end and items[stop].number is not None else 0


def _should_it(items: list[Item], at: int, first: int, end: int) -> bool:
    """Whether a case is supposed by the order of words: "stop it should the neutrophils drop to 0.4"."""
    if items[at].text != "should" or items[end - 1].text == "?" or (at > first and items[at - 1].text in ASKS):
        return False
    named = next((j for j in range(at + 1, min(at + 3, end)) if items[j].role == "measure"), end)
    return any(items[j].text.partition(" ")[0] in CHANGES for j in range(named + 1, min(named + 3, end)))


def _waits(items: list[Item], at: int, rules: Mapping[str, Any]) -> bool:
    """Whether the sentence waits for a value: "wait for ANC 1.0?", "once > 0.5 can we stop?"."""
    behind = _opens_with(items, at, rules["waits_for"])
    if behind and "than" in items[min(behind, len(items) - 1)].cues:
        behind += 1
    return bool(behind) and _value_at(items, behind, len(items)) > 0


def _in_general(items: list[Item], at: int, end: int, rules: Mapping[str, Any]) -> bool:
    """Whether what one number means is asked, of nobody: "is 38.0 a fever?"."""
    words = [item.text for item in items[at:end]]
    if PATIENT.intersection(words) or any("now" in item.cues for item in items[at:end]):
        return False
    if len([item for item in items[at:end] if item.number is not None]) != 1:
        return False
    behind = _value_at(items, at + 1, end) if items[at].text in VERBS else 0
    verdict = next((item for item in items[behind:end] if item.text not in rules["verdict_fillers"]), None)
    return bool(behind) and verdict is not None and verdict.text.partition(" ")[0] in rules["verdicts"]


def _foretold(items: list[Item], first: int, end: int, rules: Mapping[str, Any], *, future: bool) -> list[int]:
    """The places of numbers that are expected and not measured; `future` where words of a later time may stand."""
    future = future and any(items[at].text in SOON or _by_a_day(items, at, end) for at in range(first, end))
    found = []
    for at in range(first, end):
        number = items[at].number
        if number is None or number.mask:
            continue
        start = _said_from(items, first, at)
        to_be = start - 2 >= first and items[start - 2].text == "to" and items[start - 1].text == "be"
        told = _ends_in(items, max(first, start - 3), start, rules["foretells"])
        start = _said_from(items, first, start - 2) if to_be else start
        likely = (future or to_be) and _ends_in(items, max(first, start - 3), start, rules["expects"])
        if told or likely or any(items[j].text in rules["foretold_behind"] for j in range(at + 1, min(at + 3, end))):
            found.append(at)
    return found


def _ends_in(items: list[Item], first: int, end: int, phrases: frozenset[str]) -> bool:
    """Whether the words of these pieces end in one of the phrases."""
    if first >= end or items[end - 1].text.rpartition(" ")[2] not in last_words(phrases):
        return False
    spoken = f" {' '.join(item.text for item in items[first:end])}"
    return any(spoken.endswith(f" {phrase}") for phrase in phrases)


def _said_from(items: list[Item], first: int, at: int) -> int:
    """Where the words of a value begin: its name, its bound and "to" stand before the number."""
    start = at
    while start > max(first, at - NEAR) and (
        items[start - 1].role == "measure"
        or "than" in items[start - 1].cues
        or (items[start - 1].text in BEFORE_A_VALUE and start > first + 1)
    ):
        start -= 1
    return start


def _by_a_day(items: list[Item], at: int, end: int) -> bool:
    return items[at].text == "by" and any(
        "day" in item.cues or is_date(item) for item in items[at + 1 : min(at + 3, end)]
    )
