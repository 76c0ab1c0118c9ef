"""The handbook as it ships, loaded once, and facts written the way the line interface writes them."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from bot.library import Library, load
from core.facts import Facts, Stated
from core.guideline import Handbook

Chart = Callable[..., Facts]


@pytest.fixture(scope="session")
def library() -> Library:
    """content/ as it ships."""
    return load()


@pytest.fixture(scope="session")
def handbook(library: Library) -> Handbook:
    """The handbook as it ships."""
    return library.handbook


@pytest.fixture(scope="session")
def chart(handbook: Handbook) -> Chart:
    """Facts from keys and values; MASCC items as `mascc={"copd": False}`."""

    def facts(mascc: Mapping[str, Any] | None = None, **stated: Any) -> Facts:
        named = {**stated, **{f"mascc.{item}": value for item, value in (mascc or {}).items()}}
        return Facts.of(Stated(key, handbook.items[key].accept(value)) for key, value in named.items())

    return facts
