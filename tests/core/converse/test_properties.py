"""What holds for any conversation: order, corrections, separation, replay in another process."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library import Library, load
from bot.store.codec import dump_reply, dump_turn, load_turn
from core.consult import Decision
from core.converse import Message, Outcome, Turn, converse, fold, replay
from core.facts import Facts, Value
from tests.core.converse.bench import START

FACTS = [
    "ANC 0.4",
    "WBC 1.1",
    "T 38.6",
    "62M",
    "breast cancer",
    "chemo last week",
    "BP 118/70",
    "HR 96",
    "no COPD",
    "platelets 80",
    "not confused",
    "outpatient",
    "no penicillin allergy",
]
# Conversations in which every kind of turn occurs: doubts, corrections, questions, what-ifs, wishes, two patients.
TALKS = [
    ["ANC 0.4 T 38.6 62M AML, no COPD", "no, none", "sorry, T 38.1 not 38.6", "why", "hand off", "undo"],
    ["ANC 1.6 WBC 4, afebrile", "how often should I recheck", "what if it drops to 0.3 with fever 39?", "trend"],
    ["ANC 50, T 38.9", "ANC 0.5", "parking code?", "BP 84/50", "BP now 118/70", "ignore the BP"],
    ["I'm a medical student. ANC 0.9 -> 0.6", "what do they mean", "patient wording", "new patient ANC 0.2"],
    ["bed 4 ANC 0.1 febrile and bed 5 ANC 2.0", "", "thanks", "help", "ANC yesterday 1.2, today 0.8"],
]


@cache
def library() -> Library:
    """content/ as it ships, on a fixed day."""
    return load(day=START.date())


def talk(texts: Sequence[str], name: str = "", minutes: int = 1) -> list[Outcome]:
    """One conversation, two authors in turn."""
    outcomes: list[Outcome] = []
    for number, text in enumerate(texts, 1):
        message = Message(text, START + timedelta(minutes=number * minutes), "U1", f"{name}Ev{number:03d}")
        turns = [one.turn for one in outcomes]
        outcomes.append(converse(turns, message, library().handbook, library().lexicon))
    return outcomes


def decided(outcome: Outcome) -> tuple[dict[str, Value], Decision]:
    """What is known and what follows, without the words it was told in."""
    return {one.key: one.value for one in outcome.facts}, outcome.decision


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(FACTS), parts=st.integers(min_value=1, max_value=5))
def test_any_order_of_the_same_facts_gives_the_same_decision(order: list[str], parts: int) -> None:
    """However a case is told, in one message or several, first the fever or first the count."""
    size = -(-len(order) // parts)
    texts = [", ".join(order[start : start + size]) for start in range(0, len(order), size)]

    assert decided(talk(texts)[-1]) == decided(talk([". ".join(FACTS)])[-1])


@settings(max_examples=20, deadline=None)
@given(text=st.sampled_from(["ANC 0.4", "WBC 1.1", "T 38.6", "platelets 80", "BP 118/70", "HR 96"]))
def test_correcting_to_the_same_value_changes_nothing(text: str) -> None:
    """Said "sorry, ANC 0.4" where 0.4 is known leaves facts, urgency and course as they were."""
    before, after = talk([", ".join(FACTS), f"sorry, {text}"])

    assert decided(after) == decided(before)
    assert after.case.series == before.case.series


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_two_conversations_never_share_a_fact(data: st.DataObject) -> None:
    """Two cases told in turns end as each does alone."""
    first, second = (data.draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=5)) for _ in range(2))
    turns: dict[str, list[Turn]] = {"a": [], "b": []}
    for number in range(max(len(first), len(second))):
        for name, texts in (("a", first), ("b", second)):
            if number < len(texts):
                at = START + timedelta(minutes=number + 1)
                message = Message(texts[number], at, "U1", f"{name}Ev{number + 1:03d}")
                turns[name].append(converse(turns[name], message, library().handbook, library().lexicon).turn)

    for name, texts in (("a", first), ("b", second)):
        assert tuple(turns[name]) == tuple(one.turn for one in talk(texts, name))


@pytest.mark.parametrize("texts", TALKS)
def test_a_reply_comes_again_from_its_turn(texts: list[str]) -> None:
    """Stored as JSON and read again, each turn gives the very reply that was given, without the message's words."""
    outcomes = talk(texts)
    turns = [load_turn(dump_turn(one.turn)) for one in outcomes]

    for number, outcome in enumerate(outcomes):
        again = replay(turns[:number], turns[number], library().handbook)
        assert dump_reply(again) == dump_reply(outcome.reply), texts[number]


@pytest.mark.parametrize("texts", TALKS)
def test_no_word_of_a_message_is_kept_in_its_turn(texts: list[str]) -> None:
    """What is no value, unit or name of the lexicon stands in no turn."""
    told = [f"{text} zebrafish" for text in texts if text]

    assert all("zebrafish" not in dump_turn(one.turn) for one in talk(told))


def test_a_replayed_log_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    """Another process with another hash seed reads the log and makes the same replies, byte for byte."""
    log = tmp_path / "turns.json"
    outcomes = [talk(texts) for texts in TALKS]
    log.write_text(json.dumps([[dump_turn(one.turn) for one in outcome] for outcome in outcomes]), encoding="utf-8")
    ours = [dump_reply(one.reply) for outcome in outcomes for one in outcome]

    for seed in ("1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "tests.core.converse.replayed", str(log), START.date().isoformat()]
        printed = subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout
        assert printed.splitlines() == ours


def test_the_fold_of_a_conversation_keeps_who_told_each_fact() -> None:
    """Every fact carries its author, whoever wrote the newest message."""
    turns: list[Turn] = []
    for number, (author, text) in enumerate([("U1", "ANC 0.4"), ("U2", "T 38.6, 62M")]):
        message = Message(text, START + timedelta(minutes=number), author, f"Ev{number}")
        turns.append(converse(turns, message, library().handbook, library().lexicon).turn)
    facts: Facts = fold(turns, library().handbook).facts

    assert {one.key: one.author for one in facts}["anc"] == "U1"
    assert {one.key: one.author for one in facts}["temp_c"] == "U2"
