"""What the article shows around its text, on the terminal: conclusion, status, readers, questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot import picture
from tests.bot.cli.conftest import Run

BORDERLINE = "ANC 1.6 WBC 4.0"


def test_the_low_end_of_normal_gets_the_articles_conclusion(nadir: Run) -> None:
    code, out, _ = nadir("ask", BORDERLINE)
    assert code == 0
    assert out.startswith("ROUTINE")
    for words in ("not neutropenia", "2 to 4 weeks", "3 months", "fever, chills", "No G-CSF"):
        assert words in out, words


def test_a_reply_shows_its_review_status_and_its_date(nadir: Run) -> None:
    _, out, _ = nadir("ask", BORDERLINE)
    for words in ("under review", "2026", "judgement", "[1]"):
        assert words in out, words


def test_the_wording_follows_the_reader(nadir: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {}
    for audience in ("clinician", "trainee", "patient"):
        monkeypatch.setenv("NADIR_AUDIENCE", audience)
        told[audience] = nadir("ask", BORDERLINE)[1]
    assert len(set(told.values())) == 3
    assert "You do not need treatment" in told["patient"]


def test_a_follow_up_question_is_answered_in_the_conversation(nadir: Run, typing: Callable[..., None]) -> None:
    typing(BORDERLINE, "how often should I recheck?", "what is the capital of France?")
    _, out, _ = nadir("chat")
    assert "2 to 4 weeks" in out
    assert "Not covered by the handbook" in out


def test_a_question_in_plain_words_is_answered(nadir: Run) -> None:
    _, out, _ = nadir("ask", "what is the management for a patient with ANC 1.6 and WBC 4?")
    assert "not neutropenia" in out
    _, out, _ = nadir("ask", "when is G-CSF given to prevent febrile neutropenia?")
    assert "20 %" in out


def test_the_terminal_asks_once_who_reads_and_remembers_it(nadir: Run, typing: Callable[..., None]) -> None:
    """The choice outlives the case."""
    typing(BORDERLINE, "patient wording", "/reset", BORDERLINE)
    _, out, _ = nadir("chat")

    assert out.count("Which describes you best") == 1
    assert "You do not need treatment" in out.split("New patient.")[1]


def test_a_hand_off_in_the_terminal(nadir: Run, typing: Callable[..., None]) -> None:
    typing("ANC 0.3 T 38.6 chemo d8", "hand-off")
    _, out, _ = nadir("chat")

    for words in ("Situation", "Clock started", "First antibiotic at once, by"):
        assert words in out, words


def test_a_picture_needs_a_course_and_says_where_it_is(nadir: Run, typing: Callable[..., None], tmp_path: Path) -> None:
    """Without two values there is nothing to draw; without matplotlib the chat says what to install."""
    typing("/picture", "ANC 2.1 -> 1.4 -> 0.9, well, afebrile", f"/picture {tmp_path / 'anc.png'}")
    _, out, _ = nadir("chat")

    assert "There is no course to draw yet" in out
    if picture.missing():
        assert "nadir-bot[trends]" in out
    else:
        assert (tmp_path / "anc.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_that_cannot_be_written_is_told(nadir: Run, typing: Callable[..., None], tmp_path: Path) -> None:
    """A folder where a file was named: said, and the conversation goes on."""
    pytest.importorskip("matplotlib", reason="the extra `trends` is not installed")
    typing("ANC 2.1 -> 1.4 -> 0.9, well, afebrile", f"/picture {tmp_path}")
    _, out, _ = nadir("chat")

    assert "name another file" in out
