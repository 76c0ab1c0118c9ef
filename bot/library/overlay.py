"""A hospital's folder laid over the handbook: every change is one the handbook permits, everything else is refused.

The rules are those of docs/adr/0018: a threshold moves only to the safer side, a statement keeps its place and its
numbers, no table of the handbook is touched, and a table of the hospital's own says things and concludes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.library.additions import add_chapters
from bot.library.columns import Known, read_column
from bot.library.draft import Draft
from bot.library.markdown import Block, Piece
from bot.library.shapes import BandShape, ColumnShape, ThresholdShape, typed
from bot.library.site import Site
from bot.library.statements import fill, named_in, read_statement
from bot.library.thresholds import read_threshold
from core.errors import ContentError
from core.guideline import Column, Local, Moved, Place, Statement, Threshold

SLOT = re.compile(r"\{[^}]*\}")
BEYOND = ("above", "to")  # ends that leave the limit itself to the lower band
ENDS = ("from_", "above", "below", "to")


@dataclass
class Layer:
    """What one hospital lays over the handbook, and what of the handbook it has changed so far."""

    site: Site
    moved: dict[str, Moved] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    turned: set[str] = field(default_factory=set)
    columns: dict[str, frozenset[str]] = field(default_factory=dict)
    statements: set[str] = field(default_factory=set)
    instead_of: dict[str, Statement] = field(default_factory=dict)

    def move_thresholds(self, draft: Draft) -> None:
        """Give every threshold the hospital names its own values; new ones are the hospital's own."""
        for local in self.site.chapters:
            for name, shape in local.front.thresholds.items():
                place = local.chapter.front.place(("thresholds", name))
                written = read_threshold(name, shape, place, draft.sources)
                before = draft.thresholds.get(name)
                if before is None:
                    self._own(name, place, "threshold")
                    draft.thresholds[name] = written
                    continue
                draft.thresholds[name] = _moved(before, written, self._direction(name, shape, before, place))
                here, handbook = draft.thresholds[name].on(draft.day), before.on(draft.day)
                self.moved[name] = Moved(here, handbook, before.citation)
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
                shape = self._turned(name, shape, written, local.chapter.front.place(("columns", name)))
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

    def say(self, written: Statement, piece: Piece, draft: Draft) -> Statement:
        """A statement of the handbook as this hospital's readers see it; its numbers are still names."""
        instead = self._instead(written.id)
        printed = named_in(written) & self._in_force()
        if instead is None:
            self._check_printed(written, printed)
            if not printed:
                return written
            self.statements.add(written.id)
            cited = dict.fromkeys(draft.thresholds[name].citation for name in sorted(printed))
            return replace(written, citations=tuple({**cited, **dict.fromkeys(written.citations)}))
        said = read_statement(_with_its_properties(instead, piece), written.guideline)
        self._check_said(said, written, instead, conditional=bool(printed))
        self.statements.add(said.id)
        self.instead_of[said.id] = fill(written, draft.numbers() | self._handbook_numbers())
        return said

    def _in_force(self) -> frozenset[str]:
        """The thresholds that are another limit today than the handbook's: one that begins later is none yet."""
        return frozenset(name for name, one in self.moved.items() if one.here != one.handbook or name in self.turned)

    def _instead(self, identifier: str) -> Piece | None:
        found = [piece for local in self.site.chapters for piece in local.chapter.pieces if piece.id == identifier]
        if len(found) > 1:
            problem = f"id {identifier!r} is repeated (first at {found[0].place})"
            raise ContentError(str(found[1].place), problem, "Say it once")
        return found[0] if found else None

    def _handbook_numbers(self) -> dict[str, str]:
        return {name: f"{one.handbook:f}" for name, one in self.moved.items()}

    def _check_printed(self, written: Statement, printed: frozenset[str]) -> None:
        """A sentence that gives a number as a source's own, or as "or more", is untrue once the number is moved."""
        if printed and (written.part == "difference" or printed & self.turned):
            name = min(printed)
            problem = f"{name} is moved, and {written.id} ({written.place}) prints it as the handbook has it"
            remedy = f"Say {written.id} in your own words too, in this folder"
            raise ContentError(str(self.places[name]), problem, remedy)

    def _check_said(self, said: Statement, written: Statement, piece: Piece, *, conditional: bool) -> None:
        permit, where = self.site.permit, str(piece.place)
        permitted = written.part in permit.parts or (written.part == "difference" and conditional)
        if not permitted or said.id in permit.fixed:
            problem = f"{said.id} may not be said otherwise by a hospital"
            raise ContentError(
                where, problem, f"Take it out; a line of your own begins its id with {self.site.about.id}."
            )
        if (said.part, said.rank) != (written.part, written.rank):
            problem = f"{said.id} is moved to another part or rank"
            raise ContentError(where, problem, f"Leave Part and Rank out: it stays {written.part}, rank {written.rank}")
        missing = named_in(written, "clinician") - named_in(said, "clinician")
        if missing:
            problem = f"{said.id} leaves out {', '.join(sorted(missing))}"
            raise ContentError(where, problem, "Say every number that the handbook's words say, as {name}")
        self.check_words(said, piece)

    def check_words(self, said: Statement, piece: Piece) -> None:
        """What a hospital says cites its own paper, and holds no word that no reply says."""
        if not any(citation.source in self.site.sources for citation in said.citations):
            problem = f"{said.id} cites nothing of yours"
            raise ContentError(str(piece.place), problem, "Name your policy among its sources")
        for words in (said.title, *said.words.values()):
            strange = [never for never in self.site.permit.never_said if never in words.lower()]
            if strange:
                problem = f"{said.id} says {strange[0]!r}"
                raise ContentError(str(piece.place), problem, "No reply says this: the responsible clinician decides")

    def add(self, draft: Draft) -> None:
        """What the hospital adds of its own, after everything of the handbook is there."""
        unmet = [
            piece
            for local in self.site.chapters
            for piece in local.chapter.pieces
            if piece.kind == "statement" and piece.id not in draft.taken and not self.site.is_own(piece.id)
        ]
        if unmet:
            problem = f"the handbook has no statement {unmet[0].id!r}"
            remedy = f"Correct the id; a line of your own begins its id with {self.site.about.id}."
            raise ContentError(str(unmet[0].place), problem, remedy)
        self.statements.update(add_chapters(self.site, draft, self.check_words))

    def _own(self, identifier: str, place: Place, kind: str) -> None:
        if not self.site.is_own(identifier):
            problem = f"the handbook has no {kind} {identifier!r}"
            remedy = f"Correct its name; one of your own begins with {self.site.about.id}."
            raise ContentError(str(place), problem, remedy)

    def phrases(self, handbook: Mapping[str, str]) -> dict[str, str]:
        """The fixed words the hospital puts otherwise: those it may, with the same slots.

        Raises:
            ContentError: a phrase it may not change, or one with other slots (the author's fault).
        """
        document = self.site.phrases
        found: Mapping[str, str] = typed(dict[str, str], document)
        for name, words in found.items():
            where = str(document.place((name,)))
            if name not in self.site.permit.phrases:
                remedy = f"Take it out; {', '.join(self.site.permit.phrases)} may be put otherwise"
                raise ContentError(where, f"phrase {name!r} may not be put otherwise by a hospital", remedy)
            if set(SLOT.findall(words)) != set(SLOT.findall(handbook[name])):
                raise ContentError(where, f"phrase {name!r} has other slots", f"Keep the slots of: {handbook[name]}")
        return dict(found)

    def local(self) -> Local:
        """What the program has to know of it: whose it is, and what is marked."""
        in_force = self._in_force()
        return Local(
            name=self.site.about.name,
            policy=self.site.about.policy,
            moved={name: one for name, one in self.moved.items() if name in in_force},
            columns={name: used & in_force for name, used in self.columns.items() if used & in_force},
            statements=frozenset(self.statements),
            instead_of=self.instead_of,
        )


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


def _with_its_properties(local: Piece, piece: Piece) -> Piece:
    """The hospital's words, with the properties of the handbook's statement that it does not give itself."""
    given = {_property(block) for block in local.blocks if isinstance(block, Block) and block.listed}
    kept = tuple(
        replace(block, place=local.place)
        for block in piece.blocks
        if isinstance(block, Block) and block.listed and _property(block) not in given
    )
    return replace(local, blocks=(*local.blocks, *kept))


def _property(block: Block) -> str:
    return block.text.partition(":")[0]
