"""The last few cases worked out are kept: a question about a case does not have it consulted again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

from core.facts import Facts, Stated
from core.guideline import Handbook

KEPT = 64  # cases in memory, without who or where; the running bot forgets them every hour (docs/PRIVACY.md)
Rest = TypeVarTuple("Rest")
Found = TypeVar("Found")
_forget: list[Callable[[], None]] = []


def kept(work: Callable[[Facts, Handbook, *Rest], Found]) -> Callable[[Facts, Handbook, *Rest], Found]:
    """The same function of facts and handbook, which remembers what it found for the last few facts.

    Facts are the same when every word of them is: 0.40 is printed otherwise than 0.4. Another handbook remembers
    nothing of the one before.
    """
    of: Handbook | None = None

    @lru_cache(maxsize=KEPT)
    def remembered(stated: tuple[tuple[Stated, str], ...], *rest: *Rest) -> Found:
        assert of is not None
        return work(Facts.of(one for one, _ in stated), of, *rest)

    @wraps(work)
    def again(facts: Facts, handbook: Handbook, *rest: *Rest) -> Found:
        nonlocal of
        if of is not handbook:
            remembered.cache_clear()
            of = handbook
        return remembered(tuple((one, str(one.value)) for one in facts), *rest)

    _forget.append(remembered.cache_clear)
    return again


def forget() -> None:
    """Keep nothing of any case."""
    for clear in _forget:
        clear()
