"""The shapes of the compiled vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from core.facts import Value
from core.quantity import Unit

LONG: Final = 7  # letters a word needs before a typing error in it may be guessed; the name meant has more
SURE: Final = 10  # letters from which two typing errors may be forgiven
ERRORS: Final = 2  # at the most
Node = dict[str, Any]  # token -> node; END -> what ends here
END: Final = ""


@dataclass(frozen=True, slots=True)
class Term:
    """What one spelling means. `role` says who reads it: measure, other, finding, drug, regimen, disease, cue.

    `negated` is the value when the words are denied; None says that a denial tells nothing.
    `cased` terms count only in the letters printed here (ALL is a leukaemia, "all" is not).
    `cues` are the kinds of cue the same words are, each with its detail: one spelling may be several. `more` are
    further facts that the same words state.
    """

    role: str
    key: str = ""
    value: Value | None = None
    negated: Value | None = None
    words: str = ""
    cased: str = ""
    needs: str = ""
    also: str = ""
    either: Mapping[str, frozenset[str]] = field(default_factory=dict)
    cues: Mapping[str, str] = field(default_factory=dict)
    more: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Bare:
    """How a number without a unit is read: from `low` up to, not including, `high`, in `unit`."""

    low: Decimal
    high: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured fact: its family of units, the key of its percentage, and what a laboratory can report."""

    key: str
    family: str
    low: Decimal
    high: Decimal
    bare: tuple[Bare, ...]
    percent_key: str = ""
    absolute_key: str = ""
    mend: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled vocabulary. `drug_classes` maps each generic name to its classes."""

    terms: Node
    units: Node
    measures: Mapping[str, Measure]
    drug_classes: Mapping[str, frozenset[str]]
    diseases: Mapping[str, frozenset[str]]
    regimens: Mapping[str, frozenset[str]]
    long_names: Mapping[str, Mapping[str, str]]
    number_words: Mapping[str, tuple[str, int]]
    tables: Mapping[str, Any]
    vocabulary: frozenset[str]
    answers: Mapping[str, Mapping[str, str]]
    concepts: Mapping[str, Sequence[str]]  # a meaning, and the words that a search takes as one


def errors_allowed(letters: int) -> int:
    """How many typing errors a word of so many letters may have and still be guessed."""
    return ERRORS if letters >= SURE else 1
