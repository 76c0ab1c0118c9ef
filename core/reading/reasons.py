"""Why a number is no value of the patient now: the mark, the choice or the words that set it aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from core.reading.counts.attach import REACH
from core.reading.counts.candidate import Candidate
from core.reading.counts.differential import SHARES
from core.reading.counts.mended import put_right
from core.reading.counts.weighing import Valued
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ELSEWHERE, LIMIT, OTHER, PAST, RECENT, SPECIMEN, SUPPOSED, USUAL
from core.reading.printed.items import Item, Number
from core.reading.printed.no_value import counts_time, is_a_day, is_an_age, is_mistaken
from core.reading.reading import Doubt, Reading

MASKS: Final = {
    "time": "a clock time",
    "year": "a year",
    "times": "how many times",
    "code": "part of a code or a score",
    "name": "part of a name",
    "thing": "a number of a thing: a room, a fridge, a pump, a weight",
    "ordinal": "an ordinal",
    "span": "a length of time",
    "date": "a date",
}
MARKED: Final = (
    (OTHER, "of somebody else", ("person",)),
    (SPECIMEN, "counted in another specimen", ("specimen",)),
    (SUPPOSED, "only supposed", ("suppose", "suppose_all", "exercise")),
    (LIMIT, "a limit, a target, an instruction or a forecast", ("limit", "pending", "plan")),
)
WHEN: Final = (
    (USUAL, "the usual value", ("usual",)),
    (PAST, "an earlier value", ("past", "before")),
    (RECENT | ELSEWHERE, "an earlier value", ("yesterday", "elsewhere", "admission", "first")),
)
OWNED: Final = {
    "identifier": "an identifier",
    "place": "a place: a bed, a bay, a room",
    "contact": "a telephone or pager number",
    "medicine": "the strength of a medicine",
}
TIMES: Final = ("days", "hours", "minutes")
FAMILY: Final = {"anc": ("anc", "anc_below"), "wbc": ("wbc", "wbc_below"), "temp_c": ("temp_c", "temp_max_c")}
FAR: Final = 40  # pieces between a number and the word that set it aside
NEAR: Final = 4  # pieces between a number and the name it belongs to
NO_NAME: Final = "no name of a measure beside it"
MISFIT: Final = "it cannot be a value of"
SAID_WRONG: Final = "said to be wrong"
BARE_RANGE: Final = "a range without a name"


class Place(NamedTuple):
    """The message around a number: its candidates by place, and those that were weighed."""

    items: list[Item]
    context: Context
    found: Mapping[int, Candidate]
    weighed: Mapping[int, Valued]
    used: frozenset[int]
    silent: frozenset[int]


def unplaced(why: str) -> bool:
    """Whether the reason only says that no place was found for the number."""
    return why in (NO_NAME, SAID_WRONG, BARE_RANGE) or why.startswith(MISFIT)


def reason(place: Place, at: int, reading: Reading) -> tuple[bool, str, str]:
    """Whether the number is asked about, what it would have been, and why it was not taken."""
    number = place.items[at].number
    assert number is not None
    candidate = place.found.get(at)
    if candidate is None:
        doubt = next((one for one in reading.doubts if one.printed and one.printed == number.printed), None)
        return _asked(doubt) if doubt else (False, "", _unnamed(place, at, number))
    if reading.two_patients:
        return False, candidate.key, "two patients in one message: nothing of it enters the case"
    one = place.weighed.get(at)
    if one is None:
        return False, candidate.key, _not_weighed(place, candidate)
    doubt = next(
        (doubt for doubt in reading.doubts if doubt.key in FAMILY.get(one.candidate.key, (candidate.key,))), None
    )
    return (
        _asked(doubt)
        if doubt and not one.marks & SUPPOSED
        else (False, candidate.key, _not_chosen(place, one, reading))
    )


def _asked(doubt: Doubt) -> tuple[bool, str, str]:
    return True, doubt.key, f"in doubt and asked: {doubt.why}"


def cue(items: list[Item], context: Context, at: int, kinds: Sequence[str]) -> str:
    """The nearest word of the sentence that is such a cue, in quotes."""
    wanted = set(kinds)
    for j in sorted(range(max(0, at - FAR), min(len(items), at + FAR)), key=lambda j: abs(j - at)):
        if context.sentence[j] == context.sentence[at] and items[j].cues.keys() & wanted:
            return f" (“{items[j].text}”)"
    return ""


def _marked(place: Place, at: int, marks: int, table: Sequence[tuple[int, str, Sequence[str]]]) -> str:
    """The words of the first of these marks that the number carries, with the cue that set it."""
    return next((words + cue(place.items, place.context, at, cues) for mark, words, cues in table if marks & mark), "")


def _not_weighed(place: Place, candidate: Candidate) -> str:
    """A value set aside before any is chosen: of another person or fluid, a limit, a share of a differential."""
    marks = place.context.marks[candidate.at]
    if candidate.term >= 0:
        marks |= place.context.marks[candidate.term]
    if candidate.number.unit is not None and candidate.number.unit.name == "per field":
        return "counted in a field of the microscope"
    if candidate.key in SHARES and not marks & (OTHER | LIMIT | SPECIMEN):
        return "a share of the differential, no count"
    return _marked(place, candidate.at, marks, MARKED) or "set aside by its place"


def _not_chosen(place: Place, one: Valued, reading: Reading) -> str:
    """A value of the patient that is not the one of now."""
    at, key = one.candidate.at, one.candidate.key
    if place.context.sentence[at] in place.silent:
        return "in a sentence that takes something back"
    if key.startswith("ignored"):
        return f"a value of “{place.items[one.candidate.term].text}”, which is no fact of a case"
    if one.marks & SUPPOSED:
        return _marked(place, at, one.marks, MARKED)
    newer = next((two for two in reading.mentions if two.key in FAMILY.get(key, (key,))), None)
    instead = f"; taken: {newer.printed}" if newer is not None else ""
    when = _marked(place, at, one.marks, WHEN)
    bound = "a bound and no value" if one.candidate.number.bound else ""
    if when or bound or newer is not None:
        return (when or bound or "superseded, repeated or not of now") + instead
    return one.amount.why or "not of now"


def _unnamed(place: Place, at: int, number: Number) -> str:
    """A number that found no measure: what its unit, its marks or its neighbours say it is."""
    items = place.items
    before = items[at - 1] if at else None
    if number.mask:
        return MASKS[number.mask]
    return (
        _owner(place, at)
        or _by_unit(items, at, number)
        or _marked(place, at, place.context.marks[at], MARKED)
        or _by_neighbours(place, at, number)
        or ("a number of a list" if _opens_a_line(items, at) else "")
        or ("part of a code or a word" if before is not None and items[at].glued and before.kind == "word" else "")
        or _unfit(place, at)
        or NO_NAME
    )


def _owner(place: Place, at: int) -> str:
    """The thing beside it that is measured, numbered or printed and is no fact of a case: a creatinine, a bed."""
    for j in (*range(at - 1, max(-1, at - 1 - NEAR), -1), *range(at + 1, min(at + NEAR, len(place.items)))):
        item = place.items[j]
        if item.role == "other" and (at in place.used or item.key == "identifier"):
            return OWNED.get(item.key, f"a value of “{item.text}”, which is no fact of a case")
        if item.number is not None and j < at:
            break
    if at in place.used and put_right(place.items, at):
        return "said to be wrong"
    return "the second of two values printed together" if at in place.used else ""


def _by_unit(items: list[Item], at: int, number: Number) -> str:
    """What the unit alone says: a time, a dose, an age, an amount of something else."""
    unit = number.unit
    if is_a_day(items, at):
        return "a day of the cycle, the course or the stay"
    if unit is not None and unit.measures("dose"):
        return "a dose"
    if is_an_age(items, at, number) or (unit is not None and unit.measures("age") and not unit.measures("days")):
        return "an age that is not taken: somebody else's, or another was"
    if counts_time(items, at, number) or (unit is not None and any(unit.measures(family) for family in TIMES)):
        return "a length of time"
    return "an amount of something that is not read" if unit is not None and not unit.factors else ""


def _by_neighbours(place: Place, at: int, number: Number) -> str:
    items = place.items
    before = items[at - 1] if at else None
    if is_mistaken(items, at):
        return SAID_WRONG
    if before is not None and "cycle" in before.cues and number.whole:
        return "a number of the cycle"
    if before is not None and before.role in ("drug", "regimen", "combined", "either"):
        return "beside a drug: a dose or a number of the cycle"
    if number.high is not None:
        behind = any(place.found.get(j) for j in range(max(0, at - NEAR - 1), at))
        return "a reference range" if behind else BARE_RANGE
    if place.context.marks[at] & PAST:
        return "of the past" + cue(items, place.context, at, ("past", "before"))
    return ""


def _opens_a_line(items: list[Item], at: int) -> bool:
    follows = items[at + 1].text if at + 1 < len(items) else ""
    return follows in {")", "."} and items[at + 1].glued and (at == 0 or items[at - 1].text in {"\n", ",", ";"})


def _unfit(place: Place, at: int) -> str:
    """A name before it that the number cannot be a value of."""
    for j in range(at - 1, max(-1, at - 1 - REACH), -1):
        item = place.items[j]
        if item.number is not None or place.context.sentence[j] != place.context.sentence[at]:
            return ""
        if item.role == "measure":
            return f"{MISFIT} “{item.text}” here"
    return ""
