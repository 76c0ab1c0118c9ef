"""A running bot for tests: a real Bolt app, a real store in a temporary folder, and a stand-in for Slack."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from aiohttp import web as aiohttp_web
from pydantic import SecretStr
from slack_bolt.response import BoltResponse

from bot.app import Rooms, conversation_with, furnish, running, web
from bot.desk import Converse
from bot.library import Library, load
from bot.log import quiet
from bot.settings import Settings
from bot.store.sqlite import SqliteStore
from tests.bot.payloads import SECRET, headers, request
from tests.bot.slack_stub import SlackStub


@pytest.fixture(autouse=True)
def _quiet() -> None:
    """Libraries' words are withheld from the log, as in a running bot."""
    quiet()


@pytest.fixture(scope="session")
def read() -> Library:
    """The real handbook and the words to read with."""
    return load()


@pytest.fixture(scope="session")
def think(read: Library) -> Converse:
    """The real conversation with the real handbook."""
    return conversation_with(read, "clinician")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty store."""
    opened = SqliteStore(tmp_path / "nadir.sqlite3")
    yield opened
    opened.close_now()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings as an installation has them, with a Web API that nobody answers."""
    return Settings(
        slack_bot_token=SecretStr("xoxb-1-not-a-token"),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url="http://127.0.0.1:1/api/",
        database=tmp_path / "nadir.sqlite3",
    )


@pytest.fixture
async def slack() -> AsyncIterator[SlackStub]:
    """Slack's Web API on loopback; a test that uses it is marked `allow_hosts(["127.0.0.1"])`."""
    stub = SlackStub()
    runner = aiohttp_web.AppRunner(stub.application(), handler_cancellation=True)
    await runner.setup()
    site = aiohttp_web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    stub.url = f"http://{host}:{port}"
    yield stub
    await runner.cleanup()


@dataclass(frozen=True)
class Bot:
    """A bot to send signed requests to: straight to Bolt, or over the whole web application."""

    rooms: Rooms
    client: httpx2.AsyncClient

    async def dispatch(self, body: str) -> BoltResponse:
        """Hand a signed request to Bolt, which checks the signature itself."""
        return await self.rooms.slack.async_dispatch(request(body))

    async def post(self, body: str | bytes, **changed: str) -> httpx2.Response:
        """Send a signed request to the web application, guard and all."""
        raw = body.encode() if isinstance(body, str) else body
        return await self.client.post("/slack/events", content=raw, headers={**headers(raw), **changed})


Start = Callable[..., Awaitable[Bot]]


@pytest.fixture
async def start(store: SqliteStore, settings: Settings, read: Library, think: Converse) -> AsyncIterator[Start]:
    """Starts a bot; with *sending* its outbox runs too."""
    async with AsyncExitStack() as stack:

        async def begin(*, api: str = "", sending: bool = False, converse: Converse | None = None) -> Bot:
            known = settings.model_copy(update={"slack_api_url": api}) if api else settings
            rooms = furnish(known, store, read, converse or think)
            if sending:
                await stack.enter_async_context(running(rooms))
            transport = httpx2.ASGITransport(app=web(rooms, http=True), raise_app_exceptions=False)
            client = httpx2.AsyncClient(transport=transport, base_url="http://nadir.test")
            return Bot(rooms, await stack.enter_async_context(client))

        yield begin


@pytest.fixture
async def bot(start: Start) -> Bot:
    """A bot that answers and commits, and sends nothing."""
    return await start()


@pytest.fixture
async def live(start: Start, slack: SlackStub) -> Bot:
    """A bot whose outbox runs against the stand-in."""
    return await start(api=slack.api, sending=True)


def buttons(blocks: list[dict[str, Any]], label: str = "") -> list[dict[str, Any]]:
    """The buttons among *blocks*; only those called *label* when it is given."""
    elements = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    found = [element for element in elements if element["type"] == "button"]
    return [button for button in found if not label or button["text"]["text"] == label]
