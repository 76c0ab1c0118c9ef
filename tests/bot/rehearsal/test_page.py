"""What the page does reaches the bot as Slack would send it, and only the page itself can do it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.library import load
from bot.rehearsal.announced import ours
from bot.rehearsal.opening import Open, opened, real_bot
from bot.rehearsal.traffic import Entry
from bot.rehearsal.ward import BOT, BOT_ID, HOUSE, Said, direct
from bot.settings import Settings
from tests.bot.rehearsal.specimen import KIT, MODAL, SPECIMEN, plain

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ROOM, NURSE = "C0ONCOLOGY", "U0NURSE"


class Hand:
    """Somebody's hand on the page: what it sends, and what came of it."""

    def __init__(self, rehearsal: Open, client: httpx2.AsyncClient) -> None:
        self.rehearsal, self.client, self.ward = rehearsal, client, rehearsal.stage.ward

    async def does(self, name: str, **what: Any) -> httpx2.Response:
        return await self.client.post(f"/act/{name}", json={"user": NURSE, **what})

    async def sees(self, right: Callable[[], Any]) -> Any:
        """What *right* finds, once it finds something."""
        async with asyncio.timeout(10):
            while not (found := right()):
                await asyncio.sleep(0.01)
        return found

    def last(self, room: str = ROOM, author: str = BOT) -> Said | None:
        """The last message of an author in a room."""
        return next((said for said in reversed(self.ward.in_room(room)) if said.author == author), None)

    def sent(self, what: str) -> list[Entry]:
        """What went to the bot under this name."""
        return [one for one in self.rehearsal.stage.traffic.entries if (one.to, one.what) == ("bot", what)]


@pytest.fixture
async def hand(rehearsal: Open) -> AsyncIterator[Hand]:
    async with httpx2.AsyncClient(base_url=rehearsal.stage.url, headers={"origin": rehearsal.stage.url}) as client:
        await client.get(f"/?{urlsplit(rehearsal.address).query}")
        yield Hand(rehearsal, client)


async def test_without_the_key_nothing_is_shown_or_done(rehearsal: Open) -> None:
    async with httpx2.AsyncClient(base_url=rehearsal.stage.url) as stranger:
        answers = [
            await stranger.get("/"),
            await stranger.get(f"/feed?user={NURSE}"),
            await stranger.get("/?key=guessed"),
            await stranger.post("/act/say", json={}, headers={"origin": rehearsal.stage.url}),
        ]

    assert {403} == {answer.status_code for answer in answers}


@pytest.mark.parametrize(
    "headers", [{"origin": "http://elsewhere.test"}, {"origin": "null"}, {"host": "elsewhere.test"}, {"origin": ""}]
)
async def test_another_web_page_cannot_use_it(hand: Hand, headers: dict[str, str]) -> None:
    """Not by its origin, nor by a name of its own that leads to this computer."""
    answer = await hand.client.post(
        "/act/say", json={"user": NURSE, "room": ROOM, "text": "x"}, headers={**hand.client.headers, **headers}
    )

    assert 403 == answer.status_code
    assert () == hand.ward.in_room(ROOM)


async def test_a_command_goes_to_the_bot_signed_and_comes_back_for_one_person(hand: Hand) -> None:
    await hand.does("say", room=ROOM, text="/kit <all> & @Nadir")
    said, (entry,) = hand.last(), hand.sent("/kit")

    assert said
    assert (NURSE, "the whole kit", len(KIT)) == (said.only, said.text, len(said.blocks))
    assert "&lt;all&gt; &amp; @Nadir" == entry.sent["text"]
    assert entry.headers["x-slack-signature"].startswith("v0=")
    assert f"{hand.rehearsal.stage.url}/hooks/" in entry.sent["response_url"]


async def test_a_command_for_all_an_empty_answer_and_unknown_ones(hand: Hand) -> None:
    await hand.does("say", room=ROOM, text="/kit silence")
    silent = hand.ward.in_room(ROOM)
    await hand.does("say", room=ROOM, text="/kit all of you")
    await hand.does("say", room=ROOM, text="/other")
    await hand.does("say", room=ROOM, text="/kit", thread=hand.ward.in_room(ROOM)[0].ts)
    texts = [(said.author, said.text, said.only) for said in hand.ward.in_room(ROOM)]

    assert () == silent
    assert [(NURSE, "/kit all of you", ""), (BOT, "for all", "")] == texts[:2]
    assert [(HOUSE, "`/other` is not a valid command.", NURSE)] == texts[2:3]
    assert "not supported in threads" in texts[3][1]


async def test_a_mention_is_an_event_and_an_edited_mention_comes_again(hand: Hand) -> None:
    await hand.does("say", room=ROOM, text="@Specimen ANC <0.5")
    first = await hand.sees(hand.last)
    mine = hand.last(author=NURSE)
    assert mine
    await hand.does("edit", room=ROOM, ts=mine.ts, text="@Specimen ANC 0.4")
    again = await hand.sees(lambda: (said := hand.last()) and said.ts != first.ts and said)

    assert f"heard: <@{BOT}> ANC &lt;0.5" == first.text
    assert (f"again heard: <@{BOT}> ANC 0.4", mine.ts) == (again.text, again.thread)
    assert await hand.sees(lambda: hand.sent("message") and hand.sent("message.message_changed"))


async def test_direct_messages_are_told_with_their_edits_deletions_and_files(hand: Hand) -> None:
    room = direct(NURSE)
    kept = (await hand.client.post(f"/file?user={NURSE}&name=scan.png", content=b"x")).json()
    await hand.does("say", room=room, text="see this", files=[kept["id"]])
    await hand.sees(lambda: (said := hand.last(room)) and said.text == "file_share scan.png")
    mine = hand.last(room, NURSE)
    assert mine
    await hand.does("edit", room=room, ts=mine.ts, text="see that")
    await hand.sees(lambda: (said := hand.last(room)) and said.text == "message_changed")
    await hand.does("delete", room=room, ts=mine.ts)
    await hand.sees(lambda: (said := hand.last(room)) and said.text == "message_deleted")

    (gone,) = await hand.sees(lambda: hand.sent("message.message_deleted"))
    assert (mine.ts, "see that") == (gone.sent["event"]["deleted_ts"], gone.sent["event"]["previous_message"]["text"])


async def test_a_channel_without_the_app_hears_nothing_until_it_is_invited(hand: Hand) -> None:
    await hand.does("say", room="C0CANTEEN", text="@Specimen hello")
    told = hand.last("C0CANTEEN", HOUSE)
    await hand.does("say", room="C0CANTEEN", text="/invite @Specimen")
    await hand.does("say", room="C0CANTEEN", text="@Specimen hello")
    await hand.sees(lambda: (said := hand.last("C0CANTEEN")) and said.thread)

    assert told
    assert "not in this channel" in told.text
    assert 1 == len(await hand.sees(lambda: hand.sent("app_mention")))


async def test_nobody_changes_what_somebody_else_said(hand: Hand) -> None:
    theirs = hand.ward.say(ROOM, "U0REGISTRAR", "theirs")

    assert 409 == (await hand.does("edit", room=ROOM, ts=theirs.ts, text="mine")).status_code
    assert 409 == (await hand.does("delete", room=ROOM, ts=theirs.ts)).status_code
    assert 409 == (await hand.does("say", room=direct("U0REGISTRAR"), text="x")).status_code


async def test_an_ephemeral_message_is_pressed_without_its_content(hand: Hand) -> None:
    """Slack tells where it stands, that it is ephemeral, and no more."""
    await hand.does("say", room=ROOM, text="/kit all")
    said = hand.last()
    assert said
    action = {"block_id": "acts", "action_id": "select", "chosen": {"text": {}, "value": "trainee"}}
    await hand.does("press", room=ROOM, ts=said.ts, action=action, values={"acts": {"select": action["chosen"]}})
    (entry,) = hand.sent("block_actions")

    assert "select trainee" == hand.ward.in_room(ROOM)[-1].text
    assert entry.sent["container"]["is_ephemeral"]
    assert "message" not in entry.sent
    assert "trainee" == entry.sent["state"]["values"]["acts"]["select"]["selected_option"]["value"]


async def test_a_shortcut_brings_the_message_it_was_used_on(hand: Hand) -> None:
    said = hand.ward.say(ROOM, "U0REGISTRAR", "ANC 0.4")
    await hand.does("shortcut", room=ROOM, ts=said.ts, callback_id="look_at_it")
    unknown = await hand.does("shortcut", room=ROOM, ts=said.ts, callback_id="other")

    assert "looked at: ANC 0.4" == (hand.last() or said).text
    assert 409 == unknown.status_code


@pytest.mark.parametrize(
    ("wish", "titles"),
    [("", ["Score"]), ("update", ["Score", "Another"]), ("push", ["Score", "Score", "Another"]), ("clear", [])],
)
async def test_a_submission_closes_changes_or_adds_a_view(hand: Hand, wish: str, titles: list[str]) -> None:
    """Two modals lie on each other; what the app answers decides what is left of them."""
    stage = hand.rehearsal.stage
    stage.screens.open(NURSE, MODAL)
    view = stage.screens.push(NURSE, MODAL)
    assert view
    chosen = {"text": plain("No"), "value": "no"}
    values = {"anc": {"value": "0.4"}, "chills": {"value": chosen}, "note": {"value": wish}}
    await hand.does("submit", view=view.id, values=values)

    assert titles == [one.body["title"]["text"] for one in stage.screens.stacks[NURSE]]
    assert "0.4" == hand.sent("view_submission")[0].sent["view"]["state"]["values"]["anc"]["value"]["value"]


@asynccontextmanager
async def failing_first(_settings: Settings) -> AsyncIterator[ASGIApp]:
    """An app that fails at every second request."""
    asked: list[Request] = []

    async def answer(request: Request) -> PlainTextResponse:
        asked.append(request)
        return PlainTextResponse("", 200 if len(asked) % 2 == 0 else 503)

    yield Starlette(routes=[Route("/slack/events", answer, methods=["POST"])])


async def test_an_event_is_sent_again_and_a_failed_command_is_told() -> None:
    """As Slack does: an event comes once more with the number of the try, a command says that it failed."""
    async with opened(failing_first, SPECIMEN) as rehearsal, httpx2.AsyncClient(base_url=rehearsal.stage.url) as client:
        client.headers["origin"] = rehearsal.stage.url
        await client.get(f"/?{urlsplit(rehearsal.address).query}")
        hand = Hand(rehearsal, client)
        await hand.does("say", room=direct(NURSE), text="hello")
        tries = await hand.sees(lambda: len(found := hand.sent("message")) == 2 and found)
        await hand.does("say", room=ROOM, text="/kit all")
        told = hand.last(author=HOUSE)

    assert [503, 200] == [entry.status for entry in tries]
    assert tries[0].sent["event_id"] == tries[1].sent["event_id"]
    assert ("1", "http_error") == (tries[1].headers["x-slack-retry-num"], tries[1].headers["x-slack-retry-reason"])
    assert told
    assert "dispatch_failed" in told.text


async def test_the_feed_begins_with_all_that_one_person_sees(hand: Hand) -> None:
    hand.ward.say(ROOM, BOT, "for the registrar", only="U0REGISTRAR")
    hand.ward.say(ROOM, BOT, "for all")
    async with hand.client.stream("GET", f"/feed?user={NURSE}") as feed:
        line = await anext(line async for line in feed.aiter_lines() if line.startswith("data: "))
        whole = json.loads(line.removeprefix("data: "))
        hand.ward.close()

    assert ["for all"] == [said["text"] for said in whole["said"]]
    assert direct("U0REGISTRAR") not in [room["id"] for room in whole["rooms"]]


async def test_the_inspector_holds_no_token(hand: Hand) -> None:
    await hand.does("say", room=ROOM, text="@Specimen hello")
    await hand.sees(hand.last)

    assert hand.rehearsal.stage.token not in json.dumps(hand.rehearsal.stage.traffic.shown())


async def test_the_real_bot_answers_on_its_own_port(clock: Callable[[], float]) -> None:
    """Command, mention and direct message go through guard, store and outbox; to its own words it is silent."""
    async with (
        opened(real_bot(load()), ours()) as rehearsal,
        httpx2.AsyncClient(base_url=rehearsal.stage.url) as client,
    ):
        client.headers["origin"] = rehearsal.stage.url
        await client.get(f"/?{urlsplit(rehearsal.address).query}")
        hand = Hand(rehearsal, client)
        await hand.does("say", room=ROOM, text="/anc 0.4 T 38.6 62M AML")
        alone = hand.last()
        await hand.does("say", room=ROOM, text="@Nadir ANC 0.4 T 38.6 62M AML")
        posted = await hand.sees(lambda: (said := hand.last()) and said.thread and said)

        await hand.does("say", room=direct(NURSE), text="ANC 0.4 T 38.6")
        await hand.sees(lambda: len(hand.sent("message")) == 2)
        own = hand.sent("message")[1].sent["event"]
        await asyncio.sleep(0.3)  # time enough to answer itself

    assert BOT_ID == own["bot_id"]
    assert 1 == len([said for said in hand.ward.in_room(direct(NURSE)) if said.author == BOT])
    assert alone
    assert rehearsal.bot != rehearsal.stage.url
    assert alone.text.startswith("EMERGENCY")
    assert (NURSE, "") == (alone.only, posted.only)
    assert posted.text.startswith("EMERGENCY")
