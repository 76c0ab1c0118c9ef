"""A conversation is the fold of its turns; a turn holds structured facts and ids, no words of the message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.facts import Stated, Value


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it arrived. `event_id` is unique; `at` is aware and is stored with the turn.

    `button` is the (fact key, value) of a pressed answer; then `text` is empty.
    """

    text: str
    at: datetime
    author: str = ""
    event_id: str = ""
    button: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message changed. Replaces, retracts and declines speak of fact keys.

    `asked` are the keys our reply asked, in order: a terse answer in the next message refers to them.
    `new_case` starts a new patient before `stated` is applied. `undone` is the event whose effect is
    taken back. `readings` are the values a doubted number may have: they stay open until it is answered. `unplaced`
    are the facts that a number without a name may be a value of: one of them is meant. `relative` is the word for a
    relative who is the patient, `named` the bed or the number of the patient.
    """

    event_id: str
    at: datetime
    author: str
    intent: str
    stated: tuple[Stated, ...] = ()
    retracted: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    new_case: bool = False
    undone: str = ""
    edition: str = ""
    reply_id: str = ""
    series: tuple[tuple[str, Decimal], ...] = ()
    readings: tuple[tuple[str, Decimal], ...] = ()
    unplaced: tuple[tuple[str, Decimal], ...] = ()
    relative: str = ""
    named: tuple[tuple[str, str], ...] = ()


Conversation = Sequence[Turn]


def turn_to_json(turn: Turn) -> dict[str, Any]:
    """The turn as plain JSON values, for the store: numbers as text so that no digit is lost."""
    return {
        "event_id": turn.event_id,
        "at": turn.at.isoformat(),
        "author": turn.author,
        "intent": turn.intent,
        "stated": [_stated_to_json(one) for one in turn.stated],
        "retracted": list(turn.retracted),
        "declined": list(turn.declined),
        "doubts": list(turn.doubts),
        "asked": list(turn.asked),
        "new_case": turn.new_case,
        "undone": turn.undone,
        "edition": turn.edition,
        "reply_id": turn.reply_id,
        "series": [[key, str(value)] for key, value in turn.series],
        "readings": [[key, str(value)] for key, value in turn.readings],
        "unplaced": [[key, str(value)] for key, value in turn.unplaced],
        "relative": turn.relative,
        "named": [list(one) for one in turn.named],
    }


def turn_from_json(data: dict[str, Any]) -> Turn:
    """The turn again from what `turn_to_json` made."""
    return Turn(
        event_id=data["event_id"],
        at=datetime.fromisoformat(data["at"]),
        author=data["author"],
        intent=data["intent"],
        stated=tuple(_stated_from_json(one) for one in data["stated"]),
        retracted=tuple(data["retracted"]),
        declined=tuple(data["declined"]),
        doubts=tuple(data["doubts"]),
        asked=tuple(data["asked"]),
        new_case=data["new_case"],
        undone=data["undone"],
        edition=data["edition"],
        reply_id=data["reply_id"],
        series=tuple((key, Decimal(value)) for key, value in data["series"]),
        readings=tuple((key, Decimal(value)) for key, value in data.get("readings", ())),
        unplaced=tuple((key, Decimal(value)) for key, value in data.get("unplaced", ())),
        relative=data.get("relative", ""),
        named=tuple((word, name) for word, name in data.get("named", ())),
    )


def _stated_to_json(one: Stated) -> dict[str, Any]:
    return {"key": one.key, "printed": one.printed, "note": one.note, "author": one.author, **_value_to_json(one.value)}


def _value_to_json(value: Value) -> dict[str, Any]:
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, frozenset):
        return {"names": sorted(value)}
    return {"value": value}


def _stated_from_json(data: dict[str, Any]) -> Stated:
    return Stated(data["key"], _value_from_json(data), data["printed"], data["note"], data["author"])


def _value_from_json(data: dict[str, Any]) -> Value:
    if "number" in data:
        return Decimal(data["number"])
    if "names" in data:
        return frozenset(data["names"])
    value = data["value"]
    assert isinstance(value, bool | str)
    return value
