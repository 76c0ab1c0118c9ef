"""Opens the rehearsal: the page and the real bot, each on a port of its own on loopback, until it is closed again."""

from __future__ import annotations

import asyncio
import secrets
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.app import furnish, web
from bot.library import Library
from bot.manifest import EVENTS_PATH
from bot.rehearsal.announced import Announced
from bot.rehearsal.line import Line
from bot.rehearsal.page import Lock, Page
from bot.rehearsal.pressing import Pressing
from bot.rehearsal.saying import Saying
from bot.rehearsal.stage import Stage
from bot.rehearsal.ward import Clock
from bot.rehearsal.web_api import WebApi
from bot.settings import Settings, load_settings
from bot.store.sqlite import SqliteStore
from core.errors import WrongUse

LOOPBACK = "127.0.0.1"
Bot = Callable[[Settings], AbstractAsyncContextManager[ASGIApp]]


@dataclass(frozen=True, slots=True)
class Open:
    """An open rehearsal: the address of the page, its key in it, and what is on stage."""

    address: str
    stage: Stage
    bot: str


def real_bot(read: Library, clock: Clock = time.time) -> Bot:
    """The bot itself: its own store, outbox, guard and Bolt application; nothing of it is left out."""

    @asynccontextmanager
    async def served(settings: Settings) -> AsyncIterator[ASGIApp]:
        store = SqliteStore(settings.database)
        try:
            yield web(furnish(settings, store, read, clock=_as_datetimes(clock)), http=True)
        finally:
            await store.close()

    return served


@asynccontextmanager
async def opened(
    bot: Bot,
    app: Announced,
    *,
    clock: Clock = time.time,
    port: int = 0,
    bot_port: int = 0,
    database: Path | None = None,
) -> AsyncIterator[Open]:
    """The page around *bot*. With no *database* what is said is kept in a folder that goes when this is closed."""
    async with AsyncExitStack() as stack:
        page, events = stack.enter_context(_listening(port)), stack.enter_context(_listening(bot_port))
        stage = Stage(app, clock)
        stage.url = _address(page)
        secret = secrets.token_hex(16)
        line = Line(f"{_address(events)}{EVENTS_PATH}", secret, stage.traffic)
        lock = Lock(secrets.token_urlsafe(24), page.getsockname()[1])
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="nadir-try-"))
        settings = _settings(stage, secret, database or Path(folder) / "nadir.sqlite3")
        await stack.enter_async_context(_serving(_page(stage, line, lock), page))
        stack.callback(stage.ward.close)
        await stack.enter_async_context(_serving(await stack.enter_async_context(bot(settings)), events))
        stack.push_async_callback(line.close)
        yield Open(f"{stage.url}/?key={lock.key}", stage, _address(events))


def _page(stage: Stage, line: Line, lock: Lock) -> Starlette:
    saying = Saying(stage, line)
    stage.overheard = saying.overhear
    page = Page(stage, saying, Pressing(stage, line), lock)
    return Starlette(routes=[*WebApi(stage).routes, *page.routes])


def _settings(stage: Stage, secret: str, database: Path) -> Settings:
    """The settings of this installation, but for what leads to Slack: none of its own tokens is used here."""
    return load_settings(
        slack_bot_token=SecretStr(stage.token),
        slack_app_token=None,
        slack_signing_secret=SecretStr(secret),
        slack_api_url=f"{stage.url}/api/",
        database=database,
    )


class _Server(uvicorn.Server):
    """A server beside another one: signals are the business of whoever opened both."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signal."""
        yield


@asynccontextmanager
async def _serving(app: ASGIApp, where: socket.socket) -> AsyncIterator[None]:
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, lifespan="auto", timeout_graceful_shutdown=2
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[where]))
    try:
        while not server.started:
            if serving.done():
                await serving
                raise RuntimeError("the server ended before it began")
            await asyncio.sleep(0.005)
        yield
    finally:
        server.should_exit = True
        await serving


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    with socket.socket() as where:
        where.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            where.bind((LOOPBACK, port))
        except OSError as fault:
            raise WrongUse(f"port {port}", f"cannot be used ({fault.strerror})", "Name another, or none") from None
        yield where


def _as_datetimes(clock: Clock) -> Callable[[], datetime]:
    return lambda: datetime.fromtimestamp(clock(), UTC)


def _address(where: socket.socket) -> str:
    host, port = where.getsockname()
    return f"http://{host}:{port}"
