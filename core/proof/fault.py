"""What a proof hands back: what was checked, with counts, and what does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_SHOWN = 2  # counter-examples printed of one kind; the rest is counted


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: where in content/, what, and what to do."""

    where: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was checked, with counts, and every fault found."""

    counts: Mapping[str, int]
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


@dataclass(slots=True)
class Tally:
    """Counts and faults while they come in; of one kind of fault the first few are kept, and all are counted."""

    counts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    kept: dict[str, list[Fault]] = field(default_factory=dict)

    def add(self, kind: str, fault: Fault) -> None:
        """Count one fault, and keep it while few of its kind are."""
        self.kinds[kind] += 1
        kept = self.kept.setdefault(kind, [])
        if len(kept) < MOST_SHOWN:
            kept.append(fault)

    def plus(self, other: Tally) -> None:
        """Take in what another portion of the work found."""
        self.counts.update(other.counts)
        for kind, faults in other.kept.items():
            kept = self.kept.setdefault(kind, [])
            kept += faults[: MOST_SHOWN - len(kept)]
        self.kinds.update(other.kinds)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is shown: the first counter-examples of every kind, and how many more there are."""
        return tuple(fault for kind, kept in self.kept.items() for fault in self._shown(kind, kept))

    def _shown(self, kind: str, kept: list[Fault]) -> list[Fault]:
        more = self.kinds[kind] - len(kept)
        last = kept[-1]
        told = Fault(last.where, f"{last.problem} (and {more} more)", last.remedy)
        return [*kept[:-1], told] if more else kept
