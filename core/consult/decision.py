"""What a consult concludes, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

URGENCIES = ("emergency", "urgent", "soon", "routine")  # most urgent first


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trace: what was concluded, by which row of which table, from which facts."""

    conclusion: str
    table: str
    row: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag (`tier` red) or a reason not to call the risk low (`tier` not_low_risk)."""

    id: str
    tier: str


@dataclass(frozen=True, slots=True)
class DrugAction:
    """What the row of one drug says; `action` is a word of the interface, never an order."""

    drug: str
    row: str
    action: str
    until: str = ""
    resume: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A score of which some items may be missing: the least and the most it can still be.

    `applicable` is None while therapy or age is unknown; `band` is low, high or undecided.
    """

    applicable: bool | None
    known: int
    least: int
    most: int
    band: str
    open_items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Every conclusion about one patient. `urgency` is None only when nothing was stated.

    `certain` is false when the urgency rests on something unknown ("until shown otherwise").
    `conclusions` maps each concluded column to the names still possible.
    """

    urgency: str | None
    certain: bool
    headline: str
    severity: str | None
    profound: bool | None
    leukopenia: bool | None
    fever: str
    febrile_neutropenia: str
    mascc: Bounds
    cisne: Bounds | None
    risk: str
    red_flags: tuple[Flag, ...]
    disposition: str
    drug_actions: tuple[DrugAction, ...]
    ask: tuple[str, ...]
    say: tuple[str, ...]
    differs: tuple[str, ...]
    trace: tuple[Step, ...]
    anc: Decimal | None = None
    anc_basis: str = ""
    conclusions: dict[str, frozenset[str]] = field(default_factory=dict)
