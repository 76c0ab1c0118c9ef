"""The real app against npm emulate 0.12.2: only the base address and the tokens tell it that this is not Slack."""

import asyncio
import logging
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import httpx2
import pytest
from pydantic import SecretStr

from bot import app, manifest
from bot.app import Rooms, furnish, running, web
from bot.library import Library
from bot.settings import Settings
from bot.store.sqlite import SqliteStore
from bot.workspaces.vault import new_key
from tests.bot.payloads import SECRET, command, mention, press, request
from tests.emulate.conftest import BOT_TOKEN, OtherSlack

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

TEAM, CHANNEL, NOWHERE = "T000000001", "C000000001", "C0NOWHERE"
ASKED = "1763800000.000777"  # when the mention was written, which opens the thread
HERE = "https://nadir.test"


class Form(HTMLParser):
    """The first form of a page, filled in as its button sends it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields = "", dict[str, str]()
        self.feed(page.split("</form>", maxsplit=1)[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = found["action"]
        if tag == "input":
            self.fields[found["name"]] = found["value"]


def settings(other: OtherSlack, folder: Path) -> Settings:
    """What would be set for any other Slack-compatible server: its address, and the usual tokens."""
    return Settings(
        slack_api_url=other.api,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        database=folder / "nadir.sqlite3",
    )


def several(other: OtherSlack, folder: Path) -> Settings:
    """The same for several workspaces."""
    more = {
        "slack_bot_token": None,
        "slack_client_id": "1.2",
        "slack_client_secret": SecretStr("the-client-secret"),
        "token_key": SecretStr(new_key()),
        "public_url": HERE,
        "installations": folder / "installations.sqlite3",
    }
    return settings(other, folder).model_copy(update=more)


async def installed(other: OtherSlack, rooms: Rooms, *, without: str = "") -> httpx2.Response:
    """What an installer's browser does: our page, the other's page, a click, our page. Gives the last one."""
    transport = httpx2.ASGITransport(app=web(rooms, http=True), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=HERE) as here, httpx2.AsyncClient() as there:
        link = (await here.get("/slack/install")).text.split('class="go" href="')[1].split('"')[0].replace("&amp;", "&")
        assert link.startswith(f"{other.url}/oauth/v2/authorize?")
        asked = dict(parse_qsl(urlsplit(link).query))
        asked["scope"] = ",".join(scope for scope in asked["scope"].split(",") if scope != without)
        form = Form((await there.get(f"{other.url}/oauth/v2/authorize?{urlencode(asked)}")).text)
        back = await there.post(urljoin(other.url, form.action), data=form.fields)
        assert back.headers["location"].startswith(f"{HERE}{manifest.REDIRECT_PATH}?code=")
        return await here.get(back.headers["location"])


async def answered(rooms: Rooms, body: str) -> int:
    """Hand the app a signed request, and wait until nothing is left to send."""
    answer = await rooms.slack.async_dispatch(request(body))
    async with asyncio.timeout(10):
        while (await rooms.store.backlog(time.time())).waiting:
            await asyncio.sleep(0.02)
    return int(answer.status)


async def test_it_is_installed_through_oauth_and_posts_with_that_token(
    other: OtherSlack, store: SqliteStore, read: Library, tmp_path: Path
) -> None:
    """From the install page to a message in the channel, by the bot user that OAuth made."""
    rooms = furnish(several(other, tmp_path), store, read)
    page = await installed(other, rooms)
    async with running(rooms):
        status = await answered(rooms, mention("ANC 0.3 T 38.5", channel=CHANNEL, ts=ASKED).replace("T0TEAM", TEAM))

    [said] = await other.thread(CHANNEL, ASKED)
    assert (200, 200) == (page.status_code, status)
    assert "The Ward" in page.text
    assert said["text"].startswith("EMERGENCY")
    assert said["blocks"]
    assert said["user"] != "U000000001"


async def test_a_code_is_good_once_there_too(
    other: OtherSlack, store: SqliteStore, read: Library, tmp_path: Path
) -> None:
    """Another client secret than the registered one installs nothing."""
    wrong = several(other, tmp_path).model_copy(update={"slack_client_secret": SecretStr("another")})

    page = await installed(other, furnish(wrong, store, read))

    assert 401 == page.status_code
    assert "Slack did not accept the installation" in page.text


async def test_a_missing_scope_is_named_in_the_log_and_the_command_still_answers(
    other: OtherSlack, store: SqliteStore, read: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Without chat:write nothing can be posted: the row dies at once, with the scope that whoever runs it must give."""
    caplog.set_level(logging.INFO, "nadir")
    rooms = furnish(several(other, tmp_path), store, read)
    await installed(other, rooms, without="chat:write")
    async with running(rooms):
        await answered(rooms, mention("ANC 0.3 T 38.5", channel=CHANNEL, ts=ASKED).replace("T0TEAM", TEAM))
        reply = await rooms.slack.async_dispatch(request(command("ANC 0.3 T 38.5", team_id=TEAM)))

    told = [(record.getMessage(), getattr(record, "ids", {})) for record in caplog.records]
    assert [] == await other.thread(CHANNEL, ASKED)
    # Met twice: in the thread, and towards whoever asked.
    assert {"chat:write"} == {ids["needed"] for event, ids in told if event == "scope missing"}
    assert ["missing_scope"] == [ids["error"] for event, ids in told if event == "outbox dead"]
    assert "EMERGENCY" in reply.body


async def test_one_workspace_by_its_token(other: OtherSlack, store: SqliteStore, read: Library, tmp_path: Path) -> None:
    """The default: one token. A message is posted, and put right in its place when its button is pressed."""
    known = settings(other, tmp_path)
    await app._greet(known, http=True)
    rooms = furnish(known, store, read)
    async with running(rooms):
        await answered(rooms, mention("ANC 0.3 T 38.5", channel=CHANNEL, ts=ASKED))
        [first] = await other.thread(CHANNEL, ASKED)
        button = next(
            one
            for block in first["blocks"]
            if block["type"] == "actions"
            for one in block["elements"]
            if one["action_id"].startswith("answer:")
        )
        pressed = press(
            button["value"], url=f"{other.url}/none", ephemeral=False, message=first["ts"], channel={"id": CHANNEL}
        )
        await answered(rooms, pressed)

    [second] = await other.thread(CHANNEL, ASKED)
    assert first["ts"] == second["ts"]
    assert first["blocks"] != second["blocks"]


async def test_a_channel_that_is_not_there_ends_the_row(
    other: OtherSlack, store: SqliteStore, read: Library, tmp_path: Path
) -> None:
    """What can never be posted is not tried for half an hour."""
    rooms = furnish(settings(other, tmp_path), store, read)
    async with running(rooms):
        await answered(rooms, mention("ANC 0.3 T 38.5", channel=NOWHERE))
        assert 1 == (await store.backlog(time.time())).dead
