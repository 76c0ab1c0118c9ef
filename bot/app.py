"""The composition root: every part of the running bot is made here and given what it needs; nothing is decided."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import library, listeners, log, picture, rounds, words
from bot.desk import Clock, Converse, Desk, utc_now
from bot.guard import Fields, Guard
from bot.library import Library
from bot.manifest import EVENTS_PATH
from bot.outbox import Outbox
from bot.pages import Pages
from bot.settings import SettingError, Settings, load_settings
from bot.slack_web import SlackPoster, web_client
from bot.store.port import Store
from bot.store.sqlite import SqliteStore
from core.converse import Outcome, converse, reminder, standing
from core.converse.turn import Conversation, Message

if TYPE_CHECKING:  # the extra `oauth`, imported where several workspaces are served
    from bot.workspaces import Workspaces

Authorize = Callable[..., Awaitable[Any]]  # an AuthorizeResult, or None where the app is not installed
PATROL = 15.0  # seconds between looks at the Socket Mode connection


@dataclass(frozen=True, slots=True)
class Rooms:
    """The parts of one running bot."""

    settings: Settings
    store: Store
    desk: Desk
    outbox: Outbox
    slack: AsyncApp
    clock: Clock
    install: tuple[Route, ...] = ()


def serve(settings: Settings | None = None, http: bool = False) -> None:
    """Run until told to stop: over Socket Mode, or as a web server for the Events API when *http*.

    Raises:
        ContentError: The handbook, or the hospital's folder over it, does not hold: its author can mend it.
        SettingError: A token is missing or Slack does not accept it: whoever runs the bot can mend it.
    """
    settings = settings or load_settings()
    log.install(settings.log_level)
    read = library.load_proven(settings.site)  # a handbook that does not hold never comes near Slack
    asyncio.run(_greet(settings, http))
    store = SqliteStore(settings.database)
    try:
        rooms = furnish(settings, store, read)
        config = uvicorn.Config(
            web(rooms, http=http), settings.host, settings.port, log_config=None, access_log=False, server_header=False
        )
        uvicorn.Server(config).run()
    finally:
        store.close_now()


def furnish(
    settings: Settings, store: Store, read: Library, think: Converse | None = None, clock: Clock = utc_now
) -> Rooms:
    """Every part, connected. Nothing runs and nothing is sent until `running`."""
    log.quiet()
    several, install = _workspaces(settings)
    token = None if several else settings.secret("slack_bot_token", _TOKEN_REMEDY)
    draw = None if picture.missing() else picture.draw
    poster = SlackPoster(web_client(token, settings.slack_api_url), several.token if several else None, draw)
    pages = Pages(read, settings.retention_hours, pictures=draw is not None)
    outbox = Outbox(store, poster, pages.sending, clock=lambda: clock().timestamp())
    desk = Desk(
        store,
        think or conversation_with(read, settings.audience),
        stand=lambda turns: standing(turns, read.handbook),
        remind=lambda turns: reminder(turns, read.handbook, settings.audience),
        clock=clock,
        wake=outbox.wake,
        retention_hours=settings.retention_hours,
    )
    app = slack_app(settings, desk, pages, several.authorizing() if several else _authorize(token))
    if several is not None:
        several.listen(app)
    return Rooms(settings, store, desk, outbox, app, clock, install)


def _workspaces(settings: Settings) -> tuple[Workspaces | None, tuple[Route, ...]]:
    """The workspaces that install the app themselves, and the pages for it; none where one workspace's token is set."""
    if settings.slack_client_id is None:
        return None, ()
    if settings.slack_bot_token is not None:
        remedy = "Leave it empty to serve several workspaces, or leave NADIR_SLACK_CLIENT_ID empty to serve one"
        raise SettingError("setting NADIR_SLACK_BOT_TOKEN", "stands beside NADIR_SLACK_CLIENT_ID", remedy)
    try:
        from bot.workspaces import open_workspaces  # noqa: PLC0415 - the extra `oauth` is there only where it is used
    except ImportError as fault:
        problem, remedy = "needs packages that are not here", "Install them: pip install 'nadir-bot[oauth]'"
        raise SettingError("setting NADIR_SLACK_CLIENT_ID", problem, remedy) from fault
    return open_workspaces(settings)


def conversation_with(read: Library, audience: str) -> Converse:
    """The pure conversation, given the handbook of this installation."""

    def think(conversation: Conversation, message: Message) -> Outcome:
        return converse(conversation, message, read.handbook, read.lexicon, audience)

    return think


def slack_app(settings: Settings, desk: Desk, pages: Pages, authorize: Authorize) -> AsyncApp:
    """The Bolt application with our listeners. Its name puts all its loggers under `slack_bolt`, which are quiet."""
    signing = settings.slack_signing_secret
    app = AsyncApp(
        name="slack_bolt.nadir",
        signing_secret=signing.get_secret_value() if signing else "",
        client=web_client(None, settings.slack_api_url),
        authorize=authorize,
        user_facing_authorize_error_message=words.NOT_INSTALLED,
        request_verification_enabled=signing is not None,
        process_before_response=True,
    )
    listeners.register(app, desk, pages)
    return app


def web(rooms: Rooms, *, http: bool) -> Starlette:
    """The web application: health for whoever watches it and, when *http*, Slack's events behind the guard."""
    line = None if http else _SocketLine(rooms)

    async def readyz(_request: Request) -> JSONResponse:
        """Ready: the store can be written, and Slack is connected where we keep the connection."""
        backlog = await rooms.store.backlog(rooms.clock().timestamp())
        connected = line is None or await line.connected()
        found = {"connected": connected, "waiting": backlog.waiting, "oldest": backlog.oldest, "dead": backlog.dead}
        return JSONResponse(found, 200 if connected else 503)

    routes = [Route("/healthz", _healthz), Route("/readyz", _never_failing(readyz)), *rooms.install]
    if http:
        secret = rooms.settings.secret("slack_signing_secret", _SIGNING_REMEDY)
        routes.append(Route(EVENTS_PATH, Guard(_bolt(rooms.slack), secret, EVENTS_PATH)))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with running(rooms, line):
            yield

    return Starlette(routes=routes, lifespan=lifespan)


@asynccontextmanager
async def running(rooms: Rooms, line: _SocketLine | None = None) -> AsyncIterator[None]:
    """Send, expire and listen while the body runs; then stop in the order that loses nothing."""
    async with AsyncExitStack() as stack:
        kept = partial(rounds.expire, rooms.store, rooms.clock, rooms.settings.retention_hours)
        for work in (rooms.outbox.run, kept, partial(rounds.remind, rooms.store, rooms.desk, rooms.clock)):
            stack.push_async_callback(_cancelled, asyncio.create_task(work()))
        stack.push_async_callback(rooms.outbox.stop)
        if line is not None:
            stack.push_async_callback(line.close)
            stack.push_async_callback(_cancelled, asyncio.create_task(line.keep()))
        log.note("running", mode="http" if line is None else "socket")
        yield


class _SocketLine:
    """The Socket Mode connection: made in the background, kept, and told about by `/readyz`."""

    def __init__(self, rooms: Rooms) -> None:
        self._slack = rooms.slack
        self._token = rooms.settings.secret("slack_app_token", _APP_REMEDY)
        self._client: Any = None  # the SDK's client: its methods carry no types

    async def keep(self) -> None:
        """Connect, and while the connection is down make the SDK ask for a new address: the old one soon expires."""
        self._client = AsyncSocketModeHandler(self._slack, self._token).client
        connecting = asyncio.create_task(self._client.connect())
        try:
            while True:
                await asyncio.sleep(PATROL)
                if not await self.connected():
                    self._client.wss_uri = None
        finally:
            connecting.cancel()

    async def connected(self) -> bool:
        """Whether Slack is on the line now."""
        return self._client is not None and bool(await self._client.is_connected())

    async def close(self) -> None:
        """Hang up."""
        if self._client is not None:
            await self._client.close()


async def _greet(settings: Settings, http: bool) -> None:
    """Ask Slack once whether the tokens are good; when Slack cannot be reached, start all the same."""
    client = web_client(None, settings.slack_api_url)
    if settings.slack_client_id is None:
        bot = settings.secret("slack_bot_token", _TOKEN_REMEDY)
        await _accepted("SLACK_BOT_TOKEN", _TOKEN_REMEDY, lambda: client.auth_test(token=bot))
    if http:
        settings.secret("slack_signing_secret", _SIGNING_REMEDY)
        return
    token = settings.secret("slack_app_token", _APP_REMEDY)
    await _accepted("SLACK_APP_TOKEN", _APP_REMEDY, lambda: client.apps_connections_open(app_token=token))


async def _accepted(name: str, remedy: str, ask: Callable[[], Awaitable[object]]) -> None:
    try:
        await ask()
    except SlackApiError as refusal:
        data = refusal.response.data if hasattr(refusal.response, "data") else None
        error = str(data.get("error", "")) if isinstance(data, Mapping) else ""
        if error.endswith(("_auth", "_authed", "_revoked", "_inactive", "_expired", "not_allowed_token_type")):
            raise SettingError(f"setting NADIR_{name}", f"is not accepted by Slack ({error})", remedy) from None
        log.note("slack not ready", logging.WARNING, asked=name, error=error or "unknown")
    except Exception as fault:  # noqa: BLE001 - no network yet: the connection is tried again while running
        log.note("slack not reached", logging.WARNING, asked=name, raised=type(fault).__name__)


_TOKEN_REMEDY = "Set it to the Bot User OAuth Token of the installed app (xoxb-...)"  # noqa: S105 - a remedy, no secret
_APP_REMEDY = "Set it to an app-level token with the scope connections:write (xapp-...), or serve with --http"
_SIGNING_REMEDY = "Set it to the Signing Secret under Basic Information of the app"


def _authorize(token: str | None) -> Authorize:
    """One workspace, one token: no call to Slack stands between a question and its answer."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    return authorize


def _bolt(app: AsyncApp) -> Callable[[Fields], Awaitable[Response]]:
    """Bolt's answer to fields that the guard has verified and read: from there on as if they came by Socket Mode."""

    async def answer(fields: Fields) -> Response:
        return to_starlette_response(await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=fields)))

    return answer


async def _healthz(_request: Request) -> JSONResponse:
    """Alive: the event loop turns."""
    return JSONResponse({"alive": True})


def _never_failing(check: Callable[[Request], Awaitable[JSONResponse]]) -> Callable[[Request], Awaitable[JSONResponse]]:
    """A check that answers 503 instead of failing."""

    async def checked(request: Request) -> JSONResponse:
        try:
            return await check(request)
        except Exception as fault:  # noqa: BLE001 - not ready, whatever the reason
            log.note("not ready", logging.ERROR, raised=type(fault).__name__, at=log.place(fault))
            return JSONResponse({"ready": False}, 503)

    return checked


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
