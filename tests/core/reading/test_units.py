"""What a printed number amounts to and what is asked of it, to the letter: `units.yaml`."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.reading import read
from core.reading.counts.units import stray_unit
from core.reading.printed.markup import unmark
from core.reading.printed.scan import tokenise
from core.reading.reading import Reading
from tests.core.reading.support import lexicon

ROWS = [
    (claim, text, row)
    for claim, rows in yaml.safe_load((Path(__file__).parent / "units.yaml").read_text("utf-8")).items()
    for row in rows
    for text in row["texts"]
]


def heard(text: str, row: dict[str, Any]) -> Reading:
    """The message read, behind a doubt where the row has one."""
    doubted = {key: tuple(map(Decimal, readings)) for key, readings in row.get("doubted", {}).items()}
    return read(text, lexicon(), asked=tuple(doubted), recent=tuple(row.get("recent", ())), doubted=doubted)


@pytest.mark.parametrize(("claim", "text", "row"), ROWS, ids=[f"{claim}: {text}" for claim, text, _ in ROWS])
def test_a_number_amounts_to_this(claim: str, text: str, row: dict[str, Any]) -> None:
    """`is` are all numbers stated, `asked` every doubt, `says` what the echo adds; what is not named is not there."""
    reading = heard(text, row)
    numbers = {one.key: one for one in reading.mentions if isinstance(one.value, Decimal)}

    assert {key: float(str(one.value)) for key, one in numbers.items()} == pytest.approx(row.get("is", {})), claim
    doubts = {one.key: [one.printed, *map(str, one.readings), one.why] for one in reading.doubts}
    assert doubts == row.get("asked", {}), claim
    assert {key: one.note for key, one in numbers.items() if one.note} == row.get("says", {}), claim
    for key, words in row.get("quotes", {}).items():
        one = numbers[key]
        assert (text[one.start : one.end], one.printed) == (words, words.lower()), claim


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("cells/uL", True),
        ("sorry, cells/uL", True),
        ("in K/uL please", True),
        ("ANC 400/uL, not K/uL", True),
        ("400 cells/uL", False),
        ("ANC 0.4 x10^9/L", False),
        ("percent", False),
        ("mg", False),
        ("septic", False),
    ],
)
def test_a_unit_of_a_count_without_a_number_is_noticed(text: str, stray: bool) -> None:
    assert stray_unit(tokenise(unmark(text).folded), lexicon()) == stray
