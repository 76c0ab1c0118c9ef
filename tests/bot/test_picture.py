"""Counts over time as a picture: what it shows is checked on the figure, not on its pixels."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import picture
from bot.library import load
from core.converse import Message, Turn, converse
from core.reply.parts import Course

pytest.importorskip("matplotlib", reason="the extra `trends` is not installed")


@pytest.fixture(scope="module")
def courses() -> tuple[Course, ...]:
    """Counts of one patient, told over two days."""
    read = load()
    turns: list[Turn] = []
    courses: tuple[Course, ...] = ()
    for number, text in enumerate(["ANC 2.1 -> 1.4 -> 0.9, platelets 90, afebrile and well", "ANC 0.3, platelets 60"]):
        at = datetime(2026, 11, 23, 3, tzinfo=UTC) + timedelta(hours=10 * number)
        outcome = converse(turns, Message(text, at, "U1", f"Ev{number}"), read.handbook, read.lexicon)
        turns.append(outcome.turn)
        courses = outcome.reply.courses
    return courses


def test_a_picture_is_a_png_with_its_words_inside(courses: tuple[Course, ...]) -> None:
    """The alt text travels in the file, for whoever cannot see it."""
    drawn = picture.draw(courses)

    assert drawn.startswith(b"\x89PNG")
    assert b"ANC over time" in drawn


def test_the_same_courses_give_the_same_picture(courses: tuple[Course, ...]) -> None:
    """No clock and no version is written into it."""
    assert picture.draw(courses) == picture.draw(courses)


def test_lines_are_told_apart_without_colour() -> None:
    """Every limit has a dash of its own beside its colour."""
    assert len(set(picture.DASHES)) == len(picture.DASHES) >= 3
    assert len(set(picture.LINES)) == len(picture.LINES)


def test_matplotlib_is_found_when_it_is_there() -> None:
    """The chat says what to install only where it is missing."""
    assert not picture.missing()
