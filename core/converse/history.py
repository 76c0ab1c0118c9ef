"""A value of an earlier time, told later, is history: it does not replace the one that is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from core.converse.change import ONE_OF_TWO
from core.converse.fold import Case
from core.converse.turn import Turn
from core.converse.worst import KEPT_AS
from core.facts import Facts, Stated, better
from core.reading.reading import DATE, DAY, EARLIER, PAST_TENSE, RECENTLY, SOMEWHERE, Doubt, Mention, Reading

COUNTS = frozenset(
    {"anc", "anc_below", "wbc", "wbc_below", "platelets", "hgb", "neutrophils_pct", "bands_pct", "blasts_pct"}
)
A_DAY = Decimal(24)  # hours
AGE = "anc_age_h"  # the age of a count: it says nothing without one


@dataclass(frozen=True, slots=True)
class Ordered:
    """The turn and doubts without what is history; `unsure` are counts that may be older or newer."""

    turn: Turn
    doubts: tuple[Doubt, ...]
    earlier: tuple[Stated, ...] = ()
    unsure: frozenset[str] = frozenset()


def in_order(turn: Turn, doubts: Sequence[Doubt], reading: Reading, case: Case) -> Ordered:
    """Set aside what the words place before the value known; a new patient has nothing before.

    Vital signs of another day are never the present ones; of the last day the worst of them still counts.
    """
    if turn.new_case:
        return Ordered(turn, tuple(doubts))
    when = {one.key: one for one in reading.mentions if one.when}
    today = _today(turn, case, when)
    worst = _passed(reading, turn.author)
    times = {one.key: _time(one, when, today, case.facts) for one in turn.stated}
    if reading.correction:  # "actually it was": believed, unless it names another time
        times = {key: "" if time == PAST_TENSE else PAST_TENSE if time else "" for key, time in times.items()}
    earlier = tuple(one for one in turn.stated if times[one.key] == EARLIER)
    old, left = _old_doubts(doubts, case.facts)
    history = (*earlier, *old)
    points = [(one.key, one.value) for one in history if isinstance(one.value, Decimal)]
    turn = replace(
        turn,
        stated=(
            *_present(turn.stated, earlier, when),
            *_worst(earlier, when),
            *worst,
            *_age(turn.stated, when, today, case),
        ),
        doubts=tuple(dict.fromkeys(doubt.key for doubt in left)),
        series=tuple(dict.fromkeys((*points, *turn.series))),
        readings=tuple((doubt.key, value) for doubt in left for value in doubt.readings),
    )
    return Ordered(turn, left, history, frozenset(key for key in COUNTS if times.get(key) == PAST_TENSE))


def _today(turn: Turn, case: Case, when: Mapping[str, Mention]) -> Decimal | None:
    """The day of the cycle: the one told, unless it is the day of a count and behind the day known."""
    told, known = Facts.of(turn.stated).number("chemo_day"), case.facts.number("chemo_day")
    of_a_count = any(one.when == f"{DAY}{told}" for key, one in when.items() if key in COUNTS)
    return known if told is None or (known is not None and of_a_count and told < known) else told


def _present(stated: Sequence[Stated], earlier: Sequence[Stated], when: Mapping[str, Mention]) -> Iterator[Stated]:
    """What is said of now; with an older count go its age and its day."""
    counts = [one for one in earlier if one.key in COUNTS]
    days = {when[one.key].when for one in counts}
    for one in stated:
        of_count = counts and (one.key == AGE or (one.key == "chemo_day" and f"{DAY}{one.value}" in days))
        if one not in earlier and not of_count:
            yield one


def _time(one: Stated, when: Mapping[str, Mention], today: Decimal | None, known: Facts) -> str:
    """EARLIER, PAST_TENSE where the words leave it open, or nothing where the value is the present one."""
    words = when[one.key].when if one.key in when else ""
    if one.key in KEPT_AS:
        other = words == SOMEWHERE and one.key in known and known.number(one.key) != one.value
        return EARLIER if words in (EARLIER, RECENTLY) or other else ""
    before = next((known.number(key) for key in (one.key, ONE_OF_TWO.get(one.key, "")) if key in known), None)
    if one.key not in COUNTS or not words or before is None or before == one.value:
        return ""
    if words.startswith(DAY):
        day = Decimal(words.removeprefix(DAY))
        return PAST_TENSE if today is None else EARLIER if day < today else ""
    if words in (PAST_TENSE, DATE):
        return PAST_TENSE
    return "" if _newer(one, when, known) else EARLIER


def _newer(one: Stated, when: Mapping[str, Mention], known: Facts) -> bool:
    """Whether the count known is itself older than the one told."""
    age = known.number(AGE)
    told = when.get(AGE)
    hours = told.value if told is not None and isinstance(told.value, Decimal) else A_DAY
    return one.key == "anc" and age is not None and age > hours


def _worst(earlier: Sequence[Stated], when: Mapping[str, Mention]) -> Iterator[Stated]:
    """A sign of the last day as the worst of the episode; of long ago it is none of this episode."""
    for one in earlier:
        if one.key in KEPT_AS and when[one.key].when != EARLIER:
            yield replace(one, key=KEPT_AS[one.key])


def _passed(reading: Reading, author: str) -> tuple[Stated, ...]:
    """The worst of the vital signs that a newer one of the same message follows."""
    worst: dict[str, Stated] = {}
    for one in reading.passed:
        told = Stated(one.key, one.value, one.printed, author=author)
        if better(worst.get(one.key), told):
            worst[one.key] = told
    return tuple(replace(one, key=KEPT_AS[key]) for key, one in worst.items())


def _age(stated: Sequence[Stated], when: Mapping[str, Mention], today: Decimal | None, case: Case) -> Iterator[Stated]:
    """The age of the only count there is, said to be of an earlier day of the cycle."""
    words = when["anc"].when if "anc" in when else ""
    if today is None or not words.startswith(DAY) or "anc" in case.facts or any(one.key == AGE for one in stated):
        return
    day = Decimal(words.removeprefix(DAY))
    if day < today:
        yield Stated(AGE, (today - day) * A_DAY, note=words)


def _old_doubts(doubts: Sequence[Doubt], known: Facts) -> tuple[tuple[Stated, ...], tuple[Doubt, ...]]:
    """Counts said to be old without an age: beside a known count they are history, without one they are asked."""
    old = [one for one in doubts if one.aged is not None and one.key in COUNTS and one.key in known]
    return tuple(Stated(one.key, one.aged, one.printed) for one in old if one.aged is not None), tuple(
        one for one in doubts if one not in old
    )
