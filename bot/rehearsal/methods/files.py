"""Files of the app: an address to upload to, then shared in a room or kept for an image block."""

from __future__ import annotations

import mimetypes
from dataclasses import replace

from bot.rehearsal import payloads
from bot.rehearsal.methods.chat import post_message
from bot.rehearsal.stage import Refused, Stage
from bot.rehearsal.ward import BOT, Json, Kept


def upload_url(stage: Stage, args: Json) -> Json:
    """files.getUploadURLExternal: where the bytes of one file go."""
    name, size = str(args.get("filename") or ""), str(args.get("length") or "")
    if not name or not size.isdecimal() or not int(size):
        raise Refused("invalid_arguments")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kept = Kept(stage.ward.identity("F"), name, kind, BOT, alt=str(args.get("alt_txt") or ""))
    stage.ward.files[kept.id] = kept
    return {"ok": True, "upload_url": f"{stage.url}/upload/{kept.id}", "file_id": kept.id}


def complete(stage: Stage, args: Json) -> Json:
    """files.completeUploadExternal: the files are there; with a room, they are shown in it."""
    done = [_completed(stage, str(one.get("id")), str(one.get("title") or "")) for one in args.get("files") or []]
    if not done:
        raise Refused("invalid_arguments")
    room = args.get("channel_id") or str(args.get("channels") or "").split(",")[0]
    if room:
        text = str(args.get("initial_comment") or "")
        posted = post_message(
            stage,
            {"channel": room, "thread_ts": args.get("thread_ts"), "text": text or " ".join(one.name for one in done)},
        )
        said = stage.ward.find(posted["channel"], posted["ts"])
        assert said is not None
        stage.ward.change(said, text=text, files=tuple(done))
    return {"ok": True, "files": [payloads.file(one) for one in done]}


def info(stage: Stage, args: Json) -> Json:
    """files.info: a file by id."""
    kept = stage.ward.files.get(str(args.get("file") or ""))
    if kept is None:
        raise Refused("file_not_found")
    return {"ok": True, "file": payloads.file(kept)}


def _completed(stage: Stage, name: str, title: str) -> Kept:
    kept = stage.ward.files.get(name)
    if kept is None or not kept.content:
        raise Refused("file_not_found")
    done = replace(kept, title=title, complete=True)
    stage.ward.files[name] = done
    return done
