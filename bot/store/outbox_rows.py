"""The outbox table in SQL: rows are added with the reply they deliver, claimed, and settled."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from bot.store.codec import dump_address, load_address, load_reply
from bot.store.port import Address, Backlog, Delivery, Fate, Sending

LEASE = 60.0  # seconds: a row claimed longer ago belongs to a sender that is gone


def add(db: sqlite3.Connection, event: str, conversation: str, delivery: Delivery, now: float) -> None:
    """Queue one message. A lane is sent in order: a channel's messages, or one private case's."""
    address = delivery.address
    lane = conversation if address.kind == "respond" else address.channel
    db.execute(
        "INSERT INTO outbox (reply, view, lane, address, state, due, created) VALUES (?, ?, ?, ?, 'pending', ?, ?)",
        (delivery.reply or event, delivery.view, lane, dump_address(address), now, now),
    )


def claim(db: sqlite3.Connection, now: float, busy: Collection[str], limit: int) -> tuple[Sending, ...]:
    """See `Store.claim`: only the head of a lane may go, so nothing overtakes."""
    heads = db.execute(_HEADS, (now,)).fetchall()
    rows = [row for row in heads if row["lane"] not in busy][:limit]
    for row in rows:
        db.execute(_CLAIM, (now + LEASE, row["id"]))
    return tuple(_sending(row) for row in rows)


def _sending(row: sqlite3.Row) -> Sending:
    delivery = Delivery(load_address(row["address"]), row["view"], row["reply"])
    doubtful = bool(row["repeat"]) or row["state"] in ("sending", "ambiguous")
    return Sending(row["id"], row["lane"], delivery, load_reply(row["body"]), row["attempts"] + 1, doubtful)


def settle(db: sqlite3.Connection, row: int, fate: Fate, now: float) -> None:
    """See `Store.settle`; a settled row forgets its address, for a response address is a key to the message."""
    settled = now if fate.state in ("sent", "dead") else None
    address = None if fate.address is None else dump_address(fate.address)
    if settled is not None:
        address = dump_address(Address("post", ""))
    db.execute(_SETTLE, (fate.state, fate.due, settled, fate.message, fate.error, address, row))


def recover(db: sqlite3.Connection) -> int:
    """See `Store.recover`."""
    return db.execute(
        "UPDATE outbox SET state = 'ambiguous', due = 0 WHERE settled IS NULL AND state = 'sending'"
    ).rowcount


def backlog(db: sqlite3.Connection, now: float) -> Backlog:
    """See `Store.backlog`."""
    waiting, oldest = db.execute("SELECT count(*), min(created) FROM outbox WHERE settled IS NULL").fetchone()
    dead = db.execute("SELECT count(*) FROM outbox WHERE state = 'dead'").fetchone()[0]
    return Backlog(waiting, 0.0 if oldest is None else max(0.0, now - oldest), dead)


_HEADS = """
SELECT outbox.*, replies.body FROM outbox JOIN replies ON replies.event = outbox.reply
WHERE id IN (SELECT min(id) FROM outbox WHERE settled IS NULL GROUP BY lane) AND due <= ?
ORDER BY id
"""
_CLAIM = """
UPDATE outbox SET repeat = repeat OR state IN ('sending', 'ambiguous'),
state = 'sending', attempts = attempts + 1, due = ?
WHERE id = ?
"""
_SETTLE = """
UPDATE outbox SET state = ?, due = ?, settled = ?, message = ?, error = ?, address = coalesce(?, address)
WHERE id = ?
"""
