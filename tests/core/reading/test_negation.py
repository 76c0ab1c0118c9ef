"""Whether a finding is affirmed or denied: `negation.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from core.reading import read
from tests.core.reading.support import lexicon

JUDGED = frozenset({"copd", "hypotension", "dehydration", "fungal_history", "setting"})
ROWS = [
    (claim, text, row["states"])
    for claim, rows in yaml.safe_load((Path(__file__).parent / "negation.yaml").read_text("utf-8")).items()
    for row in rows
    for text in row["texts"]
]


@pytest.mark.parametrize(("claim", "text", "states"), ROWS, ids=[f"{claim}: {text}" for claim, text, _ in ROWS])
def test_it_is_affirmed_or_denied(claim: str, text: str, states: dict[str, Any]) -> None:
    stated = {one.key.removeprefix("mascc."): one.value for one in read(text, lexicon()).mentions}

    assert {key: value for key, value in stated.items() if key in JUDGED} == states, claim
