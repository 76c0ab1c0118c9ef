"""When values were measured (`moments.yaml`): what each claim's texts state and ask. Clinicians may extend them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.reading import read
from tests.core.reading.support import asked, lexicon, state
from tests.core.reading.test_cases import differences

ROWS = yaml.safe_load((Path(__file__).parent / "moments.yaml").read_text("utf-8"))


def _each() -> Iterator[Any]:
    for row in ROWS:
        for text in row["texts"]:
            yield pytest.param(row, text, id=f"{row['claim']}: {text}")


@pytest.mark.parametrize(("row", "text"), list(_each()))
def test_the_moment_decides(row: dict[str, Any], text: str) -> None:
    """`state` is closed over what evaluation knows; `never` are further facts, `ask` the values in doubt."""
    reading = read(text, lexicon(), recent=tuple(row.get("recent", ())))
    facts = state(reading)

    assert differences(facts, row["state"], row.get("allow", {})) == []
    assert asked(reading) == sorted(row.get("ask", []))
    assert [key for key in row.get("never", []) if key in facts] == []
