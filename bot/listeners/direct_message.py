"""A direct message: a conversation with one person, a case until they say it is another patient.

One that was edited is read again in its own place; a deleted one takes its facts with it.
"""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import arrivals
from bot.boundary import bounded
from bot.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Attach direct messages to *app*; bots and channel messages are passed over."""

    async def consult(ack: AsyncAck, body: dict[str, Any], _client: AsyncWebClient) -> None:
        """Commit the answer and queue it; only then acknowledge."""
        arrival = arrivals.from_direct_message(body) or arrivals.from_change(body)
        if arrival is not None:
            await desk.answer(arrival)
        await ack()

    app.event("message")(bounded(consult))
