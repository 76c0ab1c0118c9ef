"""Clinical words and what they state: `clinical_words.yaml` and `languages.yaml`, which clinicians may extend."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.reading import read
from tests.core.reading.support import lexicon

NAMES = frozenset({"allergic_to", "contexts", "drugs", "drugs_stopped", "regimen"})
ROWS = [
    (group, text, row)
    for name in ("clinical_words.yaml", "languages.yaml")
    for group, rows in yaml.safe_load((Path(__file__).parent / name).read_text("utf-8")).items()
    for row in rows
    for text in row["texts"]
]


def plain(value: object) -> object:
    """A number as a float, everything else as it is."""
    return float(value) if isinstance(value, Decimal) else value


def stated(text: str) -> dict[str, Any]:
    """Every fact the text states; names of one key together, sorted."""
    facts: dict[str, Any] = {}
    for one in read(text, lexicon()).mentions:
        if one.key in NAMES:
            facts[one.key] = sorted({*facts.get(one.key, []), str(one.value)})
        else:
            facts[one.key] = plain(one.value)
    return facts


@pytest.mark.parametrize(("group", "text", "row"), ROWS, ids=[f"{group}: {text}" for group, text, _ in ROWS])
def test_states(group: str, text: str, row: dict[str, Any]) -> None:
    """`has` is stated with that value; `hasnt` are keys, or values of keys, that are not."""
    got = stated(text)
    for key, value in row.get("has", {}).items():
        same = got.get(key) == value or (isinstance(value, float | int) and got.get(key) == pytest.approx(value))
        assert same, f"{group}: {key} is {got.get(key)!r}, not {value!r}, in {got}"
    for one in row.get("hasnt", []):
        key, _, value = str(one).partition("=")
        held = got.get(key)
        assert key not in got or (value and value not in (held if isinstance(held, list) else [str(held)])), got
