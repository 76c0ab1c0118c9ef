"""Whether a number may be a value of a measure, and what a number says by its shape alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon, Measure
from core.quantity import Unit
from core.reading.meaning.context import Context
from core.reading.printed.items import Item, Number, is_date
from core.reading.printed.no_value import HALVES, opens_with_age

HUNDREDTH: Final = Decimal(1).scaleb(-2)  # no thermometer prints more digits
ODD_LOW, ODD_HIGH = Decimal(13), Decimal(450)  # what "T 54" may mean for a temperature, to be asked
JOINS: Final = frozenset({"/", "&", "and", ",", "+"})  # between names or numbers that go together
BLOOD: Final = frozenset({"cells", "haemoglobin", "percent"})  # small whole numbers, as of bags, lines and wards
FOLLOWS: Final = frozenset(
    {"and", "with", "but", "over", "after", "from", "so", "despite", "since", "or", "then", "when", "only"}
)
# A unit of these families is never a mistyped unit of a count.
NO_MASS: Final = frozenset(
    {"percent", "temperature", "pressure", "rate", "age", "days", "hours", "minutes", "dose", "score"}
)
BEATS: Final = (
    "bpm",
    "beats/min",
    "beats/minute",
    "beatspermin",
    "beatsperminute",
)  # how the unit of a pulse is printed


def second(number: Number) -> Number:
    """The second number of a pair, by itself."""
    assert number.other is not None
    return number.one_of_two(number.other)


def is_temperature(number: Number) -> bool:
    """Whether it is printed in degrees."""
    return number.unit is not None and number.unit.measures("temperature")


def plain(number: Number, measure: Measure) -> bool:
    """Whether the number, without a unit, is read without doubt."""
    return any(bare.low <= number.value < bare.high for bare in measure.bare)


def fits(item: Item, number: Number, lexicon: Lexicon, reach: int) -> str:
    """The key the number would have as a value of this term; empty when it cannot be one."""
    assert item.term is not None
    term = item.term
    measure = lexicon.measures[term.key]
    if measure.family == "rate" and is_temperature(number) and not number.whole:
        return ""  # "an hr later 98.9F": no pulse
    unit = None if number.loose and number.unit and not number.unit.measures(measure.family) else number.unit
    if (term.needs == "unit" and unit is None) or (
        term.needs == "percent" and (unit is None or not unit.measures("percent"))
    ):
        return ""
    if unit is None:
        return term.key if _bare_fits(item, number, measure, reach) else ""
    if unit.measures(measure.family):
        return term.key if term.also != "fever" or _readable(number, unit, measure) else ""
    if unit.measures("percent") and term.needs == "plausible":
        return ""  # "neutropenia (45%)" is how often it happened
    if unit.measures("percent") and measure.percent_key:
        return measure.percent_key if measure.percent_key in lexicon.measures else ""
    if unit.measures("cells") and measure.absolute_key:
        return measure.absolute_key
    return term.key if measure.mend and not unit.factors.keys() & NO_MASS else ""


def _readable(number: Number, unit: Unit, measure: Measure) -> bool:
    return measure.low <= unit.convert(number.value, measure.family) <= measure.high


def _bare_fits(item: Item, number: Number, measure: Measure, reach: int) -> bool:
    assert item.term is not None
    if (number.worded and reach > 3) or (
        number.other is not None and measure.family not in ("pressure", "cells", "haemoglobin", "temperature")
    ):
        return False
    sure = plain(number, measure)
    if item.term.needs == "plausible":
        odd = measure.family == "temperature" and reach == 1 and ODD_LOW <= number.value <= ODD_HIGH
        alone = number.other is None or (measure.family == "temperature" and not number.whole)  # "T/HR 38.5/110"
        return alone and ((sure and reach <= 3) or (odd and not number.mask))
    if item.term.also == "fever":
        return sure and reach <= 5 and not (number.whole and reach > 3)
    return sure or (reach <= 3 and measure.family in ("cells", "temperature", "haemoglobin"))


def shape(number: Number, context: Context) -> str:
    """What a number says by its shape alone: temp_c for 38.6, sbp for 110/70, nothing otherwise."""
    limits = context.rules["shapes"]
    unit = number.unit
    if number.mask or number.high is not None or number.bound:
        return ""
    if number.other is not None:
        fits_pair = Decimal(limits["sbp_low"]) <= number.value <= Decimal(limits["sbp_high"])
        lower = (
            Decimal(limits["dbp_low"]) <= number.other <= Decimal(limits["dbp_high"])
            and number.value - number.other >= 10
        )
        return "sbp" if fits_pair and lower and number.whole and (unit is None or unit.measures("pressure")) else ""
    if unit is not None and unit.name == "/min":
        beats = number.printed.lower().endswith(BEATS) and number.value >= Decimal(limits["pulse_low"])
        return "hr" if beats else ""
    if unit is not None and not unit.measures("temperature") and not (number.loose and unit.factors):
        return ""
    celsius = Decimal(limits["temp_low"]) <= number.value < Decimal(limits["temp_high"])
    if unit is not None and unit.measures("temperature"):
        hot = Decimal(limits["fahrenheit_low"]) <= number.value < Decimal(limits["fahrenheit_high"])
        if number.loose and number.whole and unit.name == "°F":
            return ""  # 95F is a woman of 95 unless a temperature was spoken of
        return (
            "temp_c"
            if (hot if unit.name == "°F" else celsius) or (celsius and number.loose and not number.whole)
            else ""
        )
    return "temp_c" if celsius and not number.whole and number.step >= HUNDREDTH else ""


def is_moment(item: Item, context: Context) -> bool:
    """Whether it is an arrow, a date, an hour or a day of the week, behind which a later value may stand."""
    return (
        item.text == ">"
        or is_date(item)
        or item.text in HALVES
        or (item.number is not None and item.number.mask == "time")  # "0.9 (0600) 0.4 (1800)"
        or item.text in context.rules["day_names"]
        or item.text in context.rules["months_alone"]
    )


def with_haematocrit(items: list[Item], term: int) -> bool:
    """Whether the term is "H&H": haemoglobin and haematocrit."""
    return term >= 0 and "h" in items[term].text.replace("&", " ").replace("/", " ").split()


def has_partner(items: list[Item], at: int, number: Number) -> bool:
    """Whether a second number follows for the second of two names: "WBC/ANC 2.1/0.4"."""
    follows = items[at + 1 : at + 3]
    return number.other is not None or (
        len(follows) == 2 and follows[0].text in JOINS and follows[1].number is not None
    )


def fits_last(items: list[Item], waiting: Sequence[int], at: int, context: Context, lexicon: Lexicon) -> bool:
    """Whether of two names waiting the number belongs to the last, no second number following it."""
    number = items[at].number
    if len(waiting) < 2 or number is None or has_partner(items, at, number):
        return False
    last, kind = items[waiting[-1]], shape(number, context)
    shaped = bool(kind) and kind == items[waiting[0]].key  # "T/BP 38.5 90/60"
    return not shaped and last.role == "measure" and bool(fits(last, number, lexicon, 1))


def number_behind(items: list[Item], term: int, context: Context) -> Number | None:
    """The number right behind a term, over "is", "of" and the like."""
    for at in range(term + 1, min(term + 3, len(items))):
        if items[at].kind == "number":
            return items[at].number
        if items[at].text not in context.rules["bridges"]:
            return None
    return None


def wraps(items: list[Item], waiting: Sequence[int], at: int) -> bool:
    """Whether a measure stands right before and its number right behind: on the next line, or "neut. .8"."""
    if not waiting or waiting[-1] != at - 1 or at + 1 >= len(items) or (items[at].text == "." and not items[at].glued):
        return False
    follows = items[at + 1]
    if opens_with_age(items, at + 1):
        return False
    return follows.kind == "number" or (follows.text == ":" and follows.glued)


def of_another(measure: Measure, number: Number) -> bool:
    """Whether its unit is that of another measure: a saturation behind a pressure, a letter that is no scale."""
    return number.unit is not None and not number.unit.measures(measure.family)


def printed_alike(number: Number, before: Number) -> bool:
    """Whether two numbers may stand in one list: both with decimals or neither, both pairs or neither."""
    return number.whole == before.whole and (number.other is None) == (before.other is None)


def counts_things(measure: Measure, number: Number, between: list[Item], behind: list[Item], context: Context) -> bool:
    """Whether a whole number is followed by the name of what it counts: "now 3 antibiotics", "to 6 North"."""
    if measure.family not in BLOOD or not number.whole or number.unit is not None or not behind:
        return False
    if between and "arrow" in between[-1].cues:
        return False
    word = behind[0]
    thing = (word.kind == "word" and not word.glued) or word.role in ("finding", "noise", "drug") or "dose" in word.cues
    return thing and word.text not in FOLLOWS and word.text not in context.rules["bridges"]


def in_brackets(between: list[Item]) -> bool:
    """Whether the number stands in brackets of its own: "0.4 (0.3)"; those of a reference range are closed."""
    texts = [item.text for item in between]
    return "(" in texts and ")" not in texts
