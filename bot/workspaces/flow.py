"""How a workspace installs the app: Bolt's OAuth flow with our pages, behind the same caution as the guard's."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from urllib.parse import urljoin

from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.log import note, place
from bot.manifest import INSTALL_PATH, REDIRECT_PATH, SCOPES
from bot.settings import SettingError, Settings
from bot.slack_web import web_client
from bot.workspaces import pages
from bot.workspaces.stores import STATE_SECONDS
from bot.workspaces.tokens import SECRET_REMEDY, Workspaces

LONGEST = 4096  # characters of a query: Slack's code and our state take less than 300
_HTML: dict[str, str | Sequence[str]] = {"Content-Type": "text/html; charset=utf-8"}
_Answer = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


def open_workspaces(settings: Settings) -> tuple[Workspaces, tuple[Route, ...]]:
    """The workspaces that have installed the app, and the pages by which others do."""
    workspaces = Workspaces(settings)
    return workspaces, Install(settings, workspaces).routes()


class NotInvited(Exception):
    """A workspace that is not among those this bot is to serve."""


class Install(AsyncOAuthFlow):
    """The two pages of an installation and what happens between them."""

    def __init__(self, settings: Settings, workspaces: Workspaces) -> None:
        """Raises `SettingError` when the address or the secret that Slack needs is not set."""
        if settings.public_url is None:
            remedy = "Set it to the https address at which an installer's browser reaches this bot"
            raise SettingError("setting NADIR_PUBLIC_URL", "is not set", remedy)
        self._workspaces, self._invited = workspaces, settings.invited()
        super().__init__(
            client=web_client(None, settings.slack_api_url),
            settings=AsyncOAuthSettings(
                client_id=settings.slack_client_id,
                client_secret=settings.secret("slack_client_secret", SECRET_REMEDY),
                scopes=[scope.name for scope in SCOPES],
                user_scopes=[],
                redirect_uri=f"{settings.public_url}{REDIRECT_PATH}",
                install_path=INSTALL_PATH,
                redirect_uri_path=REDIRECT_PATH,
                authorization_url=urljoin(settings.slack_api_url, "../oauth/v2/authorize"),
                installation_store=workspaces.installations,
                state_store=workspaces.states,
                state_expiration_seconds=STATE_SECONDS,
                callback_options=AsyncCallbackOptions(_succeeded, _failed),
            ),
        )

    def routes(self) -> tuple[Route, ...]:
        """Both pages, for GET alone."""
        return (
            Route(INSTALL_PATH, _guarded(self.handle_installation), methods=["GET"]),
            Route(REDIRECT_PATH, _guarded(self.handle_callback), methods=["GET"]),
        )

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:  # noqa: ARG002 - as Bolt calls it
        """Slack's page. Bolt would copy `team` of the query into the address unescaped; it is left out."""
        return self.settings.authorize_url_generator.generate(state=state)

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:  # noqa: ARG002 - as Bolt calls it
        """Our first page."""
        return pages.installing(url)

    async def run_installation(self, code: str) -> Installation | None:
        """Exchange the code for a token; it is given back when the workspace is not one of those invited."""
        found = await super().run_installation(code)
        if found is None or not self._invited or {found.team_id, found.enterprise_id} & self._invited:
            return found
        with suppress(Exception):  # it is not kept in any case
            await self.client.auth_revoke(token=found.bot_token)
        note("installation refused", logging.WARNING, team=found.team_id, enterprise=found.enterprise_id)
        raise NotInvited

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        """Keep the token, and look it up anew from now on."""
        await super().store_installation(request, installation)
        self._workspaces.forget_what_is_known()
        org = bool(installation.is_enterprise_install)
        note("installed", team=installation.team_id, enterprise=installation.enterprise_id, whole_organisation=org)


async def _succeeded(args: AsyncSuccessArgs) -> BoltResponse:
    found = args.installation
    name = found.enterprise_name if found.is_enterprise_install else found.team_name
    headers = {**_HTML, "Set-Cookie": args.settings.state_utils.build_set_cookie_for_deletion()}
    return BoltResponse(status=200, body=pages.installed(name or "your workspace"), headers=headers)


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    return _refusal(args.reason, 400 if args.suggested_status_code == 200 else args.suggested_status_code)


def _refusal(reason: str, status: int) -> BoltResponse:
    """The page of a failure. *reason* may come from anybody's address line: it is logged only when it is a word."""
    reference = secrets.token_hex(4)
    word = reason if reason.isidentifier() and reason.isascii() and len(reason) <= 40 else "unknown"
    note("installation failed", logging.WARNING, why=word, status=status, reference=reference)
    return BoltResponse(status=status, body=pages.failed(word, INSTALL_PATH, reference), headers=dict(_HTML))


def _guarded(answer: _Answer) -> Callable[[Request], Awaitable[Response]]:
    """*answer*, which gets a query of reasonable length, and whose failure becomes a page that tells nothing inner."""

    async def answered(request: Request) -> Response:
        response = to_starlette_response(await _safely(answer, request))
        response.headers.update(pages.HEADERS)
        return response

    return answered


async def _safely(answer: _Answer, request: Request) -> BoltResponse:
    query = request.url.query
    if len(query) > LONGEST:
        return _refusal("query_too_long", 414)
    try:
        return await answer(AsyncBoltRequest(body="", query=query, headers=dict(request.headers)))
    except NotInvited:
        return _refusal("not_invited", 403)
    except Exception as fault:  # noqa: BLE001 - Slack, the network or the database: the installer gets a page
        note("installation broke", logging.ERROR, raised=type(fault).__name__, at=place(fault))
        return _refusal("failed", 502)
