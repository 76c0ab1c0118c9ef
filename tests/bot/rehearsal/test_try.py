"""`nadir try`: a page with its key where somebody sits, words where nobody does, and a clean end."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.bot.cli.conftest import Run, _at_home_nowhere, nadir, typing

__all__ = ["_at_home_nowhere", "nadir", "typing"]
LOOPBACK = pytest.mark.allow_hosts(["127.0.0.1"])


def test_with_no_terminal_it_shows_one_consult_in_words(nadir: Run) -> None:
    code, out, _ = nadir("try")

    assert 0 == code
    assert "EMERGENCY" in out


def test_the_terminal_can_be_asked_for(nadir: Run, typing: Callable[..., None]) -> None:
    typing("ANC 0.4 T 38.6")
    code, out, _ = nadir("try", "--terminal")

    assert 0 == code
    assert "EMERGENCY" in out


@LOOPBACK
def test_it_prints_an_address_that_opens_and_ends_when_told(tmp_path: Path, repository: Path) -> None:
    """The address holds the key; the database it made is gone when it has ended."""
    command = [sys.executable, "-m", "bot.cli", "try", "--page", "--no-browser"]
    world = {**os.environ, "PYTHONPATH": str(repository), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=world, cwd=tmp_path) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        with urlopen(address, timeout=10) as page:  # noqa: S310 - the address that our own program printed
            shown = page.read().decode()
        with pytest.raises(HTTPError, match="403"):
            urlopen(address.partition("?")[0], timeout=10)  # noqa: S310 - the same, without its key
        during = list(tmp_path.glob("nadir-try-*/*.sqlite3"))
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)

    assert address.startswith("http://127.0.0.1:")
    assert "Rehearsal" in shown
    assert during
    assert [] == list(tmp_path.glob("nadir-try-*"))
    assert 0 == process.returncode


@LOOPBACK
def test_a_port_that_is_taken_is_told_with_a_remedy(nadir: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, _, err = nadir("try", "--page", "--no-browser", "--port", port)

    assert 2 == code
    assert port in err
    assert "another" in err


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("not JSON", "cannot be read"),
        ("[]", "holds no object"),
        ('{"blocks": [{"type": "carpet"}]}', "unsupported block"),
    ],
)
def test_what_slack_would_not_draw_is_not_shown(nadir: Run, tmp_path: Path, content: str, problem: str) -> None:
    """A file that is shown as Slack would draw it must be one that Slack would draw."""
    (tmp_path / "reply.json").write_text(content)
    code, _, err = nadir("try", "--page", "--no-browser", "--show", "reply.json")

    assert 2 == code
    assert "reply.json" in err
    assert problem in err
