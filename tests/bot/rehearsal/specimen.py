"""An app that uses what Slack offers and our bot does not use yet, to try the page and its Web API with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.rehearsal.announced import announced
from bot.rehearsal.ward import BOT, BOT_ID
from bot.settings import Settings
from bot.slack_web import web_client

SPECIMEN = announced(
    {
        "display_information": {"name": "Specimen"},
        "features": {
            "app_home": {"home_tab_enabled": True},
            "slash_commands": [{"command": "/kit", "description": "Everything", "usage_hint": "all"}],
            "shortcuts": [{"type": "message", "callback_id": "look_at_it", "name": "Look at it"}],
        },
        "settings": {
            "event_subscriptions": {"bot_events": ["app_mention", "message.im", "message.channels", "app_home_opened"]}
        },
    }
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def option(text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": text.lower()}


def button(text: str, action: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action, "value": "v", **more}


COUNT = {
    "type": "input",
    "block_id": "anc",
    "label": plain("Neutrophil count"),
    "hint": plain("In 10^9/L"),
    "element": {"type": "number_input", "action_id": "value", "is_decimal_allowed": True, "min_value": "0"},
}
CHILLS = {
    "type": "input",
    "block_id": "chills",
    "label": plain("Chills"),
    "element": {"type": "radio_buttons", "action_id": "value", "options": [option("No"), option("Yes")]},
}
NOTE = {
    "type": "input",
    "block_id": "note",
    "optional": True,
    "label": plain("Anything else"),
    "element": {"type": "plain_text_input", "action_id": "value", "multiline": True},
}
MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "score",
    "title": plain("Score"),
    "submit": plain("Work it out"),
    "close": plain("Leave"),
    "notify_on_close": True,
    "private_metadata": "opaque",
    "blocks": [COUNT, CHILLS, NOTE, {"type": "actions", "elements": [button("More", "more")]}],
}
KIT: list[dict[str, Any]] = [
    {"type": "header", "text": plain("A <header> & no *mark-up*")},
    {
        "type": "section",
        "text": {
            "type": "mrkdwn",
            "text": "*bold* _italic_ ~gone~ `code` 2 * 3 &lt;b&gt; <https://example.org|a link>\n- plain",
        },
        "accessory": {
            "type": "overflow",
            "action_id": "overflow",
            "options": [option("First"), option("Second")],
        },
    },
    {"type": "section", "fields": [{"type": "mrkdwn", "text": "*ANC*\n0.4"}, plain("T\n38.6")]},
    {"type": "divider"},
    {
        "type": "actions",
        "block_id": "acts",
        "elements": [
            button("Open modal", "open", style="primary"),
            button(
                "Delete it",
                "sure",
                style="danger",
                confirm={
                    "title": plain("Really?"),
                    "text": plain("It cannot be undone."),
                    "confirm": plain("Do it"),
                    "deny": plain("No, keep it"),
                },
            ),
            {
                "type": "static_select",
                "action_id": "select",
                "placeholder": plain("Audience"),
                "option_groups": [{"label": plain("Staff"), "options": [option("Clinician"), option("Trainee")]}],
            },
            {"type": "checkboxes", "action_id": "checks", "options": [option("Fever"), option("Cough")]},
            {"type": "radio_buttons", "action_id": "radios", "options": [option("Low"), option("High")]},
        ],
    },
    {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "rich", "style": {"bold": True}}]},
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}],
            },
        ],
    },
    {"type": "context", "elements": [plain("small print")]},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "in a table"}]]},
]


@asynccontextmanager
async def specimen(settings: Settings) -> AsyncIterator[ASGIApp]:
    """The app as the page runs it."""
    app = listening(settings.secret("slack_bot_token", ""), settings)
    handler = AsyncSlackRequestHandler(app)
    yield Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])])


def listening(token: str, settings: Settings) -> AsyncApp:
    """A Bolt application that answers everything."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=token, bot_user_id=BOT, bot_id=BOT_ID
        )

    app = AsyncApp(
        name="slack_bolt.specimen",
        signing_secret=settings.secret("slack_signing_secret", ""),
        client=web_client(None, settings.slack_api_url),
        authorize=authorize,
        process_before_response=True,
    )
    _words(app)
    _views(app)
    return app


def _words(app: AsyncApp) -> None:
    async def kit(ack: AsyncAck, command: dict[str, Any]) -> None:
        if command["text"] == "silence":
            await ack()
        elif command["text"] == "all of you":
            await ack(text="for all", response_type="in_channel")
        else:
            await ack(text="the whole kit", blocks=KIT)

    async def mentioned(event: dict[str, Any], client: AsyncWebClient) -> None:
        edited = "again " if event.get("edited") else ""
        await client.chat_postMessage(
            channel=event["channel"],
            thread_ts=event.get("thread_ts") or event["ts"],
            text=f"{edited}heard: {event['text']}",
        )

    async def heard(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("bot_id") or event.get("message", {}).get("bot_id"):
            return  # ours: whoever answers themselves never stops
        told = event.get("subtype") or "new"
        files = ", ".join(one["name"] for one in event.get("files", []))
        if event["channel"].startswith("D"):
            await client.chat_postMessage(channel=event["channel"], text=f"{told} {files}".strip())

    app.command("/kit")(kit)
    app.event("app_mention")(mentioned)
    app.event({"type": "message", "subtype": None})(heard)
    for subtype in ("message_changed", "message_deleted", "file_share"):
        app.event({"type": "message", "subtype": subtype})(heard)


async def pressed(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond) -> None:
    await ack()
    action = body["actions"][0]
    chosen = action.get("selected_option") or {}
    several = [one["value"] for one in action.get("selected_options", [])]
    words = " ".join([action["action_id"], chosen.get("value", ""), *several]).strip()
    if action["action_id"] == "open":
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
    elif action["action_id"] == "more":
        blocks = [*MODAL["blocks"], {"type": "section", "text": plain("added later")}]
        await client.views_update(
            view_id=body["view"]["id"], hash=body["view"]["hash"], view={**MODAL, "blocks": blocks}
        )
    elif body.get("view"):
        await client.views_publish(user_id=body["user"]["id"], view=home(f"chosen: {words}"))
    else:
        await respond(text=words, replace_original=False)


async def submitted(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
    value = view["state"]["values"]["anc"]["value"]["value"]
    if float(value) > 100:
        await ack(response_action="errors", errors={"anc": "That is no neutrophil count."})
        return
    wish = view["state"]["values"]["note"]["value"]["value"]
    if wish in ("update", "push"):
        await ack(response_action=wish, view={**MODAL, "title": plain("Another")})
        return
    await (ack(response_action="clear") if wish == "clear" else ack())
    chills = view["state"]["values"]["chills"]["value"]["selected_option"]["value"]
    await client.chat_postMessage(channel=body["user"]["id"], text=f"ANC {value}, chills {chills}")


async def closed(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    await ack()
    await client.chat_postMessage(channel=body["user"]["id"], text="closed")


async def shortcut(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
    await ack()
    await respond(text=f"looked at: {body['message']['text']}")


async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
    if event["tab"] == "home":
        await client.views_publish(user_id=event["user"], view=home("welcome"))
    else:
        prompts = [{"title": "Help", "message": "help"}]
        await client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], prompts=prompts, thread_ts="")


def _views(app: AsyncApp) -> None:
    for action in ("open", "more", "sure", "select", "checks", "radios", "overflow", "wording"):
        app.action(action)(pressed)
    app.view("score")(submitted)
    app.view_closed("score")(closed)
    app.shortcut("look_at_it")(shortcut)
    app.event("app_home_opened")(opened)


def home(words: str) -> dict[str, Any]:
    """A Home tab."""
    wording = {
        "type": "static_select",
        "action_id": "wording",
        "placeholder": plain("Wording"),
        "options": [option("Short")],
    }
    section = {"type": "section", "block_id": "w", "text": plain("Which wording?"), "accessory": wording}
    return {
        "type": "home",
        "blocks": [{"type": "header", "text": plain("Home")}, {"type": "section", "text": plain(words)}, section],
    }
