"""A number that nothing names is never taken when it would calm an urgent case: it is asked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from core.consult import URGENCIES, urgency_of
from core.converse.fold import Case
from core.converse.hearing import Heard
from core.facts import Facts, Stated
from core.guideline import Handbook
from core.reading.reading import Doubt


def without_calming_guesses(heard: Heard, before: Case, after: Facts, handbook: Handbook) -> Heard:
    """The message without the numbers that were guessed and would lower the urgency; they become doubts.

    A correction says itself that it replaces a value, and a new patient starts clean: there they stand.
    """
    guessed = {one.key for one in heard.reading.mentions if one.guessed} | _earlier(heard, before)
    if not guessed or heard.turn.new_case or heard.reading.correction or not _calmer(before.facts, after, handbook):
        return heard
    doubts = tuple(
        _doubt(one, before, handbook) for one in heard.turn.stated if one.key in guessed and one.key != "anc_age_h"
    )
    turn = replace(
        heard.turn,
        stated=tuple(one for one in heard.turn.stated if one.key not in guessed),
        doubts=tuple(dict.fromkeys((*heard.turn.doubts, *(doubt.key for doubt in doubts)))),
        readings=(*heard.turn.readings, *((doubt.key, value) for doubt in doubts for value in doubt.readings)),
    )
    return replace(heard, turn=turn, doubts=(*heard.doubts, *doubts))


def _earlier(heard: Heard, before: Case) -> set[str]:
    """A count said to be old does not replace the one already known."""
    dated = any(one.key == "anc_age_h" for one in heard.turn.stated)
    return {"anc", "anc_age_h"} if dated and before.facts.number("anc") is not None else set()


def _calmer(before: Facts, after: Facts, handbook: Handbook) -> bool:
    was, now = urgency_of(before, handbook), urgency_of(after, handbook)
    return was is not None and now is not None and URGENCIES.index(now) > URGENCIES.index(was)


def _doubt(one: Stated, before: Case, handbook: Handbook) -> Doubt:
    """Both the value known so far and the one guessed are possible until somebody says which."""
    known = before.facts.number(one.key)
    readings = tuple(value for value in (known, one.value) if isinstance(value, Decimal))
    return Doubt(one.key, one.printed, readings, handbook.phrases["guessed"])
