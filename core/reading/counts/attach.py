"""Numbers to the measures they belong to, in either order; what fits neither is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.lexicon import Lexicon
from core.reading.counts.candidate import Candidate
from core.reading.counts.fit import (
    JOINS,
    fits,
    fits_last,
    is_temperature,
    number_behind,
    plain,
    second,
    shape,
    with_haematocrit,
    wraps,
)
from core.reading.counts.series import goes_on, is_later, joins_two, of_a_stranger, of_one_count, term_behind
from core.reading.meaning.before import in_the_middle
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASIDE
from core.reading.printed.items import Item, Number
from core.reading.printed.no_value import is_mistaken, is_no_value, opens_with_age
from core.reading.printed.slash import is_a_command

FISHBONE: Final = ("wbc", "hgb", "platelets")
SERIES: Final = 6  # pieces between two values of a series
REACH: Final = 8  # pieces between a measure and its number
BLOCKS: Final = frozenset({"drug", "regimen", "finding", "zero", "combined", "either"})
SERVICES: Final = frozenset({"lab", "clinic", "service", "team", "nurse", "bloods", "monitoring"})  # of a drug
SENT: Final = frozenset({"sent", "requested", "ordered", "booked"})  # a count of which the result is not there
PLACES: Final = frozenset({"place", "contact", "identifier"})  # "in the waiting room, BP 98/60"
# "neuts falling 0.3"
OF_COUNTS: Final = frozenset({"anc_trend", "neutropenia_kind", "anc_falling_below_0_5", "duffy_null"})


def attach(
    items: list[Item], context: Context, lexicon: Lexicon, placed: Mapping[int, int], ordered: Mapping[int, str]
) -> tuple[list[Candidate], frozenset[int]]:
    """One pass from left to right: an open measure takes the next number that fits it.

    `placed` are the numbers of a table with the heading each stands under, `ordered` those of a command.
    Returns the candidates, and the places of all terms and numbers that found an owner.
    """
    pass_ = _Pass(items, context, lexicon)
    for at, item in enumerate(items):
        if at in placed:
            pass_.under(at, placed[at])
        elif at in ordered:
            pass_.named(at, ordered[at])
        elif item.kind == "number":
            pass_.number(at)
        else:
            pass_.other(at, item)
    return pass_.found, frozenset(pass_.used)


class _Pass:
    """The state of the pass: measures still waiting for a number, and the one that had the last."""

    def __init__(self, items: list[Item], context: Context, lexicon: Lexicon) -> None:
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
            self._wait(at)
        elif item.kind == "unit":
            self._late_unit(item)
        elif item.text in (";", ".") and wraps(self.items, self.open, at):
            return
        elif item.text == "." and self._runs_on(at):
            return  # "0.9 ... 0.4"
        elif item.text in (".", ";", "!") or (item.text == "\n" and not wraps(self.items, self.open, at)):
            self.open = []
            if item.text in (".", "!"):
                self.last = None
        elif "pending" in item.cues or (item.text in SENT and at - max(self.open, default=at) in {1, 2}):
            self.open = []
        elif item.role in BLOCKS and item.key not in OF_COUNTS and not self._of_a_service(at):
            self.blocked = at
            if item.role in ("drug", "combined", "either"):
                self.drug = at

    def _of_a_service(self, at: int) -> bool:
        """Whether the drug names who counts: "ANC from the clozapine clinic 0.9"."""
        return at + 1 < len(self.items) and self.items[at + 1].text in SERVICES

    def _runs_on(self, at: int) -> bool:
        """Whether the point is one of several: "0.9 ... 0.4", "0.9..0.4"."""
        return any(0 <= j < len(self.items) and self.items[j].text == "." for j in (at - 1, at + 1))

    def _wait(self, at: int) -> None:
        """Keep a name waiting for its number, beside the names it is joined to."""
        if at in self.used or (at == 1 and is_a_command(self.items) and opens_with_age(self.items, 2)):
            return
        behind = self.items[at + 1].number if at + 1 < len(self.items) else None
        if behind is not None and not behind.whole and self.items[at].text in self.context.rules["day_names"]:
            return  # "neuts fri 0.2 sat 0.4"
        joined = self.open and at - self.open[-1] == 2 and self.items[at - 1].text in JOINS
        if joined and self.items[self.open[-1]].key not in PLACES:
            self.open.append(at)
        else:
            self.open = [at]

    def _late_unit(self, item: Item) -> None:
        """A unit in a column of its own belongs to the value before it."""
        if self.last and self.last.number.unit is None and self.found and self.found[-1] is self.last and item.unit:
            self._replace_last(self.last.number.but(unit=item.unit, loose=False))

    def _replace_last(self, number: Number) -> None:
        assert self.last is not None
        self.last = self.last.with_number(number)
        self.found[-1] = self.last

    def number(self, at: int) -> None:
        """Give the number at *at* to the measure it belongs to, if any."""
        number = self.items[at].number
        assert number is not None
        if at in self.used or number.mask or is_mistaken(self.items, at) or is_no_value(self.items, at, number):
            return
        number = self._between(at, number)
        if self._takes_open(at, number) or self._takes_right(at, number) or self._continues(at, number):
            return
        self._stands_alone(at, number)

    def named(self, at: int, key: str) -> None:
        """A number whose order in a command tells its key."""
        number = self.items[at].number
        assert number is not None
        before = self.last
        self._take(Candidate(key, number, at, -1, "order"))
        self.open, self.last = [], self.last if key == "anc" else before  # only a count may have a course

    def under(self, at: int, heading: int) -> None:
        """A number of a table: its heading, or its part of a fishbone, is its measure."""
        number = self.items[at].number
        assert number is not None
        number = number.one_of_two().but(bound="" if heading < 0 else number.bound)  # a fishbone is drawn with > <
        self.used.add(at)
        if heading < 0:
            self.found.append(Candidate(FISHBONE[-heading - 1], number, at, -1, "table"))
        elif self.items[heading].role == "measure" and (key := fits(self.items[heading], number, self.lexicon, 1)):
            self.found.append(Candidate(key, number, at, heading, "table"))
        self.open, self.last = [], None

    def _between(self, at: int, number: Number) -> Number:
        """As a range when told so: "between 0.4 and 0.6"."""
        ends = self.items[at + 1 : at + 3]
        if at and self.items[at - 1].text == "between" and len(ends) == 2 and ends[0].text == "and" and ends[1].number:
            self.used.add(at + 2)
            return number.but(high=ends[1].number.value)
        return number

    def _takes_open(self, at: int, number: Number) -> bool:
        if not self.open:
            return False
        if fits_last(self.items, self.open, at, self.context, self.lexicon):
            self.open = self.open[-1:]  # "blasts, ANC 0.6": a name never reaches over another name
        term = self.open[0]
        item = self.items[term]
        reach = at - term - 2 * (len(self.open) - 1)
        if item.role == "other":
            self.open = []
            unit = number.unit if item.key and not number.loose else None
            warm = (
                number.unit is not None and number.unit.measures("temperature") and not number.whole
            )  # "floor RN: 38.1C"
            if reach <= 3 and not (unit and unit.measures("cells")) and not warm:
                self.used.add(at)
                self.last = None
                return True
            return False
        if reach > REACH or (self.blocked > term and self.blocked < at):
            return False
        key = fits(item, number, self.lexicon, reach)
        if not key or of_a_stranger(self.items[term + 1 : at], self.context):
            return False
        if number.high is not None and self.context.has(at, ASIDE) and self.items[at - 1].text in "[(":
            return True
        if len(self.open) == 1 and of_one_count(number, self.lexicon.measures[key], self.context):
            number = number.one_of_two(high=number.other)  # "ANC 0.3/0.5": which of them is asked
        self._take(Candidate(key, number, at, term))
        self.open = self.open[1:]
        if number.other is not None and not (key == "sbp" == shape(number, self.context)):  # "BP/HR 110/70 98"
            self._take_second(at, second(number), key)
        return True

    def _take_second(self, at: int, other: Number, key: str) -> None:
        """The second half of a pair: to the measure named second ("WBC/ANC 2.1/0.4"), or by its shape."""
        if self.open:
            term = self.open[0]
            if self.items[term].role == "measure" and (other_key := fits(self.items[term], other, self.lexicon, 1)):
                self._take(Candidate(other_key, other, at, term))
            self.open = self.open[1:]
        elif key not in ("sbp", "hgb"):  # the diastolic and the haematocrit have no key
            self._stands_alone(at, other)

    def _take(self, candidate: Candidate) -> None:
        self.found.append(candidate)
        self.used.update((candidate.at, candidate.term))
        self.last = candidate

    def _takes_right(self, at: int, number: Number) -> bool:
        """A number before its term: "0.2 neuts", "8,990/mL of white cells", "85% polys"."""
        term = term_behind(self.items, at, self.context)
        return term > 0 and self._takes_term(at, term, number)

    def _takes_term(self, at: int, term: int, number: Number) -> bool:
        item = self.items[term]
        if item.role == "other" and self.items[term - 1].text == "on":
            return False  # "now 0.6 on C4": a cycle, no complement
        if item.role == "other":
            measured = number.unit is not None and not number.loose
            own = term + 1 < len(self.items) and self.items[term + 1].kind == "number"
            if (not own and not shape(number, self.context)) or (measured and not is_temperature(number)):
                self.used.update((at, term))
                return True
            return False
        key = fits(item, number, self.lexicon, 1)
        if not key or (item.term is not None and item.term.needs == "plausible"):
            return False
        measure = self.lexicon.measures[key]
        rival = number_behind(self.items, term, self.context)
        suited = number.unit is not None and number.unit.measures(measure.family)
        if (
            rival is not None
            and fits(item, rival, self.lexicon, 1)
            and not suited
            and key in self.lexicon.measures
            and plain(rival, measure)
        ):
            return False
        if not (suited or plain(number, measure) or (measure.family == "cells" and term == at + 1)):  # "50 neuts"
            return False
        self._take(Candidate(key, number, at, term, "right"))
        return True

    def _continues(self, at: int, number: Number) -> bool:
        """A further number of the same measure: a later value, a reference range, or a haematocrit."""
        far = SERIES + 1 + (SERIES if goes_on(self.items, at, self.context) else 0)
        if self.last is None or self.open or at - self.last.at > far:
            return False
        between = [self.items[j] for j in range(self.last.at + 1, at) if j != self.last.term]  # "155 systolic, 104"
        if self.last.key == "hgb" and len(between) <= 1 and with_haematocrit(self.items, self.last.term):
            self.used.add(at)  # H&H 14 and 39.4: the second is the haematocrit
            return True
        if number.high is not None:
            return self._takes_range(number, between)
        if not self._same_measure(number, between, self.items[at + 1 : at + 2]):
            return False
        either = joins_two(between, self.items[at + 1 : at + 2]) or in_the_middle(self.items, self.last.at, at)
        how = "or" if either else "series"
        self._take(Candidate(self.last.key, number, at, self.last.term, how))
        return True

    def _takes_range(self, number: Number, between: list[Item]) -> bool:
        """The reference range of a row lends its unit to the value before it."""
        assert self.last is not None
        if len(between) > 4 or any(item.role for item in between):
            return False
        if self.last.number.unit is None and number.unit is not None and self.found[-1] is self.last:
            self._replace_last(self.last.number.but(unit=number.unit, loose=number.loose))
        return True

    def _same_measure(self, number: Number, between: list[Item], behind: list[Item]) -> bool:
        """Whether it is a later value of the measure that had the last number."""
        assert self.last is not None
        last = self.last
        key = fits(self.items[last.term], number, self.lexicon, 2) if last.term >= 0 else last.key
        measure = self.lexicon.measures[last.key]
        return key == last.key and is_later(measure, number, last.number, between, behind, self.context)

    def _stands_alone(self, at: int, number: Number) -> None:
        """A number without a name whose shape tells what it is."""
        if (at - self.drug == 1 and number.whole) or (
            at and self.items[at].glued and self.items[at - 1].text not in {"(", ",", "=", ":", "/", "@"}
        ):
            return
        if kind := shape(number, self.context):
            self._take(Candidate(kind, number, at, -1, "shape"))
