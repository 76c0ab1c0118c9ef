"""A number that may be a value, before anything is decided about it."""

from __future__ import annotations

from typing import final

from core.reading.printed.items import Number


@final
class Candidate:
    """A number that may be the value of *key*: where it and its term stand, and how it came to it."""

    __slots__ = ("at", "how", "key", "number", "term")

    def __init__(self, key: str, number: Number, at: int, term: int, how: str = "left") -> None:
        self.key = key
        self.number = number
        self.at = at
        self.term = term
        self.how = how

    def with_number(self, number: Number) -> Candidate:
        """The same with another number."""
        return Candidate(self.key, number, self.at, self.term, self.how)
