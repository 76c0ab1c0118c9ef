"""What is claimed of a handbook beyond its tables: orders, what unknown may do, what must and must never be said.

The claims themselves are content (`proofs.yaml`); here is only their form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from core.facts import Value
from core.guideline import Place

Worse = Literal["", "lower", "higher", "later"]
Names = Mapping[str, frozenset[str]]
NOWHERE = Place("", 0)


@dataclass(frozen=True, slots=True)
class Within:
    """Some number of one band of a column, so that a step repeats no limit of a guideline."""

    column: str
    band: str


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing about a patient and its steps; not stated comes first, unless it is always `stated`.

    A measurement (`of`, reported in steps of `step`) is tried once in each class that the columns of `cut` tell
    apart. Everything else lists its steps. `worse` says where the graver ones are: at `lower` or `higher` numbers
    (from the threshold `start` on), or `later` in the list; empty where no order is claimed.
    """

    name: str
    of: str = ""
    cut: tuple[str, ...] = ()
    step: Decimal | None = None
    steps: tuple[Mapping[str, Value | Within], ...] = ()
    worse: Worse = ""
    start: str = ""
    stated: bool = False
    place: Place = NOWHERE

    @property
    def keys(self) -> frozenset[str]:
        """The facts this axis states."""
        return frozenset({self.of} - {""}).union(*self.steps)


@dataclass(frozen=True, slots=True)
class Domain:
    """The patients of one proof: every combination of the steps of its axes, beside what is `given` of all.

    Of the `each` axes only `at_once` are moved together, the rest stays as given. Of `orders` (the most guarded names
    first) none may fall when something is worse, or not known. Every `replies`-th patient is answered in full, none
    where it is 0. A `quick` domain belongs to every check, the others to the exhaustive one.
    """

    id: str
    about: str
    axes: tuple[Axis, ...]
    orders: Mapping[str, tuple[frozenset[str], ...]]
    each: tuple[Axis, ...] = ()
    at_once: int = 1
    given: Mapping[str, Value | Within] = field(default_factory=dict)
    replies: int = 0
    quick: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Allowed:
    """A declared exception: `when` this stands, not knowing one of `axes` may be less guarded, by one of `orders`.

    Even then the conclusions of `still` hold, and where the answer could be an emergency each of `says` is said.
    """

    id: str
    about: str
    axes: frozenset[str]
    orders: frozenset[str]
    when: Names
    still: Names = field(default_factory=dict)
    says: tuple[str, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Invariant:
    """What every patient of whom `when` stands is told, or never told; the conclusions of `then` hold as well.

    `says` and `never_says` are statements (a `*` at the end stands for any rest); `words` and `never_words` are looked
    for in the `parts` of the reply, once the words of `unless` are taken out of it. The reply begins with one of
    `first_words`.
    """

    id: str
    about: str
    when: Names = field(default_factory=dict)
    then: Names = field(default_factory=dict)
    says: tuple[str, ...] = ()
    never_says: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    never_words: tuple[str, ...] = ()
    first_words: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    place: Place = NOWHERE

    @property
    def worded(self) -> bool:
        """Whether only a reply in full can show it."""
        return bool(self.words or self.never_words or self.first_words)


@dataclass(frozen=True, slots=True)
class Sweep:
    """The resolution sweep: measurements at every reportable value between two ends, and what is stated beside them.

    `concludes` are the conclusions that must be the same for all values of one class.
    """

    across: tuple[Axis, ...]
    between: Mapping[str, tuple[Decimal, Decimal]]
    beside: tuple[Axis, ...]
    concludes: tuple[str, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class RowClaim:
    """Of every single row that concludes what `when` names: for each output the names it may have."""

    id: str
    about: str
    when: Names
    then: Names
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything that is claimed of one handbook."""

    domains: tuple[Domain, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    rows: tuple[RowClaim, ...] = ()
    sweep: Sweep | None = None
