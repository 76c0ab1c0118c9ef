"""The calls to Slack's Web API that deliver a message, each made once and its outcome told plainly.

slack_sdk's default clients repeat a call whose connection dropped, and so post twice; ours repeat nothing. What to
do about a doubt is the outbox's business, which remembers it across a crash.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientConnectorError
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.log import note
from bot.outbox import Posted, Rendered
from bot.store.port import Address
from bot.uploads import Draw, upload

TIMEOUT = 10  # seconds
_SLACKS_OWN = "https://hooks.slack.com"
_LATER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "service_unavailable"})
_PERHAPS = frozenset({"fatal_error", "internal_error", "request_timeout", "team_added_to_org"})
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive"})
_UNREADABLE = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "blocks_too_long", "msg_too_long"}
)

_SCOPES = re.compile(r"[a-z_.:]{1,40}(,[a-z_.:]{1,40}){0,9}")

TokenOf = Callable[[str, str], Awaitable[str | None]]
"""The token to post with in a workspace (team, enterprise); None where the app is not, or no longer, installed."""


def web_client(token: str | None, api_url: str) -> AsyncWebClient:
    """A Web API client that makes each call once. It opens a connection a call: a kept one may die under a post."""
    return AsyncWebClient(token=token, base_url=api_url, timeout=TIMEOUT, retry_handlers=[])


class SlackPoster:
    """Delivers one message to one address: with the client's token, or with the one that *token_of* has for it.

    *draw* makes the picture of a message that has one; without it only the words are sent.
    """

    def __init__(self, client: AsyncWebClient, token_of: TokenOf | None = None, draw: Draw | None = None) -> None:
        self._client, self._token_of, self._draw = client, token_of, draw
        self._hooks = (_SLACKS_OWN, _origin(client.base_url))

    async def __call__(self, address: Address, message: Rendered) -> Posted:
        """Make the call and say what became of it; nothing that Slack or the network does is raised."""
        try:
            if address.kind == "respond":
                return await self._respond(address, message)
            client = await self._serving(address)
            if client is None:
                return Posted("hopeless", error="not_installed")
            if message.courses and self._draw is not None:
                return await _pictured(client, address, message, self._draw)
            return Posted("sent", str((await _call(client, address, message)).get("ts", "")))
        except _NoTokenNow as fault:
            return Posted("refused", error=str(fault))
        except SlackApiError as refusal:
            return refused(refusal)
        except ClientConnectorError as fault:
            return Posted("refused", error=type(fault).__name__)  # never connected: surely not shown
        except Exception as fault:  # noqa: BLE001 - any other fault of the network: it may have arrived
            return Posted("doubtful", error=type(fault).__name__)

    async def _serving(self, address: Address) -> AsyncWebClient | None:
        """The client that may post there; None where the app is not installed. Failing to find out is no answer."""
        if self._token_of is None:
            return self._client
        try:
            token = await self._token_of(address.team, address.enterprise)
        except Exception as fault:
            raise _NoTokenNow(type(fault).__name__) from fault
        if token is None:
            note("not installed", logging.ERROR, team=address.team, enterprise=address.enterprise or None)
            return None
        return web_client(token, self._client.base_url)

    async def _respond(self, address: Address, message: Rendered) -> Posted:
        if _origin(address.url) not in self._hooks:
            return Posted("hopeless", error="response address is not Slack's")
        hook = AsyncWebhookClient(address.url, timeout=TIMEOUT, retry_handlers=[])
        body: dict[str, Any] = {
            "text": message.text,
            "response_type": "ephemeral",
            "replace_original": address.replace,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if message.blocks:
            body["blocks"] = list(message.blocks)
        if address.thread and not address.replace:
            body["thread_ts"] = address.thread
        answer = await hook.send_dict(body)
        return _answered(answer.status_code, _word(str(answer.body)), answer.headers)


class _NoTokenNow(Exception):
    """The token of a workspace could not be had: surely nothing was sent."""


async def _pictured(client: AsyncWebClient, address: Address, message: Rendered, draw: Draw) -> Posted:
    """Upload the picture; what can never be uploaded is said in words instead."""
    try:
        await upload(client, address, message, draw)
    except SlackRequestError as fault:  # the bytes were not taken: nothing is shown yet
        return Posted("refused", error=type(fault).__name__)
    except SlackApiError as refusal:
        posted = refused(refusal)
        return replace(posted, result="unreadable") if posted.result == "hopeless" else posted
    return Posted("sent")


async def _call(client: AsyncWebClient, address: Address, message: Rendered) -> Any:
    blocks = list(message.blocks) or None
    if address.kind == "update":
        return await client.chat_update(
            channel=address.channel, ts=address.message, text=message.text, blocks=blocks or []
        )
    return await client.chat_postMessage(
        channel=address.channel,
        thread_ts=address.thread or None,
        text=message.text,
        blocks=blocks,
        unfurl_links=False,
        unfurl_media=False,
    )


def _word(body: str) -> str:
    """What a response address answers: a bare word, or JSON with one, as Slack pleases."""
    try:
        told = json.loads(body)
    except ValueError:
        return body
    if not isinstance(told, dict):
        return body
    return "ok" if told.get("ok") is True else str(told.get("error", "")).strip().lower().replace(" ", "_")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def refused(refusal: SlackApiError) -> Posted:
    """What a refusal of Slack's means: for now, perhaps done all the same, or never to be done."""
    response = refusal.response
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    error = str(data.get("error", "")) if isinstance(data, dict) else ""
    if error == "missing_scope":
        _tell_scope(str(data.get("needed", "")) if isinstance(data, dict) else "")
    return _answered(status, error, getattr(response, "headers", {}))


def _tell_scope(needed: str) -> None:
    """Say which right is missing: whoever runs the bot can give it by installing the app again."""
    scope = needed if _SCOPES.fullmatch(needed) else "unknown"
    note("scope missing", logging.ERROR, needed=scope, remedy="install the app again with the scopes of its manifest")


def _answered(status: int, error: str, headers: Any) -> Posted:
    """What an answer means: refused for now, perhaps done, or never to be done."""
    code = error if error.isidentifier() else ""  # an error is Slack's word; anything longer might be a message
    told = code or f"http {status}"
    if status == 429 or code in _LATER:
        return Posted("refused", error=told, wait=_seconds(headers))
    if status >= 500 or code in _PERHAPS or (status == 200 and not code):
        return Posted("doubtful", error=told)
    if status == 200 and code == "ok":
        return Posted("sent")
    if code in _UNREADABLE:
        return Posted("unreadable", error=told)
    return Posted("misplaced" if code in _GONE else "hopeless", error=told)


def _seconds(headers: Any) -> float | None:
    told = str(headers.get("Retry-After") or headers.get("retry-after") or "")
    return float(told) if told.isascii() and told.isdecimal() else None
