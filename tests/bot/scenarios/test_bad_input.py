"""What nobody should send, and everybody does: each gets an answer or a clear word, and no case goes astray."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.store.sqlite import SqliteStore
from tests.bot.conftest import Bot, Start, buttons
from tests.bot.payloads import CHANNEL, DM, TEAM, USER, command, deleted, direct, edited, mention, press
from tests.bot.scenarios.test_surfaces import FEVER, asked, opened, sent, shown
from tests.bot.slack_stub import SlackStub

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
THREAD = "1763800000.000100"
PHOTO = {"id": "F1", "mimetype": "image/jpeg", "filetype": "jpg"}
PAPER = {"id": "F2", "mimetype": "application/pdf", "filetype": "pdf"}
VOICE = {"id": "F3", "mimetype": "audio/mp4", "subtype": "slack_audio"}
THEIRS = "T9THEIRS"


def share_of(blocks: list[dict[str, Any]]) -> str:
    """The value of the button that shares an answer."""
    return str(next(one["value"] for one in buttons(blocks) if one["value"].endswith(":share")))


def form(payload: dict[str, Any]) -> str:
    """An interaction as Slack sends it."""
    return urlencode({"payload": json.dumps(payload)})


def shortcut(url: str | None, *, kind: str = "message_action", name: str = "assess_labs", **more: Any) -> str:
    """A shortcut used on the nurse's message; a global one stands on none, and has no response address."""
    payload: dict[str, Any] = {
        "type": kind,
        "callback_id": name,
        "team": {"id": TEAM},
        "user": {"id": USER, "team_id": TEAM},
        "trigger_id": f"1.2.{kind}{name}",
    }
    if kind == "message_action":
        said = {"type": "message", "user": "U0NURSE", "ts": THREAD, "text": FEVER, **more}
        payload |= {"channel": {"id": CHANNEL}, "message": said}
    return form(payload if url is None else {**payload, "response_url": url})


async def quiet(slack: SlackStub, number: int) -> None:
    """No more than *number* calls arrive."""
    await asyncio.sleep(0.1)
    assert number == len(slack.calls)


# Pictures, files and voice


@pytest.mark.parametrize("file", [PHOTO, PAPER, VOICE], ids=["picture", "file", "voice"])
@pytest.mark.parametrize(
    ("said", "thread"),
    [(direct, None), (direct, THREAD), (mention, None), (mention, THREAD)],
    ids=["direct", "direct thread", "mention", "thread"],
)
async def test_what_cannot_be_read_is_said_where_it_was_sent(
    live: Bot, slack: SlackStub, file: dict[str, str], said: Any, thread: str | None
) -> None:
    """Without words: type them. With words they are answered, and the file is said not to have been read."""
    more = {"subtype": "file_share"} if said is direct else {}
    await live.post(said("", files=[file], thread_ts=thread, **more))
    await live.post(said("ANC 0.3 T 38.5", files=[file], thread_ts=thread, **more))

    alone, spoken = await slack.received(2)
    assert "I cannot read pictures, files or voice: type ANC, T, BP." in alone.body["text"]
    assert spoken.body["text"].startswith("EMERGENCY")
    assert "The attached file was not read" in spoken.body["text"]
    if thread:
        assert [thread, thread] == [alone.body["thread_ts"], spoken.body["thread_ts"]]


@pytest.mark.parametrize("file", [PHOTO, PAPER, VOICE], ids=["picture", "file", "voice"])
async def test_a_shortcut_on_what_cannot_be_read_says_so(live: Bot, slack: SlackStub, file: dict[str, str]) -> None:
    """To whoever asked, alone."""
    await live.post(shortcut(slack.hook, text="", files=[file]))

    [call] = await slack.received(1)
    assert ("hook", "ephemeral") == (call.method, call.body["response_type"])
    assert "I cannot read pictures" in call.body["text"]


# No response address


async def test_a_command_needs_no_response_address(bot: Bot) -> None:
    """It is answered in the acknowledgement."""
    found = (await bot.post(command(FEVER, response_url=""))).json()

    assert found["text"].startswith("EMERGENCY")


@pytest.mark.parametrize("label", ["answer", "Why", "Hand-off", "Agree"])
async def test_a_button_without_a_response_address_is_answered_directly(
    live: Bot, slack: SlackStub, label: str
) -> None:
    """Under a private answer nothing else reaches its person; the channel sees none of it."""
    blocks = await asked(live)
    value = (
        next(one["value"] for one in buttons(blocks) if one["action_id"].startswith("answer"))
        if label == "answer"
        else buttons(blocks, label)[0]["value"]
    )
    await live.post(press(value, url=""))

    [call] = await slack.received(1)
    assert ("chat.postMessage", USER) == (call.method, call.body["channel"])
    assert "Slack would not take it where you asked" in call.body["text"]
    assert not call.body.get("blocks")


async def test_a_shortcut_without_a_response_address_is_answered_directly(live: Bot, slack: SlackStub) -> None:
    """Whoever asked has the answer, alone."""
    await live.post(shortcut(None))

    [call] = await slack.received(1)
    assert ("chat.postMessage", USER) == (call.method, call.body["channel"])
    assert call.body["text"].startswith("EMERGENCY")


async def test_a_failing_button_without_a_response_address_is_told_directly(
    start: Start, slack: SlackStub, store: SqliteStore
) -> None:
    """The last word too finds its person."""
    bot = await start(api=slack.api)
    await store.close()

    assert 200 == (await bot.post(press("0" * 32 + ":0:0", url=""))).status_code

    [call] = await slack.received(1)
    assert USER == call.body["channel"]
    assert "No recommendation was made" in call.body["text"]


# What is not ours


@pytest.mark.parametrize(
    "action",
    [
        {"type": "button", "action_id": "someday", "value": "x"},
        {"type": "button", "action_id": "someday"},
        {"type": "static_select", "action_id": "audience", "selected_option": None},
        {"type": "overflow", "action_id": "more", "selected_option": {"value": "k:someday"}},
        {"type": "datepicker", "action_id": "day", "selected_date": "2026-11-28"},
    ],
)
async def test_an_unknown_action_is_told(live: Bot, slack: SlackStub, action: dict[str, Any]) -> None:
    """Whatever its kind: it is not in use, and what to do instead."""
    await live.post(press("", url=slack.hook, actions=[{"block_id": "b", "action_ts": THREAD, **action}]))

    [call] = await slack.received(1)
    assert "that button is not in use any more. Please type the answer" in call.body["text"]


async def test_an_unknown_form_is_told_in_the_form(bot: Bot) -> None:
    """Slack's own error sign would not say whether it was recorded."""
    answer = await bot.post(sent({"callback_id": "someday", "private_metadata": "x"}, {}))

    assert "that form is not in use any more" in json.dumps(answer.json())


async def test_an_unknown_message_shortcut_is_told(live: Bot, slack: SlackStub) -> None:
    """By its response address."""
    await live.post(shortcut(slack.hook, name="someday"))

    [call] = await slack.received(1)
    assert "that shortcut is not in use any more" in call.body["text"]


async def test_an_unknown_global_shortcut_is_told_directly(live: Bot, slack: SlackStub) -> None:
    """It has no response address."""
    await live.post(shortcut(None, kind="shortcut", name="someday"))

    [call] = await slack.received(1)
    assert USER == call.body["channel"]
    assert "that shortcut is not in use any more" in call.body["text"]


async def test_a_command_by_another_name_is_the_same_command(bot: Bot) -> None:
    """A workspace may have had to rename `/anc`: its number is still the count."""
    found = (await bot.post(command("0.3 38.6", command="/nadir"))).json()

    assert "ANC 0.3" in found["text"]


# Another workspace, another person


@pytest.mark.parametrize(("team", "user"), [("T9OTHER", USER), (TEAM, "U0OTHER"), ("T9OTHER", "U0OTHER")])
@pytest.mark.parametrize("name", ["mascc", "value:0", "share"])
async def test_a_form_of_a_private_case_is_its_askers_alone(
    live: Bot, slack: SlackStub, store: SqliteStore, name: str, team: str, user: str
) -> None:
    """With a valid key, from another workspace or by another person: nothing is recorded, shown or posted."""
    key = share_of(await asked(live)).split(":")[0]
    callback, _, rest = name.partition(":")
    view = {"callback_id": callback, "private_metadata": f"{key}:{rest or CHANNEL}"}

    answer = await live.post(sent(view, {"value": {"value": {"value": "84"}}}, team=team, user=user))

    told = json.dumps(answer.json())
    assert "no longer kept" in told
    assert "ANC" not in told
    assert 1 == await store.forget(user=USER)
    await quiet(slack, 0)


async def test_a_form_of_a_shared_case_stays_in_its_workspace(live: Bot, slack: SlackStub) -> None:
    """A colleague may fill it in; another workspace may not."""
    await live.post(mention(FEVER, ts=THREAD))
    blocks = shown((await slack.received(1))[0].body["blocks"])
    view = await opened(live, slack, buttons(blocks, "Enter")[0]["value"], ephemeral=False)
    value = {"value": {"value": {"value": "84"}}}

    other = await live.post(sent(view, value, team="T9OTHER", user="U0NURSE"))
    ours = await live.post(sent(view, value, user="U0NURSE", number=2))

    assert "no longer kept" in json.dumps(other.json())
    assert "" == ours.text
    assert "SBP 84 mmHg" in (await slack.received(3))[2].body["text"]


async def test_a_form_sent_again_posts_nothing_again(live: Bot, slack: SlackStub) -> None:
    """A signed request that is repeated shares an answer once."""
    view = await opened(live, slack, share_of(await asked(live)))

    first, again = await live.post(sent(view, {})), await live.post(sent(view, {}))

    assert "Posted to the channel." in json.dumps(first.json())
    assert "was sent before" in json.dumps(again.json())
    await quiet(slack, 2)


# Organisations and Slack Connect


def connected(body: str, *, team: str = TEAM, enterprise: str | None = None, whole: bool = False, **more: Any) -> str:
    """An event in a channel shared with another organisation, that our installation is told of."""
    by = [{"team_id": team, "enterprise_id": enterprise, "is_enterprise_install": whole, "user_id": "U0NADIR"}]
    told = {**json.loads(body), "authorizations": by, "is_ext_shared_channel": True, **more}
    return json.dumps(told)


@pytest.mark.parametrize(
    "from_", [{"user_team": THEIRS}, {"source_team": THEIRS}, {"team": THEIRS}, {"user_team": "E9"}]
)
async def test_somebody_of_another_organisation_is_told_that_nothing_is_recommended(
    live: Bot, slack: SlackStub, from_: dict[str, str]
) -> None:
    """Our hospital's policy is not theirs; what to do for a sick patient is said, and their words enter no case."""
    await live.post(mention("ANC 0.31", ts=THREAD))
    await live.post(connected(mention("T 38.5", thread_ts=THREAD, user="U9THEIRS", **from_), team_id=THEIRS))
    await live.post(mention("BP 120/80", thread_ts=THREAD))

    ours, theirs, again = await slack.received(3)
    assert "0.31" in ours.body["text"]
    assert theirs.body["text"].startswith("No recommendation was made: I answer the people of the organisation")
    assert "neutropenic sepsis pathway now" in theirs.body["text"]
    assert THREAD == theirs.body["thread_ts"]
    assert "38.5" not in again.body["text"]


@pytest.mark.parametrize(
    ("from_", "by"),
    [
        ({}, {}),
        ({"team": TEAM, "user_team": TEAM}, {}),
        ({"team": THEIRS}, {"enterprise": "E0ORG"}),
        ({"user_team": "E0ORG"}, {"enterprise": "E0ORG", "whole": True}),
    ],
)
async def test_a_colleague_is_answered_in_a_shared_channel_too(
    live: Bot, slack: SlackStub, from_: dict[str, str], by: dict[str, Any]
) -> None:
    """Our own people, also from another workspace of our organisation, and by its ids, which begin with W."""
    await live.post(connected(mention("ANC 0.3 T 38.5", user="W0DOCTOR", **from_), team_id=THEIRS, **by))

    [call] = await slack.received(1)
    assert call.body["text"].startswith("EMERGENCY")


async def test_the_buttons_in_a_shared_channel_work_for_us_and_not_for_them(live: Bot, slack: SlackStub) -> None:
    """The event names their workspace and the press ours: it is one case; their press records nothing."""
    await live.post(connected(mention(FEVER, ts=THREAD), team_id=THEIRS))
    value = buttons(shown((await slack.received(1))[0].body["blocks"]), "Why")[0]["value"]

    await live.post(press(value, url=slack.hook, ephemeral=False, user={"id": "U9THEIRS", "team_id": THEIRS}))
    await live.post(press(value, url=slack.hook, ephemeral=False))

    theirs, ours = (await slack.received(3))[1:]
    assert "I answer the people of the organisation" in theirs.body["text"]
    assert "no longer kept" not in ours.body["text"]
    assert ours.body["text"].startswith("EMERGENCY")


ORG: dict[str, Any] = {"enterprise": {"id": "E0ORG"}, "is_enterprise_install": True, "team": None}


@pytest.mark.parametrize("home", ["T0TEAM", "T0SECOND", "E0ORG"])
async def test_an_organisations_buttons_and_forms_know_their_case(live: Bot, slack: SlackStub, home: str) -> None:
    """Installed for all: a press tells no workspace but the presser's own, which may not be that of the command."""
    user: dict[str, Any] = {"user": {"id": "W0DOCTOR", "team_id": home}}
    org = {"enterprise_id": "E0ORG", "is_enterprise_install": "true", "user_id": "W0DOCTOR"}
    blocks = (await live.post(command(FEVER, **org))).json()["blocks"]
    enter = buttons(blocks, "Enter")[0]["value"]

    view = await opened(live, slack, enter, **ORG, **user)
    told = await live.post(sent(view, {"value": {"value": {"value": "84"}}}, **ORG, **user))

    assert "SBP 84 mmHg" in json.dumps(told.json(), ensure_ascii=False)


async def test_a_case_of_one_organisation_is_not_anothers(live: Bot, slack: SlackStub) -> None:
    """The same person's id and channel, another organisation."""
    org = {"enterprise_id": "E0ORG", "is_enterprise_install": "true"}
    blocks = (await live.post(command(FEVER, **org))).json()["blocks"]

    await live.post(press(buttons(blocks, "Why")[0]["value"], url=slack.hook, **{**ORG, "enterprise": {"id": "E9"}}))

    [call] = await slack.received(1)
    assert "no longer kept" in call.body["text"]


# Edited and deleted, and never read


async def test_an_edit_of_what_was_never_read_is_answered(live: Bot, slack: SlackStub) -> None:
    """Said before the bot was there, or longer ago than is kept: its words now are answered."""
    await live.post(edited("ANC 0.3 T 38.5", THREAD, was="ANC 0.3"))
    change = {"user": USER, "ts": "1763800900.000001"}
    await live.post(mention("ANC 0.3 T 38.5", ts=THREAD, edited=change))

    calls = await slack.received(2)
    assert {DM, CHANNEL} == {call.body["channel"] for call in calls}
    assert all(call.body["text"].startswith("EMERGENCY") for call in calls)


async def test_words_added_to_a_picture_are_answered(live: Bot, slack: SlackStub) -> None:
    """The picture alone left nothing to change."""
    await live.post(direct("", subtype="file_share", files=[PHOTO], ts=THREAD))
    await slack.received(1)
    await live.post(edited("ANC 0.3 T 38.5", THREAD, was="", subtype="file_share", files=[PHOTO]))

    assert (await slack.received(2))[1].body["text"].startswith("EMERGENCY")


@pytest.mark.parametrize("was", ["", "ANC 0.3 T 38.5"])
async def test_the_deletion_of_what_was_never_read_needs_no_answer(live: Bot, slack: SlackStub, was: str) -> None:
    """A picture, or a message from before: no fact of a case was in it."""
    await live.post(direct("", subtype="file_share", files=[PHOTO], ts=THREAD))
    await slack.received(1)
    assert 200 == (await live.post(deleted(THREAD, was=was, subtype="file_share"))).status_code
    assert 200 == (await live.post(deleted("1763800005.000100", was=was))).status_code

    await quiet(slack, 1)
