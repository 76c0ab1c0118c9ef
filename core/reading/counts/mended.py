"""A value put right behind itself: "neuts 4.0... sorry missed the zero, 0.40"; the wrong one is no earlier value.

Where the words between are not understood both readings are asked: the old one is never taken silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, final

from core.lexicon import Lexicon
from core.reading.counts.candidate import Candidate
from core.reading.counts.fit import counts_things, fits, of_another, plain, shape
from core.reading.counts.lone import quiet
from core.reading.meaning.context import Context
from core.reading.meaning.marks import OTHER, PAST, RECENT, SUPPOSED, UNREAL
from core.reading.printed.items import Item, Number
from core.reading.printed.no_value import is_mistaken, is_no_value
from core.reading.printed.values import amount
from core.reading.reading import Doubt

WRONG: Final = frozenset({"hold_on", "slip"})
SAYING: Final = frozenset({"slip", "arrow"})
WORDS: Final = frozenset({"no", "or", "they", "are", "hers", "his", "her", "ours", "ugh", "argh", "gah", "eek", "doh"})
OWNERS: Final = frozenset({"measure", "other", "drug", "disease"})
FEVERS: Final = frozenset({"fever_denied", "fever_reported"})
PERSONS: Final = frozenset({"patient", "pt", "person", "lady", "man", "one"})
PLAINLY: Final = frozenset(
    {
        "scratch that",
        "strike that",
        "correction",
        "i meant",
        "i mean",
        "meant",
        "should read",
        "typo",
        "make that",
        "wrong",
    }
)
BACK: Final = 10  # pieces between the words and the number that is right
REACH: Final = 14  # pieces between the wrong number and the right one


@final
class Mended:
    """The candidates without the wrong ones and with the right ones, all places used, and what is asked."""

    __slots__ = ("doubts", "found", "used")

    def __init__(self, found: list[Candidate], used: frozenset[int], doubts: list[Doubt]) -> None:
        self.found = found
        self.used = used
        self.doubts = doubts


def mend(items: list[Item], context: Context, found: list[Candidate], used: frozenset[int], lexicon: Lexicon) -> Mended:
    """Every number that words of correction set in the place of the value before."""
    doubts: list[Doubt] = []
    said = {"no", "wrong"} & context.words and (_contradicted(items) or "wrong" in context.words)
    if context.cues.isdisjoint(WRONG) and not said:
        return Mended(found, used, doubts)
    later = {one.at: one for one in found if one.how in ("series", "shape")}
    for at, item in enumerate(items):
        number = item.number
        if number is None or (at in used and at not in later) or _is_no_result(items, context, at, number):
            continue
        if number.whole and number.unit is None and "pronoun" in _subject(items, at).cues:
            found, used = [one for one in found if one.at != at], used - {at}  # "plt 40, sorry he's 62" is an age
            continue
        shaped = at in later and later[at].how == "shape"
        old = _wrong_one(items, context, (at, shaped), found, lexicon)
        if old is None:
            continue
        right = Candidate(old.key, number, at, old.term)
        found = [one for one in found if one.at not in (at, old.at)]
        used |= {at}
        if _understood(items, old.at, at, lexicon):
            found = sorted([*found, right], key=lambda one: one.at)
        elif number.whole:
            found = sorted([*found, old, *(one for one in (later.get(at),) if one)], key=lambda one: one.at)
        else:
            doubts.append(_either(old, right, lexicon))
    return Mended(found, used, doubts)


def put_right(items: list[Item], at: int) -> bool:
    """Whether words of correction follow the number, before any other measure is named."""
    for item in items[at + 1 : at + 1 + BACK]:
        if item.role in ("measure", "other"):
            return False
        if not item.cues.keys().isdisjoint(WRONG) or item.text == "no":
            return True
    return False


def _contradicted(items: list[Item]) -> bool:
    """Whether "no" stands between two numbers: "4.0, no, 0.4"."""
    texts = [item for item in items if item.text != ","]
    triples = zip(texts, texts[1:], texts[2:], strict=False)
    return any(one.number and no.text == "no" and two.number for one, no, two in triples)


def _subject(items: list[Item], at: int) -> Item:
    """What stands before the number, over "is"."""
    return items[max(0, at - 2 if at > 1 and items[at - 1].text in {"is", "'"} else at - 1)]


def _is_no_result(items: list[Item], context: Context, at: int, number: Number) -> bool:
    beside = is_mistaken(items, at) or is_no_value(items, at, number)
    return bool(number.mask) or number.high is not None or beside or context.has(at, UNREAL)


def _wrong_one(
    items: list[Item], context: Context, place: tuple[int, bool], found: Sequence[Candidate], lexicon: Lexicon
) -> Candidate | None:
    """The value before that the number at *at* replaces: of its measure, with words of correction between."""
    at, shaped = place
    before = [one for one in found if at - REACH <= one.at < at]
    old = before[-1] if before else None
    if old is None or context.has(old.at, OTHER | SUPPOSED):
        return None
    between = items[old.at + 1 : at]
    dated = context.has(at, PAST | RECENT) or context.has(old.at, PAST | RECENT)
    if dated and not any("slip" in item.cues for item in between):
        return None  # "0.4 yesterday, actually 0.6 today"
    if (
        not _corrects(between)
        or (shaped and not _plainly_wrong(between))
        or any(item.role in OWNERS and not _is_fever(item) for item in between)
    ):
        return None
    number = items[at].number
    assert number is not None
    key = fits(items[old.term], number, lexicon, 2) if old.term >= 0 else shape(number, context)
    measure = lexicon.measures[old.key]
    if key != old.key or of_another(measure, number) or not (plain(number, measure) or number.unit is not None):
        return None
    return None if counts_things(measure, number, between, items[at + 1 : at + 2], context) else old


def _is_fever(item: Item) -> bool:
    """Whether it tells or denies a fever, which needs no number: "ANC 3.0, no fever, typo, 0.30"."""
    return item.key in FEVERS or (item.term is not None and item.term.also == "fever")


def _plainly_wrong(between: list[Item]) -> bool:
    """Whether the words leave no doubt, so that a number that is a temperature by itself replaces another."""
    return any("slip" in item.cues or item.text in PLAINLY for item in between)


def _corrects(between: list[Item]) -> bool:
    """Whether one of these pieces says that the number before is wrong."""
    if [item.text for item in between if item.text != ","] == ["no"]:
        return True
    if any(one.text == "wrong" and two.text in PERSONS for one, two in pairwise(between)):
        return True
    return any("slip" in item.cues or ("hold_on" in item.cues and item.text != "not") for item in between[-BACK:])


def _understood(items: list[Item], first: int, end: int, lexicon: Lexicon) -> bool:
    """Whether nothing but words of correction stands between the two numbers, and the second is not told on."""
    told_on = end + 1 < len(items) and items[end + 1].text in {"was", "were"}  # "sorry, 36.9 was the fridge"
    return not told_on and all(
        item.kind in ("sign", "line")
        or item.cues.keys() & SAYING
        or _is_fever(item)
        or item.text in WORDS
        or quiet(item, lexicon)
        for item in items[first + 1 : end]
    )


def _either(old: Candidate, new: Candidate, lexicon: Lexicon) -> Doubt:
    readings = {one for value in (old, new) for one in _readings(value, lexicon)}
    return Doubt(old.key, new.number.printed, tuple(sorted(readings)), "two values are given")


def _readings(one: Candidate, lexicon: Lexicon) -> tuple[Decimal, ...]:
    read = amount(one.key, one.number, lexicon)
    return read.readings if read.value is None else (read.value,)
