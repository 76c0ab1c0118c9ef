"""What every test shares: sockets are refused (see pyproject.toml), and the papers beside the repository are found."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# No test asserts a duration. A build machine tries the same examples each time, so that a change alone turns it red.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of this repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of sample data beside the repository; without it the test is skipped, in CI it fails."""
    if SHARED.is_dir():
        return SHARED
    if os.environ.get("NADIR_REQUIRE_SHARED") == "1":
        pytest.fail("../shared is absent, and NADIR_REQUIRE_SHARED=1 says this run needs it")
    pytest.skip("../shared is absent: this test reads the sample data beside the repository")
