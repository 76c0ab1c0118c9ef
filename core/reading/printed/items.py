"""The pieces of a message the stages work on: terms of the lexicon, numbers, words, signs, line ends."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, final

from core.lexicon import Term
from core.quantity import Unit

NO_CUES: Final[Mapping[str, str]] = {}
ONE: Final = Decimal(1)


@final
class Number:
    """A number as printed. `mask` says why it can be no measured value (a date, a dose day, a code).

    `other` is the second number of a pair (110/70), `high` the upper end of a range. `loose` units are single
    letters that may as well be a laboratory's flag (H, C) or a sex (F). `whole` tells that it is printed without
    decimals. Never changed once made; a plain class, as `Item` is, and for the same reason.
    """

    __slots__ = (
        "bound", "grouped", "high", "loose", "mask", "other", "printed", "step", "unit", "value", "whole", "worded"
    )  # fmt: skip

    def __init__(
        self,
        value: Decimal,
        printed: str,
        step: Decimal = ONE,
        grouped: Decimal | None = None,
        unit: Unit | None = None,
        loose: bool = False,
        other: Decimal | None = None,
        high: Decimal | None = None,
        mask: str = "",
        bound: str = "",
        worded: bool = False,
    ) -> None:
        self.value = value
        self.printed = printed
        self.step = step
        self.grouped = grouped
        self.unit = unit
        self.loose = loose
        self.other = other
        self.high = high
        self.mask = mask
        self.bound = bound
        self.worded = worded
        self.whole = step >= 1

    def but(
        self,
        *,
        value: Decimal | None = None,
        printed: str | None = None,
        step: Decimal | None = None,
        unit: Unit | None = None,
        other: Decimal | None = None,
        high: Decimal | None = None,
        mask: str | None = None,
        bound: str | None = None,
        loose: bool | None = None,
    ) -> Number:
        """The same number but for what is given."""
        return Number(
            self.value if value is None else value,
            self.printed if printed is None else printed,
            self.step if step is None else step,
            self.grouped,
            self.unit if unit is None else unit,
            self.loose if loose is None else loose,
            self.other if other is None else other,
            self.high if high is None else high,
            self.mask if mask is None else mask,
            self.bound if bound is None else bound,
            self.worded,
        )

    def one_of_two(self, value: Decimal | None = None, high: Decimal | None = None) -> Number:
        """One number of a pair, the first where none is given, by itself or as the lower end of a range."""
        return Number(
            self.value if value is None else value,
            self.printed,
            self.step if value is None else Decimal(1).scaleb(exponent(value)),
            self.grouped if value is None else None,
            self.unit,
            self.loose,
            None,
            self.high if high is None else high,
            self.mask,
            self.bound,
            self.worded,
        )

    def end_of_range(self, value: Decimal | None = None) -> Number:
        """One end of a range, the lower where none is given."""
        return Number(
            self.value if value is None else value,
            self.printed,
            self.step,
            self.grouped if value is None else None,
            self.unit,
            self.loose,
            self.other,
            None,
            self.mask,
            self.bound,
            self.worded,
        )


def is_date(item: Item) -> bool:
    """Whether it is a date, behind which a later value may stand."""
    return item.kind == "date" or (item.number is not None and item.number.mask == "date")


def spoken_words(texts: set[str]) -> set[str]:
    """These texts, and every word of them by itself, without the comma that may touch it."""
    return texts.union(*[text.replace(",", " ").split() for text in texts if " " in text or "," in text])


def exponent(value: Decimal) -> int:
    """Minus the digits printed behind the point."""
    shown = value.as_tuple().exponent
    return shown if isinstance(shown, int) else 0


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
