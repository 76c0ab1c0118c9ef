"""`/mascc` opens the score as a form; with values it answers like `/anc`. The same form opens from a button."""

from __future__ import annotations

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import arrivals, blocks, words
from bot.boundary import bounded
from bot.desk import Desk
from bot.listeners import calls
from bot.pages import Pages
from core.facts import Facts


def register(app: AsyncApp, desk: Desk, pages: Pages) -> None:
    """Attach `/mascc` to *app*."""

    async def open_form(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Commit a case for the form, open it on that case; the acknowledgement says why where Slack will not."""
        answer = await desk.answer(arrivals.from_command(body))
        if (body.get("text") or "").strip():
            message = pages.render(answer.reply, answer.key, private=True)
            await ack(text=message.text, blocks=message.blocks, response_type="ephemeral", unfurl_links=False)
            return
        form = blocks.modal_mascc(answer.key, Facts(), pages.handbook)
        trigger = body.get("trigger_id", "")
        if await calls.done(partial(client.views_open, trigger_id=trigger, view=form.payload())):
            await ack()
        else:
            await ack(text=words.form_closed().headline, response_type="ephemeral")

    app.command("/mascc")(bounded(open_form))
