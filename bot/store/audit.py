"""The audit chain: each turn and reply leaves a hash that seals the one before, and outlives both."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator

from bot.store.codec import seal


def append(db: sqlite3.Connection, conversation: str, event: str, edition: str, turn: str, reply: str) -> bytes:
    """Seal a turn and its reply into the chain of *conversation*; returns the salt to keep with the turn."""
    salt = secrets.token_bytes(16)
    number, before = db.execute(
        "SELECT number, hash FROM audit WHERE conversation = ? ORDER BY number DESC LIMIT 1", (conversation,)
    ).fetchone() or (0, "")
    sealed_turn, sealed_reply = seal(salt.hex(), turn), seal(salt.hex(), reply)
    chained = seal(before, conversation, str(number + 1), event, edition, sealed_turn, sealed_reply)
    db.execute(
        "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)",
        (conversation, number + 1, event, edition, sealed_turn, sealed_reply, chained),
    )
    return salt


def faults(db: sqlite3.Connection) -> Iterator[str]:
    """Every place where the chain is broken, or where a kept turn or reply is not the one that was sealed."""
    conversation, before, number = "", "", 0
    for row in db.execute(_CHAIN):
        if row["conversation"] != conversation:
            conversation, before, number = row["conversation"], "", 0
        number += 1
        yield from (f"{conversation} {row['number']}: {fault}" for fault in _row_faults(row, before, number))
        before, number = row["hash"], row["number"]


def _row_faults(row: sqlite3.Row, before: str, number: int) -> Iterator[str]:
    if row["number"] != number:
        yield "a row before this one is missing"
    parts = (before, row["conversation"], str(row["number"]), row["event"], row["edition"], row["turn"], row["reply"])
    if seal(*parts) != row["hash"]:
        yield "the chain does not hold"
    if row["body"] is not None and seal(row["salt"].hex(), row["body"]) != row["turn"]:
        yield "the turn was changed"
    if row["said"] is not None and row["salt"] is not None and seal(row["salt"].hex(), row["said"]) != row["reply"]:
        yield "the reply was changed"


_CHAIN = """
SELECT audit.*, turns.body, turns.salt, replies.body AS said FROM audit
LEFT JOIN turns ON turns.event = audit.event LEFT JOIN replies ON replies.event = audit.event
ORDER BY audit.conversation, audit.number
"""
