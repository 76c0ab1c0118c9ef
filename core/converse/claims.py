"""A bare value that answers "which is right?" where two people told one thing differently."""

from __future__ import annotations

from core.converse.fold import Case
from core.facts import Facts, Stated
from core.guideline import Handbook
from core.lexicon import fold
from core.reply.words import echo, number


def which_claim(text: str, case: Case, handbook: Handbook) -> Stated | None:
    """The claim that a message names as it stands, when it is one of one thing in dispute; else None."""
    said = fold(text).strip(" .!")
    found = [one for told in case.claims.values() for one in told if said and said in _names(one, handbook)]
    keys = {one.key for one in found}
    return found[0] if len(keys) == 1 else None


def _names(one: Stated, handbook: Handbook) -> frozenset[str]:
    """How somebody would write one value alone: as its button says it, or the bare number."""
    shown = fold(echo(Facts.of([Stated(one.key, one.value)]), handbook))
    bare = number(one.value) if not isinstance(one.value, bool | str | frozenset) else shown
    return frozenset({shown, bare})
