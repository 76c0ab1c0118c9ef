"""The work of reading grows with the length of a text and no faster; counted in lines run, never in time."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from core.reading import read
from tests.bench.texts import HARD, NOTE, grown
from tests.core.reading.support import lexicon

SHORT, LONG = 700, 2800
SLACK_OF_GROWTH = 1.15  # pieces that look a fixed number of pieces around find fewer in a short text


def work(text: str) -> int:
    """Lines of Python run by one reading."""
    count = 0

    def step(_frame: FrameType, _event: str, _more: object) -> Any:
        nonlocal count
        count += 1
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        read(text, lexicon(), asked=("anc", "temp_c", "mascc.copd"), recent=("anc", "temp_c"))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("unit", [NOTE, *HARD.values()], ids=["a note", *HARD])
def test_four_times_the_text_is_four_times_the_work(unit: str) -> None:
    lexicon()  # compiled before the count
    once, more = work(grown(unit, SHORT)), work(grown(unit, LONG))
    assert more <= once * LONG / SHORT * SLACK_OF_GROWTH
