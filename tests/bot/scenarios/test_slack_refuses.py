"""Slack refuses, is slow, or is gone: the clinician has the answer or a clear word, and never a false one."""

import json
from collections.abc import Awaitable, Callable

import pytest

from bot import boundary, outbox, slack_web
from bot.listeners import calls
from bot.store.sqlite import SqliteStore
from tests.bot.conftest import Bot, Start, buttons
from tests.bot.payloads import CHANNEL, TEAM, USER, command, event, mention, press
from tests.bot.scenarios.test_bad_input import share_of, shortcut
from tests.bot.scenarios.test_surfaces import FEVER, accessory, asked, opened, sent, shown
from tests.bot.slack_stub import Answer, Call, SlackStub, hangs_up, never_answers, says

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
THREAD = "1763800000.000100"
Make = Callable[[Bot, SlackStub], Awaitable[int]]  # gives the number of calls before the one that is to fail


def no(error: str) -> Answer:
    """Slack answers 200, with an error."""
    return says(ok=False, error=error)


def busy(seconds: int) -> Answer:
    """Slack answers 429, and when to come again."""
    return says(429, ok=False, error="ratelimited", retry_after=seconds)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time-outs of a blink, and no rest between messages."""
    monkeypatch.setitem(outbox.PACE, "post", 0.0)
    monkeypatch.setattr(slack_web, "TIMEOUT", 0.3)
    monkeypatch.setattr(calls, "IN_TIME", 0.3)


# An answer that is queued: chat.postMessage, chat.update, a response address


async def by_post(bot: Bot, slack: SlackStub) -> int:
    """An answer in a thread."""
    await bot.post(mention(FEVER, ts=THREAD))
    return 0


async def by_update(bot: Bot, slack: SlackStub) -> int:
    """An answer in place of the one whose button was pressed, in a thread."""
    slack.answers.appendleft(says(ok=True, ts="1763900000.000001"))
    await bot.post(mention(FEVER, ts=THREAD))
    blocks = shown((await slack.received(1))[0].body["blocks"])
    value = next(one["value"] for one in buttons(blocks) if one["action_id"].startswith("answer"))
    await bot.post(press(value, url=slack.hook, ephemeral=False, message="1763900000.000001"))
    return 1


async def by_response(bot: Bot, slack: SlackStub) -> int:
    """An answer in place of a private one."""
    value = next(one["value"] for one in buttons(await asked(bot)) if one["action_id"].startswith("answer"))
    await bot.post(press(value, url=slack.hook))
    return 0


async def by_shortcut(bot: Bot, slack: SlackStub) -> int:
    """An answer beside the message that was assessed."""
    await bot.post(shortcut(slack.hook))
    return 0


QUEUED = pytest.mark.parametrize(
    ("make", "method"),
    [
        (by_post, "chat.postMessage"),
        (by_update, "chat.update"),
        (by_response, "hook"),
        (by_shortcut, "hook"),
    ],
    ids=["post", "update", "response", "shortcut"],
)


async def failing(make: Make, bot: Bot, slack: SlackStub, *answers: Answer) -> list[Call]:
    """The call that failed, and those after it, up to the first that did not."""
    slack.answers.extend(answers)
    before = await make(bot, slack)
    return (await slack.received(before + len(answers) + 1))[before:]


@QUEUED
@pytest.mark.parametrize(
    "answer",
    [busy(1), no("ratelimited"), no("internal_error"), no("fatal_error"), says(503), hangs_up, never_answers],
    ids=["429", "ratelimited", "internal", "fatal", "503", "dropped", "silent"],
)
@pytest.mark.usefixtures("hasty")
async def test_what_may_pass_is_tried_again(
    live: Bot, slack: SlackStub, make: Make, method: str, answer: Answer
) -> None:
    """The same answer, by the same way; after a doubt a posted one says that it may be a repeat."""
    first, second = await failing(make, live, slack, answer)

    assert [method, method] == [first.method, second.method]
    assert first.body["text"].splitlines()[0] in second.body["text"]
    assert second.body["text"].startswith("EMERGENCY")


@QUEUED
async def test_blocks_that_slack_will_not_draw_go_as_words(
    live: Bot, slack: SlackStub, make: Make, method: str
) -> None:
    """The whole answer in sentences."""
    first, second = await failing(make, live, slack, no("invalid_blocks"))

    assert first.body["text"] == second.body["text"]
    assert not second.body.get("blocks")


@QUEUED
@pytest.mark.parametrize("error", ["channel_not_found", "is_archived", "restricted_action", "expired_url"])
async def test_where_slack_takes_nothing_its_person_is_told_directly(
    live: Bot, slack: SlackStub, make: Make, method: str, error: str
) -> None:
    """The answer goes to whoever asked, alone, and says why it stands there; the channel sees none of a private one."""
    answer = says(404, error=error) if method == "hook" else no(error)
    _, direct = await failing(make, live, slack, answer)

    assert ("chat.postMessage", USER) == (direct.method, direct.body["channel"])
    assert direct.body["text"].startswith("EMERGENCY")
    assert direct.body["text"].endswith("To go on, type the values.)")
    assert "thread_ts" not in direct.body


@QUEUED
@pytest.mark.parametrize("error", ["msg_too_long", "invalid_blocks"])
async def test_what_slack_will_not_read_at_all_is_told_directly(
    live: Bot, slack: SlackStub, make: Make, method: str, error: str
) -> None:
    """Blocks and words refused: the beginning is tried, then the person."""
    tried = await failing(make, live, slack, *[no(error)] * 3)

    assert [method, method, method, "chat.postMessage"] == [call.method for call in tried]
    assert "Cut here" in tried[2].body["text"]
    assert tried[3].body["text"].startswith("EMERGENCY")


async def test_an_update_of_a_private_message_that_is_gone_never_goes_to_the_channel(
    live: Bot, slack: SlackStub
) -> None:
    """Whatever Slack calls it: a private answer is told directly."""
    _, direct = await failing(by_response, live, slack, no("message_not_found"))

    assert USER == direct.body["channel"]


@pytest.mark.parametrize("error", ["account_inactive", "invalid_auth", "token_revoked"])
async def test_without_a_token_that_holds_only_acknowledgements_and_presses_are_answered(
    live: Bot, slack: SlackStub, store: SqliteStore, error: str
) -> None:
    """Nobody can be told by a post: it is counted for whoever runs the bot; commands and buttons need no token."""
    slack.answers.extend([no(error), no(error)])
    await live.post(mention(FEVER, ts=THREAD))
    await slack.received(2)
    blocks = await asked(live)

    assert "EMERGENCY" in json.dumps(blocks)
    await live.post(press(buttons(blocks, "Hand-off")[0]["value"], url=slack.hook))
    assert "Situation" in (await slack.received(3))[2].body["text"]
    assert 1 == (await store.backlog(0)).dead


# A form that is to open: views.open


async def on_value(bot: Bot, _slack: SlackStub) -> str:
    """The button of a number."""
    return str(buttons(await asked(bot), "Enter")[0]["value"])


async def on_score(bot: Bot, _slack: SlackStub) -> str:
    """The button of the score."""
    return str(buttons(await asked(bot), "MASCC items")[0]["value"])


async def on_share(bot: Bot, _slack: SlackStub) -> str:
    """The button that shares."""
    return share_of(await asked(bot))


OPENS = pytest.mark.parametrize("button", [on_value, on_score, on_share])
CLOSED = pytest.mark.parametrize(
    "answer",
    [
        no("expired_trigger_id"),
        no("trigger_expired"),
        no("trigger_exchanged"),
        no("internal_error"),
        no("invalid_auth"),
        busy(30),
        says(500),
        hangs_up,
        never_answers,
    ],
    ids=["expired", "trigger_expired", "used", "internal", "auth", "429", "500", "dropped", "silent"],
)


@OPENS
@CLOSED
@pytest.mark.usefixtures("hasty")
async def test_a_form_that_does_not_open_is_told(
    live: Bot, slack: SlackStub, button: Callable[[Bot, SlackStub], Awaitable[str]], answer: Answer
) -> None:
    """By the response address, which needs no trigger and no token."""
    value = await button(live, slack)
    slack.answers.append(answer)

    assert 200 == (await live.post(press(value, url=slack.hook))).status_code

    tried, told = await slack.received(2)
    assert ("views.open", "hook") == (tried.method, told.method)
    assert "The form could not be opened" in told.body["text"]


@CLOSED
@pytest.mark.usefixtures("hasty")
async def test_a_command_whose_form_does_not_open_says_so(live: Bot, slack: SlackStub, answer: Answer) -> None:
    """In the acknowledgement."""
    slack.answers.append(answer)

    found = (await live.post(command("", command="/mascc"))).json()

    assert "The form could not be opened" in found["text"]


async def test_a_press_without_a_trigger_is_told(live: Bot, slack: SlackStub) -> None:
    """Slack would refuse it."""
    slack.answers.append(no("invalid_arguments"))
    await live.post(press(await on_value(live, slack), url=slack.hook, trigger_id=""))

    assert "The form could not be opened" in (await slack.received(2))[1].body["text"]


@OPENS
async def test_a_form_put_off_for_a_second_opens(
    live: Bot, slack: SlackStub, button: Callable[[Bot, SlackStub], Awaitable[str]]
) -> None:
    """The trigger lives for three: it is asked for once more."""
    value = await button(live, slack)
    slack.answers.append(busy(1))

    assert 200 == (await live.post(press(value, url=slack.hook))).status_code

    assert ["views.open", "views.open"] == [call.method for call in slack.calls]


# The App Home: views.publish

UNDRAWN = pytest.mark.parametrize(
    "answer",
    [no("internal_error"), no("invalid_auth"), busy(30), says(500), hangs_up, never_answers],
    ids=["internal", "auth", "429", "500", "dropped", "silent"],
)


@UNDRAWN
@pytest.mark.usefixtures("hasty")
async def test_a_home_that_is_not_drawn_is_told(live: Bot, slack: SlackStub, answer: Answer) -> None:
    """Directly, to whoever opened it; Slack is not asked to send the event again."""
    slack.answers.append(answer)

    assert 200 == (await live.post(event("app_home_opened", "", tab="home", channel="D0DIRECT"))).status_code

    tried, told = await slack.received(2)
    assert ("views.publish", "chat.postMessage", USER) == (tried.method, told.method, told.body["channel"])
    assert "Slack would not draw the Home tab" in told.body["text"]


async def test_a_home_put_off_for_a_second_is_drawn(live: Bot, slack: SlackStub) -> None:
    """It is asked for once more."""
    slack.answers.append(busy(1))
    await live.post(event("app_home_opened", "", tab="home", channel="D0DIRECT"))

    assert ["views.publish", "views.publish"] == [call.method for call in slack.calls]


@UNDRAWN
@pytest.mark.usefixtures("hasty")
async def test_a_wording_chosen_on_a_home_that_is_not_drawn_is_confirmed(
    live: Bot, slack: SlackStub, answer: Answer
) -> None:
    """It was remembered, and that is said directly: the page has no response address."""
    await live.post(event("app_home_opened", "", tab="home", channel="D0DIRECT"))
    menu = accessory(shown((await slack.received(1))[0].body["view"])["blocks"], "audience")
    trainee = next(one for one in menu["options"] if "rainee" in one["text"]["text"])
    action = {"type": "static_select", "action_id": "audience", "block_id": "b", "selected_option": trainee}
    slack.answers.append(answer)

    await live.post(press("", url="", ephemeral=False, message="", channel={"id": ""}, actions=[action]))

    told = (await slack.received(3))[2]
    assert USER == told.body["channel"]
    assert "Wording from now on" in told.body["text"]
    assert "trainee" == await live.rooms.desk.reader(TEAM, USER)


# Sharing: chat.postMessage at once


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (no("channel_not_found"), "I am not in that channel, so nothing was posted"),
        (no("not_in_channel"), "I am not in that channel, so nothing was posted"),
        (no("is_archived"), "Slack did not take the message, so nothing was posted"),
        (no("msg_too_long"), "Slack did not take the message, so nothing was posted"),
        (no("invalid_blocks"), "Slack did not take the message, so nothing was posted"),
        (no("account_inactive"), "Slack did not take the message, so nothing was posted"),
        (no("invalid_auth"), "Slack did not take the message, so nothing was posted"),
        (busy(1), "Slack did not take the message, so nothing was posted"),
        (no("internal_error"), "Slack did not say whether it took the message"),
        (no("fatal_error"), "Slack did not say whether it took the message"),
        (says(502), "Slack did not say whether it took the message"),
        (hangs_up, "Slack did not say whether it took the message"),
        (never_answers, "Slack did not say whether it took the message"),
    ],
)
@pytest.mark.usefixtures("hasty")
async def test_a_shared_answer_is_never_said_to_be_posted_when_it_may_not_be(
    live: Bot, slack: SlackStub, answer: Answer, word: str
) -> None:
    """Posted, not posted, or not known: the form says which, and it is tried once."""
    view = await opened(live, slack, share_of(await asked(live)))
    slack.answers.append(answer)

    told = json.dumps((await live.post(sent(view, {}))).json())

    assert word in told
    assert "Posted to the channel" not in told
    assert CHANNEL == slack.calls[-1].body["channel"]
    assert 2 == len(slack.calls)


# The last word, when we ourselves fail


@pytest.mark.parametrize(
    "answer",
    [says(404, error="expired_url"), says(429, error="rate_limited"), says(500), no("used_url")],
    ids=["404", "429", "500", "200"],
)
async def test_the_last_word_finds_its_person(
    start: Start, slack: SlackStub, store: SqliteStore, answer: Answer
) -> None:
    """Where the response address will not take it, directly."""
    bot = await start(api=slack.api)
    await store.close()
    slack.answers.append(answer)

    assert 200 == (await bot.post(press("0" * 32 + ":0:0", url=slack.hook))).status_code

    tried, told = await slack.received(2)
    assert ("hook", "chat.postMessage", USER) == (tried.method, told.method, told.body["channel"])
    assert "No recommendation was made" in told.body["text"]


@pytest.mark.parametrize(
    "answer",
    [busy(1), no("internal_error"), no("channel_not_found"), no("invalid_auth"), hangs_up, never_answers],
    ids=["429", "internal", "channel", "auth", "dropped", "silent"],
)
async def test_a_last_word_that_cannot_be_said_leaves_the_message_with_slack(
    start: Start, slack: SlackStub, store: SqliteStore, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    """Not acknowledged, so sent again: nothing is lost in silence."""
    monkeypatch.setattr(boundary, "TELLING", 0.3)
    bot = await start(api=slack.api)
    await store.close()
    slack.answers.append(answer)

    assert 503 == (await bot.post(mention(FEVER))).status_code
