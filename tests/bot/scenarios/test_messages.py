"""Mentions and direct messages: committed, acknowledged, then delivered by the outbox."""

import asyncio
import json

import pytest

from tests.bot.conftest import Bot, Start
from tests.bot.payloads import CHANNEL, DM, direct, mention
from tests.bot.slack_stub import SlackStub, hangs_up, says

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


async def test_a_mention_is_answered_in_its_thread(live: Bot, slack: SlackStub) -> None:
    """A mention in a channel begins a thread with the answer."""
    assert 200 == (await live.post(mention("ANC 0.3 T 38.5", ts="1763800000.000100"))).status_code

    [call] = await slack.received(1)
    assert ("chat.postMessage", CHANNEL) == (call.method, call.body["channel"])
    assert "1763800000.000100" == call.body["thread_ts"]
    assert call.body["text"].startswith("EMERGENCY")


async def test_a_thread_is_one_case(live: Bot, slack: SlackStub) -> None:
    """What was said earlier in the thread still counts; another thread knows nothing of it."""
    await live.post(mention("ANC 0.31", ts="1763800000.000100"))
    await live.post(mention("T 38.5", ts="1763800009.000100", thread_ts="1763800000.000100"))
    await live.post(mention("T 38.5", ts="1763800010.000100"))

    calls = await slack.received(3)
    assert ["1763800000.000100", "1763800000.000100", "1763800010.000100"] == [call.body["thread_ts"] for call in calls]
    assert [True, True, False] == ["0.31" in call.body["text"] for call in calls]


async def test_a_direct_message_is_a_conversation(live: Bot, slack: SlackStub) -> None:
    """Messages to the bot build on each other, and are answered beside them, not in a thread."""
    await live.post(direct("ANC 0.31"))
    await live.post(direct("T 38.5"))

    calls = await slack.received(2)
    assert [DM, DM] == [call.body["channel"] for call in calls]
    assert [None, None] == [call.body.get("thread_ts") for call in calls]
    assert "0.31" in calls[1].body["text"]


async def test_a_thread_in_a_direct_message_is_a_case_of_its_own(live: Bot, slack: SlackStub) -> None:
    """Whoever opens a thread speaks of another case, and is answered there."""
    await live.post(direct("ANC 0.31"))
    await live.post(direct("T 38.5", thread_ts="1763800000.000001"))

    calls = await slack.received(2)
    assert "1763800000.000001" == calls[1].body["thread_ts"]
    assert "0.31" not in calls[1].body["text"]


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B0OTHER"},
        {"user": None, "bot_id": "B0NADIR", "subtype": "bot_message"},
        {"subtype": "message_changed", "user": None, "message": {"text": "ANC 0.3", "ts": "1.1", "bot_id": "B0"}},
        {"subtype": "message_deleted", "user": None},
        {"channel_type": "channel"},
    ],
)
async def test_what_no_person_said_to_us_is_passed_over(bot: Bot, more: dict[str, object]) -> None:
    """Bots, our own messages put right or deleted, and talk in a channel are acknowledged and not answered."""
    response = await bot.post(direct("ANC 0.3 T 38.5", **more))

    assert 200 == response.status_code
    assert 0 == (await bot.rooms.store.backlog(0)).waiting


async def test_the_same_event_fifty_times_at_once_is_answered_once(live: Bot, slack: SlackStub) -> None:
    """Slack's retries and duplicates are dropped in the transaction that takes the event."""
    body = mention("ANC 0.3 T 38.5")
    answers = await asyncio.gather(*(live.post(body) for _ in range(50)))
    await slack.received(1)
    await asyncio.sleep(0.1)

    assert {200} == {answer.status_code for answer in answers}
    assert 1 == len(slack.calls)
    assert 0 == (await live.rooms.store.backlog(0)).waiting


async def test_a_picture_alone_is_answered(live: Bot, slack: SlackStub) -> None:
    """A photo of a result gets a plain word, never silence."""
    await live.post(direct("", subtype="file_share", files=[{"id": "F1"}]))

    [call] = await slack.received(1)
    assert "I cannot read pictures" in call.body["text"]
    assert "type ANC, T, BP" in call.body["text"]


async def test_words_with_a_picture_are_read_and_the_picture_is_said_to_be_not(live: Bot, slack: SlackStub) -> None:
    """The typed values are answered; that the file was not read is said."""
    await live.post(direct("ANC 0.3 T 38.5", subtype="file_share", files=[{"id": "F1"}]))

    [call] = await slack.received(1)
    assert call.body["text"].startswith("EMERGENCY")
    assert "was not read" in call.body["text"]


async def test_a_mention_without_words_gets_the_usage(live: Bot, slack: SlackStub) -> None:
    """A bare mention is a call for help."""
    await live.post(mention(""))

    [call] = await slack.received(1)
    assert "/anc and the values" in call.body["text"]


async def test_an_answer_lost_on_the_way_is_sent_again_and_marked(live: Bot, slack: SlackStub) -> None:
    """A connection dropped after the post: the second copy says that it may be a repeat, after its first line."""
    slack.answers.append(hangs_up)
    await live.post(mention("ANC 0.3 T 38.5"))

    first, second = await slack.received(2)
    assert "may be a repeat" not in first.body["text"]
    assert second.body["text"].startswith("EMERGENCY")
    assert "(may be a repeat)" in second.body["text"].splitlines()[0]


async def test_a_rate_limit_is_waited_out(live: Bot, slack: SlackStub) -> None:
    """A refused answer is sent again when Slack said, unmarked."""
    slack.answers.append(says(429, ok=False, error="ratelimited", retry_after=1))
    await live.post(mention("ANC 0.3 T 38.5"))

    _, second = await slack.received(2)
    assert "may be a repeat" not in second.body["text"]


async def test_an_acknowledged_message_is_answered_by_the_next_process(start: Start, slack: SlackStub) -> None:
    """Acknowledged, then the process stops before sending: the next one sends."""
    silent = await start(api=slack.api)
    await silent.post(mention("ANC 0.3 T 38.5"))
    assert [] == slack.calls

    await start(api=slack.api, sending=True)

    [call] = await slack.received(1)
    assert call.body["text"].startswith("EMERGENCY")


async def test_every_message_is_valid_block_kit(live: Bot, slack: SlackStub) -> None:
    """Within Slack's limits, and with the full answer in the text."""
    await live.post(direct("ANC 0.3 T 38.5 BP 84/50, AML induction day 9, on dasatinib, penicillin allergy"))

    [call] = await slack.received(1)
    blocks = call.body["blocks"]
    assert len(blocks) <= 50
    assert len(json.dumps(blocks)) < 13_200
    assert 0 < len(call.body["text"]) < 4000
