"""A question is little work: counted in calls, which no busy machine changes; `make bench` has the times."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

import pytest

from bot.library import Library
from core.consult import forget
from core.converse import Message, answer, converse
from core.passages import index_of, rank
from tests.bench.question import CASES, QUESTIONS
from tests.core.converse.bench import START
from tests.core.converse.test_converse import talk

# Two milliseconds are some six thousand calls on the machine on which this was written; a first consult is 60,000.
RANKED, ANSWERED, NOBODY, OF_A_CASE = 800, 1500, 4000, 7000


def calls(work: Callable[[], object]) -> int:
    """Functions of Python called."""
    count = 0

    def step(_frame: FrameType, event: str, _more: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.fixture
def ready(library: Library) -> Library:
    """The handbook as a running bot has it: its index made."""
    index_of(library.handbook, library.lexicon)
    return library


@pytest.mark.parametrize("question", QUESTIONS)
def test_finding_the_statements_of_a_question_is_little_work(ready: Library, question: str) -> None:
    """Ranking alone, then with the reading and the rules before it."""
    answer(question, ready.handbook, ready.lexicon)

    assert calls(lambda: rank(question, ready.handbook, ready.lexicon)) <= RANKED
    assert calls(lambda: answer(question, ready.handbook, ready.lexicon)) <= ANSWERED


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("told", CASES.values(), ids=list(CASES))
def test_a_question_about_a_case_does_not_consult_it_again(ready: Library, told: Sequence[str], question: str) -> None:
    """The consult the clinician has just read is not worked out anew, nor are its questions and its limits."""
    turns = [one.turn for one in talk(ready, *told)]
    message = Message(question, START.replace(hour=4), "U1", "EvQ")

    def ask() -> object:
        return converse(turns, message, ready.handbook, ready.lexicon).reply

    forget()
    first, known = ask(), calls(ask)

    assert known <= (OF_A_CASE if told else NOBODY)
    assert ask() == first
