"""`/anc 0.4 T 38.5`: values in, the guideline's answer out, seen by the asker alone.

`/anc sources`, `/anc audience` and `/anc forget` ask something of the bot itself; `/anc help` is a message. Where a
workspace has given the command another name, it is the same command.
"""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import arrivals, blocks, words
from bot.boundary import Listener, bounded
from bot.desk import Desk
from bot.outbox import Rendered
from bot.pages import Pages

ANC = "/anc"


def register(app: AsyncApp, desk: Desk, pages: Pages) -> None:
    """Attach `/anc` to *app*."""
    app.command(ANC)(bounded(consulting(desk, pages)))


def consulting(desk: Desk, pages: Pages) -> Listener:
    """The listener of `/anc`, whatever a workspace calls it."""

    async def consult(ack: AsyncAck, body: dict[str, Any], _client: AsyncWebClient) -> None:
        """Answer inside the acknowledgement, after the commit: one round trip. The text is never logged."""
        wish = _about_us(body.get("text") or "", pages)
        if wish is None:
            answer = await desk.answer(arrivals.from_command({**body, "command": ANC}))
            wish = pages.render(answer.reply, answer.key, private=True)
        await ack(text=wish.text, blocks=wish.blocks, response_type="ephemeral", unfurl_links=False)

    return consult


def _about_us(text: str, pages: Pages) -> Rendered | None:
    """The answer to what is asked of the bot itself; None for a message about a patient."""
    match text.split():
        case ["sources"]:
            return blocks.render(pages.sources(), "", "sources")
        case ["audience" | "wording"]:
            return blocks.asked_wording(words.ASK_WORDING, pages.readers)
        case ["forget"]:
            return blocks.asked_to_forget(words.ASK_FORGET)
    return None
