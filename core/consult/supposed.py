"""The same patient with some facts otherwise: only what the difference changes is drawn anew."""

from __future__ import annotations

from collections.abc import Iterator

from core.consult.bearing import bearing_in
from core.consult.evaluation import Evaluation
from core.facts import Facts
from core.guideline import DRUG_ACTS, Table


class Supposed(Evaluation):
    """The conclusions if *told* were stated, taken over from those of *before* where all they rest on is the same.

    The tables are gone through in the order in which they are decided. One that reads a column with other names than
    before is decided again; where it finds the same rows nothing follows, else the columns it concludes are open.
    """

    def __init__(self, told: Facts, before: Evaluation) -> None:
        super().__init__(told, before.handbook)
        self._before, self._bearing = before, bearing_in(before.handbook)
        self.drawn = before.drawn.copy()
        self._open: set[str] = set()  # columns to be drawn again, once a table reads them
        self._changed: set[str] = set()  # columns with other names than before
        for key in self._differing():
            for name in self._bearing.columns.get(key, ()):
                self._reopen(name)
        for table in self.handbook.tables:
            if self._sees_otherwise(table) and self._decided_otherwise(table):
                self._follow(table)

    def _differing(self) -> Iterator[str]:
        """The facts with another value than before, or known only now or only then."""
        now, then = self.facts.stated, self._before.facts.stated
        for key in {**then, **now}:
            if key not in now or key not in then or now[key].value != then[key].value:
                yield key

    def _reopen(self, name: str) -> None:
        """Forget one column, with the scores it adds to."""
        self._open.add(name)
        self.drawn.columns.pop(name, None)
        self.drawn.seen.pop(name, None)
        for score in self._bearing.scores.get(name, ()):
            self.drawn.totals.pop(score, None)
            self._reopen(f"{score}_band")

    def _sees_otherwise(self, table: Table) -> bool:
        """Whether a table reads a column with other names than before."""
        if not self._open.isdisjoint(table.columns):
            read = self._open.intersection(table.columns)
            self._open -= read
            self._changed.update(name for name in read if self._is_changed(name))
        return not self._changed.isdisjoint(table.columns)

    def _is_changed(self, name: str) -> bool:
        # a column read once for each drug stands for the drugs themselves, whatever names it may have
        return bool(self.handbook.columns[name].each) or self.possible(name) != self._before.possible(name)

    def _decided_otherwise(self, table: Table) -> bool:
        """Whether a table finds other rows than before, or others for some drug."""
        self.drawn.findings.pop(table.id, None)
        self.drawn.applied.pop(table.id, None)
        for output in table.outputs:
            self.drawn.words.pop((table.id, output), None)
        return tuple(self.findings(table)) != tuple(self._before.findings(table))

    def _follow(self, table: Table) -> None:
        for output in table.outputs:
            if output in self.handbook.columns:
                self._reopen(output)
        if "action" in table.outputs:
            self._reopen(DRUG_ACTS)
