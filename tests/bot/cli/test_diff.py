"""`nadir diff`: two handbooks, and the patients they answer differently."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run
from tests.bot.library.sample import MAIN, Sample, write_sample


@pytest.fixture
def edited(sample: Sample, tmp_path: Path) -> Sample:
    """The same small handbook once more, to be edited."""
    write_sample(tmp_path / "edited" / "content")
    return Sample(tmp_path / "edited" / "content")


def diff(nadir: Run, old: Sample, new: Sample, *more: str) -> tuple[int, str]:
    code, out, err = nadir("diff", str(old.folder), str(new.folder), *more)
    assert err == ""
    return code, out


def test_the_same_handbook_changes_no_patient(nadir: Run, sample: Sample, edited: Sample) -> None:
    """Nothing differs, so nobody had to be compared, and that is said."""
    code, out = diff(nadir, sample, edited)
    assert code == 0
    assert "**No patient changes.** The two handbooks say the same." in out
    assert "no patient had to be compared" in out


def test_other_words_change_no_patient_and_are_shown(nadir: Run, sample: Sample, edited: Sample) -> None:
    """Words, their source and the phrases are listed; decisions cannot differ by them."""
    edited.edit("Nothing to treat.", "Nothing at all to treat.")
    edited.edit("below {mascc_low}", "under {mascc_low}", "phrases.yaml")
    edited.edit("- Source: nice (1.1)", "- Source: nice (1.2)")
    code, out = diff(nadir, sample, edited)
    assert code == 0
    assert "**No patient changes.**\n" in out
    assert "- `fn.no` said otherwise. clinician: Nothing to treat. → Nothing at all to treat." in out
    assert "- `fn.no` has another source, strength, part or rank" in out
    assert "- phrases differ" in out


def test_a_less_urgent_patient_fails(nadir: Run, repository: Path, tmp_path: Path) -> None:
    """The whole walk over the installed handbook with one threshold moved the wrong way."""
    edited = Sample(tmp_path / "content")
    shutil.copytree(repository / "content", edited.folder)
    edited.edit("values: {2026-11-23: 130}", "values: {2026-11-23: 140}", "guidelines/red-flags.md")
    code, out, err = nadir("diff", str(repository / "content"), str(edited.folder), "--examples", "1")
    assert (code, err) == (1, "")
    assert out.splitlines()[2].startswith("**LESS URGENT: ")
    assert re.search(r"^- HR 13\d /min: emergency → \*\*", out, re.MULTILINE)
    assert "- … and" in out


def test_a_revision_is_compared_with_a_folder(
    nadir: Run, sample: Sample, edited: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change is seen against what was committed, from anywhere in the repository."""
    repository = edited.folder.parent
    git = ["git", "-c", "user.name=Nobody", "-c", "user.email=nobody@hospital.example"]
    for words in (["init", "--quiet"], ["add", "content"], ["commit", "--quiet", "--message", "first"]):
        subprocess.run([*git, *words], cwd=repository, check=True, capture_output=True)
    monkeypatch.chdir(edited.folder)
    edited.edit("Nothing to treat.", "Nothing at all to treat.")
    code, out, _ = nadir("diff", "HEAD", str(edited.folder))
    assert code == 0
    assert "- `fn.no` said otherwise." in out


def test_a_hospitals_folder_is_compared_over_the_installed_handbook(
    nadir: Run, repository: Path, tmp_path: Path
) -> None:
    """Words alone: no patient has to be compared."""
    folder = tmp_path / "exh"
    shutil.copytree(repository / "docs" / "site-example", folder)
    for path in ("fever.md", "contacts.md", "doses.md"):
        (folder / "guidelines" / path).unlink()
    (folder / "guidelines" / "own.md").write_text(OWN, encoding="utf-8")
    sources = (folder / "sources.yaml").read_text(encoding="utf-8")
    (folder / "sources.yaml").write_text(sources.split("exh-doses:")[0], encoding="utf-8")
    code, out, _ = nadir("diff", str(repository / "content"), str(folder))
    assert code == 0, out
    assert "**No patient changes.**" in out
    assert "- `fn.start` said otherwise. clinician: Start an intravenous" in out


OWN = """\
---
id: fn
edition: 2026.11.1
effective: {since: 2026-11-23}
review: {status: under-review, due: 2027-11-23}
---
## Statements

### Start {#fn.start}

Start the antibiotic of the sepsis box.

- Source: exh-sepsis
"""


@pytest.mark.parametrize("name", ["no-such-revision", "--output=x", "HEAD:content"])
def test_what_is_neither_folder_nor_revision_is_wrong_use(nadir: Run, sample: Sample, name: str) -> None:
    code, _, err = nadir("diff", "--", str(sample.folder), name)
    assert code == 2
    assert "this is no folder of content, and no git revision" in err


def test_a_handbook_that_cannot_be_read_is_told_with_its_line(nadir: Run, sample: Sample, edited: Sample) -> None:
    edited.edit("| fn.2 | yes | enough | urgent", "| fn.2 | yes | enough | hasty")
    code, _, err = nadir("diff", str(sample.folder), str(edited.folder))
    assert code == 1
    assert f"{MAIN}:{edited.line('| fn.2')}: 'hasty' is no value" in err
