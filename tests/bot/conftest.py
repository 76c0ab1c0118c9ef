"""The handbook as it is shipped, loaded once for all tests of bot, and a small one that may be bent."""

from datetime import date
from pathlib import Path

import pytest

from bot.library import Library, load
from tests.bot.library.sample import Sample, write_sample


@pytest.fixture(scope="session")
def library() -> Library:
    """The installed handbook on a fixed day, so that no test depends on today."""
    return load(day=date(2026, 11, 23))


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A small handbook without a fault."""
    return write_sample(tmp_path / "content")
