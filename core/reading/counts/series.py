"""Whether a number goes on with the measure before it: a later value, one of a list, or the other of two."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from core.lexicon import Measure
from core.reading.counts.fit import (
    JOINS,
    counts_things,
    in_brackets,
    is_moment,
    of_another,
    plain,
    printed_alike,
    second,
    shape,
)
from core.reading.meaning.before import WORDS
from core.reading.meaning.context import Context
from core.reading.printed.items import Item, Number
from core.reading.printed.no_value import may_be_sex

EITHER: Final = frozenset({"or", "vs", "versus"})
LISTED: Final = EITHER | {"(", ")"}
HEDGES: Final = frozenset(
    {
        "?",
        ",",
        "-",
        "/",
        "(",
        "...",
        "…",
        "possibly",
        "maybe",
        "perhaps",
        "even",
        "is",
        "was",
        "it",
        "else",
        "but",
        "just",
    }
)
MAYBE: Final = frozenset({"possibly", "maybe", "perhaps", "might be", "could be", "may be", "?"})
DAY_LETTERS: Final = [["m"], ["tu"], ["w"], ["th"], ["f"], ["s"], ["sa"], ["su"]]
NAMES: Final = frozenset({"measure", "other", "drug"})  # what has numbers of its own
OF_A_TIME: Final = frozenset(
    {"old", "older", "newer", "newest", "fresh", "first", "second", "'", "s", "'s", "his", "her", "their"}
)
GONE: Final = frozenset({"fallen to", "fell to", "dropped to", "risen to", "rose to", "recovered to", "climbed to"})
MOVES: Final = frozenset(
    {"arrow", "to", "before", "now", "past", "yesterday", "elsewhere", "first", "hold_on", "update", "day"}
    | {"usual", "later"}
)


def joins_two(between: list[Item], behind: list[Item]) -> bool:
    """Whether two readings of one value are offered: "0.5 or 5.0", "0.5?? or 5.0", "0.5, maybe 5.0"."""
    words = [item.text for item in between if item.text not in HEDGES]
    queried = [item.text for item in between] == ["/"] and [item.text for item in behind[:1]] == ["?"]  # "0.4 / 4.0?"
    offered = queried or any(item.text in EITHER or item.text in MAYBE for item in between)
    return offered and all(word in EITHER or word in MAYBE for word in words)


def _owned(between: list[Item], number: Number, context: Context) -> bool:
    """Whether a name between owns the number; a drug does not where "now" follows it: "2.4 before aza, now 0.6"."""
    led = bool(between) and bool(between[-1].cues.keys() & {"now", "arrow"})  # "0.3 -> GCSF x3 -> 4.1"
    names = NAMES - {"drug"} if led else NAMES
    stops = sum(item.text == "." for item in between)  # several are no end: "0.9 ... 0.4"
    owners = [item for item in between if item.role in names and item.key != "place"]
    days = context.rules["day_names"]
    return stops == 1 or any(number.whole or item.text not in days for item in owners)  # "0.2 sat 0.4"


def _told_in_order(between: list[Item], number: Number) -> bool:
    """Whether a later value follows: "3.1 before, 0.3 after", "M 0.1 W 0.3", "C1 0.9 C2 0.4", "0.9 ... 0.4"."""
    words = [item.text for item in between if item.text != ","]
    cycles = any("cycle" in item.cues and follows.number is not None for item, follows in pairwise(between))
    letters = words in DAY_LETTERS and not number.whole
    return words[:1] != [] and (words[0] in WORDS or letters or set(words) == {"."} or cycles)


def is_later(
    measure: Measure, number: Number, last: Number, between: list[Item], behind: list[Item], context: Context
) -> bool:
    """Whether it is a later value: behind an arrow or a word of time, or in a list of numbers alike."""
    warm = measure.family == "temperature"
    if (may_be_sex(number) and not warm) or not (between or warm or not number.whole):
        return False
    if _owned(between, number, context):
        return False
    if of_another(measure, number) or counts_things(measure, number, between, behind, context):
        return False
    if number.whole and not last.whole and any(item.number is not None and not item.number.mask for item in between):
        return False  # "ANC 0.4, up 3 to 5 days"
    sure = plain(number, measure)
    if between and ("arrow" in between[-1].cues or between[-1].text == ">") and measure.family == "cells":
        return True  # "0.9 -> 50": where it has gone to is never passed over
    alike = sure and printed_alike(number, last) and (warm or not shape(number, context))
    moved = any(item.cues.keys() & MOVES or is_moment(item, context) for item in between)
    moved = moved or any("now" in item.cues for item in behind)  # "0.3 on Monday, 2.4 today"
    moved = moved or _told_in_order(between, number)
    listed = all(item.text in JOINS or item.text in LISTED for item in between)
    return (moved and sure) or (alike and (listed or in_brackets(between))) or (sure and joins_two(between, []))


def of_one_count(number: Number, measure: Measure, context: Context) -> bool:
    """Whether a slash stands between two values of the one count that is named: "ANC 0.3/0.5", but no "0.3/38.6"."""
    if number.other is None or number.whole or measure.family != "cells":
        return False
    other = second(number)
    return not other.whole and plain(other, measure) and not shape(other, context)


def of_a_stranger(between: list[Item], context: Context) -> bool:
    """Whether a new word behind a comma owns the number, not the name before: "neuts normal, lorazepam 0.5"."""
    if len(between) < 3 or between[-2].text != ",":
        return False
    word, rules = between[-1], context.rules
    known = bool(word.cues) or bool(word.role) or len(word.text) < 3
    spoken = any(word.text in rules[name] for name in ("bridges", "lone_fillers", "moved", "weekdays"))
    return word.kind == "word" and not known and not spoken


def term_behind(items: list[Item], at: int, context: Context) -> int:
    """The name right behind a number: "0.2 neuts", "0.4 (ANC)", "0.2 is the new ANC"; 0 when there is none."""
    texts = [item.text for item in items[at + 1 : at + 4]]
    bracketed = texts[:1] == ["("] and texts[2:] == [")"]
    told = texts[:1] in (["is"], ["was"])
    for place in range(at + 1 + bracketed, min(at + (7 if told else 4), len(items))):
        item = items[place]
        if item.role in NAMES - {"drug"}:
            return place
        dated = told and (item.cues.keys() & MOVES or item.text in OF_A_TIME or is_moment(item, context))
        if item.kind == "number" or not (dated or item.text in context.rules["bridges"]):
            return 0
    return 0


def goes_on(items: list[Item], at: int, context: Context) -> bool:
    """Whether the words right before a number tell where the count has gone to: "had fallen to 0.3", "it was 2.0"."""
    two = " ".join(item.text for item in items[max(0, at - 2) : at])
    moved = items[max(0, at - 1)].text in context.rules["moved"] or two in context.rules["moved"]
    return two in {"it was", "it is", "it had"} or (moved and items[at - 1].text not in {"to", "up to"}) or two in GONE
