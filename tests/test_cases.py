"""Cases a clinician writes: a line of text, what must be read, how urgent it is, what is said and asked."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.library import Library, load
from core.converse import Outcome, converse
from core.converse.turn import Message
from core.facts import Value
from core.reply import plain

CASES = Path(__file__).parent / "cases"
KEYS = {"name", "text", "facts", "urgency", "severity", "fn", "disposition", "says", "says_not", "words", "words_not",
        "asks", "asks_not", "doubts", "differs", "drug", "seed", "first_words", "file"}  # fmt: skip
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def cases_written() -> Iterator[dict[str, Any]]:
    """Every case of the case files; `file` says which one it stands in."""
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield {**case, "file": path.stem}


def _cases() -> Iterator[Any]:
    for case in cases_written():
        yield pytest.param(case, id=f"{case['file']}: {case['name']}")


@pytest.fixture(scope="module")
def library() -> Library:
    """content/ as it ships."""
    return load()


@pytest.mark.parametrize("case", list(_cases()))
def test_case(case: dict[str, Any], library: Library) -> None:
    """What the case file says of this message holds."""
    assert set(case) <= KEYS, f"unknown keys {set(case) - KEYS}"
    outcome = converse((), Message(case["text"], AT, event_id=case["name"]), library.handbook, library.lexicon)
    assert list(faults_of(case, outcome)) == []


def faults_of(case: Mapping[str, Any], outcome: Outcome) -> Iterator[str]:
    """What a case file says of a message and its outcome does not bear out."""
    decision = outcome.decision
    if "facts" in case:
        read = {one.key: _simple(one.value) for one in outcome.facts if one.key in case["facts"] or case.get("closed")}
        if read != case["facts"]:
            yield f"read {read}, not {case['facts']}"
    plain_values = {
        "urgency": outcome.reply.urgency or None,
        "severity": decision.severity,
        "fn": decision.febrile_neutropenia,
        "disposition": decision.disposition,
    }
    for key, found in plain_values.items():
        if key in case and found != case[key]:
            yield f"{key} is {found}, not {case[key]}"
    if "drug" in case and (actions := [action.action for action in decision.drug_actions]) != case["drug"]:
        yield f"drug actions are {actions}, not {case['drug']}"
    yield from _listed(case, outcome)
    yield from _worded(case, plain(outcome.reply).split("\nSources:")[0])  # a title may name anything


def _listed(case: Mapping[str, Any], outcome: Outcome) -> Iterator[str]:
    decision = outcome.decision
    asked = [question.key for question in outcome.reply.questions]
    for key, found in (
        ("says", decision.say),
        ("asks", asked),
        ("doubts", outcome.turn.doubts),
        ("differs", decision.differs),
    ):
        yield from (f"{key} lacks {name}: {list(found)}" for name in case.get(key, ()) if name not in found)
    for key, found in (("says_not", decision.say), ("asks_not", asked)):
        yield from (f"{key}, yet there is {name}" for name in case.get(key, ()) if name in found)


def _worded(case: Mapping[str, Any], text: str) -> Iterator[str]:
    if not text.startswith(case.get("first_words", "")):
        yield f"begins {text[:60]!r}"
    yield from (f"the reply lacks {words!r}" for words in case.get("words", ()) if words.lower() not in text.lower())
    yield from (f"the reply has {words!r}" for words in case.get("words_not", ()) if words.lower() in text.lower())


def _simple(value: Value) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return sorted(value) if isinstance(value, frozenset) else value
