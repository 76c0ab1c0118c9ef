"""When something breaks the clinician is told that nothing was recommended, and the log says where, not what."""

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import NoReturn

import pytest

from bot import boundary
from bot.store.sqlite import SqliteStore
from core.converse import Outcome
from core.converse.turn import Message, Turn
from tests.bot.conftest import Bot, Start, buttons
from tests.bot.payloads import command, direct, mention, press
from tests.bot.slack_stub import SlackStub, says

PATIENT = "ZXQPATIENT ANC 0.37"


def breaks(_turns: Sequence[Turn], message: Message) -> Outcome:
    """A conversation that fails, with the text in its exception."""
    raise ValueError(message.text)


async def test_a_failing_command_is_answered_in_the_ack(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """The fixed answer: no recommendation, a reference, and what to do for a sick patient."""
    caplog.set_level(logging.DEBUG)
    bot = await start(converse=breaks)

    found = (await bot.post(command(PATIENT))).json()

    assert "ephemeral" == found["response_type"]
    assert "No recommendation was made" in found["text"]
    assert "neutropenic sepsis pathway now" in found["text"]
    reference = found["text"].split("reference ")[1][:8]
    [failed] = [record for record in caplog.records if record.message == "listener failed"]
    assert (reference, "ValueError") == (failed.ids["reference"], failed.ids["raised"])  # type: ignore[attr-defined] # set by `note`
    assert "test_failures.py" in failed.ids["at"]  # type: ignore[attr-defined] # set by `note`
    assert "ZXQ" not in caplog.text


async def test_bolt_never_sees_a_failure(start: Start) -> None:
    """Straight through Bolt: 200 and the fixed answer, where Bolt alone would say 500."""
    response = await (await start(converse=breaks)).dispatch(command(PATIENT))

    assert 200 == response.status
    assert "No recommendation was made" in json.loads(response.body)["text"]


async def test_a_failure_keeps_nothing(start: Start, store: SqliteStore) -> None:
    """A request that failed leaves no turn and no delivery; sent again, it is taken as new."""
    body = command("ANC 0.4")
    await (await start(converse=breaks)).post(body)
    again = (await (await start()).post(body)).json()

    assert "No recommendation was made" not in again["text"]
    assert 0 == (await store.backlog(0)).waiting


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("body", [mention(PATIENT), direct(PATIENT)])
async def test_a_failing_message_is_answered_where_it_stands(start: Start, slack: SlackStub, body: str) -> None:
    """In the thread or the direct message, and Slack is not asked to send it again."""
    bot = await start(api=slack.api, converse=breaks)

    assert 200 == (await bot.post(body)).status_code
    [call] = await slack.received(1)
    assert "chat.postMessage" == call.method
    assert "No recommendation was made" in call.body["text"]


@pytest.mark.allow_hosts(["127.0.0.1"])
async def test_where_nobody_can_be_told_slack_sends_the_message_again(start: Start, slack: SlackStub) -> None:
    """Neither thought about nor told: the event is not acknowledged, so it is not lost."""
    bot = await start(api=slack.api, converse=breaks)
    slack.answers.append(says(ok=False, error="internal_error"))

    assert 503 == (await bot.post(mention(PATIENT))).status_code


@pytest.mark.allow_hosts(["127.0.0.1"])
async def test_a_failing_button_is_answered_to_its_presser(start: Start, slack: SlackStub) -> None:
    """The reply stays as it is; the one who pressed is told."""
    good = await start(api=slack.api)
    blocks = (await good.post(command("ANC 0.3 T 38.5 breast cancer on AC-T day 9"))).json()["blocks"]
    value = next(b["value"] for b in buttons(blocks) if b["action_id"].startswith("answer"))
    bad = await start(api=slack.api, converse=breaks)

    assert 200 == (await bad.post(press(value, url=slack.hook))).status_code
    [call] = await slack.received(1)
    assert "No recommendation was made" in call.body["text"]
    assert call.body["replace_original"] is False


async def test_a_store_that_is_gone_is_told(start: Start, store: SqliteStore) -> None:
    """When nothing can be committed nothing is recommended."""
    bot = await start()
    await store.close()

    found = (await bot.post(command("ANC 0.4"))).json()

    assert "No recommendation was made" in found["text"]


async def test_a_store_that_hangs_is_told_in_time(
    start: Start, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stalled disk does not use up Slack's three seconds: the fixed answer comes before."""
    monkeypatch.setattr(boundary, "PATIENCE", 0.05)
    held = asyncio.Event()
    loop = asyncio.get_running_loop()
    store._thread.submit(lambda: asyncio.run_coroutine_threadsafe(held.wait(), loop).result())
    bot = await start()

    found = (await bot.post(command("ANC 0.4"))).json()
    held.set()

    assert "No recommendation was made" in found["text"]
    assert 0 == len(await store.turns("any"))


async def test_a_failure_of_the_failure_is_still_an_answer(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when telling fails, the guard has the last word."""

    def cannot_tell(_reference: str) -> NoReturn:
        raise OSError

    monkeypatch.setattr(boundary, "_tell", cannot_tell)
    bot = await start(converse=breaks)

    found = (await bot.post(command(PATIENT))).json()

    assert "No recommendation was made" in found["text"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_health_is_told(bot: Bot, path: str) -> None:
    """Whoever watches the bot is told that it lives and is ready."""
    assert 200 == (await bot.client.get(path)).status_code


async def test_a_bot_without_a_store_is_not_ready(bot: Bot, store: SqliteStore) -> None:
    """Alive, but not to be sent anything."""
    await store.close()

    assert (200, 503) == (
        (await bot.client.get("/healthz")).status_code,
        (await bot.client.get("/readyz")).status_code,
    )
