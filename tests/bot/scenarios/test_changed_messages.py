"""A message that is edited is read again in its place; one that is deleted takes its facts with it."""

import asyncio

import pytest

from tests.bot.conftest import Bot
from tests.bot.payloads import deleted, direct, edited, mention
from tests.bot.slack_stub import SlackStub

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
FIRST = "1763800000.000100"


async def test_an_edit_is_answered_with_what_it_changed(live: Bot, slack: SlackStub) -> None:
    """1.4 edited to 0.4 is an emergency, and the answer names both values."""
    await live.post(direct("on chemo, ANC 1.4, T 38.0, well", ts=FIRST))
    await slack.received(1)

    await live.post(edited("on chemo, ANC 0.4, T 38.6", FIRST, was="on chemo, ANC 1.4, T 38.0, well"))

    answer = (await slack.received(2))[1].body["text"]
    assert answer.startswith("EMERGENCY")
    assert "ANC 1.4" in answer
    assert "→ ANC 0.4" in answer


async def test_a_second_edit_stands_for_the_first(live: Bot, slack: SlackStub) -> None:
    """Only the last words count."""
    await live.post(direct("on chemo, ANC 1.4", ts=FIRST))
    await live.post(edited("on chemo, ANC 0.9", FIRST, was="on chemo, ANC 1.4"))
    await live.post(edited("on chemo, ANC 0.2", FIRST, was="on chemo, ANC 0.9"))

    assert "ANC 0.9 ×10⁹/L → ANC 0.2" in (await slack.received(3))[2].body["text"]


async def test_the_preview_of_a_link_is_no_edit(live: Bot, slack: SlackStub) -> None:
    """Slack calls a message changed when it adds a preview; its words are the same, so nothing is said."""
    await live.post(direct("ANC 0.4 https://example.org", ts=FIRST))
    await slack.received(1)

    await live.post(edited("ANC 0.4 https://example.org", FIRST, was="ANC 0.4 https://example.org"))
    await asyncio.sleep(0.1)

    assert 1 == len(slack.calls)


async def test_a_deleted_message_takes_its_facts_with_it(live: Bot, slack: SlackStub) -> None:
    """The pressure was another patient's: the answer without it says that it is gone."""
    await live.post(direct("on chemo, ANC 0.4, T 37.0, well", ts=FIRST))
    await live.post(direct("BP 84/50", ts="1763800001.000100"))

    await live.post(deleted("1763800001.000100", was="BP 84/50"))

    answer = (await slack.received(3))[2].body["text"]
    assert not answer.startswith("EMERGENCY")
    assert "A message was deleted, and what it told with it" in answer


async def test_deleted_thanks_need_no_answer(live: Bot, slack: SlackStub) -> None:
    """Nothing of the case was in them."""
    await live.post(direct("on chemo, ANC 0.4, T 38.6", ts=FIRST))
    await live.post(direct("thanks", ts="1763800001.000100"))
    await slack.received(2)

    await live.post(deleted("1763800001.000100", was="thanks"))
    await asyncio.sleep(0.1)

    assert 2 == len(slack.calls)


async def test_the_deletion_of_a_message_nobody_knows_is_passed_over(live: Bot, slack: SlackStub) -> None:
    """It was said before the bot was there, or is no longer kept."""
    response = await live.post(deleted(FIRST, was="ANC 0.4"))
    await asyncio.sleep(0.1)

    assert 200 == response.status_code
    assert [] == slack.calls


async def test_the_parent_of_a_thread_belongs_to_the_conversation(live: Bot, slack: SlackStub) -> None:
    """Slack gives a message that was answered in a thread its own time as thread: it is still the message it was."""
    await live.post(direct("on chemo, ANC 1.4", ts=FIRST))
    await live.post(edited("on chemo, ANC 0.4", FIRST, was="on chemo, ANC 1.4", thread_ts=FIRST))

    answer = (await slack.received(2))[1].body
    assert answer.get("thread_ts") is None
    assert "→ ANC 0.4" in answer["text"]


async def test_an_edited_mention_is_read_again_in_its_thread(live: Bot, slack: SlackStub) -> None:
    """Slack tells a bot of an edited mention by a second mention that says when it was edited."""
    await live.post(mention("on chemo, ANC 1.4", ts=FIRST))
    again = mention("on chemo, ANC 0.4, T 38.6", ts=FIRST, edited={"user": "U0DOCTOR", "ts": "1763800900.000001"})
    await live.post(again)
    await live.post(again)

    calls = await slack.received(2)
    await asyncio.sleep(0.1)
    assert 2 == len(slack.calls)
    assert FIRST == calls[1].body["thread_ts"]
    assert "ANC 1.4 ×10⁹/L → ANC 0.4" in calls[1].body["text"]
