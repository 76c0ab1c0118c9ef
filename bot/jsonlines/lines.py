"""One line of JSON lines in and out: strict where a lenient reader would guess."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

from core.errors import NadirError

MOST_DIGITS = 40  # no chart value has more; Python itself gives up only at 4,300


class LineError(NadirError):
    """A line that cannot be used: the sender's fault, told in that line's answer."""


def parse(line: bytes) -> dict[str, Any]:
    """The object one line holds; numbers with a point stay decimal, as they were typed.

    Raises:
        LineError: no UTF-8, no JSON, no object, a key twice, or a number JSON does not have.

    >>> parse(b'{"id": 1, "facts": {"anc": 0.40}}')
    {'id': 1, 'facts': {'anc': Decimal('0.40')}}
    """
    try:
        found = json.loads(
            line.decode("utf-8"),
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError:
        raise LineError("line", "this is no UTF-8", "Send UTF-8 text") from None
    except json.JSONDecodeError as fault:
        raise LineError(
            f"column {fault.colno}", f"this is no JSON: {fault.msg}", "Send one JSON object a line"
        ) from None
    except RecursionError:
        raise LineError("line", "this JSON is nested too deeply", "Send one flat object a line") from None
    if not isinstance(found, dict):
        raise LineError("line", f"this is a JSON {type(found).__name__}, no object", "Send one JSON object a line")
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise LineError(f"key {key!r}", "it is given twice", "Keep one of the two")
        found[key] = value
    return found


def _decimal(text: str) -> Decimal:
    _check_length(text)
    return Decimal(text)


def _integer(text: str) -> int:
    _check_length(text)
    return int(text)


def _check_length(text: str) -> None:
    if len(text) > MOST_DIGITS:
        raise LineError(f"number {text[:8]}...", f"it has {len(text)} digits", f"Send at most {MOST_DIGITS}")


def _constant(name: str) -> NoReturn:
    raise LineError(name, "JSON has no such number", "Leave an unknown value out")


def dump(answer: Mapping[str, Any]) -> bytes:
    """One line of output; Decimal becomes a JSON number."""
    try:
        return json.dumps(answer, ensure_ascii=False, allow_nan=False, default=_plain).encode("utf-8") + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair came in as an escape, and goes out as one
        return json.dumps(answer, default=_plain).encode("ascii") + b"\n"


def _plain(value: object) -> object:
    """What JSON has no form for."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < Decimal(10**15) else float(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
