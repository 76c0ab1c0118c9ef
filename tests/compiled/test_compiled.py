"""The compiled reader is the source, faster: `make test-fast` builds it and runs these beside all tests of reading."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.reading import reader
from tests.bench.texts import NOTE, SLACK

pytestmark = pytest.mark.skipif(
    os.environ.get("NADIR_COMPILED") != "1", reason="the reader is not compiled here: `make test-fast` does that"
)


def read(lines: str, folder: Path, seed: str, site: Path | None) -> bytes:
    """What `nadir batch read` prints, run in a folder of its own, with the packages of a site before all others."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(site) if site else ""}
    command = [sys.executable, "-m", "bot.cli", "batch", "read"]
    ran = subprocess.run(command, input=lines.encode(), capture_output=True, cwd=folder, env=environment, check=True)
    return ran.stdout


def test_these_tests_run_on_the_compiled_reader() -> None:
    """No test of this run looks at the source by mistake."""
    assert Path(str(reader.__file__)).suffix in {".so", ".pyd"}


def test_source_and_compiled_reader_print_the_same_bytes(repository: Path, tmp_path: Path) -> None:
    """Every labelled message is read alike by both, in processes that order their sets differently."""
    labelled = (repository / "tests" / "gold" / "read.jsonl").read_text("utf-8").splitlines()
    texts = [*(json.loads(line)["text"] for line in labelled), *SLACK, NOTE]
    lines = "".join(json.dumps({"id": str(at), "text": text}) + "\n" for at, text in enumerate(texts))

    source = read(lines, repository, "1", None)
    compiled = read(lines, tmp_path, "2", repository / "build" / "fast" / "site")

    assert len(source.splitlines()) == len(texts)
    assert source == compiled
