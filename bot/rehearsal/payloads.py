"""What Slack sends an app when somebody says or presses something, field by field as Slack does."""

from __future__ import annotations

import secrets
from typing import Any

from bot.rehearsal.screens import Screen, described
from bot.rehearsal.ward import APP, BOT, BOT_ID, TEAM, Json, Kept, Person, Room, Said, Ward

TOKEN = "deprecated"  # noqa: S105 - the field of Slack's payloads that nobody may rely on


def envelope(ward: Ward, event: Json) -> Json:
    """The envelope in which an event is delivered."""
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": ward.identity("Ev"),
        "event_time": int(ward.clock()),
        "authorizations": [
            {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}
        ],
        "is_ext_shared_channel": False,
    }


def heard(ward: Ward, said: Said, kind: str) -> Json:
    """The event of a new message: `message` or `app_mention`."""
    room = ward.rooms[said.room]
    event = {**message(said), "type": kind, "channel": said.room, "event_ts": said.ts}
    if kind == "app_mention":
        event.pop("subtype", None)
        return event
    return {**event, "channel_type": _channel_type(room)}


def changed(ward: Ward, now: Said, before: Said) -> Json:
    """The event of an edited message."""
    return _hidden(ward, now, "message_changed", {"message": message(now), "previous_message": message(before)})


def deleted(ward: Ward, gone: Said) -> Json:
    """The event of a deleted message."""
    return _hidden(ward, gone, "message_deleted", {"deleted_ts": gone.ts, "previous_message": message(gone)})


def home_opened(ward: Ward, user: str, room: str, tab: str, screen: Screen | None) -> Json:
    """The event of an opened tab of the app."""
    event = {"type": "app_home_opened", "user": user, "channel": room, "tab": tab, "event_ts": ward.stamp()}
    return {**event, "view": described(screen)} if screen else event


def message(said: Said) -> Json:
    """A message as it stands in events and interactions."""
    found: Json = {"type": "message", "user": said.author, "ts": said.ts, "text": said.text, "team": TEAM}
    if said.author == BOT:
        found |= {"bot_id": BOT_ID, "app_id": APP}
    if said.blocks:
        found["blocks"] = list(said.blocks)
    if said.thread:
        found["thread_ts"] = said.thread
    if said.edited:
        found["edited"] = {"user": said.author, "ts": said.edited}
    if said.files:
        found |= {"files": [file(one) for one in said.files], "subtype": "file_share"}
    elif said.subtype:
        found["subtype"] = said.subtype
    return found


def file(kept: Kept) -> Json:
    """A file as it stands in a message."""
    return {
        "id": kept.id,
        "name": kept.name,
        "title": kept.title or kept.name,
        "mimetype": kept.kind,
        "filetype": kept.name.rpartition(".")[2],
        "size": len(kept.content),
        "user": kept.owner,
        "alt_txt": kept.alt,
    }


def command(person: Person, room: Room, word: str, text: str, trigger: str, answer: str) -> dict[str, str]:
    """The form of a slash command."""
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "team_domain": "ward",
        "channel_id": room.id,
        "channel_name": room.name or "directmessage",
        "user_id": person.id,
        "user_name": person.handle,
        "command": word,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": answer,
        "trigger_id": trigger,
    }


def interaction(kind: str, person: Person, trigger: str, **more: Any) -> Json:
    """What every interaction has; *more* is what its kind adds."""
    return {
        "type": kind,
        "user": {"id": person.id, "username": person.handle, "name": person.handle, "team_id": TEAM},
        "api_app_id": APP,
        "token": TOKEN,
        "team": {"id": TEAM, "domain": "ward"},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": trigger,
        **more,
    }


def on_message(ward: Ward, said: Said, values: Json, answer: str) -> Json:
    """What an action on a message adds. Of an ephemeral one Slack sends no content, only where it stands."""
    room = ward.rooms[said.room]
    container = {
        "type": "message",
        "message_ts": said.ts,
        "channel_id": said.room,
        "is_ephemeral": bool(said.only),
        **({"thread_ts": said.thread} if said.thread else {}),
    }
    shown = {} if said.only else {"message": message(said)}
    return {
        "container": container,
        "channel": place(room),
        "state": {"values": values},
        "response_url": answer,
        **shown,
    }


def on_view(screen: Screen) -> Json:
    """What an action in a view adds."""
    return {"container": {"type": "view", "view_id": screen.id}, "view": described(screen)}


def on_shortcut(ward: Ward, said: Said, callback_id: str, answer: str) -> Json:
    """What a message shortcut adds."""
    return {
        "callback_id": callback_id,
        "message_ts": said.ts,
        "channel": place(ward.rooms[said.room]),
        "message": message(said),
        "response_url": answer,
        "action_ts": ward.stamp(),
    }


def place(room: Room) -> Json:
    """A room in an interaction."""
    return {"id": room.id, "name": room.name or "directmessage"}


def _hidden(ward: Ward, said: Said, subtype: str, more: Json) -> Json:
    stamp, room = ward.stamp(), ward.rooms[said.room]
    kind = {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": said.room,
        "channel_type": _channel_type(room),
    }
    return {**kind, **more, "ts": stamp, "event_ts": stamp, "client_msg_id": secrets.token_hex(8)}


def _channel_type(room: Room) -> str:
    return "im" if room.private else "channel"
