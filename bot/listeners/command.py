"""`/anc 0.4 T 38.5`: values in, the guideline's answer out, seen by the asker alone."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import arrivals, blocks
from bot.boundary import bounded
from bot.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Attach `/anc` to *app*."""

    async def consult(ack: AsyncAck, body: dict[str, Any]) -> None:
        """Answer inside the acknowledgement, after the commit: one round trip. The text is never logged."""
        answer = await desk.answer(arrivals.from_command(body))
        message = blocks.render(answer.reply, answer.key)
        await ack(text=message.text, blocks=message.blocks, response_type="ephemeral", unfurl_links=False)

    app.command("/anc")(bounded(consult))
