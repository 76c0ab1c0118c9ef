"""`nadir workspaces`, as whoever runs the bot uses it."""

import asyncio
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.settings import load_settings
from bot.workspaces.tokens import Workspaces
from tests.bot.cli.conftest import Run
from tests.bot.workspaces.conftest import TOKEN, installed


def set_up(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    """The settings of several workspaces, with these keys."""
    given = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s", "TOKEN_KEY": keys, "PUBLIC_URL": "https://n.test"}
    for name, value in given.items():
        monkeypatch.setenv(f"NADIR_{name}", value)


def test_a_key_is_made_listed_tokens_show_none_and_a_new_key_seals_them(
    nadir: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Key, installation, list, new key, seal anew: the old key may go."""
    old, new = (nadir("workspaces", "new-key")[1].strip() for _ in range(2))
    assert [Fernet(old), Fernet(new)]
    assert old != new
    set_up(monkeypatch, old)
    asyncio.run(Workspaces(load_settings()).installations.async_save_bot(installed(bot_scopes="chat:write")))

    code, out, _ = nadir("workspaces", "list")
    assert (0, "T0TEAM\t-\t-\t1970-01-01\tchat:write\n") == (code, out)

    set_up(monkeypatch, f"{new},{old}")
    assert (0, True) == (code, "1 sealed with the first key" in nadir("workspaces", "reseal")[1])
    set_up(monkeypatch, new)
    assert TOKEN == asyncio.run(Workspaces(load_settings()).token("T0TEAM", ""))


def test_a_key_is_never_made_by_itself(nadir: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without one the command says so, and writes nothing."""
    set_up(monkeypatch, "")

    code, out, err = nadir("workspaces", "list")

    assert (2, "") == (code, out)
    assert "NADIR_TOKEN_KEY: is not set" in err
    assert [] == list(tmp_path.iterdir())


def test_one_workspace_has_nothing_to_list(nadir: Run) -> None:
    """Said, with what would have to be set."""
    code, _, err = nadir("workspaces", "list")

    assert 2 == code
    assert "NADIR_SLACK_CLIENT_ID" in err
