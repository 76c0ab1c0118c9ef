"""Replies and addresses as JSON text and back; the same value always gives the same text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from bot.store.port import Address
from core.converse.codec import turn_from_json, turn_to_json
from core.converse.turn import Turn
from core.reply.parts import Reply

_reply = TypeAdapter(Reply)


def dumps(value: Any) -> str:
    """Canonical JSON: one spelling for one value, so that it can be hashed."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def dump_turn(turn: Turn) -> str:
    """A turn as text."""
    return dumps(turn_to_json(turn))


def load_turn(text: str) -> Turn:
    """A turn again from its text."""
    return turn_from_json(json.loads(text))


def dump_reply(reply: Reply) -> str:
    """A reply as text."""
    return _reply.dump_json(reply).decode()


def load_reply(text: str) -> Reply:
    """A reply again from its text."""
    return _reply.validate_json(text)


def dump_address(address: Address) -> str:
    """An address as text."""
    return dumps(asdict(address))


def load_address(text: str) -> Address:
    """An address again from its text."""
    return Address(**json.loads(text))


def seal(*parts: str) -> str:
    """The SHA-256 of *parts*, each with its length, so that no two lists of parts look alike."""
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()
