"""Numbers that are no value: a time, a day, a cycle, an age, a mistake."""

from __future__ import annotations

from typing import Final

from core.reading.printed.items import Item, Number

HALVES: Final = frozenset({"am", "pm", "a.m", "p.m", "a.m.", "p.m.", "hrs", "o'clock", "oclock", "uhr"})
COLDEST: Final = 86  # °F: no thermometer of a ward prints less
DENIED: Final = frozenset({"not", "isn't", "isnt", "wasn't", "wasnt"})
RATHER: Final = DENIED | {"never", "never had", "instead of", "rather than"}
# Between a "not" and the number it denies: "not as high as 38.5", "never reached 38.5".
HARDLY: Final = frozenset(
    {"as high as", "quite", "even", "exactly", "really", "ever", "reached", "hit", "had", "been", "a"}
)
MISTAKES: Final = frozenset({"typo", "wrong", "error", "mistake", "misread", "mistyped"})
IGNORED: Final = frozenset({"ignore", "ignore the", "disregard", "disregard the"})
NAMES_A_VALUE: Final = frozenset({"level", "number", "#"})
NOON: Final = 12  # hours
OLDEST: Final = 120  # years: no patient is older
ONES: Final = frozenset({"the", "that", "which", "other", "right", "wrong", "another", "second", "every", "any", "no"})
TIMES: Final = frozenset({"ago", "later", "before", "after", "prior", "apart", "old", "post", "long"})


def may_be_sex(number: Number) -> bool:
    """Whether the letter behind a whole number may be a sex rather than a scale: 66F."""
    return number.loose and number.whole and number.unit is not None and number.unit.name == "°F"


def counts_time(items: list[Item], at: int, number: Number) -> bool:
    """Whether it counts time ("24 h ago", the first of "2 or 3 days"), which no measure takes."""
    further = items[at + 2].number if at + 2 < len(items) and items[at + 1].text in {"or", "to"} else None
    if number.unit is None and further is not None and further.unit is not None and not further.loose:
        return number.whole and any(further.unit.measures(family) for family in ("days", "hours", "minutes"))
    unit = number.unit
    follows = items[at + 1].text.partition(" ")[0] if at + 1 < len(items) else ""
    if follows in HALVES and unit is None:
        return 0 < number.value < NOON + 1  # "9am", "2.30 pm"
    return bool(unit and unit.measures("days") and not unit.measures("age") and follows in TIMES)


def opens_with_age(items: list[Item], at: int) -> bool:
    """Whether a statement begins with an age: "awaiting platelets. 58F, breast ca"."""
    number = items[at].number if at < len(items) else None
    if number is None:
        return False
    aged = number.unit is not None and number.unit.measures("age")
    return aged or may_be_sex(number) or is_an_age(items, at, number)


def is_no_value(items: list[Item], at: int, number: Number) -> bool:
    """Whether the pieces beside the number make it a time, a day, a cycle or an age, which no other measure takes."""
    return (
        counts_time(items, at, number)
        or is_a_day(items, at)
        or is_a_cycle(items, at, number)
        or is_an_age(items, at, number)
        or (items[at].text == "one" and _stands_for_a_noun(items, at))
    )


def _stands_for_a_noun(items: list[Item], at: int) -> bool:
    """Whether "one" counts nothing: "her old one", "the right one"."""
    before = items[at - 1] if at else None
    return before is not None and (before.text in ONES or not before.cues.keys().isdisjoint({"past", "now", "first"}))


def is_a_day(items: list[Item], at: int) -> bool:
    """Whether it is a day of the cycle: "day +6"."""
    before, number = items[at - 1] if at else None, items[at].number
    if number is not None and not number.whole and at > 1 and items[at - 2].text == "the":
        return False  # Scots: "the day 0.2" is today's
    if before is not None and before.text in {"+", "-"} and at > 1:
        before = items[at - 2]
    return before is not None and "day" in before.cues and before.role == "cue"


def is_a_cycle(items: list[Item], at: int, number: Number) -> bool:
    """Whether it numbers a cycle, a week or a grade: "C2", "cycle 3", "grade 4"; "Hb level 9" is a value."""
    before = items[at - 1] if at else None
    numbers = before is not None and "cycle" in before.cues and before.text not in NAMES_A_VALUE
    return numbers and number.whole and number.unit is None and number.other is None


def is_an_age(items: list[Item], at: int, number: Number) -> bool:
    """Whether a sex stands behind a whole number without a unit: "plt 12 55M", "45 m"."""
    length = items[at].end - items[at].start
    if may_be_sex(number) and number.value < COLDEST and length == len(str(number.value)) + 1:
        return True  # "P: 53F": no pulse, and too cold for a temperature
    if at + 1 >= len(items) or not number.whole or not 0 < number.value < OLDEST or number.other is not None:
        return False
    bare = number.unit is None or (number.loose and number.unit.measures("age"))
    sexed = items[at + 1].text in {"m", "f", "male", "female"}
    closed = items[at + 1].glued or at + 2 >= len(items) or items[at + 2].kind != "number"
    return bare and sexed and closed


def is_mistaken(items: list[Item], at: int) -> bool:
    """Whether the number is the wrong one of two ("0.4 not 1.4"), or said to be a mistake ("38.5 was a typo")."""
    lead = at - 2 if at > 1 and items[at - 1].text in HARDLY else at - 1
    if at > 0 and items[lead].text in RATHER:
        return True
    named = items[at - 1] if at > 1 else None
    if named is not None and named.role == "measure" and items[at - 2].text in DENIED and named.term is not None:
        return not named.term.needs and not named.term.also  # "not ANC 0.4", but not "not neutropenic, 1.4"
    ignored = items[at - 1].text in IGNORED or (
        at > 1 and items[at - 1].text == "the" and items[at - 2].text in IGNORED
    )
    if at > 0 and ignored:
        return True  # "ignore the 12 on the screen"
    after = [item.text for item in items[at + 1 : at + 5]]
    return after[:1] in (["was"], ["is"]) and bool(MISTAKES.intersection(after))
