"""Counts over time as a picture: in the thread of a shared case, in direct messages of a private one, else in words."""

from typing import Any

import pytest

from tests.bot.conftest import Bot, buttons
from tests.bot.payloads import CHANNEL, USER, command, mention, press
from tests.bot.slack_stub import SlackStub, says

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
pytest.importorskip("matplotlib", reason="the picture needs the extra trends")
COURSE = "on FOLFOX day 9, T 37.0, well. ANC 2.1 on 20 Nov, 1.2 yesterday, 0.8 today"
STEPS = ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"]


async def pressed(bot: Bot, slack: SlackStub, blocks: list[dict[str, Any]], **more: Any) -> None:
    """Somebody presses Trend under an answer."""
    [trend] = buttons(blocks, "Trend")
    assert 200 == (await bot.post(press(trend["value"], url=slack.hook, **more))).status_code


async def thread(live: Bot, slack: SlackStub) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """A shared case: the blocks of its answer, and where a press on it comes from."""
    await live.post(mention(f"<@U0NADIR> {COURSE}"))
    [call] = await slack.received(1)
    where = {"container": {"message_ts": "1763900000.000001", "thread_ts": call.body["thread_ts"]}}
    return call.body["blocks"], where


async def test_a_private_course_comes_to_direct_messages(live: Bot, slack: SlackStub) -> None:
    """The person is told where it is; the file goes to them alone, with words for whoever cannot see it."""
    await pressed(live, slack, (await live.post(command(COURSE))).json()["blocks"])

    calls = await slack.received(4)
    [word] = [call for call in calls if call.method == "hook"]
    asked, content, done = (next(call for call in calls if call.method == step) for step in STEPS)
    assert "direct messages" in word.body["text"]
    assert b"\x89PNG" == content.body["content"][:4]
    assert "0.8" in asked.body["alt_txt"]
    assert "ANC" not in asked.body["filename"]
    assert (USER, "") == (done.body["channels"], done.body.get("channel_id", ""))
    assert "2.1 → 1.2 → 0.8" in done.body["initial_comment"]


async def test_a_shared_course_stands_in_its_thread(live: Bot, slack: SlackStub) -> None:
    """Everybody in the thread has seen the counts; the picture of them stands beside."""
    blocks, where = await thread(live, slack)
    await pressed(live, slack, blocks, **where)

    calls = await slack.received(4)
    assert STEPS == [call.method for call in calls[1:]]
    assert (CHANNEL, calls[0].body["thread_ts"]) == (calls[3].body["channel_id"], calls[3].body["thread_ts"])


@pytest.mark.parametrize("error", ["missing_scope", "file_uploads_disabled", "access_denied"])
async def test_where_no_picture_may_be_sent_the_same_is_said_in_words(live: Bot, slack: SlackStub, error: str) -> None:
    """Without the scope, or where a workspace forbids uploads: a message with the course, never silence."""
    blocks, where = await thread(live, slack)
    slack.answers.append(says(ok=False, error=error, needed="files:write"))
    await pressed(live, slack, blocks, **where)

    calls = await slack.received(3)
    assert [STEPS[0], "chat.postMessage"] == [call.method for call in calls[1:]]
    assert "2.1 → 1.2 → 0.8" in calls[2].body["text"]


async def test_a_limit_is_waited_for(live: Bot, slack: SlackStub) -> None:
    """429 at the first step: the picture comes when Slack takes it."""
    blocks, where = await thread(live, slack)
    slack.answers.append(says(429, ok=False, error="ratelimited", retry_after=1))
    await pressed(live, slack, blocks, **where)

    calls = await slack.received(5)
    assert [STEPS[0], *STEPS] == [call.method for call in calls[1:]]


@pytest.mark.parametrize("text", ["ANC 0.4, T 38.6", "ANC 1.2, well, T 36.8"])
async def test_one_count_is_no_course(live: Bot, text: str) -> None:
    """Where a count was told once there is nothing to draw, and no button."""
    assert not buttons((await live.post(command(text))).json()["blocks"], "Trend")
