"""The pieces of a message the stages work on: terms of the lexicon, numbers, words, signs, line ends."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

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


class Item(NamedTuple):
    """One piece of the message. `start` and `end` are places in the unmarked text; `glued` touches the piece before.

    `role` and `key` are those of the term, or nothing.
    """

    kind: str
    text: str
    start: int
    end: int
    glued: bool
    term: Term | None = None
    number: Number | None = None
    cues: Mapping[str, str] = NO_CUES
    note: str = ""
    unit: Unit | None = None
    role: str = ""
    key: str = ""
