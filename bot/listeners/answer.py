"""A button or a menu under a reply: an answer, a part to open, a form, a wording, an opinion, a reminder."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import arrivals, presses, words
from bot.boundary import bounded
from bot.desk import Desk
from bot.listeners import calls
from bot.pages import Pages
from bot.presses import Press


def register(app: AsyncApp, desk: Desk, pages: Pages) -> None:
    """Attach every button to *app*: ours by their value, and a word for one that is no longer ours."""

    async def press(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Commit what the button said and queue the message put right; only then acknowledge."""
        pressed = presses.from_press(body)
        if pressed is None:
            await desk.say(*presses.aside_of(body), words.unknown_button())
        elif arrivals.from_outside(body):
            await desk.tell(pressed, words.outsider())
        elif pressed.kind == "form":
            await _open(pressed, client, desk, pages)
        elif pressed.kind == "audience":
            await _choose(pressed, client, desk, pages)
        elif pressed.kind == "forget":
            await desk.tell(pressed, words.forgotten(await desk.forget(pressed.author)))
        else:
            await desk.press(pressed)
        await ack()

    app.action(re.compile(""))(bounded(press))


async def _open(pressed: Press, client: AsyncWebClient, desk: Desk, pages: Pages) -> None:
    """Open a form on the reply as it is kept; a word where there is none, or where Slack will not open it."""
    origin = await desk.origin(pressed)
    form = None if origin is None else pages.form(pressed, origin, await desk.turns(origin.case))
    if form is None:
        await desk.tell(pressed, words.expired(desk.retention_hours))
        return
    if not await calls.done(partial(client.views_open, trigger_id=pressed.trigger, view=form.payload())):
        await desk.tell(pressed, words.form_closed())


async def _choose(pressed: Press, client: AsyncWebClient, desk: Desk, pages: Pages) -> None:
    """Remember the wording; say so under a reply, draw the App Home anew where it was chosen there."""
    wording = pages.wording(pressed.option)
    if not wording:
        await desk.tell(pressed, words.unknown_button())
        return
    await desk.choose(pressed.place.team, pressed.author, wording)
    if not pressed.place.channel:  # on the App Home
        home = pages.home(wording).payload()
        if await calls.done(partial(client.views_publish, user_id=pressed.author, view=home)):
            return
    await desk.tell(pressed, words.wording_noted(pages.handbook.phrases[f"audience.{wording}"]))
