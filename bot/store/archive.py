"""The database read by a second process while the bot serves: only replies and what was thought of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bot.store.codec import load_turn
from core.converse.turn import Turn
from core.errors import NadirError


class ArchiveError(NadirError):
    """The database cannot be read, or does not hold what was asked for."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of one reply: the turns before it in the order they arrived, its own, and the reply's bytes."""

    before: tuple[Turn, ...]
    turn: Turn
    reply: str


def find_reply(path: Path, reply_id: str) -> Kept:
    """The turn printed with *reply_id* and what came before it.

    Raises:
        ArchiveError: The database cannot be read, or keeps no such reply (any more).
    """
    with _reading(path) as db:
        row = db.execute(_FIND, (reply_id,)).fetchone()
        if row is None:
            remedy = "Check the id at the foot of the reply; cases are deleted with age (NADIR_RETENTION_HOURS)"
            raise ArchiveError(f"reply {reply_id}", "it is not kept here", remedy)
        turns = [load_turn(one["body"]) for one in db.execute(_BEFORE, (row["conversation"], row["number"]))]
    return Kept(tuple(turns), load_turn(row["body"]), row["said"] or "")


@dataclass(frozen=True, slots=True)
class Judged:
    """How many people agreed with a reply, differed, or reported an error; `reply_id` is printed at its foot."""

    reply_id: str
    agree: int
    differ: int
    report: int


def judged(path: Path) -> tuple[Judged, ...]:
    """Every reply still kept that somebody judged, the newest first; no word of a patient and no name.

    Raises:
        ArchiveError: The database cannot be read.
    """
    with _reading(path) as db:
        return tuple(Judged(*row) for row in db.execute(_JUDGED))


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    remedy = "Set NADIR_DATABASE to the bot's database, and run this as the user who may read it"
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            yield db
    except sqlite3.Error as fault:
        raise ArchiveError(f"database {path}", f"cannot be read ({type(fault).__name__})", remedy) from fault


_FIND = """
SELECT turns.conversation, turns.body, audit.number, replies.body AS said
FROM turns JOIN audit ON audit.event = turns.event AND audit.conversation = turns.conversation
LEFT JOIN replies ON replies.event = turns.event
WHERE turns.reply_id = ?
"""
_BEFORE = """
SELECT turns.body FROM turns JOIN audit ON audit.event = turns.event AND audit.conversation = turns.conversation
WHERE turns.conversation = ? AND audit.number < ? ORDER BY audit.number
"""
_JUDGED = """
SELECT coalesce(turns.reply_id, ''), sum(verdict = 'agree'), sum(verdict = 'differ'), sum(verdict = 'report')
FROM opinions JOIN replies ON replies.event = opinions.reply LEFT JOIN turns ON turns.event = opinions.reply
GROUP BY opinions.reply ORDER BY max(replies.received) DESC
"""
