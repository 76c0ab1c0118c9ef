"""A small handbook that may be bent."""

from pathlib import Path

import pytest

from tests.bot.library.sample import Sample, write_sample


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A small handbook without a fault."""
    return write_sample(tmp_path / "content")
