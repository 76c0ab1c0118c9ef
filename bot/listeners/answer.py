"""A button under a reply: an answer to a question, or Why, Full plan, Sources."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import arrivals, words
from bot.boundary import bounded
from bot.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Attach every button to *app*: ours by their value, and a word for one that is no longer ours."""

    async def press(ack: AsyncAck, body: dict[str, Any]) -> None:
        """Commit what the button said and queue the message put right; only then acknowledge."""
        pressed = arrivals.from_press(body)
        if pressed is None:
            await desk.tell(*arrivals.aside_of(body), words.unknown_button())
        else:
            await desk.press(pressed)
        await ack()

    app.action(re.compile(""))(bounded(press))
