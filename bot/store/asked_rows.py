"""Reminders and opinions in SQL: what people asked to be told at a time, and what they thought of a reply."""

from __future__ import annotations

import sqlite3

from bot.store.codec import dump_address, load_address
from bot.store.port import Case, Opinion, Reminder


def remind(db: sqlite3.Connection, reminder: Reminder) -> None:
    """Keep one reminder; the same press twice is one."""
    row = (reminder.event, reminder.case.id, reminder.due, dump_address(reminder.address))
    db.execute("INSERT OR IGNORE INTO reminders VALUES (?, ?, ?, ?)", row)


def due(db: sqlite3.Connection, now: float) -> tuple[Reminder, ...]:
    """See `Store.due`."""
    return tuple(_reminder(row) for row in db.execute(_DUE, (now,)).fetchall())


def _reminder(row: sqlite3.Row) -> Reminder:
    case = Case(row["id"], row["team"], row["channel"], row["thread"], row["user"])
    return Reminder(row["event"], case, row["due"], load_address(row["address"]))


def reminded(db: sqlite3.Connection, event: str) -> None:
    """See `Store.reminded`."""
    db.execute("DELETE FROM reminders WHERE event = ?", (event,))


def judge(db: sqlite3.Connection, opinion: Opinion) -> None:
    """Keep what a person thinks of a reply: the last word of each counts."""
    db.execute(_JUDGE, (opinion.reply, opinion.user, opinion.verdict))


def opinions(db: sqlite3.Connection) -> dict[str, int]:
    """See `Store.opinions`."""
    counted = "SELECT verdict, count(*) FROM opinions GROUP BY verdict ORDER BY verdict"
    return {str(verdict): int(number) for verdict, number in db.execute(counted).fetchall()}


def forget(db: sqlite3.Connection, user: str) -> None:
    """Nothing of what a person thought is left."""
    db.execute("DELETE FROM opinions WHERE user = ?", (user,))


_DUE = """
SELECT r.event, r.due, r.address, c.* FROM reminders r JOIN conversations c ON c.id = r.conversation
WHERE r.due <= ? ORDER BY r.due, r.event LIMIT 50
"""
_JUDGE = """
INSERT INTO opinions VALUES (?, ?, ?) ON CONFLICT (reply, user) DO UPDATE SET verdict = excluded.verdict
"""
