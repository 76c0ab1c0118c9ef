"""A hospital's folder laid over the handbook: every change is one the handbook permits, everything else is refused.

The rules are those of docs/adr/0018: a threshold moves only to the safer side, a statement keeps its place and its
numbers, no table of the handbook is touched, and a table of the hospital's own says things and concludes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.library.additions import add_chapters
from bot.library.draft import Draft
from bot.library.limits import Limits
from bot.library.markdown import Block, Piece
from bot.library.shapes import typed
from bot.library.site import Site
from bot.library.statements import fill, named_in, read_statement
from core.errors import ContentError
from core.guideline import Local, Statement

SLOT = re.compile(r"\{[^}]*\}")


@dataclass
class Layer:
    """What one hospital lays over the handbook, and what of the handbook it has changed so far."""

    limits: Limits
    statements: set[str] = field(default_factory=set)
    instead_of: dict[str, Statement] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        """The hospital's folder."""
        return self.limits.site

    def say(self, written: Statement, piece: Piece, draft: Draft) -> Statement:
        """A statement of the handbook as this hospital's readers see it; its numbers are still names."""
        instead = self._instead(written.id)
        printed = named_in(written) & self.limits.in_force()
        if instead is None:
            self._check_printed(written, printed)
            if not printed:
                return written
            self.statements.add(written.id)
            cited = dict.fromkeys(draft.thresholds[name].citation for name in sorted(printed))
            return replace(written, citations=tuple({**cited, **dict.fromkeys(written.citations)}))
        said = read_statement(_with_its_properties(instead, piece), written.guideline, written.review)
        self._check_said(said, written, instead, conditional=bool(printed))
        self.statements.add(said.id)
        self.instead_of[said.id] = fill(written, draft.numbers() | self.limits.handbook_numbers())
        return said

    def _instead(self, identifier: str) -> Piece | None:
        found = [piece for local in self.site.chapters for piece in local.chapter.pieces if piece.id == identifier]
        if len(found) > 1:
            problem = f"id {identifier!r} is repeated (first at {found[0].place})"
            raise ContentError(str(found[1].place), problem, "Say it once")
        return found[0] if found else None

    def _check_printed(self, written: Statement, printed: frozenset[str]) -> None:
        """A sentence that gives a number as a source's own, or as "or more", is untrue once the number is moved."""
        if printed and (written.part == "difference" or printed & self.limits.turned):
            name = min(printed)
            problem = f"{name} is moved, and {written.id} ({written.place}) prints it as the handbook has it"
            remedy = f"Say {written.id} in your own words too, in this folder"
            raise ContentError(str(self.limits.places[name]), problem, remedy)

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
        if said.asks != written.asks:
            problem = f"{said.id} would answer other questions"
            raise ContentError(where, problem, "Leave Asks out: it answers what the handbook's statement answers")
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
            self._check_never_said(said.id, words, str(piece.place))

    def _check_never_said(self, name: str, words: str, where: str) -> None:
        strange = [never for never in self.site.permit.never_said if never in words.lower()]
        if strange:
            problem = f"{name} says {strange[0]!r}"
            raise ContentError(where, problem, "No reply says this: the responsible clinician decides")

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
            self._check_never_said(f"phrase {name}", words, where)
            if set(SLOT.findall(words)) != set(SLOT.findall(handbook[name])):
                raise ContentError(where, f"phrase {name!r} has other slots", f"Keep the slots of: {handbook[name]}")
        return dict(found)

    def local(self) -> Local:
        """What the program has to know of it: whose it is, and what is marked."""
        in_force = self.limits.in_force()
        return Local(
            name=self.site.about.name,
            policy=self.site.about.policy,
            moved={name: one for name, one in self.limits.moved.items() if name in in_force},
            columns={name: used & in_force for name, used in self.limits.columns.items() if used & in_force},
            statements=frozenset(self.statements),
            instead_of=self.instead_of,
        )


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
