"""The report of a comparison: less urgent first, every patient in one line, every edit by its id."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.library import load
from core.compare import compare, edits_between, report
from core.facts import Facts
from core.guideline import Handbook
from tests.bot.library.sample import Sample
from tests.core.conftest import Chart

FEVER, RED, DRUGS = (f"guidelines/{name}.md" for name in ("febrile-neutropenia", "red-flags", "drugs"))
Told = Callable[..., str]


@pytest.fixture
def edited(repository: Path, tmp_path: Path) -> Sample:
    """The handbook as it ships, to be edited."""
    one = Sample(tmp_path / "content")
    shutil.copytree(repository / "content", one.folder)
    return one


@pytest.fixture
def told(edited: Sample, handbook: Handbook, chart: Chart) -> Told:
    """The report of the edited handbook over some patients."""

    def over(*patients: Facts, examples: int = 5) -> str:
        new = load(edited.folder).handbook
        edits = edits_between(handbook, new)
        return report(handbook, new, edits, compare(handbook, new, edits, patients), examples)

    return over


def _sections(text: str) -> Sequence[str]:
    return [line for line in text.splitlines() if line.startswith("## ")]


def test_a_less_urgent_patient_stands_at_the_top(edited: Sample, told: Told, chart: Chart) -> None:
    """A limit moved the wrong way: who loses by it is said first and plainly, in one line each."""
    edited.edit("values: {2026-11-23: 130}", "values: {2026-11-23: 140}", RED)
    text = told(chart(anc=3, hr=130, unwell=False), chart(anc=3, hr=140), chart(anc=3, hr=120))
    assert text.splitlines()[2] == "**LESS URGENT: 1 of the patients compared. Read these first.**"
    assert _sections(text)[0] == "## Less urgent: 1"
    assert "- ANC 3.0 ×10⁹/L · HR 130 /min · unwell: no: emergency → **routine**" in text
    assert "| 1 | **less urgent** |" in text
    assert "3 patients were compared" in text
    assert "- `hr_high`: /min 130 from 2026-11-23 (policy) → /min 140 from 2026-11-23 (policy)" in text
    assert "- `hr_band` (declared otherwise)" in text


def test_a_more_urgent_patient_is_told_with_the_row(edited: Sample, told: Told, chart: Chart) -> None:
    """The row is named with the conclusion that differs, and the statements it brings."""
    row = "| unwell.moderate-rising | yes | moderate | - | rising | unknown | urgent | no | head.ill | fn.see |"
    edited.edit(row, row.replace("urgent | no", "emergency | no").replace("fn.see |", "fn.see fn.presume |"), FEVER)
    text = told(chart(anc=0.7, temp_c=36.8, rigors=True, anc_trend="rising"))
    assert text.splitlines()[2] == "No patient becomes less urgent."
    assert _sections(text)[0] == "## More urgent: 1"
    assert "rigors: yes: urgent → **emergency**" in text
    assert "now `fn.presume`" in text
    assert (
        "- `unwell.moderate-rising` of `table.unwell`: urgency urgent → emergency; say fn.see → fn.see fn.presume"
        in text
    )


def test_a_drug_row_that_goes_is_told(edited: Sample, told: Told, chart: Chart, handbook: Handbook) -> None:
    """A row removed from a list of flags: the flag goes with it."""
    edited.edit("| red.heart-rate | hr_band | high | - | - | yes | - |\n", "", RED)
    text = told(chart(anc=3, hr=150))
    assert "## Red flags: 1" in text
    assert "red.heart-rate → **none**" in text
    assert "- `red.heart-rate` of `table.red-flags`: removed" in text


def test_as_many_examples_as_asked_and_the_rest_counted(edited: Sample, told: Told, chart: Chart) -> None:
    """Those with the fewest facts are shown."""
    edited.edit("values: {2026-11-23: 130}", "values: {2026-11-23: 140}", RED)
    text = told(chart(anc=3, hr=135, unwell=False), chart(hr=135), chart(hr=130, unwell=False), examples=1)
    section = text.split("## Less urgent: 3")[1].split("## ")[0]
    assert [line[:5] for line in section.splitlines() if line.startswith("- ")] == ["- HR ", "- … a"]
    assert "- … and 2 more" in section


def test_an_edit_that_changes_nobody_is_still_shown(edited: Sample, told: Told, chart: Chart) -> None:
    """No patient of those compared: said, with what was edited."""
    edited.edit("values: {2026-11-23: 130}", "values: {2026-11-23: 140}", RED)
    text = told(chart(anc=3, hr=80))
    assert text.splitlines()[2] == "**No patient changes.**"
    assert "- `hr_high`" in text
