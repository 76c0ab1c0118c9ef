"""Bare Fahrenheit without the word temperature: "101.8 oral at 2200, gave tylenol, 99.5 at 2330".

A number with one decimal between 95 and 108 is a temperature where it is told how or at which hour it was measured; so
is a further one of the same message. Alone it is only offered as one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon
from core.reading.printed.items import Item, Number

ROUTES: Final = frozenset(
    {"oral", "po", "orally", "temporal", "forehead", "aural", "ear", "tympanic", "axillary", "rectal"}
)
# Between a value and its hour.
BETWEEN: Final = frozenset({"(", "at", "@", "-", "around", "about", "approx", "~", "by", "taken", "f"})
HALVES: Final = frozenset({"am", "pm", "h", "hrs", "hr", "hours", "o'clock"})
# Signs behind which no name owns the number.
OPENS: Final = frozenset({",", ";", ".", "(", "\n", "-", "/", ":", "and", "but", "then", "at"})
REACH: Final = 10  # pieces before a number in which a measure had one like it
NEAR: Final = 3  # pieces to the hour of a value
DIGITS: Final = 4  # of an hour such as 2200
TENTH: Final = Decimal("0.1")  # how a thermometer prints


def with_fahrenheit(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """The pieces with such numbers in degrees Fahrenheit."""
    bare = [at for at in range(len(items)) if _is_bare(items, at, lexicon)]
    if not any(_has_route(items, at) or _has_hour(items, at) for at in bare):
        return items
    unit = next(one.unit for one in lexicon.measures["temp_c"].bare if one.unit.name == "°F")
    for at in bare:
        number = items[at].number
        assert number is not None
        items[at] = items[at].with_number(number.but(unit=unit))
    return items


def _is_bare(items: list[Item], at: int, lexicon: Lexicon) -> bool:
    """Whether it is a number of that shape without unit, bound or name of its own."""
    number = items[at].number
    if number is None or number.unit is not None or number.mask or number.bound or number.step != TENTH:
        return False
    if number.other is not None or number.high is not None:
        return False
    shapes = lexicon.tables["shapes"]
    if not Decimal(shapes["fahrenheit_low"]) <= number.value < Decimal(shapes["fahrenheit_high"]):
        return False
    before, behind = items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None
    if behind is not None and behind.role in ("measure", "other"):
        return False
    goes_on = any(_is_of_another(items, j, number) for j in range(max(1, at - REACH), at))
    return not goes_on and (before is None or before.text in OPENS or before.text in ROUTES or before.role == "cue")


def _is_of_another(items: list[Item], at: int, number: Number) -> bool:
    """Whether a measure that is no temperature has a number printed alike: "glucose 101.8 at 2200, 99.5 at 2330"."""
    other, owner = items[at].number, items[at - 1]
    alike = other is not None and other.step == number.step and other.value > number.value / 2
    return alike and owner.role in ("measure", "other") and owner.key != "temp_c"


def _has_route(items: list[Item], at: int) -> bool:
    beside = [items[j] for j in (at - 1, at + 1) if 0 <= j < len(items)]
    return any(one.text in ROUTES or one.key == "temp_route" for one in beside)


def _has_hour(items: list[Item], at: int) -> bool:
    """Whether an hour stands right behind: "at 2200", "(22:30)", "8 pm"."""
    for j in range(at + 1, min(len(items), at + 1 + NEAR)):
        item = items[j]
        if item.number is not None or item.kind == "date":
            half = j + 1 < len(items) and items[j + 1].text in HALVES
            timed = item.number is None or item.number.mask == "time" or len(item.number.printed) == DIGITS
            return half or (timed and (item.number is not None or ":" in item.text))
        if item.text not in BETWEEN and item.text not in ROUTES and item.key != "temp_route":
            return False
    return False
