"""The work of reading grows with the length of a text and no faster; counted in lines run, never in time."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

import pytest

from core.reading import read
from tests.bench.texts import HARD, NOTE, grown
from tests.core.reading.support import lexicon

SHORT, LONG = 700, 2800
SLACK_OF_GROWTH = 1.15  # pieces that look a fixed number of pieces around find fewer in a short text


def vocabulary() -> Iterator[tuple[str, str]]:
    """One spelling of each kind of cue and of each role, and one phrase of each table of rules, with its name."""
    seen: dict[str, str] = {}
    stack: list[tuple[Mapping[str, Any], tuple[str, ...]]] = [(lexicon().terms, ())]
    while stack:
        node, path = stack.pop()
        for token, below in node.items():
            if token:
                stack.append((below, (*path, token)))
            elif (term := below[0]) is not None:
                spoken = " ".join(path)
                seen.setdefault(f"role {term.role}", spoken)
                for kind, detail in term.cues.items():
                    seen.setdefault(f"cue {kind} {detail}", spoken)
    for name, table in lexicon().tables.items():
        if isinstance(table, frozenset | dict):
            seen[f"rule {name}"] = min(map(str, table))
    yield from seen.items()


VOCABULARY = dict(vocabulary())


def work(text: str, *, explained: bool = False) -> int:
    """Lines of Python run by one reading."""
    count = 0

    def step(_frame: FrameType, _event: str, _more: object) -> Any:
        nonlocal count
        count += 1
        return step

    before = sys.gettrace()
    gc.disable()  # what collects garbage between calls may run lines of its own, and is not the reader's work
    sys.settrace(step)
    try:
        reading = read(text, lexicon(), asked=("anc", "temp_c", "mascc.copd"), recent=("anc", "temp_c"))
        if explained:
            reading.explain()
    finally:
        sys.settrace(before)
        gc.enable()
    return count


@pytest.mark.parametrize("unit", [NOTE, *HARD.values()], ids=["a note", *HARD])
def test_four_times_the_text_is_four_times_the_work(unit: str) -> None:
    lexicon()  # compiled before the count
    once, more = work(grown(unit, SHORT)), work(grown(unit, LONG))
    assert more <= once * LONG / SHORT * SLACK_OF_GROWTH


@pytest.mark.parametrize("joined", [" ", " and 1 "], ids=["bare", "numbers"])
@pytest.mark.parametrize("name", VOCABULARY)
def test_no_word_of_ours_is_walked_over_and_over(name: str, joined: str) -> None:
    unit = VOCABULARY[name] + joined
    once, more = work(grown(unit, SHORT)), work(grown(unit, LONG // 2))
    assert more <= once * (LONG // 2) / SHORT * (SLACK_OF_GROWTH + 0.1)


def test_an_explanation_grows_like_its_text() -> None:
    for unit in ("his wife has ANC 0.4 ", "if ANC falls below 0.5, ", NOTE):
        once, more = (work(grown(unit, length), explained=True) for length in (SHORT, LONG))
        assert more <= once * LONG / SHORT * (SLACK_OF_GROWTH + 0.1)
