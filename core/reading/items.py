"""The pieces of a message the stages work on: terms of the lexicon, numbers, words, signs, line ends."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple, final

from core.lexicon import Term
from core.quantity import Unit

NO_CUES: Final[Mapping[str, str]] = {}


class Number(NamedTuple):
    """A number as printed. `mask` says why it can be no measured value (a date, a dose day, a code).

    `other` is the second number of a pair (110/70), `high` the upper end of a range. `loose` units are single
    letters that may as well be a laboratory's flag (H, C) or a sex (F).
    """

    value: Decimal
    printed: str
    step: Decimal = Decimal(1)
    grouped: Decimal | None = None
    unit: Unit | None = None
    loose: bool = False
    other: Decimal | None = None
    high: Decimal | None = None
    mask: str = ""
    bound: str = ""
    worded: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is printed without decimals."""
        return self.step >= 1


@final
class Item:
    """One piece of the message. `start` and `end` are places in the unmarked text; `glued` touches the piece before.

    `role` and `key` are those of the term, or nothing. Never changed once made. A plain class: a reading makes
    hundreds, and compiled it costs a quarter of a named tuple, a sixth of a dataclass to make (docs/adr/0015).
    """

    __slots__ = ("cues", "end", "glued", "key", "kind", "note", "number", "role", "start", "term", "text", "unit")

    def __init__(
        self,
        kind: str,
        text: str,
        start: int,
        end: int,
        glued: bool,
        term: Term | None = None,
        number: Number | None = None,
        cues: Mapping[str, str] = NO_CUES,
        note: str = "",
        unit: Unit | None = None,
    ) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end
        self.glued = glued
        self.term = term
        self.number = number
        self.cues = cues
        self.note = note
        self.unit = unit
        self.role = term.role if term is not None else ""
        self.key = term.key if term is not None else ""

    def with_number(self, number: Number) -> Item:
        """The same piece with another number."""
        return Item(
            self.kind, self.text, self.start, self.end, self.glued, self.term, number, self.cues, self.note, self.unit
        )

    def with_term(self, term: Term | None, cues: Mapping[str, str]) -> Item:
        """The same piece standing for another term, or for none."""
        return Item(
            self.kind, self.text, self.start, self.end, self.glued, term, self.number, cues, self.note, self.unit
        )

    def with_text(self, text: str) -> Item:
        """The same piece as if it were spelt so."""
        return Item(
            self.kind, text, self.start, self.end, self.glued, self.term, self.number, self.cues, self.note, self.unit
        )
