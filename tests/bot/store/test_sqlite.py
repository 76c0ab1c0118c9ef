"""What only the SQLite store promises."""

import asyncio
import sqlite3
import subprocess
import sys
import textwrap
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.store.sqlite import SqliteStore, StoreError
from tests.bot.store.test_contract import CASE, NOON, made, take, values


def test_a_second_opener_is_refused_with_a_remedy(store: SqliteStore, tmp_path: Path) -> None:
    """One SQLite file serves one process: the second is told who is in the way and what to do."""
    with pytest.raises(StoreError, match="another process is using it.*NADIR_DATABASE"):
        SqliteStore(tmp_path / "nadir.sqlite3")


def test_a_second_process_is_refused(store: SqliteStore, tmp_path: Path) -> None:
    """The lock holds between processes, not only inside one."""
    opened = _in_another_process(f"SqliteStore(Path({str(tmp_path / 'nadir.sqlite3')!r}))")

    assert 1 == opened.returncode
    assert "StoreError" in opened.stderr


async def test_what_was_taken_survives_a_kill(tmp_path: Path) -> None:
    """A process killed right after a commit leaves its turn and its unsent reply to the next one."""
    path = tmp_path / "nadir.sqlite3"
    killed = _in_another_process(
        f"""
        store = SqliteStore(Path({str(path)!r}))
        asyncio.run(take(store, "e1", "0.4", NOON, POST))
        os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    assert -9 == killed.returncode

    again = SqliteStore(path)

    assert [Decimal("0.4")] == await values(again)
    assert 1 == (await again.backlog(NOON.timestamp())).waiting
    assert () == await again.verify()
    await again.close()


async def test_reopening_keeps_the_turns(tmp_path: Path) -> None:
    """Closing and opening loses nothing."""
    first = SqliteStore(tmp_path / "a.sqlite3")
    await take(first, "e1")
    await first.close()
    second = SqliteStore(tmp_path / "a.sqlite3")

    assert [Decimal("0.4")] == await values(second)
    await second.close()


async def test_deleted_values_are_gone_from_the_disk(tmp_path: Path) -> None:
    """After expiry no byte of the file or its log holds what was said."""
    path = tmp_path / "nadir.sqlite3"
    store = SqliteStore(path)
    await store.take("e1", CASE, lambda _turns: made("e1", "0.123456789"), NOON)
    assert b"0.123456789" in _bytes(path)

    await store.purge(NOON + timedelta(hours=1))

    assert b"0.123456789" not in _bytes(path)
    await store.close()


async def test_turns_cannot_be_changed(store: SqliteStore, tmp_path: Path) -> None:
    """The database itself refuses to change a turn or the audit chain."""
    await take(store, "e1")
    with sqlite3.connect(tmp_path / "nadir.sqlite3") as db:
        with pytest.raises(sqlite3.IntegrityError, match="only appended"):
            db.execute("UPDATE turns SET body = '{}'")
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            db.execute("DELETE FROM audit")
    db.close()


@pytest.mark.parametrize(
    ("forgery", "found"),
    [
        (
            "DROP TRIGGER turns_are_only_appended; UPDATE turns SET body = replace(body, '0.2', '2.0')",
            "turn was changed",
        ),
        ("UPDATE replies SET body = replace(body, 'ANC 0.2', 'ANC 2.0')", "reply was changed"),
        ("DROP TRIGGER audit_is_never_deleted; DELETE FROM audit WHERE number = 2", "is missing"),
        ("DROP TRIGGER audit_is_never_changed; UPDATE audit SET edition = 'e9' WHERE number = 2", "does not hold"),
    ],
)
async def test_a_forgery_is_found(store: SqliteStore, tmp_path: Path, forgery: str, found: str) -> None:
    """Whoever changes or removes a row behind the program's back is found out, with the place."""
    for event in ("e1", "e2", "e3"):
        await take(store, event, f"0.{event[1]}")
    with sqlite3.connect(tmp_path / "nadir.sqlite3") as db:
        db.executescript(forgery)
    db.close()

    faults = await store.verify()

    assert found in faults[0]
    assert faults[0].startswith("c1 ")


def test_a_database_of_another_release_is_refused(tmp_path: Path) -> None:
    """A newer schema is not guessed at."""
    path = tmp_path / "newer.sqlite3"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()

    with pytest.raises(StoreError, match="schema 99"):
        SqliteStore(path)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A folder where a file stands: named, with the setting to change."""
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="NADIR_DATABASE"):
        SqliteStore(tmp_path / "file" / "nadir.sqlite3")


def test_the_file_is_readable_by_its_owner_alone(store: SqliteStore, tmp_path: Path) -> None:
    """Clinical values are not for other users of the machine."""
    assert 0o600 == (tmp_path / "nadir.sqlite3").stat().st_mode & 0o777


async def test_a_job_given_up_before_it_ran_is_not_run(store: SqliteStore) -> None:
    """When a listener runs out of time while its job waits, the job is not done behind its back."""
    slow = asyncio.create_task(take(store, "e0"))
    waiting = asyncio.create_task(take(store, "e1"))
    await asyncio.sleep(0)
    waiting.cancel()
    await slow

    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert len(await store.turns("c1")) <= 2


def _bytes(path: Path) -> bytes:
    return b"".join(found.read_bytes() for found in sorted(path.parent.glob(f"{path.name}*")))


def _in_another_process(code: str) -> subprocess.CompletedProcess[str]:
    head = (
        "import asyncio, os, signal\nfrom pathlib import Path\nfrom bot.store.sqlite import SqliteStore\n"
        "from tests.bot.store.test_contract import NOON, POST, take\n"
    )
    script = head + textwrap.dedent(code)
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("version", "lacks"), [(1, ("readers", "reminders", "opinions")), (2, ("reminders", "opinions"))]
)
async def test_a_database_of_a_schema_before_is_taken_over(
    tmp_path: Path, version: int, lacks: tuple[str, ...]
) -> None:
    """What it lacks is added; what it holds stays."""
    path = tmp_path / "older.sqlite3"
    older = SqliteStore(path)
    await take(older, "e1", "0.4")
    await older.close()
    with sqlite3.connect(path) as db:
        db.executescript("".join(f"DROP TABLE {table};" for table in lacks) + f"PRAGMA user_version = {version};")
    db.close()

    store = SqliteStore(path)

    assert await store.reader("T1", "U1") is None
    assert () == await store.due(0.0)
    assert {} == await store.opinions()
    assert 1 == len(await store.turns("c1"))
    await store.close()
