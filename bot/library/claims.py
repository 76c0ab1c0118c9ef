"""proofs.yaml: what is claimed of the handbook beyond its tables, every name of it checked against the handbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bot.library.claim_shapes import (
    AllowedShape,
    AxisShape,
    ClaimsShape,
    DomainShape,
    InvariantShape,
    Raw,
    RowShape,
    SweepShape,
)
from bot.library.folder import open_folder
from bot.library.shapes import typed
from bot.library.text import Document, parse
from bot.library.text import Path as Spot
from core.errors import ContentError, FactError
from core.facts import Value
from core.guideline import Handbook, Place
from core.proof import Allowed, Axis, Claims, Domain, Invariant, RowClaim, Sweep, Within, reading

FILE = "proofs.yaml"


def load_claims(handbook: Handbook, folder: Path | None = None) -> Claims:
    """What proofs.yaml of a content folder claims of its handbook.

    Raises:
        ContentError: the file is missing, or names something the handbook has not (the author's fault).
    """
    document = parse(open_folder(folder).text(FILE), FILE)
    shape: ClaimsShape = typed(ClaimsShape, document)
    return _Reader(handbook, document, shape).claims()


@dataclass(frozen=True, slots=True)
class _Reader:
    handbook: Handbook
    document: Document
    shape: ClaimsShape

    def claims(self) -> Claims:
        axes = {name: self._axis(name, one) for name, one in self.shape.axes.items()}
        flags = (item for item in self.handbook.items.values() if item.kind == "flag" and item.key not in axes)
        axes |= {item.key: _yes_is_worse(item.key) for item in flags}
        domains = tuple(self._domain(name, one, axes) for name, one in self.shape.domains.items())
        return Claims(
            domains=domains,
            allowed=tuple(self._allowed(name, one, axes) for name, one in self.shape.exceptions.items()),
            invariants=tuple(self._invariant(name, one) for name, one in self.shape.invariants.items()),
            rows=tuple(self._row(name, one) for name, one in self.shape.rows.items()),
            sweep=self._sweep(self.shape.sweep, axes) if self.shape.sweep else None,
        )

    def _place(self, *spot: str | int) -> Place:
        path: Spot = spot
        return self.document.place(path)

    def _known(self, names: Iterable[str], known: Iterable[str], kind: str, *spot: str | int) -> None:
        here = set(known)
        for name in names:
            if name not in here:
                where = str(self._place(*spot))
                raise ContentError(where, f"there is no {kind} {name!r}", "Correct its spelling, or remove it")

    def _axis(self, name: str, shape: AxisShape) -> Axis:
        spot = ("axes", name)
        if shape.of:
            self._known([shape.of], self.handbook.items, "fact", *spot, "of")
        self._known([shape.from_] if shape.from_ else [], self.handbook.thresholds, "threshold", *spot, "from")
        cut = _banded(shape.of, self.handbook) if shape.cut == ("all",) else shape.cut
        self._known(cut, self.handbook.columns, "column", *spot, "cut")
        raw = self._every_drug(shape.of) if shape.every else shape.steps
        steps = tuple(
            self._facts(step if isinstance(step, Mapping) else {shape.of: step}, *spot, "steps") for step in raw
        )
        if bool(cut) == bool(steps):
            raise ContentError(str(self._place(*spot)), f"axis {name} has no steps", "Give either cut or steps")
        return Axis(name, shape.of, cut, shape.step, steps, shape.worse, shape.from_, shape.stated, self._place(*spot))

    def _every_drug(self, fact: str) -> list[tuple[str, ...]]:
        columns = (column for column in self.handbook.columns.values() if column.of == fact)
        return [(name,) for name in sorted({name for column in columns for name in column.each})]

    def _facts(self, stated: Mapping[str, Raw], *spot: str | int) -> dict[str, Value | Within]:
        self._known(stated, self.handbook.items, "fact", *spot)
        return {key: self._value(key, raw, *spot) for key, raw in stated.items()}

    def _value(self, key: str, raw: Raw, *spot: str | int) -> Value | Within:
        """A value of the chart; of a number also `column.band`, which is some number within that band."""
        item = self.handbook.items[key]
        if item.kind == "number" and isinstance(raw, str):
            column, _, band = raw.partition(".")
            if column in self.handbook.columns and band in self.handbook.columns[column].bands:
                return Within(column, band)
        try:
            return item.accept(_typed(item.kind, raw))
        except (FactError, InvalidOperation) as fault:
            raise ContentError(
                str(self._place(*spot)),
                f"{key} cannot be {raw!r} ({fault})",
                "Give a value of the chart, or column.band",
            ) from None

    def _orders(self, names: Iterable[str], *spot: str | int) -> dict[str, tuple[frozenset[str], ...]]:
        self._known(names, self.shape.orders, "order", *spot)
        return {name: tuple(frozenset(group) for group in self.shape.orders[name]) for name in names}

    def _domain(self, name: str, shape: DomainShape, axes: Mapping[str, Axis]) -> Domain:
        spot = ("domains", name)
        self._known((*shape.axes, *shape.each), axes, "axis", *spot)
        if shape.given_as:
            self._known([shape.given_as], self.shape.patients, "patient", *spot, "given_as")
        given = {**self.shape.patients.get(shape.given_as, {}), **shape.given}
        return Domain(
            name,
            shape.about,
            tuple(axes[one] for one in shape.axes),
            self._orders(shape.orders, *spot, "orders"),
            tuple(axes[one] for one in shape.each),
            shape.at_once,
            self._facts(given, *spot, "given"),
            shape.replies,
            shape.quick,
            self._place(*spot),
        )

    def _names(self, names: Mapping[str, tuple[str, ...]], *spot: str | int) -> dict[str, frozenset[str]]:
        self._known(names, self.handbook.columns, "column", *spot)
        for name, values in names.items():
            self._known(
                values,
                (*self.handbook.columns[name].values, "unknown", "open", "nothing"),
                f"value of {name}",
                *spot,
                name,
            )
        return {name: frozenset(values) for name, values in names.items()}

    def _statements(self, names: Iterable[str], *spot: str | int) -> None:
        for name in names:
            if name.endswith("*"):
                self._known(
                    [name], (name for one in self.handbook.statements if one.startswith(name[:-1])), "statement", *spot
                )
            else:
                self._known([name], self.handbook.statements, "statement", *spot)

    def _allowed(self, name: str, shape: AllowedShape, axes: Mapping[str, Axis]) -> Allowed:
        spot = ("exceptions", name)
        self._known(shape.axes, axes, "axis", *spot, "axes")
        self._statements(shape.says, *spot, "says")
        return Allowed(
            name,
            shape.about,
            frozenset(shape.axes),
            frozenset(self._orders(shape.orders, *spot, "orders")),
            self._names(shape.when, *spot, "when"),
            self._names(shape.still, *spot, "still"),
            shape.says,
            self._place(*spot),
        )

    def _invariant(self, name: str, shape: InvariantShape) -> Invariant:
        spot = ("invariants", name)
        self._statements((*shape.says, *shape.never_says), *spot)
        if not (shape.then or shape.says or shape.never_says or shape.words or shape.never_words or shape.first_words):
            where = str(self._place(*spot))
            raise ContentError(where, f"{name} claims nothing", "Say what must, or must never, be said or concluded")
        return Invariant(
            name,
            shape.about,
            self._names(shape.when, *spot, "when"),
            self._names(shape.then, *spot, "then"),
            shape.says,
            shape.never_says,
            shape.words,
            shape.never_words,
            shape.first_words,
            shape.parts,
            shape.unless,
            self._place(*spot),
        )

    def _row(self, name: str, shape: RowShape) -> RowClaim:
        outputs = {output for table in self.handbook.tables for output in table.outputs}
        self._known((*shape.when, *shape.then), outputs, "conclusion", "rows", name)
        when, then = ({output: frozenset(names) for output, names in part.items()} for part in (shape.when, shape.then))
        return RowClaim(name, shape.about, when, then, self._place("rows", name))

    def _sweep(self, shape: SweepShape, axes: Mapping[str, Axis]) -> Sweep:
        self._known((*shape.across, *shape.beside), axes, "axis", "sweep")
        self._known(shape.concludes, self.handbook.columns, "column", "sweep", "concludes")
        return Sweep(
            tuple(axes[name] for name in shape.across),
            {name: (ends[0], ends[1]) for name, ends in shape.across.items()},
            tuple(axes[name] for name in shape.beside),
            shape.concludes,
            self._place("sweep"),
        )


def _banded(fact: str, handbook: Handbook) -> tuple[str, ...]:
    return tuple(name for name in reading(fact, handbook) if handbook.columns[name].bands)


def _yes_is_worse(flag: str) -> Axis:
    return Axis(flag, flag, steps=({flag: False}, {flag: True}), worse="later")


def _typed(kind: str, raw: Raw) -> object:
    """A word of YAML as the chart's kind of value."""
    if kind == "names":
        return [raw] if isinstance(raw, str) else raw
    if kind == "number" and isinstance(raw, str):
        return Decimal(raw)
    return {"true": True, "false": False}.get(raw, raw) if kind == "flag" and isinstance(raw, str) else raw
