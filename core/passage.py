"""One passage: a statement as it is searched for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """The terms of one whole statement: of its title, of each way it is asked for, and of its words for everybody."""

    title: tuple[str, ...]
    asks: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
