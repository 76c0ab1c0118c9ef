"""`nadir replay`: the reply id at the foot of an answer gives the same answer again."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.app import conversation_with
from bot.arrivals import Arrival
from bot.desk import Desk
from bot.library import load
from bot.store.port import Case, Made, Opinion, Verdict
from bot.store.sqlite import SqliteStore
from core.converse import Turn, standing
from core.reply import plain
from tests.bot.cli.conftest import Run

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TOLD = ["ANC 0.4 T 38.6 62M AML", "no COPD, BP 84/50", "how often should I recheck?", "hand off", "help", ""]


@pytest.fixture
async def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict[str, str]]:
    """A database with one conversation, still open in the bot, and the words of each reply by its id."""
    path = tmp_path / "nadir.sqlite3"
    monkeypatch.setenv("NADIR_DATABASE", str(path))
    store = SqliteStore(path)
    read = load()
    stand = partial(standing, handbook=read.handbook)
    desk = Desk(store, conversation_with(read, "clinician"), stand=stand, clock=lambda: NOW)
    case, replies = Case("c1", "T1", "D1"), {}
    for number, text in enumerate(TOLD):
        answer = await desk.answer(Arrival(f"e{number}", case, text, "U1", NOW, files=number == 1))
        replies[answer.reply.reply_id] = plain(answer.reply)
    await store.close()
    return path, replies


async def test_each_reply_comes_again_byte_for_byte(given: tuple[Path, dict[str, str]], nadir: Run) -> None:
    """What the bot's room added to it comes again too: a file not read, the usage after help."""
    for reply_id, words in given[1].items():
        code, out, err = nadir("replay", reply_id)
        assert (0, words + "\n") == (code, out)
        assert "the same, byte for byte" in err


async def test_a_reply_that_is_not_kept_is_told(given: tuple[Path, dict[str, str]], nadir: Run) -> None:
    code, _, err = nadir("replay", "0123456789")

    assert code == 1
    assert "reply 0123456789: it is not kept here" in err


async def test_a_reply_of_another_handbook_names_the_edition(
    given: tuple[Path, dict[str, str]], nadir: Run, monkeypatch: pytest.MonkeyPatch, repository: Path
) -> None:
    """With a hospital's folder over the handbook the reply would be another one: refused, not made up."""
    monkeypatch.setenv("NADIR_SITE", str(repository / "docs" / "site-example"))
    code, _, err = nadir("replay", next(iter(given[1])))

    assert code == 1
    assert "another handbook" in err
    assert load().handbook.edition in err


async def test_a_turn_that_was_tampered_with_is_found(given: tuple[Path, dict[str, str]], nadir: Run) -> None:
    """A reply that does not come again is shown, and said to be another one."""
    path, replies = given
    with sqlite3.connect(path) as db:
        db.executescript("DROP TRIGGER turns_are_only_appended; UPDATE turns SET body = replace(body, '0.4', '0.9')")
    db.close()
    code, _, err = nadir("replay", next(iter(replies)))

    assert code == 1
    assert "NOT the reply that was given" in err


def test_without_a_database_the_setting_is_named(nadir: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NADIR_DATABASE", str(tmp_path / "none.sqlite3"))
    code, _, err = nadir("replay", "0123456789")

    assert code == 1
    assert "NADIR_DATABASE" in err
    assert not (tmp_path / "none.sqlite3").exists()


def thought(opinion: Opinion, _turns: Sequence[Turn]) -> Made:
    """What somebody thinks of a reply, and nothing else."""
    return Made(opinion=opinion)


async def test_the_operator_sees_which_replies_people_differ_with(
    given: tuple[Path, dict[str, str]], nadir: Run
) -> None:
    """By the id at the foot of the reply, without a name or a value; `nadir replay` shows the rest."""
    path, replies = given
    wrong = list(replies)[1]
    store = SqliteStore(path)
    told: list[tuple[str, Verdict]] = [("e0", "agree"), ("e1", "agree"), ("e1", "report")]
    for number, (event, verdict) in enumerate(told):
        opinion = Opinion(event, f"U{number}", verdict)
        await store.take(f"o{number}", Case("c1", "T1", "D1"), partial(thought, opinion), NOW)
    await store.close()

    code, out, _ = nadir("opinions")

    assert 0 == code
    assert "agree 2, differ 0, report an error 1" in out
    assert [wrong] == [line.split()[0] for line in out.splitlines() if "report 1" in line]
