"""More actions, "Assess these labs": the values of any message, answered to whoever asked alone."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import arrivals
from bot.boundary import bounded
from bot.desk import Desk
from bot.manifest import SHORTCUTS


def register(app: AsyncApp, desk: Desk) -> None:
    """Attach the message shortcut to *app*."""

    async def assess(ack: AsyncAck, body: dict[str, Any], _client: AsyncWebClient) -> None:
        """Commit the answer and queue it to the response address; only then acknowledge."""
        await desk.answer(arrivals.from_shortcut(body))
        await ack()

    [shortcut] = SHORTCUTS
    app.message_shortcut(shortcut.callback)(bounded(assess))
