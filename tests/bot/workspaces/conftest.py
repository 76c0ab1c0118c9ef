"""A bot that several workspaces install, a stand-in for Slack, and a browser."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from pydantic import SecretStr
from slack_sdk.oauth.installation_store import Bot as Installed

from bot.app import Rooms, furnish, web
from bot.library import Library
from bot.settings import Settings
from bot.store.sqlite import SqliteStore
from bot.workspaces.tokens import Workspaces
from bot.workspaces.vault import new_key
from tests.bot.payloads import SECRET, TEAM
from tests.bot.slack_stub import SlackStub, says

HERE = "https://nadir.test"
TOKEN = "xoxb-the-token-of-the-team"


@pytest.fixture
def key() -> str:
    """A key of this test."""
    return new_key()


@pytest.fixture
def several(tmp_path: Path, slack: SlackStub, key: str) -> Settings:
    """Settings for several workspaces."""
    return Settings(
        slack_client_id="1.2",
        slack_client_secret=SecretStr("client-secret"),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=slack.api,
        token_key=SecretStr(key),
        public_url=f"{HERE}/",
        installations=tmp_path / "installations.sqlite3",
        database=tmp_path / "nadir.sqlite3",
    )


@pytest.fixture
def rooms(several: Settings, store: SqliteStore, read: Library) -> Rooms:
    """The bot's parts; nothing runs."""
    return furnish(several, store, read)


@pytest.fixture
async def browser(rooms: Rooms) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser that keeps cookies, and reaches the bot."""
    transport = httpx2.ASGITransport(app=web(rooms, http=True), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=HERE) as client:
        yield client


@pytest.fixture
def workspaces(several: Settings) -> Workspaces:
    """The same database, looked at from beside."""
    return Workspaces(several)


async def begin(browser: httpx2.AsyncClient) -> str:
    """Open the first page; gives the state in its link to Slack."""
    page = (await browser.get("/slack/install")).text
    link = page.split('class="go" href="')[1].split('"')[0].replace("&amp;", "&")
    return parse_qs(urlsplit(link).query)["state"][0]


def access(team: str | None = TEAM, enterprise: str | None = None, **more: object) -> dict[str, Any]:
    """What Slack answers to a code."""
    return {
        "ok": True,
        "access_token": TOKEN,
        "token_type": "bot",
        "scope": "chat:write,commands",
        "bot_user_id": "U0NADIR",
        "app_id": "A0APP",
        "team": None if team is None else {"id": team, "name": "Ward <9> & co"},
        "enterprise": None if enterprise is None else {"id": enterprise, "name": "The Hospitals"},
        "is_enterprise_install": team is None,
        "authed_user": {"id": "U0ADMIN"},
        **more,
    }


async def install(browser: httpx2.AsyncClient, slack: SlackStub, **answer: Any) -> httpx2.Response:
    """One whole installation; gives the last page."""
    state = await begin(browser)
    slack.answers.extend([says(**access(**answer)), says(ok=True, bot_id="B0NADIR")])
    return await browser.get("/slack/oauth_redirect", params={"code": "c-1", "state": state})


def installed(team: str | None = TEAM, enterprise: str | None = None, **more: object) -> Installed:
    """A bot as it is kept."""
    given: dict[str, object] = {"bot_token": TOKEN, "bot_id": "B0NADIR", "bot_user_id": "U0NADIR", "installed_at": 1.0}
    given |= {"app_id": "A0APP", "team_id": team, "enterprise_id": enterprise, **more}
    return Installed(**given)  # type: ignore[arg-type] # as the class names them
