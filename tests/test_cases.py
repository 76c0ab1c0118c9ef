"""Cases a clinician writes: what is told, what must be read, how urgent it is, what is said and asked.

A case tells its patient by `text`, by `turns` (several messages, the last reply counts), or, where no words of a
message can tell it, by `facts` alone in the names of the line interface. With `text` or `turns`, `facts` is what must
be read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.jsonlines.facts import read_facts
from bot.library import Library, load
from core.consult import Decision, consult
from core.converse import converse
from core.converse.turn import Message, Turn
from core.facts import Facts, Value
from core.guideline import Handbook
from core.reply import Reply, compose, plain

CASES = Path(__file__).parent / "cases"
KEYS = {"name", "text", "turns", "facts", "urgency", "severity", "fn", "risk", "disposition", "says", "says_not",
        "words", "words_not", "asks", "asks_not", "doubts", "differs", "differs_not", "drug", "seed", "first_words",
        "mascc", "cisne", "vignette"}  # fmt: skip
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
WORDS = ("say", "differs", "headline")


@dataclass(frozen=True)
class Seen:
    """What one case led to."""

    decision: Decision
    reply: Reply
    facts: Facts
    doubts: tuple[str, ...] = ()


def cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case with the name of its file."""
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield path.stem, case


@pytest.fixture(scope="module")
def library() -> Library:
    """content/ as it ships."""
    return load()


def told(case: Mapping[str, Any], library: Library) -> Seen:
    """The decision and the last reply of a case."""
    if "text" not in case and "turns" not in case:
        facts = read_facts(case["facts"], library.handbook.items)
        decision = consult(facts, library.handbook)
        return Seen(decision, compose(decision, facts, library.handbook), facts)
    conversation: tuple[Turn, ...] = ()
    *before, last = case.get("turns") or [case["text"]]
    for number, text in enumerate(before):
        message = Message(text, AT + timedelta(minutes=number), event_id=f"{case['name']} {number}")
        conversation = (*conversation, converse(conversation, message, library.handbook, library.lexicon).turn)
    at = AT + timedelta(minutes=len(before))
    outcome = converse(conversation, Message(last, at, event_id=case["name"]), library.handbook, library.lexicon)
    return Seen(outcome.decision, outcome.reply, outcome.facts, outcome.turn.doubts)


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{stem}: {case['name']}") for stem, case in cases()])
def test_case(case: dict[str, Any], library: Library) -> None:
    """What the case file says of this patient holds."""
    assert set(case) <= KEYS, f"unknown keys {set(case) - KEYS}"
    seen = told(case, library)
    assert list(faults_of(case, seen)) == []


def rows_met(decision: Decision, handbook: Handbook) -> set[str]:
    """The rows that hold for certain, and those still possible that the reply speaks of."""
    tables = {table.id: table for table in handbook.tables}
    rows = {row.id: row for table in handbook.tables for row in table.rows}
    traced: dict[str, list[str]] = {}
    for step in decision.trace:
        traced.setdefault(step.table, []).append(step.row)
    spoken = {*decision.say, *decision.differs, decision.headline}
    return {
        row
        for table, found in traced.items()
        for row in found
        if tables[table].every or len(found) == 1 or spoken & _words_of(rows[row].then)
    }


def _words_of(then: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {word for output in WORDS for word in then.get(output, ())}


def test_every_row_of_every_table_is_reached(library: Library) -> None:
    """Each row of each decision table holds, or speaks, in at least one case: 100 %."""
    found: set[str] = set()
    for _, case in cases():
        found |= rows_met(told(case, library).decision, library.handbook)
    missing = {
        table.id: [row.id for row in table.rows if row.id not in found]
        for table in library.handbook.tables
        if any(row.id not in found for row in table.rows)
    }
    assert missing == {}


def test_every_case_says_how_urgent_it_is_and_what_is_said() -> None:
    """A case that states no urgency, or nothing that is said or left unsaid, checks too little to be signed."""
    told_words = {"says", "says_not", "words", "words_not", "first_words", "drug", "differs", "differs_not", "doubts"}
    checked = [(stem, case) for stem, case in cases() if stem not in ("bad-input", "faults")]
    assert [case["name"] for _, case in checked if "urgency" not in case] == []
    assert [case["name"] for _, case in checked if not told_words & set(case)] == []


def test_names_of_cases_are_their_own() -> None:
    """Within a file no two cases have one name."""
    names = [(stem, case["name"]) for stem, case in cases()]
    assert len(names) == len(set(names))


def test_the_thirty_patients_of_the_dossiers_are_cases() -> None:
    """All vignettes of the two dossiers are told, each once."""
    numbers = [case["vignette"] for _, case in cases() if "vignette" in case]
    assert sorted(numbers) == [f"{group}{number:02}" for group in ("F-D", "R-D") for number in range(1, 16)]


def faults_of(case: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    decision = seen.decision
    if "facts" in case and ("text" in case or "turns" in case):
        read = {one.key: _simple(one.value) for one in seen.facts if one.key in case["facts"]}
        if read != case["facts"]:
            yield f"read {read}, not {case['facts']}"
    plain_values = {
        "urgency": seen.reply.urgency or None,
        "severity": decision.severity,
        "fn": decision.febrile_neutropenia,
        "disposition": decision.disposition,
        "risk": decision.risk,
        "mascc": [decision.mascc.least, decision.mascc.most],
        "cisne": decision.cisne and [decision.cisne.least, decision.cisne.most],
    }
    for key, found in plain_values.items():
        if key in case and found != case[key]:
            yield f"{key} is {found}, not {case[key]}"
    if "drug" in case and (actions := [action.action for action in decision.drug_actions]) != case["drug"]:
        yield f"drug actions are {actions}, not {case['drug']}"
    yield from _listed(case, seen)
    yield from _worded(case, plain(seen.reply).split("\nSources:")[0])  # a title may name anything


def _listed(case: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    decision = seen.decision
    asked = [question.key for question in seen.reply.questions]
    for key, found in (
        ("says", decision.say),
        ("asks", asked),
        ("doubts", seen.doubts),
        ("differs", decision.differs),
    ):
        yield from (f"{key} lacks {name}: {list(found)}" for name in case.get(key, ()) if name not in found)
    for key, found in (("says_not", decision.say), ("asks_not", asked), ("differs_not", decision.differs)):
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
