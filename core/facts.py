"""A fact is the set of values it may still have; unknown is the whole set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from core.errors import FactError

Value = Decimal | bool | str | frozenset[str]
YES, NO = "yes", "no"
SIGNS = "signs_earlier"  # the signs of this episode that are better now
# Where the worst value of the episode is kept once the present one is better: the lowest, or the highest.
LOWEST = {"sbp": "sbp_lowest", "map_mmhg": "map_lowest", "spo2_pct": "spo2_lowest"}
HIGHEST = {"hr": "hr_highest", "rr": "rr_highest", "lactate": "lactate_highest"}
KEPT_WORST = frozenset({SIGNS, *LOWEST.values(), *HIGHEST.values()})
# The names of such signs, each with its fact and the value that is the sign; of one fact the worse comes last.
BAD_SIGNS: Mapping[str, tuple[str, bool | str]] = {
    "confusion": ("mental_status", "altered"),
    "hypotension": ("mascc.hypotension", True),
    "moderate_symptoms": ("mascc.burden", "moderate"),
    "severe_symptoms": ("mascc.burden", "severe"),
    **{
        key: (key, True)
        for key in [
            "unwell",
            "rigors",
            "vasopressor",
            "oxygen_new",
            "urine_low",
            "mottled",
            "nonblanching_rash",
            "organ_failure",
            "peritonism",
            "meningism",
            "bleeding",
            "neuro_change",
            "abdominal_pain",
            "vomiting_or_diarrhoea",
        ]
    },
}


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers a measurement may still be; `None` is no bound on that side.

    >>> Interval.point(Decimal("0.4")).overlaps(Interval(None, Decimal("0.5"), high_in=False))
    True
    """

    low: Decimal | None = None
    high: Decimal | None = None
    low_in: bool = True
    high_in: bool = True

    @classmethod
    def point(cls, value: Decimal) -> Interval:
        """The one number that was measured."""
        return cls(value, value)

    @property
    def known(self) -> bool:
        """Whether only one number is left."""
        return self.low is not None and self.low == self.high

    def overlaps(self, other: Interval) -> bool:
        """Whether some number lies in both.

        >>> below = Interval(None, Decimal("0.5"), high_in=False)
        >>> Interval.point(Decimal("0.5")).overlaps(below)
        False
        """
        return _reaches(self, other) and _reaches(other, self)


def _reaches(lower: Interval, upper: Interval) -> bool:
    """Whether *lower* starts at or before the end of *upper*."""
    if lower.low is None or upper.high is None:
        return True
    if lower.low == upper.high:
        return lower.low_in and upper.high_in
    return lower.low < upper.high


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the chart: what a fact key means, its unit, its range and how it is asked for.

    `low` and `high` bound the values accepted, both included; `values` are the names of a choice.
    `options` are the answers offered as buttons: (words, value as in the interface).
    """

    key: str
    kind: Literal["number", "flag", "choice", "names"]
    label: str
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    values: tuple[str, ...] = ()
    ask: str = ""
    meaning: str = ""
    options: tuple[tuple[str, str], ...] = ()
    tokens: tuple[str, ...] = ()

    def accept(self, raw: object) -> Value:
        """Check one value from outside; raises `FactError` (the sender's fault) when it cannot be.

        >>> Item("sbp", "number", "SBP", low=Decimal(0), high=Decimal(300)).accept(84)
        Decimal('84')
        """
        match self.kind:
            case "number":
                return self._accept_number(raw)
            case "flag" if isinstance(raw, bool):
                return raw
            case "choice" if isinstance(raw, str) and raw in self.values:
                return raw
            case "names" if isinstance(raw, (list, tuple, set, frozenset)) and all(isinstance(n, str) for n in raw):
                return self._accept_names(frozenset(str(name) for name in raw))
        raise FactError(f"fact {self.key}", f"{raw!r} is no {self.kind}", self._allowed())

    def _accept_number(self, raw: object) -> Decimal:
        if isinstance(raw, bool) or not isinstance(raw, (int, float, Decimal)):
            raise FactError(f"fact {self.key}", f"{raw!r} is no number", self._allowed())
        value = raw if isinstance(raw, Decimal) else Decimal(str(raw))
        inside = (
            value.is_finite() and (self.low is None or value >= self.low) and (self.high is None or value <= self.high)
        )
        if not inside:
            raise FactError(f"fact {self.key}", f"{value} is out of range", self._allowed())
        return value

    def _accept_names(self, names: frozenset[str]) -> frozenset[str]:
        strange = sorted(names - set(self.values)) if self.values else []
        if strange:
            raise FactError(f"fact {self.key}", f"{', '.join(strange)} not known", self._allowed())
        return names

    def _allowed(self) -> str:
        if self.kind == "number":
            return f"Give a number from {self.low} to {self.high} {self.unit}".rstrip()
        if self.kind == "flag":
            return "Give true or false"
        return "Give one of: " + ", ".join(self.values) if self.values else "Give a list of names"


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact as it was said: value in the item's unit, and how it was printed (term, number, unit)."""

    key: str
    value: Value
    printed: str = ""
    note: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one patient: at most one statement a key; a missing key is unknown."""

    stated: Mapping[str, Stated] = field(default_factory=dict)

    @classmethod
    def of(cls, stated: Iterable[Stated]) -> Facts:
        """Collect statements; the later one of a key wins."""
        return cls({one.key: one for one in stated})

    def __contains__(self, key: str) -> bool:
        return key in self.stated

    def __iter__(self) -> Iterator[Stated]:
        return iter(self.stated.values())

    def __len__(self) -> int:
        return len(self.stated)

    def number(self, key: str) -> Decimal | None:
        """The number stated for *key*, or None when unknown."""
        value = self._value(key)
        return value if isinstance(value, Decimal) else None

    def flag(self, key: str) -> bool | None:
        """True or false as stated, or None when unknown: absent is not false."""
        value = self._value(key)
        return value if isinstance(value, bool) else None

    def choice(self, key: str) -> str | None:
        """The name stated for *key*, or None when unknown."""
        value = self._value(key)
        return value if isinstance(value, str) else None

    def names(self, key: str) -> frozenset[str]:
        """The names stated so far; empty when none was stated, which excludes nothing."""
        value = self._value(key)
        return value if isinstance(value, frozenset) else frozenset()

    def _value(self, key: str) -> Value | None:
        one = self.stated.get(key)
        return None if one is None else one.value

    def plus(self, *more: Stated) -> Facts:
        """The facts after something more was said; a new value replaces the old one."""
        return Facts({**self.stated, **{one.key: one for one in more}})

    def minus(self, *keys: str) -> Facts:
        """The facts with *keys* unknown again."""
        return Facts({key: one for key, one in self.stated.items() if key not in keys})

    def from_author(self, author: str) -> Facts:
        """The same facts, marked as said by *author*."""
        return Facts({key: replace(one, author=author) for key, one in self.stated.items()})


def possible_names(item: Item, facts: Facts) -> frozenset[str]:
    """The names a flag or choice may still have: all of them while it is unknown.

    >>> sorted(possible_names(Item("rigors", "flag", "rigors"), Facts()))
    ['no', 'yes']
    """
    if item.kind == "flag":
        flag = facts.flag(item.key)
        return frozenset({YES, NO}) if flag is None else frozenset({YES if flag else NO})
    choice = facts.choice(item.key)
    return frozenset(item.values) if choice is None else frozenset({choice})


def possible_numbers(item: Item, facts: Facts) -> Interval:
    """The numbers a measurement may still be: its whole range while it is unknown."""
    value = facts.number(item.key)
    return Interval(item.low, item.high) if value is None else Interval.point(value)


def at_worst(facts: Facts) -> Facts:
    """The facts with the worst of the episode in place of what is better now: treatment ends no emergency.

    >>> facts = Facts.of([Stated("sbp", Decimal(108)), Stated("sbp_lowest", Decimal(86))])
    >>> at_worst(facts).number("sbp")
    Decimal('86')
    """
    if KEPT_WORST.isdisjoint(facts.stated):
        return facts
    kept = [replace(facts.stated[name], key=key) for key, name in (LOWEST | HIGHEST).items() if name in facts]
    earlier = facts.names(SIGNS)
    kept += [Stated(key, value) for name, (key, value) in BAD_SIGNS.items() if name in earlier]
    return facts.plus(*(one for one in kept if better(facts.stated.get(one.key), one))) if kept else facts


def better(now: Stated | None, then: Stated) -> bool:
    """Whether a sign is better now than it was, or not known now.

    >>> better(Stated("hr", Decimal(110)), Stated("hr", Decimal(135)))
    True
    """
    if now is None:
        return True
    if isinstance(now.value, Decimal) and isinstance(then.value, Decimal):
        return now.value > then.value if then.key in LOWEST else then.key in HIGHEST and now.value < then.value
    signs: list[Value] = [value for key, value in BAD_SIGNS.values() if key == then.key]
    return then.value in signs and (now.value not in signs or signs.index(now.value) < signs.index(then.value))
