"""The command line as a function: words in, exit code and output out."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.cli import main, paper
from bot.library import Library, load
from tests.bot.library.sample import Sample, write_sample

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _at_home_nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Each test has its own standard output, and no setting of the machine reaches it."""
    paper.console.cache_clear()
    monkeypatch.chdir(tmp_path)
    for name in ("SITE", "AUDIENCE", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"NADIR_{name}", raising=False)
    yield
    paper.console.cache_clear()


@pytest.fixture
def nadir(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line; gives its exit code, output and errors."""

    def run(*words: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["nadir", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            main()
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        assert left.value.code is None or isinstance(left.value.code, int)
        return left.value.code or 0, out.decode(), err.decode()

    return run


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Somebody at a terminal, who types these lines and then leaves."""

    def types(*lines: str) -> None:
        said = iter(lines)

        def answer(_: str) -> str:
            line = next(said, None)
            if line is None:
                raise EOFError
            return line

        monkeypatch.setattr("builtins.input", answer)
        monkeypatch.setattr("bot.cli.chat.somebody_types", lambda: True)

    return types


@pytest.fixture(scope="module")
def library() -> Library:
    """The installed handbook."""
    return load()


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A small handbook without a fault."""
    return write_sample(tmp_path / "content")
