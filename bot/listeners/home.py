"""The App Home, and the suggestions over a direct message."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.boundary import bounded
from bot.desk import Desk
from bot.pages import Pages


def register(app: AsyncApp, desk: Desk, pages: Pages) -> None:
    """Attach the App Home to *app*."""

    async def opened(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Draw the page for whoever opened it; the suggestions of the Messages tab are in the manifest."""
        event = body["event"]
        if event.get("tab", "home") == "home":
            audience = await desk.reader(str(body.get("team_id", "")), str(event["user"]))
            await client.views_publish(user_id=event["user"], view=pages.home(audience).payload())
        await ack()

    app.event("app_home_opened")(bounded(opened))
