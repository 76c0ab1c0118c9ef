"""Messages in a running conversation (`followups.yaml`) and values as printed (`printed.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.reading import read
from tests.core.reading.support import lexicon, state
from tests.core.reading.test_cases import differences

FILES = ("followups.yaml", "printed.yaml")
GROUPS = [group for name in FILES for group in yaml.safe_load((Path(__file__).parent / name).read_text("utf-8"))]


def _each() -> Iterator[Any]:
    for group in GROUPS:
        for text in group["texts"]:
            yield pytest.param(group, text, id=f"{','.join(group.get('asked', []))}: {text}")


@pytest.mark.parametrize(("group", "text"), list(_each()))
def test_each_of_these_states_the_same(group: dict[str, Any], text: str) -> None:
    reading = read(
        text,
        lexicon(),
        asked=tuple(group.get("asked", ())),
        recent=tuple(group.get("recent", ())),
        doubted={key: tuple(map(Decimal, values)) for key, values in group.get("doubted", {}).items()},
    )

    assert differences(state(reading), group["state"], group.get("allow", {})) == []
    assert {one.key for one in reading.doubts} == set(group.get("ask", ()))
    assert reading.new_patient == group.get("new_patient", False)


def test_of_a_very_long_message_the_beginning_is_read() -> None:
    reading = read("ANC 0.4 T 38.6. " + "as above " * 2000, lexicon())

    assert reading.too_long
    assert state(reading) == {"anc": 0.4, "temp_c": 38.6}


@pytest.mark.parametrize(
    "text", ["not sure about copd", "unsure if copd", "no idea about copd", "don't know about copd"]
)
def test_what_is_named_as_not_known_is_declined_and_nothing_else(text: str) -> None:
    reading = read(text, lexicon(), asked=("mascc.copd", "sbp"))

    assert reading.declined == ("mascc.copd",)
    assert reading.mentions == ()
