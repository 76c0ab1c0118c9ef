"""`nadir evaluate read`: figures, errors with their words, and when it fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run

GOOD = {"id": "good", "text": "ANC 0.4 T 38.6", "expect": {"anc": 0.4, "temp_c": 38.6}, "tags": ["res"]}
MISSED = {"id": "missed", "text": "ANC 0.4", "expect": {"anc": 0.4, "platelets": 12}, "tags": ["res"]}
DANGER = {"id": "danger", "text": "ANC 0.4", "expect": {}, "forbid": {"anc": "*"}, "tags": ["res"]}
ASK = {"id": "ask", "text": "ANC 0.4", "expect": {}, "allow": {"anc": 0.4}, "ask": ["anc"], "tags": ["res"]}


def write(folder: Path, *lines: object) -> str:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), encoding="utf-8")
    return str(path)


def test_figures_and_errors_are_printed(nadir: Run, tmp_path: Path) -> None:
    code, out, err = nadir("evaluate", "read", write(tmp_path, GOOD, MISSED, DANGER, ASK))
    assert (code, err) == (0, "")
    assert "1 of 4 exact (0.250); dangerous 1; asks missed 1" in out
    assert "missed  fn  platelets: expected 12, got -" in out
    assert "danger  dangerous  anc: expected -, got 0.4, 4-7 “0.4” (taken: after “anc”" in out
    assert "ask  ask_missed  anc" in out


@pytest.mark.parametrize(
    ("options", "lines", "code"),
    [
        (["--floor", "0.5"], [GOOD, MISSED], 0),
        (["--floor", "0.51"], [GOOD, MISSED], 1),
        (["--no-danger"], [GOOD, MISSED], 0),
        (["--no-danger"], [GOOD, DANGER], 1),
        (["--floor", "1.5"], [GOOD], 2),
    ],
)
def test_it_fails_below_the_floor_and_on_danger(
    nadir: Run, tmp_path: Path, options: list[str], lines: list[object], code: int
) -> None:
    assert nadir("evaluate", "read", write(tmp_path, *lines), *options)[0] == code


def test_json_holds_the_figures_and_the_errors(nadir: Run, tmp_path: Path) -> None:
    found = json.loads(nadir("evaluate", "read", write(tmp_path, GOOD, MISSED), "--json")[1])
    assert (found["lines"], found["exact"], found["dangerous"]) == (2, 1, 0)
    assert found["fields"]["anc"] == {"tp": 2, "fn": 0, "wrong": 0, "fp": 0, "precision": 1, "recall": 1, "f1": 1}
    assert [error["id"] for error in found["errors"]] == ["missed"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [(["{"], "gold.jsonl:1, column"), ([GOOD, {"id": "x"}], "gold.jsonl:2, text"), ([], "no labelled line")],
)
def test_a_line_that_is_no_label_is_told_with_its_place(
    nadir: Run, tmp_path: Path, lines: list[object], words: str
) -> None:
    code, out, err = nadir("evaluate", "read", write(tmp_path, *lines))
    assert (code, out) == (1, "")
    assert words in err


def test_a_file_that_is_not_there_is_wrong_use(nadir: Run) -> None:
    assert nadir("evaluate", "read", "nowhere.jsonl")[0] == 2
