"""Messages: posted, shown to one person, put right, deleted."""

from __future__ import annotations

from bot.rehearsal import limits, payloads
from bot.rehearsal.stage import Refused, Stage, refused_blocks
from bot.rehearsal.ward import BOT, Json, Room, Said, direct

LONGEST_TEXT, LONGEST_UPDATE = 40_000, 4_000  # characters: a longer post is cut, a longer update refused


def post_message(stage: Stage, args: Json) -> Json:
    """chat.postMessage: a message for everybody in a room, or under a thread."""
    room = _room(stage, args)
    text, blocks = content(args)
    thread = _thread(stage, room, args)
    said = stage.ward.say(room.id, BOT, text[:LONGEST_TEXT], blocks=blocks, thread=thread)
    stage.overheard(said, None)
    return {"ok": True, "channel": room.id, "ts": said.ts, "message": payloads.message(said)}


def post_ephemeral(stage: Stage, args: Json) -> Json:
    """chat.postEphemeral: a message for one member of a room."""
    room, user = _room(stage, args), str(args.get("user", ""))
    if user not in room.members:
        raise Refused("user_not_in_channel")
    text, blocks = content(args)
    said = stage.ward.say(room.id, BOT, text, blocks=blocks, only=user, thread=str(args.get("thread_ts") or ""))
    return {"ok": True, "message_ts": said.ts}


def update(stage: Stage, args: Json) -> Json:
    """chat.update: a message of the app put right; new text without blocks takes the old blocks away."""
    said = _own(stage, args, "cant_update_message")
    text, blocks = content(args)
    if len(text) > LONGEST_UPDATE:
        raise Refused("msg_too_long")
    now = stage.ward.change(said, text=text, blocks=blocks)
    stage.overheard(now, said)
    return {"ok": True, "channel": now.room, "ts": now.ts, "text": now.text, "message": payloads.message(now)}


def delete(stage: Stage, args: Json) -> Json:
    """chat.delete: a message of the app taken away."""
    said = _own(stage, args, "cant_delete_message")
    stage.ward.remove(said)
    return {"ok": True, "channel": said.room, "ts": said.ts}


def permalink(stage: Stage, args: Json) -> Json:
    """chat.getPermalink: the address of a message."""
    room = _room(stage, args, member=False)
    if stage.ward.find(room.id, str(args.get("message_ts"))) is None:
        raise Refused("message_not_found")
    address = f"{stage.url}/archives/{room.id}/p{str(args['message_ts']).replace('.', '')}"
    return {"ok": True, "channel": room.id, "permalink": address}


def content(args: Json) -> tuple[str, tuple[Json, ...]]:
    """The text and the blocks of a message, when Slack would draw them."""
    text, blocks = str(args.get("text") or ""), args.get("blocks") or []
    found = limits.faults(blocks)
    if found:
        raise refused_blocks(found)
    if limits.too_long(blocks):
        raise Refused("msg_blocks_too_long")
    if not text.strip() and not blocks:
        raise Refused("no_text")
    return text, tuple(blocks)


def _room(stage: Stage, args: Json, *, member: bool = True) -> Room:
    wanted = str(args.get("channel") or "")
    room = stage.ward.rooms.get(direct(wanted) if wanted.startswith("U") else wanted)
    if room is None:
        raise Refused("channel_not_found")
    if member and BOT not in room.members:
        raise Refused("not_in_channel")
    return room


def _thread(stage: Stage, room: Room, args: Json) -> str:
    """The thread a message goes to; Slack posts beside a thread that is gone, so a strange one is refused here."""
    thread = str(args.get("thread_ts") or "")
    root: Said | None = stage.ward.find(room.id, thread)
    if thread and root is None:
        raise Refused("thread_not_found")
    return root.root if root else ""


def _own(stage: Stage, args: Json, otherwise: str) -> Said:
    room = _room(stage, args, member=False)
    said = stage.ward.find(room.id, str(args.get("ts")))
    if said is None or said.only:
        raise Refused("message_not_found")
    if said.author != BOT:
        raise Refused(otherwise)
    return said
