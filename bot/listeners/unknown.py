"""What nothing else took: a form or shortcut no longer ours gets a word, a command by another name is `/anc`.

Bolt would leave it to Slack's own error sign.
"""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import blocks, presses, words
from bot.boundary import bounded
from bot.desk import Desk
from bot.listeners.command import consulting
from bot.pages import Pages

ANY = re.compile("")


def register(app: AsyncApp, desk: Desk, pages: Pages) -> None:
    """Attach what nothing else took to *app*: it must come last."""

    async def form(ack: AsyncAck, _body: dict[str, Any], _client: AsyncWebClient) -> None:
        """Say it in the form."""
        await ack(response_action="update", view=blocks.modal_told(words.UNKNOWN_FORM).payload())

    async def shortcut(ack: AsyncAck, body: dict[str, Any], _client: AsyncWebClient) -> None:
        """Queue the word for whoever used it; only then acknowledge."""
        await desk.say(*presses.aside_of(body), words.UNKNOWN_SHORTCUT)
        await ack()

    app.command(ANY)(bounded(consulting(desk, pages)))  # a workspace where the name was taken has given it another
    app.view(ANY)(bounded(form))
    app.shortcut(ANY)(bounded(shortcut))
