"""The one error boundary: whatever breaks inside a listener, the clinician is told, and Slack gets its answer.

Nothing may escape to Bolt: Bolt 1.30 loses an acknowledgement when a listener fails right after it.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import ValidationError
from slack_bolt.async_app import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot import words
from bot.log import note, place

PATIENCE = 2.0  # seconds for the work, then for telling that it failed: Slack waits three for an answer in all
TELLING = 0.8
OK = 200

Listener = Callable[[AsyncAck, dict[str, Any], AsyncWebClient], Awaitable[object]]
Bounded = Callable[[AsyncAck, dict[str, Any], AsyncWebClient], Awaitable[BoltResponse | None]]


def bounded(listen: Listener) -> Bounded:
    """*listen*, made safe to hand to Bolt.

    When it fails or takes too long, nothing partial is shown: the fixed answer says that no recommendation was
    made, gives a reference, and tells what to do for a sick patient. The log has the reference and the type of the
    failure, never a word of the message. Where the clinician cannot be told either, Slack is asked to send again.
    """

    async def safely(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> BoltResponse | None:
        try:
            async with asyncio.timeout(PATIENCE):
                await listen(ack, body, client)
        except Exception as fault:  # noqa: BLE001 - the boundary: everything ends here
            return await _answer_anyway(fault, ack, body, client)
        return None

    return safely


async def _answer_anyway(
    fault: Exception, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient
) -> BoltResponse | None:
    reference = secrets.token_hex(4)
    note("listener failed", logging.ERROR, reference=reference, raised=type(fault).__name__, at=place(fault))
    text = words.failure(reference)
    try:
        async with asyncio.timeout(TELLING):
            await _tell(text, ack, body, client)
    except Exception as again:  # noqa: BLE001 - telling failed too: Slack shall send again what was not malformed
        note("could not tell of the failure", logging.ERROR, reference=reference, raised=type(again).__name__)
        return BoltResponse(status=400 if isinstance(fault, ValidationError) else 503, body="")
    return None


async def _tell(text: str, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Say *text* where the message came from: inside the ack, by the response address, or in the thread.

    Where Slack gave no response address, or will not take it, the person is told directly.
    """
    if body.get("type") == "view_submission":
        await ack(response_action="update", view=_in_words(text))
        return
    if "command" in body:
        await ack(text=text, response_type="ephemeral")
        return
    event = body.get("event")
    if isinstance(event, dict):
        thread = event.get("thread_ts") or (None if event.get("channel_type") == "im" else event.get("ts"))
        await client.chat_postMessage(channel=event["channel"], thread_ts=thread, text=text)
    elif not await _responded(text, body.get("response_url")):
        await client.chat_postMessage(channel=body["user"]["id"], text=text)
    await ack()


async def _responded(text: str, url: str | None) -> bool:
    if not url:
        return False
    hook = AsyncWebhookClient(url, retry_handlers=[])
    answer = await hook.send(text=text, response_type="ephemeral", replace_original=False)
    return answer.status_code == OK and "false" not in answer.body  # Slack may refuse with a 200 too


def _in_words(text: str) -> dict[str, Any]:
    """A form replaced by one sentence, by hand: the models of blocks may be what failed."""
    words_shown = {"type": "plain_text", "text": text, "emoji": False}
    title = {"type": "plain_text", "text": "Nadir", "emoji": False}
    return {"type": "modal", "title": title, "blocks": [{"type": "section", "text": words_shown}]}
