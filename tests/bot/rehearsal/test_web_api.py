"""The Web API that the page plays answers the SDK as Slack does: what is shown, what is refused, and in which words."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.outbox import Rendered
from bot.rehearsal.opening import Open
from bot.rehearsal.stage import Trouble
from bot.rehearsal.ward import BOT, direct
from bot.slack_web import SlackPoster, web_client
from bot.store.port import Address
from tests.bot.rehearsal.conftest import Clock
from tests.bot.rehearsal.specimen import KIT, MODAL, PIXEL, button, home, plain

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ROOM, NURSE = "C0ONCOLOGY", "U0NURSE"
SECTION = {"type": "section", "text": plain("words")}


async def refusal(call: Any) -> str:
    """Slack's word for why a call was refused."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_a_message_is_posted_put_right_and_deleted(client: AsyncWebClient, rehearsal: Open) -> None:
    posted = await client.chat_postMessage(channel=ROOM, text="first", blocks=[SECTION])
    await client.chat_update(channel=ROOM, ts=posted["ts"], text="second", blocks=[])
    found = rehearsal.stage.ward.find(ROOM, posted["ts"])
    link = await client.chat_getPermalink(channel=ROOM, message_ts=posted["ts"])
    await client.chat_delete(channel=ROOM, ts=posted["ts"])

    assert found
    assert (found.text, found.blocks, found.author) == ("second", (), BOT)
    assert posted["ts"].replace(".", "") in link["permalink"]
    assert rehearsal.stage.ward.find(ROOM, posted["ts"]) is None


async def test_an_ephemeral_message_is_seen_by_one_person(client: AsyncWebClient, rehearsal: Open) -> None:
    await client.chat_postEphemeral(channel=ROOM, user=NURSE, text="for you")

    assert ["for you"] == [said.text for said in rehearsal.stage.ward.seen_by(NURSE)]
    assert [] == list(rehearsal.stage.ward.seen_by("U0REGISTRAR"))


async def test_what_slack_refuses_is_refused_in_its_words(client: AsyncWebClient, rehearsal: Open) -> None:
    ward = rehearsal.stage.ward
    theirs = ward.say(ROOM, NURSE, "mine")
    stranger = web_client("xoxb-other", client.base_url)

    assert "channel_not_found" == await refusal(client.chat_postMessage(channel="C0NONE", text="x"))
    assert "not_in_channel" == await refusal(client.chat_postMessage(channel="C0CANTEEN", text="x"))
    assert "no_text" == await refusal(client.api_call("chat.postMessage", json={"channel": ROOM}))
    assert "message_not_found" == await refusal(client.chat_update(channel=ROOM, ts="1.1", text="x"))
    assert "cant_update_message" == await refusal(client.chat_update(channel=ROOM, ts=theirs.ts, text="x"))
    assert "cant_delete_message" == await refusal(client.chat_delete(channel=ROOM, ts=theirs.ts))
    assert "msg_too_long" == await refusal(
        client.chat_update(channel=ROOM, ts=ward.say(ROOM, BOT, "x").ts, text="x" * 4001)
    )
    assert "user_not_in_channel" == await refusal(client.chat_postEphemeral(channel=ROOM, user="U0NOBODY", text="x"))
    assert "user_not_found" == await refusal(client.users_info(user="U0NOBODY"))
    assert "invalid_auth" == await refusal(stranger.auth_test())
    assert "not_authed" == await refusal(web_client(None, client.base_url).auth_test())
    assert "unknown_method" == await refusal(client.api_call("chat.dance"))


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (
            {"type": "header", "text": plain("x" * 151)},
            "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
        ),
        ({"type": "section"}, "missing required field: text or fields [json-pointer:/blocks/0]"),
        ({"type": "section", "text": plain("")}, "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "carpet"}, "unsupported block: carpet [json-pointer:/blocks/0/type]"),
        (
            {"type": "actions", "elements": [button(str(one), str(one)) for one in range(26)]},
            "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            {"type": "actions", "elements": [button("a", "same"), button("b", "same")]},
            "action_id already exists [json-pointer:/blocks/0/elements]",
        ),
        (
            {"type": "actions", "elements": [button("x" * 76, "a")]},
            "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
        ),
        (
            {"type": "image", "image_url": "https://x/y.png"},
            "missing required field: alt_text [json-pointer:/blocks/0]",
        ),
        ({"type": "alert", "text": plain("x")}, "unsupported block: alert [json-pointer:/blocks/0/type]"),
    ],
)
async def test_blocks_that_slack_would_not_draw_are_refused(
    client: AsyncWebClient, block: dict[str, Any], said: str
) -> None:
    """Each fault is named with its place, as Slack does."""
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=ROOM, text="x", blocks=[block])

    assert "invalid_blocks" == refused.value.response["error"]
    assert [f"[ERROR] {said}"] == refused.value.response["response_metadata"]["messages"]


async def test_too_many_and_too_long_blocks_are_refused(client: AsyncWebClient) -> None:
    long = {"type": "section", "text": plain("x" * 2900)}

    assert "invalid_blocks" == await refusal(client.chat_postMessage(channel=ROOM, text="x", blocks=[SECTION] * 51))
    assert "msg_blocks_too_long" == await refusal(client.chat_postMessage(channel=ROOM, text="x", blocks=[long] * 5))


async def test_every_block_of_the_specimen_is_taken(client: AsyncWebClient) -> None:
    assert (await client.chat_postMessage(channel=ROOM, text="x", blocks=KIT))["ok"]


async def test_a_rate_limit_is_told_as_slack_tells_it(client: AsyncWebClient, rehearsal: Open) -> None:
    """The next call meets 429 with Retry-After, the one after is answered: the bot's own poster understands both."""
    rehearsal.stage.troubles.append(Trouble("chat.postMessage", 429, "ratelimited", 7))
    post = SlackPoster(client)

    first = await post(Address("post", ROOM), Rendered("x"))
    second = await post(Address("post", ROOM), Rendered("x"))

    assert ("refused", 7.0) == (first.result, first.wait)
    assert "sent" == second.result


async def test_a_response_address_answers_five_times_in_half_an_hour(rehearsal: Open, clock: Clock) -> None:
    stage = rehearsal.stage
    hook = AsyncWebhookClient(stage.hook(NURSE, ROOM), retry_handlers=[])
    answers = [(await hook.send(text=str(number))).status_code for number in range(6)]
    late = AsyncWebhookClient(stage.hook(NURSE, ROOM), retry_handlers=[])
    clock.now += 1801

    assert [200] * 5 + [404] == answers
    assert "expired_url" == (await late.send(text="late")).body
    assert {NURSE} == {said.only for said in stage.ward.in_room(ROOM)}


async def test_a_response_address_replaces_deletes_and_answers_all(rehearsal: Open) -> None:
    stage = rehearsal.stage
    first = stage.ward.say(ROOM, BOT, "first", only=NURSE)
    hook = AsyncWebhookClient(stage.hook(NURSE, ROOM, first.ts), retry_handlers=[])

    await hook.send_dict({"text": "replaced", "replace_original": True})
    replaced = stage.ward.find(ROOM, first.ts)
    await hook.send_dict({"text": "for all", "response_type": "in_channel"})
    await hook.send_dict({"delete_original": True})

    assert replaced
    assert (replaced.text, replaced.only) == ("replaced", NURSE)
    assert [("for all", "")] == [(said.text, said.only) for said in stage.ward.in_room(ROOM)]


async def test_a_trigger_opens_one_view_within_three_seconds(
    client: AsyncWebClient, rehearsal: Open, clock: Clock
) -> None:
    tickets = rehearsal.stage.tickets
    once, late = tickets.trigger(NURSE), tickets.trigger(NURSE)
    opened = await client.views_open(trigger_id=once, view=MODAL)

    assert "exchanged_trigger_id" == await refusal(client.views_open(trigger_id=once, view=MODAL))
    assert "invalid_trigger_id" == await refusal(client.views_open(trigger_id="1.2.3", view=MODAL))
    clock.now += 3.1
    assert "expired_trigger_id" == await refusal(client.views_open(trigger_id=late, view=MODAL))
    stale = client.views_update(view_id=opened["view"]["id"], hash="0.0", view=MODAL)
    assert "hash_conflict" == await refusal(stale)
    assert "not_found" == await refusal(client.views_update(view_id="V0", view=MODAL))


async def test_a_stack_of_views_holds_three(client: AsyncWebClient, rehearsal: Open) -> None:
    trigger = rehearsal.stage.tickets.trigger
    await client.views_open(trigger_id=trigger(NURSE), view=MODAL)
    await client.views_push(trigger_id=trigger(NURSE), view=MODAL)
    await client.views_push(trigger_id=trigger(NURSE), view=MODAL)

    assert "push_limit_reached" == await refusal(client.views_push(trigger_id=trigger(NURSE), view=MODAL))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": plain("x" * 25)},
        {"submit": None},
        {"private_metadata": "x" * 3001},
        {"type": "room"},
        {"blocks": None},
    ],
)
async def test_a_view_that_slack_would_not_draw_is_refused(
    client: AsyncWebClient, rehearsal: Open, wrong: dict[str, Any]
) -> None:
    trigger = rehearsal.stage.tickets.trigger(NURSE)
    view = {name: value for name, value in {**MODAL, **wrong}.items() if value is not None}

    assert "invalid_arguments" == await refusal(client.views_open(trigger_id=trigger, view=view))


async def test_everybody_has_a_home_of_their_own(client: AsyncWebClient, rehearsal: Open) -> None:
    await client.views_publish(user_id=NURSE, view=home("for the nurse"))

    assert [NURSE] == list(rehearsal.stage.screens.homes)
    assert "user_not_found" == await refusal(client.views_publish(user_id="U0NOBODY", view=home("x")))


async def test_a_file_is_uploaded_and_shared(client: AsyncWebClient, rehearsal: Open) -> None:
    """The three steps that the SDK takes end in a message with the picture in it."""
    await client.files_upload_v2(channel=ROOM, file=PIXEL, filename="trend.png", title="Counts", initial_comment="look")

    (said,) = rehearsal.stage.ward.in_room(ROOM)
    assert ("look", "trend.png", "image/png") == (said.text, said.files[0].name, said.files[0].kind)
    assert PIXEL == said.files[0].content


async def test_who_and_where_is_told(client: AsyncWebClient) -> None:
    assert BOT == (await client.auth_test())["user_id"]
    assert "Nurse in charge" == (await client.users_info(user=NURSE))["user"]["real_name"]
    assert (await client.conversations_info(channel=ROOM))["channel"]["is_member"]
    assert NURSE in (await client.conversations_members(channel=ROOM))["members"]
    assert direct(NURSE) == (await client.conversations_open(users=[NURSE]))["channel"]["id"]


async def test_prompts_of_an_agent_are_refused_in_a_thread_without_a_word(
    client: AsyncWebClient, rehearsal: Open
) -> None:
    """With the agent view Slack says yes to prompts for a thread and shows nothing."""
    prompts = [{"title": "Help", "message": "help"}]
    room = rehearsal.stage.ward.rooms[direct(NURSE)]
    await client.assistant_threads_setSuggestedPrompts(channel_id=room.id, thread_ts="1.1", prompts=prompts)
    before = room.prompts
    await client.api_call("assistant.threads.setSuggestedPrompts", json={"channel_id": room.id, "prompts": prompts})

    assert before is None
    assert {"title": "", "prompts": prompts} == room.prompts
