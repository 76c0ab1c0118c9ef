"""The handbook as it is shipped."""

from datetime import date

import pytest

from bot.library import Library, load


@pytest.fixture(scope="session")
def library() -> Library:
    """The installed handbook on a fixed day, so that no test depends on today."""
    return load(day=date(2026, 11, 23))
