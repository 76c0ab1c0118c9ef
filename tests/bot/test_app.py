"""The running bot: Socket Mode, the web server as a process, and what is said when it cannot start."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from aiohttp import web as aiohttp_web
from pydantic import SecretStr

from bot import app
from bot.app import furnish, running, serve, web
from bot.library import Library
from bot.settings import SettingError, Settings
from bot.store.sqlite import SqliteStore
from tests.bot.payloads import SECRET, command, headers, mention
from tests.bot.slack_stub import SlackStub, says
from tests.bot.store.test_contract import CASE, NOON, made


class Wire:
    """Slack's end of a Socket Mode connection: hands out envelopes and keeps what is acknowledged."""

    def __init__(self) -> None:
        self.to_bot: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        self.from_bot: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        self.connections = 0

    async def connect(self, request: aiohttp_web.Request) -> aiohttp_web.WebSocketResponse:
        """One connection, for as long as it lasts."""
        self.connections += 1
        line = aiohttp_web.WebSocketResponse()
        await line.prepare(request)
        writing = asyncio.create_task(self._write(line))
        async for message in line:
            if message.type == aiohttp_web.WSMsgType.TEXT:
                await self.from_bot.put(json.loads(message.data))
        writing.cancel()
        return line

    async def _write(self, line: aiohttp_web.WebSocketResponse) -> None:
        await line.send_json({"type": "hello"})
        while True:
            await line.send_json(await self.to_bot.get())

    async def say(self, kind: str, payload: Mapping[str, object]) -> dict[str, object]:
        """Send one envelope and wait for its acknowledgement."""
        envelope = {"type": kind, "envelope_id": "env-1", "payload": payload, "accepts_response_payload": True}
        await self.to_bot.put(envelope)
        return await asyncio.wait_for(self.from_bot.get(), 10)


@asynccontextmanager
async def wired() -> AsyncIterator[tuple[Wire, SlackStub]]:
    """Slack's Web API and its Socket Mode endpoint on loopback."""
    stub, wire = SlackStub(), Wire()
    application = stub.application()
    application.router.add_get("/link", wire.connect)
    runner = aiohttp_web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await aiohttp_web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    stub.url = f"http://{host}:{port}"
    stub.answers.append(says(ok=True, url=f"ws://{host}:{port}/link"))
    yield wire, stub
    await runner.cleanup()


@pytest.mark.allow_hosts(["127.0.0.1"])
async def test_socket_mode_answers_commands_and_mentions(settings: Settings, store: SqliteStore, read: Library) -> None:
    """No public address: a command is answered in its acknowledgement, a mention is posted to its thread."""
    async with wired() as (wire, stub):
        known = settings.model_copy(update={"slack_api_url": stub.api, "slack_app_token": SecretStr("xapp-1")})
        rooms = furnish(known, store, read)
        served = web(rooms, http=False)
        client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=served), base_url="http://nadir.test")
        assert 503 == (await client.get("/readyz")).status_code
        async with served.router.lifespan_context(served):
            fields = dict(httpx2.QueryParams(command("ANC 0.3 T 38.5")))
            answered = await wire.say("slash_commands", fields)
            heard = await wire.say("events_api", json.loads(mention("ANC 0.3 T 38.5")))

            assert 200 == (await client.get("/readyz")).status_code
            calls = await stub.received(2)
        await client.aclose()

    payload = answered["payload"]
    assert isinstance(payload, dict)
    assert payload["text"].startswith("EMERGENCY")
    assert "ephemeral" == payload["response_type"]
    assert {"envelope_id": "env-1"} == heard
    assert "chat.postMessage" == calls[1].method


async def test_expired_values_are_deleted_at_start(settings: Settings, store: SqliteStore, read: Library) -> None:
    """Retention does not wait for the first hour."""
    long_ago = NOON - timedelta(hours=73)
    await store.take("e1", CASE, lambda _turns: made("e1"), long_ago)
    async with running(furnish(settings, store, read, clock=lambda: NOON)):
        async with asyncio.timeout(5):
            while await store.turns("c1"):
                await asyncio.sleep(0.01)

    assert await store.reply("e1") is None


def test_socket_mode_needs_an_app_token(settings: Settings, store: SqliteStore, read: Library) -> None:
    """Said by name, with the remedy, before anything runs."""
    with pytest.raises(SettingError, match="NADIR_SLACK_APP_TOKEN: is not set.*connections:write"):
        web(furnish(settings, store, read), http=False)


@pytest.mark.parametrize(("http", "missing"), [(True, "NADIR_SLACK_BOT_TOKEN"), (False, "NADIR_SLACK_BOT_TOKEN")])
def test_serving_needs_a_token(settings: Settings, http: bool, missing: str) -> None:
    """Without a token nothing is started, and the setting is named."""
    with pytest.raises(SettingError, match=missing):
        serve(settings.model_copy(update={"slack_bot_token": None}), http=http)


@pytest.mark.allow_hosts(["127.0.0.1"])
async def test_a_token_that_slack_refuses_is_told(settings: Settings) -> None:
    """The setting to mend is named; a Slack that cannot be reached is no reason not to start."""
    async with wired() as (_, stub):
        known = settings.model_copy(update={"slack_api_url": stub.api})
        stub.answers.clear()
        stub.answers.append(says(ok=False, error="invalid_auth"))
        with pytest.raises(SettingError, match=r"NADIR_SLACK_BOT_TOKEN: is not accepted by Slack \(invalid_auth\)"):
            await app._greet(known, http=True)
        stub.answers.append(says(ok=False, error="internal_error"))
        await app._greet(known, http=True)
    await app._greet(settings, http=True)


@pytest.mark.allow_hosts(["127.0.0.1"])
async def test_the_process_serves_and_stops_when_told(tmp_path: Path) -> None:
    """As an installation runs it: a process over HTTP, ready, answering, and gone at SIGTERM with its work done."""
    async with wired() as (_, stub):
        stub.answers.clear()
        port = _free_port()
        known = {
            "NADIR_SLACK_BOT_TOKEN": "xoxb-1",
            "NADIR_SLACK_SIGNING_SECRET": SECRET,
            "NADIR_SLACK_API_URL": stub.api,
            "NADIR_DATABASE": str(tmp_path / "nadir.sqlite3"),
            "NADIR_PORT": str(port),
        }
        script = "from bot.app import serve; serve(http=True)"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, env={**os.environ, **known}, stderr=asyncio.subprocess.PIPE
        )
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            await _ready(client)
            body = mention("ANC 0.3 T 38.5 ZXQPATIENT")
            response = await client.post("/slack/events", content=body, headers=headers(body))
            calls = await stub.received(2)
        process.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(process.communicate(), 20)

    assert 200 == response.status_code
    assert ["auth.test", "chat.postMessage"] == [call.method for call in calls]
    assert process.returncode in (0, -signal.SIGTERM)
    assert b"ZXQ" not in log
    assert all(json.loads(line)["event"] for line in log.decode().splitlines())


async def _ready(client: httpx2.AsyncClient) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                if (await client.get("/readyz")).status_code == 200:
                    return
            except httpx2.TransportError:
                await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
