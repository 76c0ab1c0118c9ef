"""The lexicon as the product compiles it, and a reading as the line interface prints it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from core.facts import Facts, Stated
from core.lexicon import Lexicon, compile_lexicon
from core.reading import state_of
from core.reading.reading import Mention, Reading

NAMES = ("drugs", "drugs_stopped", "contexts", "regimen", "allergic_to")


@cache
def lexicon() -> Lexicon:
    """The committed vocabulary."""
    content = files("content")
    data = {
        path.name.removesuffix(".yaml"): yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        for path in content.joinpath("lexicon").iterdir()
        if path.name.endswith(".yaml")
    }
    data["units"] = yaml.load(content.joinpath("units.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    return compile_lexicon(data)


def facts_of(mentions: tuple[Mention, ...]) -> Facts:
    """Mentions as facts; names of one key together."""
    values: dict[str, Any] = {}
    for one in mentions:
        if one.key in NAMES:
            values[one.key] = values.get(one.key, frozenset()) | {one.value}
        else:
            values[one.key] = one.value
    return Facts.of(Stated(key, value) for key, value in values.items())


def state(reading: Reading) -> dict[str, Any]:
    """The state as evaluation compares it."""
    result: dict[str, Any] = (
        {"two_patients": True} if reading.two_patients else dict(state_of(facts_of(reading.mentions)))
    )
    if reading.identifiers:
        result["phi"] = True
    return result


def asked(reading: Reading) -> list[str]:
    """What is in doubt."""
    return sorted({one.key for one in reading.doubts} | ({"patient"} if reading.two_patients else set()))
