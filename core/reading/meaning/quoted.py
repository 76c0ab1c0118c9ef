"""A value that is quoted, to be taken back or put right: the fact of the case that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from core.facts import HIGHEST, LOWEST, Facts
from core.lexicon import Lexicon
from core.reading.printed.items import Item, Number
from core.reading.printed.no_value import is_mistaken, is_no_value
from core.reading.printed.values import amount, fits_scale

# Facts that print their number as another measure does.
PRINTED_AS: Final = {
    "temp_max_c": "temp_c",
    "anc_below": "anc",
    "wbc_below": "wbc",
    "sbp_usual": "sbp",
    **{kept: key for key, kept in (LOWEST | HIGHEST).items()},
}
# What opens a message that puts a value right without naming it.
SHOULD_BE: Final = frozenset(
    {"should be", "should read", "should say", "should have been", "should have read", "should have said"}
    | {"that should be", "it should be", "sorry should be", "sorry , should be", "sorry that should be"}
)
SPEAKS: Final = frozenset({"was", "were", "is", "are", "belongs", "belonged"})  # between a value and whose it is
WHOSE: Final = frozenset({"his", "her", "their", "the", "a", "my", "our", "from", "of", "actually", "really"})
CLOSES: Final = frozenset({"", "s", ",", ".", ";", "!", "-", ")", "\n", "sorry"})
NEAR: Final = 5  # pieces from a value to the person it belongs to


class Known(NamedTuple):
    """What a message may refer to: the facts of the case, those told last, the relative it is of, what was answered."""

    facts: Facts = Facts()
    latest: Sequence[str] = ()
    relative: str = ""
    answered: Sequence[str] = ()


NOTHING_KNOWN: Final = Known()


def holders(number: Number, known: Known, lexicon: Lexicon) -> list[str]:
    """The facts that hold the number as printed: 0.4 or 400 for a count, 131/80 for a pressure."""
    return [
        one.key
        for one in known.facts
        if isinstance(one.value, Decimal) and _prints(number, one.key, one.value, lexicon) and not number.mask
    ]


def _prints(number: Number, key: str, value: Decimal, lexicon: Lexicon) -> bool:
    name = PRINTED_AS.get(key, key)
    if name not in lexicon.measures or number.high is not None or (number.other is not None and name != "sbp"):
        return False
    unit = number.unit
    if unit is not None and not number.loose and not unit.measures(lexicon.measures[name].family):
        return False
    return value in (number.value, amount(name, number, lexicon).value)


def wrong_ones(items: list[Item]) -> list[int]:
    """The numbers said to be wrong: "57 not 67", "67 should be 57", "the 1.2 was wrong"."""
    numbers = [at for at, item in enumerate(items) if item.number is not None]
    return [at for at in numbers if is_mistaken(items, at) or _was_to_be(items, at) or _not_the_bound(items, at)]


def _not_the_bound(items: list[Item], at: int) -> bool:
    """Whether a denied bound stands there: "0.42 not <0.5"."""
    return at > 1 and "than" in items[at - 1].cues and items[at - 2].text in {"not", "instead of", "rather than"}


def _was_to_be(items: list[Item], at: int) -> bool:
    """Whether the words behind a number say that it should be another."""
    behind = " ".join(item.text for item in items[at + 1 : at + 4]).removeprefix(", ")
    return behind.startswith(("should be", "should read", "should say", "should have been"))


def mended(items: list[Item], known: Known, lexicon: Lexicon) -> tuple[int, str] | None:
    """The number that replaces a quoted wrong one, and the fact it belongs to; None when either is unclear.

    "57 not 67": the fact that holds 67, if 57 can be a value of it.
    """
    wrong = wrong_ones(items) if len(known.facts) else []
    if len(wrong) != 1:
        return None
    number = items[wrong[0]].number
    assert number is not None
    right = [
        at
        for at, item in enumerate(items)
        if item.number and at not in wrong and not is_no_value(items, at, item.number)
    ]
    if len(right) != 1:
        return None
    keys = {PRINTED_AS.get(key, key) for key in holders(number, known, lexicon)}
    fitting = [key for key in keys if plainly(key, items[right[0]].number, lexicon)]
    return (right[0], fitting[0]) if len(fitting) == 1 else None


def undecided(items: list[Item], known: Known, lexicon: Lexicon) -> bool:
    """Whether two facts hold the number that is said to be wrong: which is put right has to be asked."""
    numbers = [items[at].number for at in wrong_ones(items)] if len(known.facts) else []
    return any(len({*holders(one, known, lexicon)} & lexicon.measures.keys()) > 1 for one in numbers if one)


def plainly(key: str, number: Number | None, lexicon: Lexicon) -> bool:
    """Whether a number printed so can be read as a value of this measure without a doubt."""
    if number is None or not fits_scale(key, number, lexicon):
        return False
    measure, value = lexicon.measures[key], amount(key, number, lexicon).value
    if measure.family == "cells" and number.unit is None and not number.whole and value != number.value:
        return False  # single cells have no decimals: 101.3 is a temperature
    return value is not None and (value == 0 or measure.low <= value <= measure.high)


def should_be(items: list[Item], at: int) -> bool:
    """Whether the words right before a number, which open the message, say that it puts another right."""
    return at <= NEAR and " ".join(item.text for item in items[:at]).strip() in SHOULD_BE


def of_another(items: list[Item], at: int) -> bool:
    """Whether a value is said to be somebody else's: "the 39 was his roommate's", not "was taken by his wife"."""
    if at + 1 >= len(items) or items[at + 1].text not in SPEAKS:
        return False
    person = next((j for j in range(at + 2, min(at + NEAR, len(items))) if "person" in items[j].cues), 0)
    led = all(items[j].text in WHOSE for j in range(at + 2, person))
    behind = items[person + 1].text if person + 1 < len(items) else ""
    return bool(person) and led and (behind in CLOSES or behind.startswith("'"))
