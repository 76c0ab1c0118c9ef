"""A mention in a channel or thread: answered in the thread, which is one case for all who write in it."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import arrivals
from bot.boundary import bounded
from bot.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Attach mentions to *app*."""

    async def consult(ack: AsyncAck, body: dict[str, Any], _client: AsyncWebClient) -> None:
        """Commit the answer and queue it; only then acknowledge."""
        arrival = arrivals.from_mention(body)
        if arrival is not None:
            await desk.answer(arrival)
        await ack()

    app.event("app_mention")(bounded(consult))
