"""Two hundred slips of the pen in the handbook, and whether the proof, the limits or the cases notice them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

from bot.library import Library
from tests.content.bench import Bench
from tests.content.limits import limits_broken, limits_written
from tests.content.planting import Fault, planted

HOW_MANY = 200
ENOUGH = 0.95
# What survives are mostly words of resuming swapped between two rows of drugs that no case reads to the end. The names
# are printed when too many survive; they change with every edit of the handbook, so none is written down here.

_bench: Bench  # of this process, read once


def _begin() -> None:
    global _bench  # noqa: PLW0603 - a process of a pool keeps what it was begun with nowhere else
    _bench = Bench()


def _catches(fault: Fault) -> str:
    return _bench.catches(fault)


@pytest.fixture(scope="module")
def bench() -> Bench:
    """Everything that could notice a fault."""
    return Bench()


def _named(found: Iterator[tuple[Fault, str]]) -> set[str]:
    return {f"{fault.kind} {fault.what}" for fault, caught in found if not caught}


def test_the_handbook_as_it_ships_is_noticed_by_nothing(bench: Bench) -> None:
    """Every alarm below is the fault's: without one no case, limit or claim fails."""
    file, text = next(iter(bench.texts.items()))
    assert bench.catches(Fault("none", file, 1, "nothing", text)) == ""
    assert [case.name for case in bench.cases if bench.fails(case, bench.library.handbook)] == []


def test_planted_faults_are_noticed(bench: Bench) -> None:
    """Of 200 faults at least 95 of 100 are noticed."""
    faults = planted(bench.texts, HOW_MANY)
    with ProcessPoolExecutor(2, initializer=_begin) as pool:
        caught = list(pool.map(_catches, faults, chunksize=10))
    survivors = _named(zip(faults, caught, strict=True))
    by = Counter((found.split() or ["nothing"])[0] for found in caught)
    assert len(faults) == HOW_MANY
    assert sum(map(bool, caught)) >= ENOUGH * HOW_MANY, f"{dict(by)}: {sorted(survivors)}"


def test_limits_are_as_written_twice(library: Library) -> None:
    """Each limit of the handbook, and the side it belongs to, is what limits.yaml says as well."""
    assert list(limits_broken(library.handbook, limits_written())) == []
