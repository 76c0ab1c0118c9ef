"""Who and where: the app itself, people, rooms, and the prompts suggested in a direct message."""

from __future__ import annotations

from bot.rehearsal.stage import Refused, Stage
from bot.rehearsal.ward import APP, BOT, BOT_ID, TEAM, Json, Person, Room, direct

MOST_PROMPTS = 4


def test(_stage: Stage, args: Json) -> Json:
    """api.test: what was sent comes back."""
    return {"ok": True, "args": args}


def whoami(stage: Stage, _args: Json) -> Json:
    """auth.test: the workspace and the app's own ids."""
    return {
        "ok": True,
        "url": f"{stage.url}/",
        "team": "Ward",
        "user": stage.app.name.lower(),
        "team_id": TEAM,
        "user_id": BOT,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def bot(stage: Stage, _args: Json) -> Json:
    """bots.info: the app's own card."""
    return {"ok": True, "bot": {"id": BOT_ID, "app_id": APP, "user_id": BOT, "name": stage.app.name, "deleted": False}}


def person(stage: Stage, args: Json) -> Json:
    """users.info: a person by id."""
    return {"ok": True, "user": _card(_person(stage, str(args.get("user") or "")))}


def room(stage: Stage, args: Json) -> Json:
    """conversations.info: a room by id."""
    return {"ok": True, "channel": _described(_room(stage, args))}


def members(stage: Stage, args: Json) -> Json:
    """conversations.members: who is in a room."""
    return {"ok": True, "members": sorted(_room(stage, args).members), "response_metadata": {"next_cursor": ""}}


def open_room(stage: Stage, args: Json) -> Json:
    """conversations.open: the direct messages with one person."""
    if args.get("channel"):
        return {"ok": True, "channel": {"id": _room(stage, args).id}}
    user = str(args.get("users") or "")
    if user not in stage.ward.people:
        raise Refused("user_not_found" if user else "users_list_not_supplied")
    return {"ok": True, "channel": {"id": direct(user)}}


def set_prompts(stage: Stage, args: Json) -> Json:
    """assistant.threads.setSuggestedPrompts: up to four sentences to begin with, above the composer."""
    place = _room(stage, {"channel": args.get("channel_id")})
    prompts = args.get("prompts") or []
    if not 1 <= len(prompts) <= MOST_PROMPTS or any(not one.get("title") or not one.get("message") for one in prompts):
        raise Refused("invalid_arguments")
    if args.get("thread_ts"):
        return {"ok": True}  # with the agent view Slack says yes and shows nothing
    place.prompts = {"title": args.get("title") or "", "prompts": prompts}
    stage.ward.tell({"kind": "prompts", "room": place.id, "prompts": place.prompts})
    return {"ok": True}


def set_status(_stage: Stage, _args: Json) -> Json:
    """assistant.threads.setStatus and setTitle: taken, and not shown."""
    return {"ok": True}


def _person(stage: Stage, user: str) -> Person:
    found = stage.ward.people.get(user)
    if found is None:
        raise Refused("user_not_found")
    return found


def _card(found: Person) -> Json:
    profile = {"real_name": found.name, "display_name": found.name}
    known = {"id": found.id, "team_id": TEAM, "name": found.handle, "real_name": found.name, "profile": profile}
    return {**known, "is_bot": found.bot, "deleted": False, "tz": "Etc/UTC", "tz_offset": 0, "locale": "en-GB"}


def _room(stage: Stage, args: Json) -> Room:
    found = stage.ward.rooms.get(str(args.get("channel") or ""))
    if found is None:
        raise Refused("channel_not_found")
    return found


def _described(found: Room) -> Json:
    if found.private:
        return {"id": found.id, "is_im": True, "is_channel": False, "user": next(iter(found.members - {BOT}))}
    known = {"id": found.id, "name": found.name, "is_channel": True, "is_im": False, "is_private": False}
    return {**known, "is_member": BOT in found.members, "topic": {"value": found.topic}, "is_ext_shared": False}
