"""The labelled conversations and questions beside the repository, scored by their own rules."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from bot.jsonlines.verbs import converse_line
from bot.library import Library, load
from core.converse import answer

WHOLE = 0.97  # of all turns right in state, severity, febrile neutropenia, score
FIRST, FIRST_THREE = 0.85, 0.97  # of answerable questions: a right statement first, or among the first three


@pytest.fixture(scope="module")
def library() -> Library:
    """content/ as it ships."""
    return load()


def scorer(shared: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A scoring script of the labelled data as a module."""
    folder = shared / "data" / "slack"
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_conversations_end_in_the_labelled_state(
    shared: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Turn by turn: what is known, how low the count is, whether it is a fever, how far the score is decided."""
    score = scorer(shared, "score_conv", monkeypatch)
    lines = (shared / "data" / "slack" / "conv_dev.jsonl").read_text(encoding="utf-8").splitlines()
    wrong, turns = [], 0
    for gold in map(json.loads, lines):
        got = converse_line({"id": gold["id"], "turns": gold["turns"]}, library)["turns"]
        turns += len(gold["turns"])
        wrong += [
            f"{gold['id']}: {bad}"
            for turn, found in zip(gold["turns"], got, strict=True)
            if (bad := score.turn_errors(turn, found))
        ]

    assert 1 - len(wrong) / turns >= WHOLE, wrong


def test_questions_find_their_statement_or_are_refused(
    shared: Path, library: Library, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question of the article finds a statement that carries it; one beyond it is never given the article's words."""
    score = scorer(shared, "score_qa", monkeypatch)
    coverage = yaml.safe_load((repository / "tests" / "seed_coverage.yaml").read_text(encoding="utf-8"))
    rows: dict[str, set[str]] = {}
    for row, entry in coverage.items():
        for name in entry["statements"]:
            rows.setdefault(name, set()).add(row)
    hits: list[list[bool]] = []
    wrong: list[str] = []
    for gold in map(json.loads, (shared / "data" / "slack" / "qa_dev.jsonl").read_text(encoding="utf-8").splitlines()):
        found = answer(gold["q"], library.handbook, library.lexicon)
        if gold["refuse"]:
            wrong += [gold["q"] for name in found.statements[:1] if rows.get(name, set()) - score.SILENT]
            continue
        wanted = {row for section in gold["sections"] for row in score.SECTION[section]}
        hits.append([bool(rows.get(name, set()) & wanted) for name in found.statements])
        wrong += [gold["q"]] if found.direct and not hits[-1][0] else []

    assert wrong == []
    assert sum(any(hit[:1]) for hit in hits) / len(hits) >= FIRST
    assert sum(any(hit[:3]) for hit in hits) / len(hits) >= FIRST_THREE
