"""Which token serves which workspace: looked up, renewed before it ends, and gone when the app is uninstalled."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.internals import extract_enterprise_id, extract_is_enterprise_install, extract_team_id
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.boundary import bounded
from bot.log import note
from bot.settings import Settings
from bot.slack_web import web_client
from bot.workspaces.stores import Installations, States, make_tables, open_engine
from bot.workspaces.vault import Vault

RENEW_BEFORE = 120  # minutes before a token ends, of the twelve hours that Slack gives it
REMEMBERED = 30.0  # seconds for which a looked-up token is believed
KEY_REMEDY = "Make one with `nadir workspaces new-key` and keep it apart from the database"
SECRET_REMEDY = "Set it to the Client Secret under Basic Information of the app"  # noqa: S105 - a remedy, no secret


class NoToken(Exception):
    """The token of a workspace has ended and could not be renewed now: later it may be."""


@dataclass(frozen=True, slots=True)
class _Known:
    bot: Bot | None
    until: float


class Workspaces:
    """The workspaces and organisations that have installed the app."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        """Open the database of installations; raises `SettingError` for a setting that is missing or of no use."""
        client_id = settings.slack_client_id or ""
        vault = Vault(settings.secret("token_key", KEY_REMEDY))
        engine = open_engine(settings.installations)
        self.installations, self.states = Installations(client_id, engine, vault), States(engine)
        make_tables(settings.installations, self.installations, self.states)
        self._rotator = AsyncTokenRotator(
            client_id=client_id,
            client_secret=settings.secret("slack_client_secret", SECRET_REMEDY),
            client=web_client(None, settings.slack_api_url),
        )
        self._clock, self._known, self._renewing = clock, dict[tuple[str, str], _Known](), asyncio.Lock()

    async def token(self, team: str, enterprise: str) -> str | None:
        """The token to post with in a workspace; None where the app is not installed.

        Raises:
            NoToken: It has ended and Slack did not renew it.
        """
        bot = await self.bot(team, enterprise)
        return None if bot is None else bot.bot_token

    async def bot(self, team: str, enterprise: str) -> Bot | None:
        """What is installed in a workspace, by itself or by its organisation, with a token that is good now."""
        known = self._known.get((team, enterprise))
        if known is not None and known.until > self._clock():
            return known.bot
        bot = await self._find(team, enterprise)
        if bot is not None and self._due(bot):
            bot = await self._renewed(team, enterprise)
        self._known[team, enterprise] = _Known(bot, self._clock() + REMEMBERED)
        return bot

    def authorizing(self) -> Callable[..., Awaitable[AuthorizeResult | None]]:
        """What Bolt asks for each request: the installation it came by, without a call to Slack."""

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
            try:
                bot = await self.bot(team_id or "", enterprise_id or "")
            except Exception as fault:  # noqa: BLE001 - an answer in the acknowledgement needs no token
                note("token not found", logging.ERROR, team=team_id, raised=type(fault).__name__)
                return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
            if bot is None:
                note("not installed", logging.ERROR, team=team_id, enterprise=enterprise_id)
                return None
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_id=bot.bot_id,
                bot_user_id=bot.bot_user_id,
                bot_token=bot.bot_token,
                bot_scopes=bot.bot_scopes,
            )

        return authorize  # a plain function: Bolt takes the `self` of a method for an argument of its own

    def forget_what_is_known(self) -> None:
        """Look each token up anew: something was installed."""
        self._known.clear()

    def listen(self, app: AsyncApp) -> None:
        """Attach what Slack tells when an installation ends."""

        async def gone(ack: AsyncAck, body: dict[str, Any], _client: AsyncWebClient) -> None:
            """Delete the token, then acknowledge: if that fails Slack tells it again."""
            await self.uninstall(body)
            await ack()

        app.event("app_uninstalled")(bounded(gone))
        app.event("tokens_revoked")(bounded(gone))

    async def uninstall(self, body: Mapping[str, Any]) -> None:
        """Delete the token of a workspace that has ended it. An event that comes late spares a newer installation."""
        told = dict(body)
        event = told.get("event", {})
        if event.get("type") == "tokens_revoked" and not event.get("tokens", {}).get("bot"):
            return  # a person's token: we keep none
        enterprise = extract_enterprise_id(told)
        team = None if extract_is_enterprise_install(told) else extract_team_id(told)
        until = float(told.get("event_time") or self._clock())
        deleted = await self.installations.forget(enterprise, team, until + 1)  # told in whole seconds
        self._known.clear()
        note("uninstalled", team=team, enterprise=enterprise, tokens=deleted)

    async def _find(self, team: str, enterprise: str) -> Bot | None:
        found: Bot | None = None
        if team:
            found = await self.installations.async_find_bot(enterprise_id=enterprise or None, team_id=team)
        if found is None and enterprise:
            found = await self.installations.async_find_bot(enterprise_id=enterprise, team_id=None)
        return found

    def _due(self, bot: Bot) -> bool:
        ends = bot.bot_token_expires_at
        return ends is not None and ends <= self._clock() + RENEW_BEFORE * 60

    async def _renewed(self, team: str, enterprise: str) -> Bot | None:
        """The bot with a new token. One at a time: a refresh token is good once."""
        async with self._renewing:
            bot = await self._find(team, enterprise)
            if bot is None or not self._due(bot):
                return bot
            try:
                renewed = await self._rotator.perform_bot_token_rotation(
                    bot=bot, minutes_before_expiration=RENEW_BEFORE
                )
            except Exception as fault:
                note("token not renewed", logging.ERROR, team=team, enterprise=enterprise, raised=type(fault).__name__)
                if (bot.bot_token_expires_at or 0) <= self._clock():
                    raise NoToken from fault
                return bot
            if renewed is None:
                return bot
            await self.installations.async_save_bot(renewed)
            note("token renewed", team=team, enterprise=enterprise)
            return renewed
