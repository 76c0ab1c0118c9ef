"""Forms that were sent: the MASCC score, a value that was asked, an answer to share."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import blocks, presses, words
from bot.blocks.surfaces import Modal
from bot.boundary import bounded
from bot.desk import Desk
from bot.listeners import calls
from bot.outbox import Posted, Rendered
from bot.pages import Pages
from bot.presses import Sent
from bot.slack_web import SlackPoster
from bot.store.port import Address, Stored
from core.converse.said import DONT_KNOW
from core.errors import FactError
from core.reply.parts import Reply


def register(app: AsyncApp, desk: Desk, pages: Pages) -> None:
    """Attach every form to *app*."""
    app.view(blocks.MASCC)(bounded(partial(_score, desk, pages)))
    app.view(blocks.VALUE)(bounded(partial(_value, desk, pages)))
    app.view(blocks.SHARE)(bounded(partial(_share, desk, pages)))


async def _score(desk: Desk, pages: Pages, ack: AsyncAck, body: dict[str, Any], _client: AsyncWebClient) -> None:
    """Take the items that were changed; the answer stands where the case is held, or in the form itself."""
    sent = presses.from_form(body)
    origin = await desk.kept(sent)
    if origin is None:
        await _say(ack, words.expired(desk.retention_hours).headline)
        return
    facts = pages.facts(await desk.turns(origin.case))
    answers = blocks.mascc_answers(sent.values, facts, pages.handbook)
    if not answers:
        await _say(ack, words.NOTHING_FILLED)
        return
    reply = await _filled(desk, sent, origin, [(key, value or DONT_KNOW) for key, value in answers])
    await _answer(ack, origin, pages.scored(reply, await desk.turns(origin.case)))


async def _value(desk: Desk, pages: Pages, ack: AsyncAck, body: dict[str, Any], _client: AsyncWebClient) -> None:
    """Take the number; what no laboratory or monitor can report is refused beside its field."""
    sent = presses.from_form(body)
    origin = await desk.kept(sent)
    place = int(sent.rest[0]) if sent.rest and sent.rest[0].isdecimal() else -1
    question = None if origin is None else pages.question(origin.reply, place)
    if origin is None or question is None:
        await _say(ack, words.expired(desk.retention_hours).headline)
        return
    typed = blocks.typed_value(sent.values)
    try:
        pages.accept(question.key, typed)
    except FactError as error:
        await ack(response_action="errors", errors={blocks.VALUE: f"{error.problem}. {error.remedy}."})
        return
    await _answer(ack, origin, await _filled(desk, sent, origin, [(question.key, typed)]))


async def _share(desk: Desk, _pages: Pages, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Post exactly what the form showed, once; where Slack refuses or does not answer, the form says so."""
    sent = presses.from_form(body)
    origin = await desk.kept(sent)
    if origin is None or origin.case.user != sent.place.user or not sent.rest:
        await _say(ack, words.expired(desk.retention_hours).headline)
    elif await desk.first(sent.key, origin.case):
        message = blocks.shared(origin.reply, sent.place.user).rendered()
        await _say(ack, _outcome(await _posted(client, sent.rest[0], message)))
    else:
        await _say(ack, words.SHARED_BEFORE)


async def _posted(client: AsyncWebClient, channel: str, message: Rendered) -> Posted:
    try:
        async with asyncio.timeout(calls.IN_TIME):
            return await SlackPoster(client)(Address("post", channel), message)
    except TimeoutError as fault:
        return Posted("doubtful", error=type(fault).__name__)


def _outcome(posted: Posted) -> str:
    """What became of a shared answer: never that it was posted, or was not, where Slack did not say so."""
    if posted.result == "sent":
        return words.SHARED
    if posted.result == "doubtful":
        return words.PERHAPS_POSTED
    return words.NOT_IN_CHANNEL if posted.error in ("not_in_channel", "channel_not_found") else words.NOT_POSTED


async def _filled(desk: Desk, sent: Sent, origin: Stored, form: list[tuple[str, str]]) -> Reply:
    """Commit the answers; a case that is held in a thread is answered there."""
    case = origin.case
    to = None
    if not case.user:
        to = Address(
            "post", case.channel, case.thread, team=sent.team, enterprise=sent.enterprise, person=sent.place.user
        )
    return (await desk.filled(sent.key, case, sent.place.user, form, to)).reply


async def _answer(ack: AsyncAck, origin: Stored, reply: Reply) -> None:
    """Say the answer of a private case in the form itself."""
    if origin.case.user:
        await _show(ack, blocks.modal_answer(reply))
    else:
        await ack()


async def _say(ack: AsyncAck, text: str) -> None:
    await _show(ack, blocks.modal_told(text))


async def _show(ack: AsyncAck, view: Modal) -> None:
    await ack(response_action="update", view=view.payload())
