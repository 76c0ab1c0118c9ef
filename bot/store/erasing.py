"""Deleting in SQL: cases that are too old, and all that one person said or one conversation holds."""

from __future__ import annotations

import sqlite3

from bot.store import asked_rows, reader_rows
from bot.store.codec import load_turn

_WEEK = 7 * 24 * 3600.0


def purge(db: sqlite3.Connection, before: float) -> int:
    """Delete whole cases: half a case would answer as if the other half had never been said."""
    old = db.execute("SELECT DISTINCT conversation FROM turns WHERE received < ?", (before,)).fetchall()
    events = [event for row in old for event in _expired(db, row["conversation"], before)]
    db.executemany("DELETE FROM turns WHERE event = ?", ((event,) for event in events))
    db.execute("DELETE FROM replies WHERE received < ? AND event NOT IN (SELECT event FROM turns)", (before,))
    _sweep(db, before - _WEEK)
    return len(events)


def _expired(db: sqlite3.Connection, conversation: str, before: float) -> list[str]:
    """The turns of a conversation's cases in which nothing was said since *before*."""
    rows = db.execute(
        "SELECT event, received, body FROM turns WHERE conversation = ? ORDER BY at, event", (conversation,)
    ).fetchall()
    cases: list[list[sqlite3.Row]] = [[]]
    for row in rows:
        if load_turn(row["body"]).new_case:
            cases.append([])
        cases[-1].append(row)
    return [row["event"] for case in cases if all(row["received"] < before for row in case) for row in case]


def forget(db: sqlite3.Connection, user: str, conversation: str) -> int:
    """A person's private cases go whole; of a shared case, their turns and the replies to these."""
    whole = "SELECT id FROM conversations WHERE (id = ? AND ? <> '') OR (user = ? AND ? <> '')"
    asked = (conversation, conversation, user, user)
    theirs = "SELECT event FROM turns WHERE author = ? AND ? <> ''"
    db.execute(f"DELETE FROM replies WHERE conversation IN ({whole})", asked)  # noqa: S608 - fixed text, bound values
    db.execute(f"DELETE FROM replies WHERE event IN ({theirs})", (user, user))  # noqa: S608 - fixed text, bound values
    deleted = db.execute(
        f"DELETE FROM turns WHERE conversation IN ({whole}) OR event IN ({theirs})",  # noqa: S608 - fixed text, bound values
        (*asked, user, user),
    ).rowcount
    reader_rows.forget(db, user)
    asked_rows.forget(db, user)
    _sweep(db, 0.0)
    return deleted


def _sweep(db: sqlite3.Connection, events_before: float) -> None:
    """Remove conversations left without turns and replies, and event hashes too old to come again."""
    empty = "id NOT IN (SELECT conversation FROM turns UNION SELECT conversation FROM replies)"
    db.execute(f"DELETE FROM conversations WHERE {empty}")  # noqa: S608 - fixed text
    kept = "key NOT IN (SELECT event FROM turns UNION SELECT event FROM replies)"
    db.execute(f"DELETE FROM events WHERE received < ? AND {kept}", (events_before,))  # noqa: S608 - fixed text
