"""Conversations as clinicians have them: they say, we say. The dialogues are in tests/dialogs/*.yaml."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.library import Library, load
from core.converse import Message, Outcome, Turn, converse, with_asked
from core.facts import Value
from core.reply import plain

DIALOGS = Path(__file__).parent / "dialogs"
START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
OF_THE_MESSAGE = {"they", "press", "by", "minutes_later", "asked"}
OF_THE_ANSWER = {"intent", "state", "urgency", "severity", "what_if", "doubts", "answered"} | {
    "first",
    "says",
    "says_not",
    "asks",
    "asks_not",
}


def dialogs() -> Iterator[Any]:
    """Every dialogue of every file, named for its file and title."""
    for path in sorted(DIALOGS.glob("*.yaml")):
        for dialog in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(dialog["turns"], id=f"{path.stem}: {dialog['name']}")


@cache
def library() -> Library:
    """The handbook as it is shipped, on a fixed day."""
    return load(day=date(2026, 11, 23))


@pytest.mark.parametrize("turns", list(dialogs()))
def test_dialog(turns: list[dict[str, Any]]) -> None:
    """What they say leads to what we say, turn by turn."""
    conversation: tuple[Turn, ...] = ()
    at = START
    for number, expected in enumerate(turns):
        at += timedelta(minutes=expected.get("minutes_later", 1))
        if "asked" in expected:
            conversation = with_asked(conversation, expected["asked"], library().handbook, at)
        outcome = converse(conversation, message(expected, number, at), library().handbook, library().lexicon)
        conversation = (*conversation, outcome.turn)

        assert faults(expected, outcome) == [], f"turn {number + 1}, {expected.get('they')!r}:\n{plain(outcome.reply)}"


def message(expected: Mapping[str, Any], number: int, at: datetime) -> Message:
    """The message of one turn: words or a pressed button."""
    unknown = set(expected) - OF_THE_MESSAGE - OF_THE_ANSWER
    assert not unknown, f"the runner has no check named {sorted(unknown)}"
    button = tuple(expected["press"]) if "press" in expected else None
    return Message(expected.get("they", ""), at, expected.get("by", "U1"), f"Ev{number:03d}", button)


def faults(expected: Mapping[str, Any], outcome: Outcome) -> list[str]:
    """What is not as the dialogue wants it, in words."""
    said = plain(outcome.reply)
    what_if = outcome.what_if.urgency if outcome.what_if else None
    found = {
        "intent": outcome.turn.intent,
        "urgency": outcome.decision.urgency,
        "severity": outcome.decision.severity,
        "what_if": what_if,
    }
    wrong = [
        f"{name} is {found[name]}, not {expected[name]}"
        for name in found
        if name in expected and found[name] != expected[name]
    ]
    wrong += state_faults(expected.get("state"), outcome)
    if "first" in expected and not said.startswith(expected["first"]):
        wrong.append(f"the reply does not begin with {expected['first']!r}")
    wrong += [
        f"does not say {words!r}" for words in expected.get("says", ()) if words.casefold() not in said.casefold()
    ]
    wrong += [f"says {words!r}" for words in expected.get("says_not", ()) if words.casefold() in said.casefold()]
    wrong += [f"does not ask {key}" for key in expected.get("asks", ()) if key not in outcome.turn.asked]
    wrong += [f"asks {key}" for key in expected.get("asks_not", ()) if key in outcome.turn.asked]
    wrong += [f"does not doubt {key}" for key in expected.get("doubts", ()) if key not in outcome.turn.doubts]
    wrong += [
        f"does not answer with {one}" for one in expected.get("answered", ()) if one not in outcome.reply.answered
    ]
    return wrong


def state_faults(expected: Mapping[str, Any] | None, outcome: Outcome) -> list[str]:
    """Facts that differ: each key named must have its value, null is unknown, {} is nothing known at all."""
    known = {one.key: simple(one.value) for one in outcome.facts}
    if expected == {}:
        return [f"still known: {sorted(known)}"] if known else []
    return [
        f"{key} is {known.get(key)}, not {value}"
        for key, value in (expected or {}).items()
        if known.get(key) != (sorted(value) if isinstance(value, list) else value)
    ]


def simple(value: Value) -> object:
    """A fact's value as YAML writes it."""
    if isinstance(value, Decimal):
        return float(value)
    return sorted(value) if isinstance(value, frozenset) else value
