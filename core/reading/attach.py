"""Numbers to the measures they belong to, in either order; what fits neither is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from core.lexicon import Lexicon, Measure
from core.quantity import Unit
from core.reading.context import ASIDE, Context
from core.reading.items import Item, Number

REACH = 8  # pieces between a measure and its number
BLOCKS = frozenset({"drug", "regimen", "finding", "zero", "combined", "either"})
JOINS = frozenset({"/", "&", "and", ",", "+"})
TIMES = frozenset({"ago", "later", "before", "after", "prior", "apart", "old", "post", "long"})


class Candidate(NamedTuple):
    """A number that may be the value of *key*: where it and its term stand, and how it came to it."""

    key: str
    number: Number
    at: int
    term: int
    how: str = "left"


def attach(items: Sequence[Item], context: Context, lexicon: Lexicon) -> tuple[list[Candidate], frozenset[int]]:
    """One pass from left to right: an open measure takes the next number that fits it.

    Returns the candidates, and the places of all terms and numbers that found an owner.
    """
    pass_ = _Pass(items, context, lexicon)
    for at, item in enumerate(items):
        if item.kind == "number":
            pass_.number(at)
        else:
            pass_.other(at, item)
    return pass_.found, frozenset(pass_.used)


class _Pass:
    """The state of the pass: measures still waiting for a number, and the one that had the last."""

    def __init__(self, items: Sequence[Item], context: Context, lexicon: Lexicon) -> None:
        self.items, self.context, self.lexicon = items, context, lexicon
        self.open: list[int] = []
        self.used: set[int] = set()
        self.found: list[Candidate] = []
        self.last: Candidate | None = None
        self.drug = -9
        self.blocked = -1

    def other(self, at: int, item: Item) -> None:
        """Keep the waiting measures up to date with a piece that is no number."""
        if item.role in ("measure", "other"):
            if at in self.used:
                return
            joined = self.open and at - self.open[-1] == 2 and self.items[at - 1].text in JOINS and item.role == "measure"
            self.open = [*self.open, at] if joined else [at]
        elif item.kind == "unit":
            self._late_unit(item)
        elif item.text in (".", ";", "!") or (item.text == "\n" and not self._wraps(at)):
            self.open = []
            if item.text != "\n":
                self.last = None
        elif "pending" in item.cues:
            self.open = []
        elif item.role in BLOCKS:
            self.blocked = at
            if item.role in ("drug", "combined", "either"):
                self.drug = at

    def _wraps(self, at: int) -> bool:
        """Whether the line ends right after a measure, its number standing on the next line."""
        return bool(self.open) and self.open[-1] == at - 1 and at + 1 < len(self.items) and self.items[at + 1].kind == "number"

    def _late_unit(self, item: Item) -> None:
        """A unit in a column of its own belongs to the value before it."""
        if self.last and self.last.number.unit is None and self.found and self.found[-1] == self.last and item.unit:
            self._replace_last(self.last.number._replace(unit=item.unit, loose=False))

    def _replace_last(self, number: Number) -> None:
        assert self.last is not None
        self.last = self.last._replace(number=number)
        self.found[-1] = self.last

    def number(self, at: int) -> None:
        """Give the number at *at* to the measure it belongs to, if any."""
        number = self.items[at].number
        assert number is not None
        if number.mask or self._times(at, number):
            return
        if self._takes_open(at, number) or self._takes_right(at, number) or self._continues(at, number):
            return
        self._stands_alone(at, number)

    def _times(self, at: int, number: Number) -> bool:
        """Whether it counts time ("24 h ago"), which no measure takes."""
        unit = number.unit
        follows = self.items[at + 1].text.split()[0] if at + 1 < len(self.items) and self.items[at + 1].text.split() else ""
        return bool(unit and unit.measures("days") and not unit.measures("age") and follows in TIMES)

    def _takes_open(self, at: int, number: Number) -> bool:
        if not self.open:
            return False
        term = self.open[0]
        item = self.items[term]
        reach = at - term - 2 * (len(self.open) - 1)
        if item.role == "other":
            self.open = []
            if reach <= 3 and not (number.unit and not number.loose and number.unit.measures("cells") and item.key != ""):
                self.used.add(at)
                self.last = None
                return True
            return False
        if reach > REACH or self.blocked > term and self.blocked < at:
            return False
        key = fits(item, number, self.lexicon, reach)
        if not key:
            return False
        if number.high is not None and self._reference(at):
            return True
        self._take(Candidate(key, number, at, term))
        self.open = self.open[1:]
        if number.other is not None and self.open and (second := fits(self.items[self.open[0]], _second(number), self.lexicon, 1)):
            self._take(Candidate(second, _second(number), at, self.open[0]))
            self.open = self.open[1:]
        elif number.other is not None and not key.startswith("sbp"):
            self._stands_alone(at, _second(number))
        return True

    def _take(self, candidate: Candidate) -> None:
        self.found.append(candidate)
        self.used.update((candidate.at, candidate.term))
        self.last = candidate

    def _reference(self, at: int) -> bool:
        """Whether a range is a laboratory's: in brackets, or behind the value of the same row."""
        return self.context.has(at, ASIDE) and self.items[at - 1].text in "[("

    def _takes_right(self, at: int, number: Number) -> bool:
        """A number before its term: "0.2 neuts", "8,990/mL of white cells", "85% polys"."""
        for step in range(1, 4):
            if at + step >= len(self.items):
                return False
            item = self.items[at + step]
            if item.role in ("measure", "other"):
                return self._takes_term(at, at + step, number)
            if item.kind == "number" or item.text not in self.context.rules["bridges"]:
                return False
        return False

    def _takes_term(self, at: int, term: int, number: Number) -> bool:
        item = self.items[term]
        if item.role == "other":
            measured = number.unit is not None and not number.loose
            own = term + 1 < len(self.items) and self.items[term + 1].kind == "number"
            if not own and not shape(number, self.context) or measured and not _temperature(number):
                self.used.update((at, term))
                return True
            return False
        key = fits(item, number, self.lexicon, 1)
        if not key or item.term is not None and item.term.needs == "plausible":
            return False
        measure = self.lexicon.measures[key]
        rival = self._next_number(term)
        suited = number.unit is not None and number.unit.measures(measure.family)
        if rival is not None and fits(item, rival, self.lexicon, 1) and not suited and key in self.lexicon.measures and _plain(rival, measure):
            return False
        if not suited and not _plain(number, measure):
            return False
        self._take(Candidate(key, number, at, term, "right"))
        return True

    def _next_number(self, term: int) -> Number | None:
        """The number right behind a term, over "is", "of" and the like."""
        for at in range(term + 1, min(term + 3, len(self.items))):
            if self.items[at].kind == "number":
                return self.items[at].number
            if self.items[at].text not in self.context.rules["bridges"]:
                return None
        return None

    def _continues(self, at: int, number: Number) -> bool:
        """A further value of the same measure: an arrow, "to", or a list of numbers alike."""
        if self.last is None or self.open:
            return False
        between = self.items[self.last.at + 1 : at]
        measure = self.lexicon.measures[self.last.key]
        if number.high is not None:
            if len(between) <= 4 and not any(item.role for item in between):
                if self.last.number.unit is None and number.unit is not None and self.found[-1] == self.last:
                    self._replace_last(self.last.number._replace(unit=number.unit, loose=number.loose))
                return True
            return False
        key = fits(self.items[self.last.term], number, self.lexicon, 2) if self.last.term >= 0 else self.last.key
        if key != self.last.key or len(between) > 6:
            return False
        moved = any("arrow" in item.cues or "to" in item.cues or "before" in item.cues or "now" in item.cues or "past" in item.cues or item.text == ">" for item in between)
        listed = bool(between) and all(item.text in JOINS or item.text in {"(", ")"} for item in between) or not between
        alike = _plain(number, measure) and number.whole == self.last.number.whole and not (shape(number, self.context) and measure.family != "temperature")
        aside = self.context.has(at, ASIDE) and alike
        if not (moved and (alike or _plain(number, measure)) or listed and alike or aside):
            return False
        if any(item.role in ("measure", "drug") or item.text in {".", ";"} for item in between):
            return False
        self._take(Candidate(key, number, at, self.last.term, "series"))
        return True

    def _stands_alone(self, at: int, number: Number) -> None:
        """A number without a name whose shape tells what it is."""
        if at - self.drug == 1 and number.whole or (at and self.items[at].glued and self.items[at - 1].text not in {"(", ",", "=", ":", "/", "@"}):
            return
        kind = shape(number, self.context)
        if kind:
            self._take(Candidate(kind, number, at, -1, "shape"))


def _second(number: Number) -> Number:
    assert number.other is not None
    return number._replace(value=number.other, other=None, step=Decimal(1).scaleb(_exponent(number.other)), grouped=None)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _temperature(number: Number) -> bool:
    return number.unit is not None and number.unit.measures("temperature")


def _plain(number: Number, measure: Measure) -> bool:
    """Whether the number, without a unit, is read without doubt."""
    return any(bare.low <= number.value < bare.high for bare in measure.bare)


def fits(item: Item, number: Number, lexicon: Lexicon, reach: int) -> str:
    """The key the number would have as a value of this term; empty when it cannot be one."""
    assert item.term is not None
    term = item.term
    measure = lexicon.measures[term.key]
    unit = None if number.loose and number.unit and not number.unit.measures(measure.family) else number.unit
    if term.needs == "unit" and unit is None or term.needs == "percent" and (unit is None or not unit.measures("percent")):
        return ""
    if unit is None:
        return term.key if _bare_fits(item, number, measure, reach) else ""
    if unit.measures(measure.family):
        return term.key if term.also != "fever" or _readable(number, unit, measure) else ""
    if unit.measures("percent") and measure.percent_key:
        return measure.percent_key if measure.percent_key in lexicon.measures else ""
    if unit.measures("cells") and measure.absolute_key:
        return measure.absolute_key
    return term.key if measure.mend and not unit.factors else ""


def _readable(number: Number, unit: Unit, measure: Measure) -> bool:
    return measure.low <= unit.convert(number.value, measure.family) <= measure.high


def _bare_fits(item: Item, number: Number, measure: Measure, reach: int) -> bool:
    assert item.term is not None
    if number.worded and reach > 3 or (number.other is not None and measure.family not in ("pressure", "cells", "haemoglobin", "temperature")):
        return False
    plain = _plain(number, measure)
    if item.term.needs == "plausible":
        return plain and reach <= 3
    if item.term.also == "fever":
        return plain and reach <= 5 and not (number.whole and reach > 3)
    return plain or (reach <= 3 and measure.family in ("cells", "temperature", "haemoglobin"))


def shape(number: Number, context: Context) -> str:
    """What a number says by its shape alone: temp_c for 38.6, sbp for 110/70, nothing otherwise."""
    limits = context.rules["shapes"]
    unit = number.unit
    if number.mask or number.high is not None or number.bound:
        return ""
    if number.other is not None:
        fits_pair = Decimal(limits["sbp_low"]) <= number.value <= Decimal(limits["sbp_high"])
        lower = Decimal(limits["dbp_low"]) <= number.other <= Decimal(limits["dbp_high"]) and number.value - number.other >= 10
        return "sbp" if fits_pair and lower and number.whole and (unit is None or unit.measures("pressure")) else ""
    if unit is not None and not unit.measures("temperature") and not number.loose:
        return ""
    celsius = Decimal(limits["temp_low"]) <= number.value < Decimal(limits["temp_high"])
    if unit is not None and unit.measures("temperature"):
        hot = Decimal(limits["fahrenheit_low"]) <= number.value < Decimal(limits["fahrenheit_high"])
        if number.loose and number.whole and unit.name == "°F":
            return ""  # 95F is a woman of 95 unless a temperature was spoken of
        return "temp_c" if (hot if unit.name == "°F" else celsius) or celsius and number.loose and not number.whole else ""
    return "temp_c" if celsius and not number.whole and number.step >= Decimal("0.01") else ""
