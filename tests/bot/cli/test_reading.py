"""`nadir read`: what was understood, and the message with its pieces underlined."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.cli.underline import MARKS, NO_MARKS, listed, underlined
from core.reading import read
from core.reading.reading import WORD
from tests.bot.cli.conftest import Run
from tests.core.reading.support import lexicon


def test_read_tells_what_was_understood(nadir: Run) -> None:
    code, out, err = nadir("read", "neuts 0.4, temp 38.6, on dasatinob, no COPD")
    assert (code, err) == (0, "")
    for words in ("anc = 0.4 ×10⁹/L", "temp_c = 38.6 °C", "mascc.copd = no", "read as dasatinib"):
        assert words in out, words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ANC 45", "ask anc: “45” the unit is not printed"),
        ("ANC 9999999", "ask anc"),
        ("bed 1: ANC 0.2; bed 2: ANC 1.9", "two patients"),
        ("MRN 4471902", "identifiers"),
        ("good morning", "nothing is stated"),
        ("", "nothing is stated"),
        ("on cefepime and meropenem", "cefepime, meropenem"),
    ],
)
def test_read_tells_what_has_to_be_asked(nadir: Run, text: str, words: str) -> None:
    assert words in nadir("read", text)[1]


def test_explain_underlines_each_piece_and_lists_it(nadir: Run) -> None:
    _, out, _ = nadir("read", "--explain", "hold if ANC < 0.5; ANC 0.7")
    line, marks, numbers = out.splitlines()[:3]
    assert line == "hold if ANC < 0.5; ANC 0.7"
    assert marks == "....... ... . ~~~  ... ^^^"
    assert numbers == "              1        2"
    assert "  1  0.5  =>  not taken as anc  (a limit, a target, an instruction or a forecast (“hold if”))" in out
    assert "  2  0.7  =>  anc = 0.7" in out
    assert "\x1b" not in out


def test_read_for_a_program_is_what_batch_prints_with_the_pieces(nadir: Run) -> None:
    _, out, _ = nadir("read", "--json", "--explain", "ANC 0.4, creatinine 1.2")
    found = json.loads(out)
    assert (found["state"], found["ask"]) == ({"anc": 0.4}, [])
    pieces = {one["words"]: one for one in found["explained"]}
    assert pieces["0.4"]["became"] == "anc = 0.4"
    assert pieces["1.2"]["kind"] == "not taken"
    assert "explained" not in json.loads(nadir("read", "--json", "ANC 0.4")[1])


def test_colour_is_for_a_terminal_only(nadir: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[32m" in nadir("read", "--explain", "ANC 0.4")[1]


@pytest.mark.parametrize(
    "text",
    [
        "ANC\t0.4 T 38.6",
        "\U0001f912 ANC 0.4",
        "好 ANC 0.4",
        "e\u0301 ANC 0.4",
        "\u200bANC\u200b 0.4",
        "ok \U0001f44d\U0001f3fd ANC 0.4",
    ],
)
def test_marks_stand_below_their_words_whatever_the_width_of_the_letters(text: str) -> None:
    line, marks = list(underlined(text, read(text, lexicon()).explain(), 80))[:2]
    place = cell_len(line[: line.index("0.4")])
    assert marks[place : place + 3] == "^^^"
    assert marks[place - 1] == " "


def test_right_to_left_letters_get_no_marks_that_could_mislead() -> None:
    text = "שלום ANC 0.4\nANC 0.5"
    lines = list(underlined(text, read(text, lexicon()).explain(), 80))
    assert lines[1] == NO_MARKS
    assert lines[3].startswith("... ~~~") or lines[3].startswith("... ^^^")


@given(st.text(max_size=120), st.integers(4, 60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_underlined_within_the_terminal(text: str, width: int) -> None:
    said = read(f"{text} ANC 0.4", lexicon()).explain()
    for line in underlined(f"{text} ANC 0.4", said, width):
        below = set(line) <= {" ", *MARKS.values(), *"0123456789"} or line == NO_MARKS
        assert below or cell_len(line) <= width
        assert "\x1b" not in line
    assert [number for number, one in listed(said) if one.kind == WORD] == [0] * sum(one.kind == WORD for one in said)
