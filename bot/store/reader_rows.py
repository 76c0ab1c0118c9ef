"""The readers table in SQL: which wording each person reads, and who was asked."""

from __future__ import annotations

import sqlite3

from bot.store.port import Reader


def find(db: sqlite3.Connection, team: str, user: str) -> Reader | None:
    """See `Store.reader`."""
    row = db.execute("SELECT audience FROM readers WHERE team = ? AND user = ?", (team, user)).fetchone()
    return None if row is None else Reader(team, user, row["audience"])


def remember(db: sqlite3.Connection, reader: Reader) -> None:
    """See `Store.remember`: that somebody was asked never takes a choice away."""
    db.execute(_REMEMBER, (reader.team, reader.user, reader.audience))


def forget(db: sqlite3.Connection, user: str) -> None:
    """Nothing of what a person chose is left."""
    db.execute("DELETE FROM readers WHERE user = ?", (user,))


_REMEMBER = """
INSERT INTO readers VALUES (?, ?, ?)
ON CONFLICT (team, user) DO UPDATE SET audience = excluded.audience WHERE excluded.audience <> ''
"""
