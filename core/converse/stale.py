"""A count of a named day, and fever or illness told in a later message: the count may be from before it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from core.converse.fold import FEVER_FROM, Case
from core.converse.history import Ordered
from core.facts import BAD_SIGNS, Facts, Stated
from core.guideline import Handbook
from core.reading.reading import DATE, Doubt, Reading

COUNT = "anc"
ON_A_DAY = "of the day that was named"  # the remark a count keeps
SICK = frozenset({*BAD_SIGNS.values(), ("fever_reported", True)})


def dated(ordered: Ordered, reading: Reading) -> Ordered:
    """With the remark of a count that was told with its day: "ANC 2.1 on Monday"."""
    named = {one.key for one in reading.mentions if one.when == DATE}
    if COUNT not in named:
        return ordered
    stated = (replace(one, note=one.note or ON_A_DAY) if one.key == COUNT else one for one in ordered.turn.stated)
    return replace(ordered, turn=replace(ordered.turn, stated=tuple(stated)))


def asked_again(ordered: Ordered, case: Case, handbook: Handbook) -> Ordered:
    """With such a count taken back and asked once fever or illness is told, as it is where one message tells both.

    POLICY: a count over 24 hours old is unknown once fever or illness is stated.
    """
    turn, count = ordered.turn, case.facts.stated.get(COUNT)
    told = {one.key for one in turn.stated}
    if turn.new_case or count is None or count.note != ON_A_DAY or COUNT in told or not _sick(turn.stated, handbook):
        return ordered
    assert isinstance(count.value, Decimal)
    why = handbook.phrases["count_of_another_day"]
    doubt = Doubt(COUNT, count.printed, (count.value,), why, count.value)
    turn = replace(
        turn,
        retracted=(*turn.retracted, COUNT),
        doubts=(*turn.doubts, COUNT),
        readings=(*turn.readings, (COUNT, count.value)),
    )
    return replace(ordered, turn=turn, doubts=(*ordered.doubts, doubt))


def _sick(stated: tuple[Stated, ...], handbook: Handbook) -> bool:
    """Whether fever or illness is stated."""
    facts = Facts.of(stated)
    heat = [value for key in ("temp_c", "temp_max_c") if (value := facts.number(key)) is not None]
    hot = any(value >= handbook.number(FEVER_FROM) for value in heat)
    return hot or any((one.key, one.value) in SICK for one in stated)
