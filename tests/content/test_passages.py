"""The committed index is of the handbook as it ships; what a hospital says is searched in the same way."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.library import Library, load
from core.passages import index_of, rank


def test_the_committed_index_is_what_the_guidelines_make(repository: Path) -> None:
    """Made anew, it is the same to the byte: run `make index` when this fails."""
    checked = subprocess.run([sys.executable, "-m", "bot.index", "check"], check=False, cwd=repository)

    assert checked.returncode == 0


def test_every_statement_comes_with_its_passage(library: Library) -> None:
    """At the first question nothing is left to count."""
    assert set(library.handbook.passages) == set(library.handbook.statements)


def test_a_passage_finds_what_the_words_themselves_would(library: Library) -> None:
    """The index of the committed terms is that of the statements as they are loaded, in every weight."""
    without = replace(library.handbook, passages={})

    assert index_of(library.handbook, library.lexicon) == index_of(without, library.lexicon)


def test_what_a_hospital_says_is_found_by_its_own_words(repository: Path) -> None:
    """A line of its own, a line of the handbook in its words, and a number that it has moved are made at start."""
    day, folder = date(2026, 11, 23), repository / "docs" / "site-example"
    here, lexicon = load(day=day, site=folder).handbook, load(day=day).lexicon
    local = here.local
    assert local is not None

    assert local.statements
    assert not local.statements & set(here.passages)
    assert rank("critical care bleep number", here, lexicon).statements[0] == "exh.critical-care"
    assert rank("antibiotic of the Example Hospital sepsis box", here, lexicon).statements[0] == "fn.start"


def test_a_statement_edited_alone_stops_the_bot_until_the_index_is_made_anew(repository: Path, tmp_path: Path) -> None:
    """As its author would see it: refused with the place and the remedy, and mended by the one command."""
    shutil.copytree(repository / "content", tmp_path / "content")
    chapter = tmp_path / "content" / "guidelines" / "causes.md"
    text = chapter.read_text(encoding="utf-8")
    line = text[: text.index("{#cause.list}")].count("\n") + 1
    chapter.write_text(text.replace("Find the cause:", "Seek the cause:"), encoding="utf-8")
    paths = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{repository}"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", *words]
        return subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path, env=paths)

    for refused in (run("bot.cli", "ask", "ANC 0.4"), run("bot.cli", "check")):
        assert refused.returncode == 1
        assert f"guidelines/causes.md:{line}: statement cause.list is not the one in" in refused.stderr + refused.stdout
        assert "make index" in refused.stderr + refused.stdout
    assert run("bot.index", "check").returncode == 1
    assert run("bot.index", "write").returncode == 0
    assert run("bot.cli", "ask", "ANC 0.4").returncode == 0
