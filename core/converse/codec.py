"""A turn as plain JSON values and back: what the store keeps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.converse.turn import Remarks, Turn
from core.facts import Stated, Value
from core.passages import Found
from core.reading.reading import Doubt

# The fields of the remarks by how they are written.
STATEMENTS = ("earlier", "supposed", "other")
NAMES = ("unplaced", "notices", "placed")
PLAIN = ("invented", "two", "aside", "wish", "chosen", "files", "introduce")


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
        "claims": [_stated_to_json(one) for one in turn.claims],
        "audience": turn.audience,
        "remarks": _remarks_to_json(turn.remarks),
        "replaces": turn.replaces,
    }


def turn_from_json(data: dict[str, Any]) -> Turn:
    """The turn again from what `turn_to_json` made."""
    return Turn(
        event_id=data["event_id"],
        at=datetime.fromisoformat(data["at"]),
        author=data["author"],
        intent=data["intent"],
        stated=_all_stated(data["stated"]),
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
        claims=_all_stated(data.get("claims", ())),
        audience=data.get("audience", "clinician"),
        remarks=_remarks_from_json(data.get("remarks", {})),
        replaces=data.get("replaces", ""),
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


def _all_stated(data: Iterable[dict[str, Any]]) -> tuple[Stated, ...]:
    return tuple(_stated_from_json(one) for one in data)


def _remarks_to_json(remarks: Remarks) -> dict[str, Any]:
    """The parts that say something; a turn without any has an empty object."""
    found = remarks.found
    written = {
        "doubts": [_doubt_to_json(doubt) for doubt in remarks.doubts],
        "found": None if found is None else [found.covered, found.direct, list(found.statements), list(found.nearest)],
        **{name: [_stated_to_json(one) for one in getattr(remarks, name)] for name in STATEMENTS},
        **{name: list(getattr(remarks, name)) for name in NAMES},
        **{name: getattr(remarks, name) for name in PLAIN},
    }
    return {name: value for name, value in written.items() if value}


def _remarks_from_json(data: dict[str, Any]) -> Remarks:
    found = data.get("found")
    statements: dict[str, Any] = {name: _all_stated(data.get(name, ())) for name in STATEMENTS}
    names: dict[str, Any] = {name: tuple(data.get(name, ())) for name in NAMES}
    return Remarks(
        doubts=tuple(_doubt_from_json(one) for one in data.get("doubts", ())),
        found=found and Found(found[0], found[1], tuple(found[2]), tuple(found[3])),
        **statements,
        **names,
        **{name: data[name] for name in PLAIN if name in data},
    )


def _doubt_to_json(doubt: Doubt) -> list[Any]:
    aged = None if doubt.aged is None else str(doubt.aged)
    return [doubt.key, doubt.printed, [str(value) for value in doubt.readings], doubt.why, aged]


def _doubt_from_json(data: list[Any]) -> Doubt:
    key, printed, readings, why, aged = data
    return Doubt(key, printed, tuple(Decimal(one) for one in readings), why, None if aged is None else Decimal(aged))
