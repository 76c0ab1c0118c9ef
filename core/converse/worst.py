"""The worst sign of the episode is kept when a better one is told; only a correction takes it out."""

from __future__ import annotations

from collections.abc import Mapping

from core.facts import BAD_SIGNS, HIGHEST, LOWEST, SIGNS, Facts, Stated, better
from core.grade import facts_behind, names_of
from core.guideline import Handbook

KEPT_AS = LOWEST | HIGHEST


def keep_worst(facts: Facts, new: Mapping[str, Stated], correction: bool) -> Facts:
    """The facts before the message with the worst values and signs that what it says leaves behind.

    A correction keeps nothing of the value it replaces; told again without a change, it speaks of the worst.
    """
    for key, kept in KEPT_AS.items():
        facts = _keep_number(facts, new, key, kept, correction)
    return _keep_signs(facts, new, correction)


def taken_back(facts: Facts, keys: tuple[str, ...]) -> Facts:
    """Without the worst of values and signs that were taken back."""
    signs = facts.names(SIGNS) - {name for name, (key, _) in BAD_SIGNS.items() if key in keys}
    return _with_signs(facts.minus(*(KEPT_AS[key] for key in keys if key in KEPT_AS)), signs)


def without_harmless(facts: Facts, handbook: Handbook) -> Facts:
    """Without the worst values that say nothing the present ones do not: a pulse of 92 is no sign."""
    kept = [name for name in KEPT_AS.values() if name in facts]
    return facts.minus(*(name for name in kept if not _matters(facts, name, handbook)))


def _matters(facts: Facts, kept: str, handbook: Handbook) -> bool:
    without = facts.minus(kept)
    columns = (one for one in handbook.columns.values() if one.worst and kept in facts_behind(one))
    return any(names_of(one, facts, handbook) != names_of(one, without, handbook) for one in columns)


def _keep_number(facts: Facts, new: Mapping[str, Stated], key: str, kept: str, correction: bool) -> Facts:
    now, before, told = new.get(key), facts.stated.get(key), new.get(kept)
    if now is None and told is None:
        return facts
    if correction and now is not None and before is not None and now.value == before.value:
        return facts.minus(kept)
    candidates = [one for one in (facts.stated.get(kept), told, None if correction else before) if one is not None]
    present = now or before
    worst: Stated | None = None
    for one in (Stated(key, one.value, one.printed, author=one.author) for one in candidates):
        if better(present, one) and better(worst, one):
            worst = one
    facts = facts.minus(kept)
    return facts.plus(Stated(kept, worst.value, worst.printed, author=worst.author)) if worst else facts


def _keep_signs(facts: Facts, new: Mapping[str, Stated], correction: bool) -> Facts:
    """A sign that is better now is an earlier one; a correction says that it never was."""
    signs = facts.names(SIGNS)
    for name, (key, bad) in BAD_SIGNS.items():
        now, before = new.get(key), facts.stated.get(key)
        if now is None:
            continue
        was = before is not None and before.value == bad
        if correction or not better(now, Stated(key, bad)):
            signs -= {name}
        elif was:
            signs |= {name}
    return _with_signs(facts, signs)


def _with_signs(facts: Facts, signs: frozenset[str]) -> Facts:
    return facts.plus(Stated(SIGNS, signs)) if signs else facts.minus(SIGNS)
