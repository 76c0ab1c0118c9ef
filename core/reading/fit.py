"""Whether a number may be a value of a measure, and what a number says by its shape alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon, Measure
from core.quantity import Unit
from core.reading.context import Context
from core.reading.items import Item, Number

HUNDREDTH: Final = Decimal(1).scaleb(-2)  # no thermometer prints more digits
JOINS: Final = frozenset({"/", "&", "and", ",", "+"})  # between names or numbers that go together
OLDEST: Final = 120  # years: no patient is older
COLDEST: Final = 86  # °F: no thermometer of a ward prints less
ODD_LOW, ODD_HIGH = Decimal(13), Decimal(199)  # what "T 54" may mean for a temperature, to be asked
TIMES: Final = frozenset({"ago", "later", "before", "after", "prior", "apart", "old", "post", "long"})
BLOOD: Final = frozenset({"cells", "haemoglobin", "percent"})  # small whole numbers, as of bags, lines and wards
FOLLOWS: Final = frozenset(
    {"and", "with", "but", "over", "after", "from", "so", "despite", "since", "or", "then", "when", "only"}
)
ONES: Final = frozenset({"the", "that", "which", "other", "right", "wrong", "another", "second", "every", "any", "no"})
HALVES: Final = frozenset({"am", "pm", "a.m", "p.m", "a.m.", "p.m.", "hrs", "o'clock", "oclock", "uhr"})
NOON: Final = 12  # hours
NAMES_A_VALUE: Final = frozenset({"level", "number", "#"})
DENIED: Final = frozenset({"not", "isn't", "isnt", "wasn't", "wasnt"})
MISTAKES: Final = frozenset({"typo", "wrong", "error", "mistake", "misread", "mistyped"})
# A unit of these families is never a mistyped unit of a count.
NO_MASS: Final = frozenset(
    {"percent", "temperature", "pressure", "rate", "age", "days", "hours", "minutes", "dose", "score"}
)


def second(number: Number) -> Number:
    """The second number of a pair, by itself."""
    assert number.other is not None
    return number._replace(
        value=number.other, other=None, step=Decimal(1).scaleb(_exponent(number.other)), grouped=None
    )


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def may_be_sex(number: Number) -> bool:
    """Whether the letter behind a whole number may be a sex rather than a scale: 66F."""
    return number.loose and number.whole and number.unit is not None and number.unit.name == "°F"


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


def is_date(item: Item) -> bool:
    """Whether it is a date, behind which a later value may stand."""
    return item.kind == "date" or (item.number is not None and item.number.mask == "date")


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
    if at > 0 and items[at - 1].text in {"not", "isn't", "isnt", "wasn't", "wasnt", "instead of", "rather than"}:
        return True
    named = items[at - 1] if at > 1 else None
    if named is not None and named.role == "measure" and items[at - 2].text in DENIED and named.term is not None:
        return not named.term.needs and not named.term.also  # "not ANC 0.4", but not "not neutropenic, 1.4"
    after = [item.text for item in items[at + 1 : at + 5]]
    return after[:1] in (["was"], ["is"]) and bool(MISTAKES.intersection(after))
