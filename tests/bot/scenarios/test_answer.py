"""Buttons under a reply: answers to questions, and Why, Full plan, Sources."""

import asyncio
from typing import Any

import pytest

from bot.store.sqlite import SqliteStore
from tests.bot.conftest import Bot, buttons
from tests.bot.payloads import CHANNEL, USER, command, direct, mention, press
from tests.bot.slack_stub import Call, SlackStub

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
STABLE = (
    "ANC 0.3, T 38.5 for two hours, breast cancer on AC-T day 9, BP 124/70, HR 84, RR 14, SpO2 98, alert, not unwell"
)


async def asked(bot: Bot, text: str = STABLE) -> list[dict[str, Any]]:
    """The answer buttons under the reply to `/anc` with *text*."""
    blocks = (await bot.post(command(text))).json()["blocks"]
    return [button for button in buttons(blocks) if button["action_id"].startswith("answer:")]


def questions(call: Call) -> set[str]:
    """What the answer buttons of a message say to a screen reader."""
    found = buttons(call.body["blocks"])
    return {button["accessibility_label"] for button in found if button["action_id"].startswith("answer:")}


async def test_an_answer_updates_the_private_reply(live: Bot, slack: SlackStub) -> None:
    """Pressing an answer replaces the reply; that question is no longer asked."""
    button = (await asked(live))[0]
    pressed = await live.post(press(button["value"], url=slack.hook))

    assert (200, "") == (pressed.status_code, pressed.text)
    [call] = await slack.received(1)
    assert ("hook", True, "ephemeral") == (call.method, call.body["replace_original"], call.body["response_type"])
    assert button["accessibility_label"] not in questions(call)
    assert "0.3" in call.body["text"]


async def test_an_answer_updates_the_posted_message(live: Bot, slack: SlackStub) -> None:
    """Under a posted reply the message itself is put right, where it stands."""
    await live.post(mention(STABLE, ts="1763800000.000100"))
    [posted] = await slack.received(1)
    value = buttons(posted.body["blocks"])[0]["value"]

    await live.post(press(value, url=slack.hook, ephemeral=False, message="1763900000.000001"))

    call = (await slack.received(2))[1]
    assert ("chat.update", CHANNEL, "1763900000.000001") == (call.method, call.body["channel"], call.body["ts"])


async def test_a_conversation_goes_on_through_its_buttons(live: Bot, slack: SlackStub) -> None:
    """The buttons of an updated reply answer the same case: every answer so far counts."""
    first = (await asked(live))[0]
    await live.post(press(first["value"], url=slack.hook))
    [call] = await slack.received(1)
    second = next(one for one in buttons(call.body["blocks"]) if one["action_id"].startswith("answer:"))
    await live.post(press(second["value"], url=slack.hook))

    again = (await slack.received(2))[1]
    assert {first["accessibility_label"], second["accessibility_label"]}.isdisjoint(questions(again))


async def test_many_answers_are_a_menu(live: Bot, slack: SlackStub) -> None:
    """Five answers to one question are a menu, not five buttons; what is chosen counts as a button would."""
    blocks = (await live.post(command("ANC 0.8, platelets 90, on imatinib, T 36.8, well"))).json()["blocks"]
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    [menu] = [one for row in rows for one in row if one["type"] == "static_select" and one["action_id"] != "audience"]
    chosen = next(option for option in menu["options"] if option["text"]["text"] == "Chronic")
    action = {"type": "static_select", "action_id": menu["action_id"], "selected_option": chosen}

    await live.post(press("", url=slack.hook, actions=[{**action, "action_ts": "1763800002.000001"}]))

    [call] = await slack.received(1)
    assert call.body["replace_original"] is True
    assert "chronic phase" in call.body["text"]


async def test_a_double_click_is_one_answer(live: Bot, slack: SlackStub, store: SqliteStore) -> None:
    """Five clicks at once record one answer and update once."""
    value = (await asked(live))[0]["value"]
    await asyncio.gather(*(live.post(press(value, url=slack.hook)) for _ in range(5)))
    await slack.received(1)
    await asyncio.sleep(0.1)

    assert 1 == len(slack.calls)
    assert () == await store.verify()


async def test_the_other_answer_on_an_old_message_is_refused_with_a_word(live: Bot, slack: SlackStub) -> None:
    """After "No" was recorded, "Yes" on the old message records nothing, says so, and shows the case as it stands."""
    no, yes = (await asked(live))[:2]
    assert no["accessibility_label"].split(": ")[1] == yes["accessibility_label"].split(": ")[1]
    await live.post(press(no["value"], url=slack.hook))
    await slack.received(1)
    await live.post(press(yes["value"], url=slack.hook))

    call = (await slack.received(2))[1]
    assert call.body["text"].startswith("EMERGENCY")
    assert "Nothing was recorded" in call.body["text"]
    assert call.body["replace_original"] is False


async def test_two_questions_answered_at_once_both_count(live: Bot, slack: SlackStub) -> None:
    """Two people answering two questions of one message lose nothing."""
    offered = await asked(live)
    first = offered[0]
    other = next(one for one in offered if one["action_id"].split(":")[1] != first["action_id"].split(":")[1])
    await asyncio.gather(*(live.post(press(one["value"], url=slack.hook)) for one in (first, other)))

    last = (await slack.received(2))[1]
    assert {first["accessibility_label"], other["accessibility_label"]}.isdisjoint(questions(last))


@pytest.mark.parametrize("label", ["Why", "Full plan", "Sources"])
async def test_a_view_opens_beside_the_reply(live: Bot, slack: SlackStub, label: str) -> None:
    """Why, Full plan and Sources show their part to the one who pressed, and leave the reply as it is."""
    blocks = (await live.post(command(STABLE))).json()["blocks"]
    [button] = buttons(blocks, label)
    await live.post(press(button["value"], url=slack.hook))

    [call] = await slack.received(1)
    assert (False, "ephemeral") == (call.body["replace_original"], call.body["response_type"])
    assert len(call.body["text"].splitlines()) > 1


async def test_a_view_can_be_opened_again(live: Bot, slack: SlackStub) -> None:
    """Pressing Why a second time shows it a second time: a private message may be gone."""
    [button] = buttons((await live.post(command(STABLE))).json()["blocks"], "Why")
    await live.post(press(button["value"], url=slack.hook))
    await slack.received(1)
    await live.post(press(button["value"], url=slack.hook))

    assert 2 == len(await slack.received(2))


@pytest.mark.parametrize("value", ["", "x", "a:b:c", "a:1:x", "a:-1:0", "a:0:0:0", "١:١:١"])
async def test_a_button_that_is_not_ours_gets_a_word(live: Bot, slack: SlackStub, value: str) -> None:
    """An unknown button is answered, not ignored."""
    assert 200 == (await live.post(press(value, url=slack.hook))).status_code

    [call] = await slack.received(1)
    assert "that button is not in use" in call.body["text"]


async def test_a_button_beyond_the_options_records_nothing(live: Bot, slack: SlackStub) -> None:
    """Numbers that no button has are refused."""
    key = (await asked(live))[0]["value"].split(":")[0]
    await live.post(press(f"{key}:0:99", url=slack.hook))
    await live.post(press(f"{key}:99:0", url=slack.hook))

    calls = await slack.received(2)
    assert all("Nothing was recorded" in call.body["text"] for call in calls)


T9 = {"team": {"id": "T9OTHER"}, "user": {"id": USER, "team_id": "T9OTHER"}}


@pytest.mark.parametrize("other", [T9, {"user": {"id": "U9OTHER"}}])
async def test_a_case_of_somebody_else_is_not_answered(live: Bot, slack: SlackStub, other: dict[str, Any]) -> None:
    """A key from another workspace or of another person's private case opens nothing."""
    button = (await asked(live))[0]
    await live.post(press(button["value"], url=slack.hook, **other))

    [call] = await slack.received(1)
    assert "no longer kept" in call.body["text"]


@pytest.mark.parametrize("other", [T9, {"channel": {"id": "C9OTHER"}}])
async def test_a_shared_case_is_answered_in_its_channel_alone(
    live: Bot, slack: SlackStub, other: dict[str, Any]
) -> None:
    """A key of a thread opens nothing in another channel, nor in another workspace."""
    await live.post(mention(STABLE))
    value = buttons((await slack.received(1))[0].body["blocks"])[0]["value"]

    await live.post(press(value, url=slack.hook, ephemeral=False, **other))

    assert "no longer kept" in (await slack.received(2))[1].body["text"]


async def test_an_expired_case_is_told(live: Bot, slack: SlackStub) -> None:
    """A button whose case is deleted says that nothing was recorded, and what to do."""
    await live.post(press("0" * 32 + ":0:0", url=slack.hook))

    [call] = await slack.received(1)
    assert "no longer kept" in call.body["text"]
    assert "72 hours" in call.body["text"]


async def test_an_answer_in_a_direct_message_goes_on_with_words(live: Bot, slack: SlackStub) -> None:
    """A typed message after a pressed button belongs to the same case."""
    await live.post(direct(STABLE))
    [posted] = await slack.received(1)
    value = buttons(posted.body["blocks"])[0]["value"]
    place = {"channel": {"id": "D0DIRECT"}}
    await live.post(press(value, url=slack.hook, ephemeral=False, message="1763900000.000001", **place))
    await slack.received(2)
    await live.post(direct("BP 80/40", ts="1763800099.000100"))

    last = (await slack.received(3))[2]
    assert last.body["text"].startswith("EMERGENCY")
    assert "0.3" in last.body["text"]
