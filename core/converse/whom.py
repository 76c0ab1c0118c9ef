"""Which patient of a conversation a message names: the present one, or one told before that is not to be written on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.converse.fold import Case
from core.reading.reading import ORDER, Reading, Whom

PATIENT = "patient"  # "pt 2" is a name, and where nobody was named so the place in the order


def names_another(reading: Reading, case: Case) -> bool:
    """Whether the message names a patient other than the one of the case, whom it would be written on."""
    if reading.new_patient or reading.two_patients:
        return False
    fixed = [one for one in reading.of_whom if not one.moved]
    return any(_is_another(one, case) for one in fixed) and not any(_is_this(one, case.named) for one in fixed)


def _is_another(one: Whom, case: Case) -> bool:
    known = case.named.get(one.word)
    if one.word != ORDER and known is not None:
        return known != one.name
    in_order = one.word == ORDER or (one.word == PATIENT and one.name.isdigit())
    return in_order and case.number > 1 and one.name != str(case.number)


def _is_this(one: Whom, named: Mapping[str, str]) -> bool:
    return named.get(one.word) == one.name


def named_so(of_whom: Sequence[Whom]) -> tuple[tuple[str, str], ...]:
    """The place or number a message gives its patient, the last of each word; never a place in the order."""
    return tuple({one.word: one.name for one in of_whom if one.word != ORDER}.items())
