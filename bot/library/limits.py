"""The limits a hospital moves: thresholds to the safer side, and ends of bands turned from at to beyond a limit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.library.columns import Known, read_column
from bot.library.draft import Draft
from bot.library.shapes import BandShape, ColumnShape, ThresholdShape
from bot.library.site import Site
from bot.library.thresholds import read_threshold
from core.errors import ContentError
from core.guideline import Column, Moved, Place, Threshold

BEYOND = ("above", "to")  # ends that leave the limit itself to the lower band
ENDS = ("from_", "above", "below", "to")


@dataclass
class Limits:
    """The thresholds one hospital has moved so far, where it says so, and the columns they cut."""

    site: Site
    moved: dict[str, Moved] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    turned: set[str] = field(default_factory=set)
    columns: dict[str, frozenset[str]] = field(default_factory=dict)

    def move_thresholds(self, draft: Draft) -> None:
        """Give every threshold the hospital names its own values; new ones are the hospital's own."""
        for local in self.site.chapters:
            for name, shape in local.front.thresholds.items():
                place = local.chapter.front.place(("thresholds", name))
                written = read_threshold(name, shape, place, draft.sources)
                self._once(name, place, "threshold")
                before = draft.thresholds.get(name)
                if before is None:
                    self._own(name, place, "threshold")
                    draft.thresholds[name] = written
                    continue
                draft.thresholds[name] = _moved(before, written, self._direction(name, shape, before, place))
                here, handbook = draft.thresholds[name].on(draft.day), before.on(draft.day)
                self.moved[name] = Moved(here, handbook, before.citation)

    def _once(self, name: str, place: Place, kind: str) -> None:
        """Refuse what another file of the folder has changed already."""
        if name in self.places:
            problem = f"{kind} {name!r} is repeated (first at {self.places[name]})"
            raise ContentError(str(place), problem, "Change it in one file")
        self.places[name] = place

    def _direction(self, name: str, shape: ThresholdShape, before: Threshold, place: Place) -> str:
        permitted = self.site.permit.thresholds
        if name not in permitted:
            problem = f"threshold {name!r} may not be moved by a hospital"
            raise ContentError(str(place), problem, f"Take it out; {', '.join(permitted)} may be moved")
        if shape.unit != before.unit:
            raise ContentError(str(place), f"{name} is in {shape.unit}", f"Give it in {before.unit}, as {before.place}")
        return permitted[name]

    def read_column(self, name: str, shape: ColumnShape, place: Place, known: Known) -> Column:
        """A column of the handbook with the ends of its bands as the hospital has them.

        Raises:
            ContentError: the bands no longer meet, or another thing of the column is changed (the author's fault).
        """
        for local in self.site.chapters:
            written = local.front.columns.get(name)
            if written is not None:
                at = local.chapter.front.place(("columns", name))
                self._once(f"{name}.bands", at, "column")
                shape = self._turned(name, shape, written, at)
        used = frozenset(end for band in shape.bands.values() for end in _ends(band)) & set(self.moved)
        if not used:
            return read_column(name, shape, place, known)
        self.columns[name] = used
        try:
            return read_column(name, shape, place, known)
        except ContentError as fault:
            where = str(self.places[min(used)])
            problem = f"{min(used)} is moved, and {fault.problem}"
            raise ContentError(where, problem, "Move it less far, or turn both bands that end there") from None

    def _turned(self, name: str, shape: ColumnShape, written: ColumnShape, place: Place) -> ColumnShape:
        """Bands whose ends may be passed at or only beyond the same thresholds; nothing else of a column changes."""
        if written != ColumnShape(bands=written.bands) or list(written.bands) != list(shape.bands):
            problem = f"column {name!r} is the handbook's"
            raise ContentError(str(place), problem, "Give its bands alone, all of them, by their names")
        for band, ends in written.bands.items():
            if _limits(ends) != _limits(shape.bands[band]):
                problem = f"band {band!r} of column {name!r} ends at another threshold than the handbook's"
                raise ContentError(str(place), problem, "Move the threshold instead, and keep its name here")
            for limit, before, after in _turned_ends(shape.bands[band], ends):
                self._check_turn(limit, before, after, place)
        return shape.model_copy(update={"bands": written.bands})

    def _check_turn(self, limit: str, before: str, after: str, place: Place) -> None:
        """To give the limit itself to the other band is a move as well: only to the safer side."""
        moved = self.moved.get(limit)
        if moved is None:
            problem = f"{limit} itself would come to another band, and nothing is said of it"
            raise ContentError(str(place), problem, f"Give {limit} under thresholds too, with your source")
        here, handbook = (moved.here, after in BEYOND), (moved.handbook, before in BEYOND)
        direction = self.site.permit.thresholds[limit]
        if (here > handbook) if direction == "lower" else (here < handbook):
            problem = f"{limit} itself would come to a less urgent band"
            raise ContentError(str(place), problem, f"Keep `{before.rstrip('_')}`, or move {limit} {direction}")
        self.turned.add(limit)
        self.moved[limit] = replace(moved, above=after in BEYOND)

    def in_force(self) -> frozenset[str]:
        """The thresholds that are another limit today than the handbook's: one that begins later is none yet."""
        return frozenset(name for name, one in self.moved.items() if one.here != one.handbook or name in self.turned)

    def handbook_numbers(self) -> dict[str, str]:
        """What the handbook prints where the hospital prints its own."""
        return {name: f"{one.handbook:f}" for name, one in self.moved.items()}

    def _own(self, identifier: str, place: Place, kind: str) -> None:
        if not self.site.is_own(identifier):
            problem = f"the handbook has no {kind} {identifier!r}"
            remedy = f"Correct its name; one of your own begins with {self.site.about.id}."
            raise ContentError(str(place), problem, remedy)


def _moved(before: Threshold, written: Threshold, direction: str) -> Threshold:
    """The handbook's values until the hospital's begin, and on every day of either no less safe than the handbook's."""
    first = written.values[0][0]
    values = (*(value for value in before.values if value[0] < first), *written.values)
    after = replace(written, values=values, place=before.place)
    for day in sorted({start for start, _ in (*before.values, *written.values) if start >= first}):
        here, handbook = after.on(day), before.on(day)
        if (here > handbook) if direction == "lower" else (here < handbook):
            problem = f"{written.name} {here} is less safe than the handbook's {handbook} (from {day})"
            raise ContentError(str(written.place), problem, f"A hospital may only move it {direction}")
    return after


def _ends(band: BandShape) -> tuple[str, ...]:
    return tuple(limit for end in ENDS if (limit := getattr(band, end)))


def _limits(band: BandShape) -> tuple[str | None, str | None]:
    return band.from_ or band.above, band.below or band.to


def _turned_ends(before: BandShape, after: BandShape) -> list[tuple[str, str, str]]:
    """The ends of a band that were turned from at to beyond a limit, or back: the limit, and both words."""
    pairs = [("from_", "above"), ("above", "from_"), ("below", "to"), ("to", "below")]
    return [(limit, was, now) for was, now in pairs if getattr(before, was) and (limit := getattr(after, now))]
