"""The App Home, and the suggestions over a direct message."""

from __future__ import annotations

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import arrivals, words
from bot.boundary import bounded
from bot.desk import Desk
from bot.listeners import calls
from bot.pages import Pages


def register(app: AsyncApp, desk: Desk, pages: Pages) -> None:
    """Attach the App Home to *app*."""

    async def opened(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Draw the page for whoever opened it; the suggestions of the Messages tab are in the manifest."""
        event = body["event"]
        if event.get("tab", "home") == "home":
            user = str(event["user"])
            home = pages.home(await desk.reader(arrivals.workspace(body), user)).payload()
            if not await calls.done(partial(client.views_publish, user_id=user, view=home)):
                await desk.say(*arrivals.opener(body), words.home_not_drawn())
        await ack()

    app.event("app_home_opened")(bounded(opened))
