"""The judgement on a reading is that of the two scorers beside the repository, key by key."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.jsonlines.gold import form_of, load_gold
from bot.jsonlines.scoring import judge_message, judge_passage
from bot.jsonlines.verbs import read_line
from bot.library import Library, load


@pytest.fixture(scope="module")
def library() -> Library:
    """content/ as it ships."""
    return load()


def scorer(path: Path) -> ModuleType:
    """A scoring script of the labelled data as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def spoilt(state: dict[str, Any]) -> list[dict[str, Any]]:
    """The state, and wrong ones made of it, so that errors are compared too and not only what is right."""
    numbers = {key: value for key, value in state.items() if isinstance(value, float)}
    return [
        state,
        {},
        {**state, **{key: value * 10 for key, value in numbers.items()}},
        {**state, "anc": 0.211, "wbc": 3.0, "fever_denied": True, "drugs": ["filgrastim", "clozapine"]},
        {key: value for key, value in state.items() if key not in numbers},
    ]


def test_messages_are_judged_as_their_scorer_does(shared: Path, library: Library) -> None:
    score = scorer(shared / "data" / "slack" / "score_single.py").score
    kinds = {"critical": "dangerous"}
    for gold in lines(shared / "data" / "slack" / "single_dev.jsonl"):
        found = read_line(gold, library)
        for state in spoilt(found["state"]):
            for ask in (found["ask"], ["anc"], []):
                theirs = Counter(
                    (kinds.get(kind, kind), key) for kind, key in score(gold, {"state": state, "ask": ask})
                )
                ours = Counter((event.kind, event.key) for event in judge_message(gold, state, ask))
                assert ours == theirs, gold["id"]


def test_passages_are_judged_as_their_scorer_does(shared: Path, library: Library) -> None:
    score_one = scorer(shared / "data" / "real" / "score_real.py").score_one
    for name in ("dev", "dev_extra"):
        for gold in lines(shared / "data" / "real" / f"{name}.jsonl"):
            for state in spoilt(read_line(gold, library)["state"]):
                right, extra, missed, danger, exact = score_one(gold, state)
                events = judge_passage(gold, state)
                counts = Counter((event.kind, event.field) for event in events)
                for key in right | extra | missed:
                    assert counts["tp", key] == right[key], (gold["id"], key)
                    assert counts["fp", key] + counts["wrong", key] == extra[key], (gold["id"], key)
                    assert counts["fn", key] + counts["wrong", key] == missed[key], (gold["id"], key)
                assert [event.key for event in events if event.kind == "dangerous"] == [key for key, _ in danger]
                assert all(event.kind == "tp" for event in events) == exact


def test_a_line_is_a_passage_unless_it_says_who_wrote_it(shared: Path) -> None:
    assert {form_of(one) for one in load_gold(shared / "data" / "slack" / "single_dev.jsonl")} == {"message"}
    assert {form_of(one) for one in load_gold(shared / "data" / "real" / "dev.jsonl")} == {"passage"}
