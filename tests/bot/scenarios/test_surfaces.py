"""Every surface besides messages: forms, App Home, shortcut, sharing, wording, opinions, reminders, forgetting."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.store.sqlite import SqliteStore
from tests.bot.conftest import Bot, buttons
from tests.bot.payloads import CHANNEL, TEAM, USER, command, event, mention, press
from tests.bot.slack_stub import SlackStub, says

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
FEVER = "62M solid tumour on chemo, ANC 0.4, T 38.6"


async def asked(bot: Bot, text: str = FEVER) -> list[dict[str, Any]]:
    """The blocks of the answer to a slash command."""
    found: list[dict[str, Any]] = (await bot.post(command(text))).json()["blocks"]
    return found


def accessory(blocks: list[dict[str, Any]], action: str) -> dict[str, Any]:
    """The button beside a section."""
    found = (block["accessory"] for block in blocks if block.get("accessory"))
    return next(one for one in found if one["action_id"] == action)


def sent(
    view: dict[str, Any],
    values: dict[str, Any],
    *,
    user: str | dict[str, str] = USER,
    team: str | None = TEAM,
    number: int = 1,
    **more: Any,
) -> str:
    """A form as Slack sends it when somebody submits it."""
    payload = {
        "type": "view_submission",
        "team": team and {"id": team},
        "user": {"id": user, "team_id": team} if isinstance(user, str) else user,
        **more,
        "view": {
            "id": f"V{number:08}",
            "type": "modal",
            "callback_id": view["callback_id"],
            "private_metadata": view["private_metadata"],
            "state": {"values": values},
        },
    }
    return urlencode({"payload": json.dumps(payload)})


def chosen(view: dict[str, Any], **answers: str) -> dict[str, Any]:
    """The state of a MASCC form, the label of an answer chosen by the words of its question."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element, label = block["element"], block["label"]["text"]
        option = element.get("initial_option")
        for words, answer in answers.items():
            if words.lower() in label.lower():
                option = next(one for one in element["options"] if one["text"]["text"] == answer)
        values[block["block_id"]] = {element["action_id"]: {"type": element["type"], "selected_option": option}}
    return values


def shown(told: Any) -> Any:
    """What a call carries, as JSON or as the text of it."""
    return json.loads(told) if isinstance(told, str) else told


async def opened(bot: Bot, slack: SlackStub, value: str, **more: Any) -> dict[str, Any]:
    """The form that a button opens."""
    before = len(slack.calls)
    assert 200 == (await bot.post(press(value, url=slack.hook, **more))).status_code
    call = (await slack.received(before + 1))[before]
    assert "views.open" == call.method
    view: dict[str, Any] = shown(call.body["view"])
    return view


async def test_mascc_without_words_opens_the_form(live: Bot, slack: SlackStub) -> None:
    """All eight questions, each with "Not known"; the answer stands in the form, as a range of the score."""
    response = await live.post(command("", command="/mascc"))

    assert (200, "") == (response.status_code, response.text)
    [call] = await slack.received(1)
    view = shown(call.body["view"])
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert 8 == len(inputs)
    assert all("Not known" in [one["text"]["text"] for one in block["element"]["options"]] for block in inputs)

    answer = await live.post(sent(view, chosen(view, Burden="None or mild", Hypotension="No", COPD="No")))

    told = answer.json()
    assert "update" == told["response_action"]
    assert "" == told["view"].get("private_metadata", "")
    assert "neutrophil count" in json.dumps(told["view"]["blocks"])
    assert "MASCC 14-26 of 26 by these items (3 of 7 known)" in json.dumps(told["view"]["blocks"])


async def test_the_score_is_filled_in_from_an_answer(live: Bot, slack: SlackStub) -> None:
    """While the score is open a button opens the form on the case: what is known is chosen, what is sent is scored."""
    blocks = await asked(live)
    [score] = buttons(blocks, "MASCC items")
    view = await opened(live, slack, score["value"])
    known = {
        block["label"]["text"].split(" ")[0]: block["element"]["initial_option"]["text"]["text"]
        for block in view["blocks"]
        if block["type"] == "input"
    }
    assert "Not known" in known.values()
    assert set(known.values()) > {"Not known"}

    told = (await live.post(sent(view, chosen(view, Burden="None or mild", Hypotension="No", COPD="No")))).json()

    assert "update" == told["response_action"]
    assert "MASCC" in json.dumps(told["view"]["blocks"])


async def test_a_form_sent_as_it_was_records_nothing(live: Bot, slack: SlackStub) -> None:
    """It says so in its place, and nothing is posted: an empty answer in a thread would be noise for all in it."""
    await live.post(mention(f"{FEVER}, BP 124/70"))
    blocks = shown((await slack.received(1))[0].body["blocks"])
    [score] = buttons(blocks, "MASCC items")
    thread = {"type": "message", "message_ts": "1.2", "thread_ts": "1.1", "is_ephemeral": False}
    view = await opened(live, slack, score["value"], container=thread)

    told = (await live.post(sent(view, chosen(view)))).json()

    assert "update" == told["response_action"]
    assert "nothing was recorded" in json.dumps(told["view"]["blocks"])
    assert 2 == len(slack.calls)


async def test_a_word_of_thanks_carries_no_menu(live: Bot, slack: SlackStub) -> None:
    """Opinions and wordings are for answers."""
    await live.post(press(buttons(await asked(live), "Agree")[0]["value"], url=slack.hook))

    [call] = await slack.received(1)
    assert "actions" not in {block["type"] for block in shown(call.body["blocks"])}


@pytest.mark.parametrize("text", ["ANC 1.2, well, T 36.8", "62M AML induction ANC 0.1 T 38.6", "ANC 0.4"])
async def test_where_the_score_decides_nothing_no_form_is_offered(live: Bot, text: str) -> None:
    """Without a fever, or where the risk is high whatever the items, the form would only cost time."""
    assert not buttons(await asked(live, text), "MASCC items")


async def test_mascc_with_values_answers_at_once(live: Bot) -> None:
    """In the acknowledgement, like /anc."""
    response = await live.post(command(FEVER, command="/mascc"))

    assert response.json()["text"].startswith("EMERGENCY")


async def test_a_form_that_slack_does_not_open_is_told(live: Bot, slack: SlackStub) -> None:
    """An expired trigger: a clear word, never silence."""
    slack.answers.append(says(ok=False, error="expired_trigger_id"))

    response = await live.post(command("", command="/mascc"))

    assert "could not be opened in time" in response.json()["text"]


async def test_a_number_is_typed_into_a_form(live: Bot, slack: SlackStub) -> None:
    """What no monitor reports is refused beside its field; what one does is answered, here in the form itself."""
    blocks = await asked(live)
    enter = next(one for one in buttons(blocks, "Enter"))
    view = await opened(live, slack, enter["value"])

    wrong = await live.post(sent(view, {"value": {"value": {"type": "number_input", "value": "900"}}}))
    right = await live.post(sent(view, {"value": {"value": {"type": "number_input", "value": "84"}}}, number=2))

    assert "errors" == wrong.json()["response_action"]
    assert ["value"] == list(wrong.json()["errors"])
    told = right.json()
    assert "update" == told["response_action"]
    assert "SBP 84 mmHg" in json.dumps(told["view"]["blocks"], ensure_ascii=False)


async def test_a_value_told_in_a_thread_is_answered_there(live: Bot, slack: SlackStub) -> None:
    """A shared case: the form closes, and the new answer stands in the thread for everybody."""
    await live.post(mention(FEVER, ts="1763800000.000100"))
    first = (await slack.received(1))[0].body
    blocks = shown(first["blocks"])
    view = await opened(live, slack, buttons(blocks, "Enter")[0]["value"], ephemeral=False)

    answer = await live.post(sent(view, {"value": {"value": {"type": "number_input", "value": "84"}}}))

    assert (200, "") == (answer.status_code, answer.text)
    posted = (await slack.received(3))[2].body
    assert "1763800000.000100" == posted["thread_ts"]
    assert "SBP 84 mmHg" in posted["text"]


async def test_a_private_answer_is_shown_before_it_is_shared(live: Bot, slack: SlackStub) -> None:
    """The form shows what will be posted; submitting posts just that, without buttons, and says so."""
    blocks = await asked(live)
    share = next(one for one in buttons(blocks) if one["value"].endswith(":share"))
    view = await opened(live, slack, share["value"])
    assert "Everybody in" in json.dumps(view["blocks"])

    answer = await live.post(sent(view, {}))

    posted = (await slack.received(2))[1]
    assert ("chat.postMessage", CHANNEL) == (posted.method, posted.body["channel"])
    posted_blocks = shown(posted.body["blocks"])
    assert [] == buttons(posted_blocks)
    assert all(block in view["blocks"] for block in posted_blocks)
    assert "Posted to the channel." in json.dumps(answer.json())


async def test_where_the_bot_may_not_post_that_is_said(live: Bot, slack: SlackStub) -> None:
    """Not in the channel: nothing is posted, and the form tells how to mend it."""
    blocks = await asked(live)
    view = await opened(live, slack, next(b for b in buttons(blocks) if b["value"].endswith(":share"))["value"])
    slack.answers.append(says(ok=False, error="not_in_channel"))

    answer = await live.post(sent(view, {}))

    assert "I am not in that channel" in json.dumps(answer.json())


@pytest.mark.parametrize(
    ("name", "said"),
    [("haematology", "#haematology"), ("privategroup", "this channel"), ("mpdm-a--b-1", "this channel")],
)
async def test_whoever_shares_sees_where_to(live: Bot, slack: SlackStub, name: str, said: str) -> None:
    """The channel by its name; of a private one Slack tells none, and none is made up."""
    [share] = buttons(await asked(live), "Share…")
    view = await opened(live, slack, share["value"], channel={"id": CHANNEL, "name": name})

    assert f"Post to {said}" == view["submit"]["text"]
    assert f"Everybody in {said} " in json.dumps(view["blocks"])


async def test_nobody_shares_the_answer_of_another(live: Bot, slack: SlackStub) -> None:
    """A form with somebody else's key posts nothing."""
    blocks = await asked(live)
    view = await opened(live, slack, next(b for b in buttons(blocks) if b["value"].endswith(":share"))["value"])

    answer = await live.post(sent(view, {}, user="U0OTHER"))

    assert "no longer kept" in json.dumps(answer.json())
    assert 1 == len(slack.calls)


async def test_a_hand_off_is_one_button_away(live: Bot, slack: SlackStub) -> None:
    """The summary goes to whoever asked for it, alone."""
    blocks = await asked(live)
    await live.post(press(next(b for b in buttons(blocks, "Hand-off"))["value"], url=slack.hook))

    [call] = await slack.received(1)
    assert ("hook", "ephemeral") == (call.method, call.body["response_type"])
    assert "Situation" in call.body["text"]
    assert "Clock" in call.body["text"]


@pytest.mark.parametrize(
    ("label", "verdict"), [("Agree", "agree"), ("Differ", "differ"), ("Report an error", "report")]
)
async def test_an_opinion_is_counted_without_a_word(
    live: Bot, slack: SlackStub, store: SqliteStore, label: str, verdict: str
) -> None:
    """One verdict of one person on one reply; a second click changes nothing."""
    blocks = await asked(live)
    value = buttons(blocks, label)[0]["value"]
    await live.post(press(value, url=slack.hook))
    await live.post(press(value, url=slack.hook))

    calls = await slack.received(2)
    assert all("Thank you" in call.body["text"] for call in calls)
    assert {verdict: 1} == await store.opinions()


async def test_an_emergency_offers_a_reminder(live: Bot, slack: SlackStub, store: SqliteStore, bot: Bot) -> None:
    """It is kept with its time, and not sent before."""
    blocks = await asked(live)
    await live.post(press(accessory(blocks, "remind")["value"], url=slack.hook))

    [call] = await slack.received(1)
    assert "I shall remind you" in call.body["text"]
    soon, later = datetime.now(UTC) + timedelta(minutes=55), datetime.now(UTC) + timedelta(minutes=61)
    assert () == await store.due(soon.timestamp())
    [reminder] = await store.due(later.timestamp())
    assert ("post", USER) == (reminder.address.kind, reminder.address.channel)

    await live.rooms.desk.remind(reminder)

    said = (await slack.received(2))[1].body
    assert USER == said["channel"]
    assert said["text"].startswith("REMINDER: the first antibiotic is due now.")
    assert () == await store.due(later.timestamp())


async def test_a_reminder_is_withdrawn_when_the_case_has_moved_on(
    live: Bot, slack: SlackStub, store: SqliteStore
) -> None:
    """An antibiotic was given: nothing is said."""
    await live.post(mention(FEVER, ts="1763800000.000100"))
    first = (await slack.received(1))[0].body
    blocks = shown(first["blocks"])
    due = datetime(2025, 11, 22, 9, 26, 40, tzinfo=UTC)
    assert str(int(due.timestamp())) in json.dumps(blocks)
    await live.post(mention("antibiotics started 10 min ago", ts="1763800100.000100", thread_ts="1763800000.000100"))
    await slack.received(2)

    await live.post(press(accessory(blocks, "remind")["value"], url=slack.hook, ephemeral=False))

    assert "Nothing to remind of" in (await slack.received(3))[2].body["text"]


async def test_the_home_is_drawn_for_whoever_opens_it(live: Bot, slack: SlackStub) -> None:
    """Edition and review status are said; the wording chosen there is remembered and drawn."""
    await live.post(event("app_home_opened", "", tab="home", channel="D0DIRECT"))
    [call] = await slack.received(1)
    view = shown(call.body["view"])
    assert ("views.publish", "home") == (call.method, view["type"])
    assert "approved by reviewers: 0" in json.dumps(view)
    menu = accessory(view["blocks"], "audience")

    trainee = next(one for one in menu["options"] if "rainee" in one["text"]["text"])
    body = press(
        "",
        url="",
        ephemeral=False,
        message="",
        channel={"id": ""},
        actions=[
            {
                "type": "static_select",
                "action_id": "audience",
                "block_id": "b",
                "action_ts": "1763800002.000001",
                "selected_option": trainee,
            }
        ],
    )
    await live.post(body)

    assert "trainee" == await live.rooms.desk.reader(TEAM, USER)
    assert "views.publish" == (await slack.received(2))[1].method


async def test_the_messages_tab_needs_no_page(live: Bot, slack: SlackStub) -> None:
    """Only the Home tab is drawn."""
    assert 200 == (await live.post(event("app_home_opened", "", tab="messages"))).status_code
    assert [] == slack.calls


async def test_any_message_can_be_assessed(live: Bot, slack: SlackStub) -> None:
    """The values of somebody's message are answered to whoever asked alone."""
    payload = {
        "type": "message_action",
        "callback_id": "assess_labs",
        "team": {"id": TEAM},
        "user": {"id": USER},
        "channel": {"id": CHANNEL},
        "message": {"type": "message", "user": "U0NURSE", "ts": "1763800000.000100", "text": FEVER},
        "trigger_id": "1.2.3",
        "response_url": slack.hook,
    }
    body = urlencode({"payload": json.dumps(payload)})
    await live.post(body)
    await live.post(body)

    [call] = await slack.received(1)
    assert ("hook", "ephemeral") == (call.method, call.body["response_type"])
    assert call.body["text"].startswith("EMERGENCY")


async def test_what_somebody_told_is_forgotten_when_asked_twice(
    live: Bot, slack: SlackStub, store: SqliteStore
) -> None:
    """The command asks, the button does it, and says how much it was."""
    await asked(live)
    question = (await live.post(command("forget"))).json()
    [button] = buttons(question["blocks"])
    assert "confirm" in button

    await live.post(press(button["value"], url=slack.hook))

    assert "Forgotten: 1 message of yours" in (await slack.received(1))[0].body["text"]
    assert 0 == await store.forget(user=USER)


async def test_the_sources_are_a_word_away(bot: Bot) -> None:
    """Everything the handbook cites, in the acknowledgement."""
    found = (await bot.post(command("sources"))).json()

    assert "Everything the handbook cites" in found["text"]
    assert "IDSA" in json.dumps(found["blocks"])


async def test_the_wording_can_be_chosen_by_command(live: Bot, slack: SlackStub) -> None:
    """Three buttons; the choice is remembered for this person."""
    question = (await live.post(command("audience"))).json()
    labels = {one["text"]["text"]: one["value"] for one in buttons(question["blocks"])}
    assert 3 == len(labels)

    await live.post(press(next(value for label, value in labels.items() if "rainee" in label), url=slack.hook))

    assert "Wording from now on" in (await slack.received(1))[0].body["text"]
    assert "trainee" == await live.rooms.desk.reader(TEAM, USER)


@pytest.mark.parametrize("metadata", ["", "nonsense", "a:b:c:d", "0" * 32])
@pytest.mark.parametrize("form", ["mascc", "value", "share"])
async def test_a_form_of_a_case_nobody_keeps_says_so(bot: Bot, form: str, metadata: str) -> None:
    """Expired, forged or emptied: a clear word in the form, nothing recorded."""
    answer = await bot.post(sent({"callback_id": form, "private_metadata": metadata}, {}))

    assert 200 == answer.status_code
    assert "no longer kept" in json.dumps(answer.json())
