"""A number that nothing names, or that may be an older one, is never taken silently when the urgency turns on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from core.consult import URGENCIES, urgency_of
from core.converse.fold import Case, fold
from core.converse.hearing import Heard
from core.converse.turn import Turn
from core.facts import Facts, Stated
from core.guideline import Handbook
from core.reading.reading import Doubt


def without_calming_guesses(heard: Heard, conversation: Sequence[Turn], before: Case, handbook: Handbook) -> Heard:
    """The message without the numbers that were guessed and would lower the urgency; they become doubts.

    So do counts that may be older than the one known, whichever way the urgency would go. A correction says
    itself that it replaces a value, and a new patient starts clean: there they stand.
    """
    if heard.turn.new_case:
        return heard
    guessed = set() if heard.reading.correction else {one.key for one in heard.reading.mentions if one.guessed}
    if not guessed | heard.unsure:
        return heard
    without = replace(
        heard.turn, stated=tuple(one for one in heard.turn.stated if one.key not in guessed | heard.unsure)
    )
    was = _urgency(fold((*conversation, without), handbook).facts, handbook)
    now = _urgency(fold((*conversation, heard.turn), handbook).facts, handbook)
    doubted = heard.unsure if now < was else guessed | heard.unsure if now > was else frozenset[str]()
    doubts = tuple(
        _doubt(one, before, handbook, "guessed" if now > was else "maybe_older")
        for one in heard.turn.stated
        if one.key in doubted
    )
    if not doubts:
        return heard
    turn = replace(
        heard.turn,
        stated=tuple(one for one in heard.turn.stated if one.key not in doubted),
        doubts=tuple(dict.fromkeys((*heard.turn.doubts, *(doubt.key for doubt in doubts)))),
        readings=(*heard.turn.readings, *((doubt.key, value) for doubt in doubts for value in doubt.readings)),
    )
    return replace(heard, turn=turn, doubts=(*heard.doubts, *doubts))


def _urgency(facts: Facts, handbook: Handbook) -> int:
    """The place of the urgency, most urgent first; none at all comes last."""
    urgency = urgency_of(facts, handbook)
    return len(URGENCIES) if urgency is None else URGENCIES.index(urgency)


def _doubt(one: Stated, before: Case, handbook: Handbook, why: str) -> Doubt:
    """Both the value known so far and the one told are possible until somebody says which."""
    known = before.facts.number(one.key)
    readings = tuple(value for value in (known, one.value) if isinstance(value, Decimal))
    return Doubt(one.key, one.printed, readings, handbook.phrases[why])
