"""The SQLite store: one file, one connection, one thread that owns it, one process.

Many writers waiting on SQLite's own lock are served unfairly (seconds at the tail); one thread fed by a queue
is not. Write-ahead logging with synchronous FULL: what was acknowledged survives a loss of power.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO, TypeVar

from bot.store import asked_rows, audit, erasing, outbox_rows, reader_rows
from bot.store.codec import dump_reply, dump_turn, load_reply, load_turn
from bot.store.port import Backlog, Case, Fate, Made, Reader, Reminder, Sending, Stored, Taken, Think
from bot.store.schema import ADDED, SCHEMA, VERSION
from core.converse.turn import Turn
from core.errors import NadirError

T = TypeVar("T")


class StoreError(NadirError):
    """The database cannot be used as it is: whoever runs the bot can mend it."""


class SqliteStore:
    """A `Store` in one SQLite file."""

    def __init__(self, path: Path) -> None:
        """Open or make the database at *path*; raises `StoreError` when another process has it."""
        self._lock = _lock(path)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="nadir-store")
        try:
            self._db = self._thread.submit(_open, path).result()
        except BaseException:
            self._thread.shutdown()
            self._lock.close()
            raise

    async def take(self, event: str, case: Case, think: Think, received: datetime) -> Taken:
        """See `Store.take`: one transaction, on the thread that owns the connection."""
        return await self._run(lambda db: _take(db, event, case, think, received))

    async def turns(self, conversation: str) -> tuple[Turn, ...]:
        """See `Store.turns`."""
        return await self._run(lambda db: _turns(db, conversation))

    async def reply(self, key: str) -> Stored | None:
        """See `Store.reply`."""
        return await self._run(lambda db: _reply(db, key))

    async def conversation_of(self, reply_id: str) -> str | None:
        """See `Store.conversation_of`."""
        asked = "SELECT conversation FROM turns WHERE reply_id = ?"
        row = await self._run(lambda db: db.execute(asked, (reply_id,)).fetchone())
        return None if row is None else str(row[0])

    async def reader(self, team: str, user: str) -> Reader | None:
        """See `Store.reader`."""
        return await self._run(lambda db: reader_rows.find(db, team, user))

    async def remember(self, reader: Reader) -> None:
        """See `Store.remember`."""
        await self._run(lambda db: reader_rows.remember(db, reader))

    async def due(self, now: float) -> tuple[Reminder, ...]:
        """See `Store.due`."""
        return await self._run(lambda db: asked_rows.due(db, now))

    async def reminded(self, event: str) -> None:
        """See `Store.reminded`."""
        await self._run(lambda db: asked_rows.reminded(db, event))

    async def opinions(self) -> Mapping[str, int]:
        """See `Store.opinions`."""
        return await self._run(asked_rows.opinions)

    async def claim(self, now: float, busy: Collection[str], limit: int = 8) -> tuple[Sending, ...]:
        """See `Store.claim`."""
        taken = frozenset(busy)
        return await self._run(lambda db: outbox_rows.claim(db, now, taken, limit))

    async def settle(self, row: int, fate: Fate, now: float) -> None:
        """See `Store.settle`."""
        await self._run(lambda db: outbox_rows.settle(db, row, fate, now))

    async def recover(self) -> int:
        """See `Store.recover`."""
        return await self._run(outbox_rows.recover)

    async def backlog(self, now: float) -> Backlog:
        """See `Store.backlog`; the transaction around it takes the write lock, so a read-only file is noticed."""
        return await self._run(lambda db: outbox_rows.backlog(db, now))

    async def purge(self, before: datetime) -> int:
        """See `Store.purge`; event hashes are kept a week longer, for Slack may send an event again."""
        return await self._erase(lambda db: erasing.purge(db, before.timestamp()))

    async def forget(self, *, user: str = "", conversation: str = "") -> int:
        """See `Store.forget`."""
        return await self._erase(lambda db: erasing.forget(db, user, conversation))

    async def verify(self) -> tuple[str, ...]:
        """See `Store.verify`."""
        return await self._run(lambda db: tuple(audit.faults(db)))

    async def close(self) -> None:
        """See `Store.close`; the log is folded back into the file, so that a copy of the file is whole."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        """The same for a caller without an event loop; closing twice changes nothing."""
        if self._lock.closed:
            return
        self._thread.submit(_checkpoint, self._db).result()
        self._thread.submit(self._db.close).result()
        self._thread.shutdown()
        self._lock.close()

    async def _erase(self, job: Callable[[sqlite3.Connection], int]) -> int:
        """Delete for good: what was deleted must not stay readable in the write-ahead log either."""
        deleted = await self._run(job)
        await asyncio.wrap_future(self._thread.submit(_checkpoint, self._db))
        return deleted

    async def _run(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """Queue one job for the owning thread: a transaction of its own, in the order of arrival."""

        def work() -> T:
            with _transaction(self._db):
                return job(self._db)

        return await asyncio.wrap_future(self._thread.submit(work))


def _lock(path: Path) -> TextIO:
    """Hold the lock beside the database while this process lives: the system releases it, even after a crash."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = path.with_name(f"{path.name}.lock").open("a", encoding="utf-8")
    except OSError as fault:
        raise StoreError(f"database {path}", f"cannot be written ({type(fault).__name__})", _PLACE_REMEDY) from fault
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        held.close()
        remedy = "Stop that process, or give this one another NADIR_DATABASE: one SQLite file serves one process"
        raise StoreError(f"database {path}", "another process is using it", remedy) from fault
    return held


_PLACE_REMEDY = "Set NADIR_DATABASE to a file in a folder this process may write"


def _open(path: Path) -> sqlite3.Connection:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # clinical values: readable by this user alone
        db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        db.row_factory = sqlite3.Row
        for setting in _PRAGMAS:
            db.execute(f"PRAGMA {setting}")
        _make_tables(db, path)
    except (OSError, sqlite3.Error) as fault:
        raise StoreError(f"database {path}", f"cannot be used ({type(fault).__name__})", _PLACE_REMEDY) from fault
    return db


_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=2500", "secure_delete=ON")


def _make_tables(db: sqlite3.Connection, path: Path) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version in ADDED:
        db.executescript(f"BEGIN IMMEDIATE; {ADDED[version]} PRAGMA user_version = {VERSION}; COMMIT;")
    elif version not in (0, VERSION):
        remedy = "Use the release that wrote it, or another file: migrations come with a later release"
        raise StoreError(f"database {path}", f"has schema {version}, this release knows {VERSION}", remedy)
    elif version == 0:
        db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")


def _checkpoint(db: sqlite3.Connection) -> None:
    """Fold the log into the file. Every row is fetched: a statement left half read would hold the lock."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. IMMEDIATE: the right to write is taken at the start, so it cannot be refused half way."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _take(db: sqlite3.Connection, event: str, case: Case, think: Think, received: datetime) -> Taken:
    now = received.timestamp()
    known = db.execute("INSERT OR IGNORE INTO events VALUES (?, ?)", (event, now)).rowcount == 0
    if known:
        stored = _reply(db, event)
        return Taken(event, None if stored is None else stored.reply, fresh=False)
    made = think(_turns(db, case.id))
    _keep(db, event, case, made, now)
    return Taken(event, made.reply, fresh=True)


def _keep(db: sqlite3.Connection, event: str, case: Case, made: Made, now: float) -> None:
    place = (case.id, case.team, case.channel, case.thread, case.user)
    db.execute("INSERT OR IGNORE INTO conversations VALUES (?, ?, ?, ?, ?)", place)
    said = "" if made.reply is None else dump_reply(made.reply)
    if made.turn is not None:
        _append(db, event, case.id, made.turn, said, now)
    if said:
        db.execute("INSERT INTO replies VALUES (?, ?, ?, ?)", (event, case.id, now, said))
    if made.reader is not None:
        reader_rows.remember(db, made.reader)
    if made.reminder is not None:
        asked_rows.remind(db, made.reminder)
    if made.opinion is not None:
        asked_rows.judge(db, made.opinion)
    for delivery in made.deliveries:
        outbox_rows.add(db, event, case.id, delivery, now)


def _append(db: sqlite3.Connection, event: str, conversation: str, turn: Turn, said: str, now: float) -> None:
    body = dump_turn(turn)
    salt = audit.append(db, conversation, event, turn.edition, body, said)
    at = turn.at.astimezone(UTC).isoformat(timespec="microseconds")
    db.execute(
        "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (event, conversation, at, now, turn.author, turn.reply_id, body, salt),
    )


def _turns(db: sqlite3.Connection, conversation: str) -> tuple[Turn, ...]:
    rows = db.execute("SELECT body FROM turns WHERE conversation = ? ORDER BY at, event", (conversation,))
    return tuple(load_turn(row["body"]) for row in rows)


def _reply(db: sqlite3.Connection, key: str) -> Stored | None:
    row = db.execute(
        "SELECT c.*, r.body FROM replies r JOIN conversations c ON c.id = r.conversation WHERE r.event = ?", (key,)
    ).fetchone()
    if row is None:
        return None
    case = Case(row["id"], row["team"], row["channel"], row["thread"], row["user"])
    return Stored(key, case, load_reply(row["body"]))
