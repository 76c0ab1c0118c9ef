"""Messages by kind (`kinds/*.yaml`): what each claim's texts state, ask and never state. Clinicians may extend them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.reading import read
from tests.core.reading.support import asked, lexicon, state
from tests.core.reading.test_cases import differences


def _each() -> Iterator[Any]:
    for path in sorted((Path(__file__).parent / "kinds").glob("*.yaml")):
        for row in yaml.safe_load(path.read_text("utf-8")):
            for text in row["texts"]:
                yield pytest.param(row, text, id=f"{path.stem}: {row['claim']}: {text}")


@pytest.mark.parametrize(("row", "text"), list(_each()))
def test_claim(row: dict[str, Any], text: str) -> None:
    """`state` is closed over what evaluation knows; `also` and `never` are further facts, `ask` the values in doubt."""
    reading = read(
        text,
        lexicon(),
        asked=tuple(row.get("asked", ())),
        recent=tuple(row.get("recent", ())),
        doubted={key: tuple(map(Decimal, values)) for key, values in row.get("doubted", {}).items()},
    )
    facts = state(reading)

    assert differences(facts, row["state"], row.get("allow", {})) == []
    assert asked(reading) == sorted(row.get("ask", []))
    assert {key: facts.get(key) for key in row.get("also", {})} == row.get("also", {})
    assert [key for key in row.get("never", []) if key in facts] == []
    assert sorted({*reading.retracted, *reading.declined}) == sorted(row.get("takes_back", row.get("declines", [])))
