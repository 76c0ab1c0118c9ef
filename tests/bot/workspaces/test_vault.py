"""Tokens at rest: sealed, bound to their workspace, and changed to a new key without a pause."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import SettingError, Settings
from bot.workspaces.tokens import Workspaces
from bot.workspaces.vault import Unopenable, Vault, new_key
from tests.bot.payloads import TEAM
from tests.bot.workspaces.conftest import TOKEN, installed

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])  # the stand-in for Slack listens there


def everything_on_disk(folder: Path) -> bytes:
    """All bytes of all files: the database, its journal, whatever lies beside."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


@pytest.mark.parametrize("keys", ["", "not a key", "a" * 44, "KEY,"])
def test_what_is_no_key_is_refused(keys: str) -> None:
    """Nothing is sealed with a weak or misspelt key, and none is made up."""
    with pytest.raises(SettingError, match="NADIR_TOKEN_KEY: is not a key.*new-key"):
        Vault(keys.replace("KEY", new_key()))


def test_without_a_key_nothing_starts(several: Settings) -> None:
    """A missing key is told by name."""
    with pytest.raises(SettingError, match="NADIR_TOKEN_KEY: is not set"):
        Workspaces(several.model_copy(update={"token_key": None}))


async def test_no_token_lies_in_clear_on_the_disk(workspaces: Workspaces, tmp_path: Path) -> None:
    """Whoever copies the file has no token; and only this user may read it."""
    await workspaces.installations.async_save_bot(installed(bot_refresh_token="xoxe-1-refresh"))

    assert b"xox" not in everything_on_disk(tmp_path)
    assert 0o600 == (tmp_path / "installations.sqlite3").stat().st_mode & 0o777
    assert TOKEN == await workspaces.token(TEAM, "")


async def test_the_key_is_changed_in_three_steps(several: Settings, workspaces: Workspaces, key: str) -> None:
    """New key before the old one, seal anew, old key away."""
    await workspaces.installations.async_save_bot(installed(bot_refresh_token="xoxe-1-refresh"))
    newer = new_key()

    both = Workspaces(several.model_copy(update={"token_key": SecretStr(f"{newer},{key}")}))
    assert TOKEN == await both.token(TEAM, "")
    assert 1 == await both.installations.reseal()

    alone = Workspaces(several.model_copy(update={"token_key": SecretStr(newer)}))
    assert TOKEN == await alone.token(TEAM, "")
    found = await alone.bot(TEAM, "")
    assert found is not None
    assert "xoxe-1-refresh" == found.bot_refresh_token


async def test_a_lost_key_is_told_and_no_token_is_guessed(several: Settings, workspaces: Workspaces) -> None:
    """With another key the token stays closed."""
    await workspaces.installations.async_save_bot(installed())
    other = Workspaces(several.model_copy(update={"token_key": SecretStr(new_key())}))

    with pytest.raises(Unopenable, match="no key of NADIR_TOKEN_KEY opens it"):
        await other.token(TEAM, "")


async def test_a_token_moved_to_another_row_does_not_open(workspaces: Workspaces) -> None:
    """Whoever can write the file cannot make the bot of one workspace speak in another."""
    store = workspaces.installations
    await store.async_save_bot(installed())
    await store.async_save_bot(installed("T0OTHER", bot_token="xoxb-other"))
    async with store.engine.begin() as connection:
        moved = "UPDATE slack_bots SET bot_token = (SELECT bot_token FROM slack_bots WHERE team_id = 'T0OTHER')"
        await connection.exec_driver_sql(moved)

    with pytest.raises(Unopenable, match="sealed for another workspace"):
        await workspaces.token(TEAM, "")


def test_a_file_that_is_no_database_is_told(several: Settings, tmp_path: Path) -> None:
    """The setting is named, and the file is left as it is."""
    several.installations.write_text("not a database, and long enough to be looked at" * 50)
    with pytest.raises(SettingError, match="NADIR_INSTALLATIONS: cannot be used"):
        Workspaces(several)
    folder = tmp_path / "none"
    folder.write_text("a file where a folder should be")
    with pytest.raises(SettingError, match="NADIR_INSTALLATIONS: cannot be used"):
        Workspaces(several.model_copy(update={"installations": folder / "x.sqlite3"}))
