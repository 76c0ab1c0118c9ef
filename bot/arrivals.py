"""Slack's payloads as the desk understands them: what was said or pressed, in which case, and where to answer.

A payload crosses a boundary, so it is typed by pydantic; what it says is taken over, nothing is decided here.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from slack_bolt.request.internals import extract_enterprise_id, extract_is_enterprise_install, extract_team_id

from bot.store.port import Address, Case

OPENING_NUMBER = re.compile(r"\s*(?:[=:<>≤≥~]|&lt;|&gt;)*\s*[.,]?\d")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something said to the bot. `at` is None where Slack does not tell the time; `address` None: answer in the ack.

    `replaces` is the key of the message that this is the edited form of; `deleted` is true when that one is gone.
    `outsider` is true when somebody of another organisation said it, in a channel that the two share.
    """

    key: str
    case: Case
    text: str
    author: str
    at: datetime | None = None
    address: Address | None = None
    files: bool = False
    replaces: str = ""
    deleted: bool = False
    outsider: bool = False


class Payload(BaseModel):
    """What of Slack's payloads is read; the rest is passed over, and a fault never quotes what was sent."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class _Command(Payload):
    team_id: str
    channel_id: str
    user_id: str
    command: str = ""
    text: str = ""
    trigger_id: str = ""
    response_url: str = ""


STAMP = r"^[0-9]{1,12}(\.[0-9]{1,6})?$"


class _Edited(Payload):
    ts: str = Field(pattern=STAMP)


class _Message(Payload):
    channel: str = ""
    ts: str = Field(pattern=STAMP)
    user: str = ""
    text: str | None = ""
    thread_ts: str = ""
    subtype: str = ""
    bot_id: str = ""
    channel_type: str = ""
    files: tuple[object, ...] = ()
    edited: _Edited | None = None
    message: _Message | None = None
    previous_message: _Message | None = None


class _Envelope(Payload):
    event_id: str = ""
    event: _Message


class _Home(Payload):
    team: str
    enterprise: str


def opaque(*parts: str) -> str:
    """An id that says nothing and is always the same for the same *parts*.

    >>> opaque("T1", "C1") == opaque("T1", "C1") != opaque("T1C1")
    True
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def home(payload: Mapping[str, Any]) -> tuple[str, str]:
    """The workspace and organisation whose installation a payload came by: of a shared channel's, ours."""
    found = dict(payload)
    told = _Home.model_validate(
        {"team": extract_team_id(found) or "", "enterprise": extract_enterprise_id(found) or ""}
    )
    return told.team, told.enterprise


def workspace(payload: Mapping[str, Any]) -> str:
    """Whose cases a payload can speak of: the workspace that installed the app, or the organisation that did.

    Who belongs to an organisation may command in one of its workspaces and press a button from another.
    """
    team, enterprise = home(payload)
    return enterprise if enterprise and extract_is_enterprise_install(dict(payload)) else team


def from_outside(payload: Mapping[str, Any]) -> bool:
    """Whether somebody of another organisation said or pressed it, in a channel shared with them by Slack Connect.

    Inside an organisation people may belong to another of its workspaces, so there only what Slack tells of
    outsiders alone counts.
    """
    team, enterprise = home(payload)
    event, user = payload.get("event"), payload.get("user")
    if isinstance(event, dict):
        told = event.get("user_team") or event.get("source_team") or ("" if enterprise else event.get("team"))
        return payload.get("is_ext_shared_channel") is True and bool(told) and told not in (team, enterprise)
    told = str(user.get("team_id") or "") if isinstance(user, dict) else ""
    return told not in ("", team, enterprise) and (not enterprise or told.startswith("E"))


def from_command(payload: Mapping[str, Any]) -> Arrival:
    """A slash command: each opens a case of its own, which only the asker sees."""
    command = _Command.model_validate(payload)
    once = command.trigger_id or command.response_url or uuid.uuid4().hex  # Slack always sends the first
    place = (command.team_id, command.channel_id, command.user_id)
    case = Case(opaque("command", *place, once), workspace(payload), command.channel_id, user=command.user_id)
    return Arrival(opaque("taken", *place, once), case, _with_its_name(command), command.user_id)


def _with_its_name(command: _Command) -> str:
    """What was typed; a number at its beginning has no other name than that of the command: "/anc 0.4 38.6"."""
    return f"{command.command} {command.text}".strip() if OPENING_NUMBER.match(command.text) else command.text


def from_mention(payload: Mapping[str, Any]) -> Arrival | None:
    """A mention: the case is the thread it stands in or begins; None when it is not for us to answer."""
    envelope = _Envelope.model_validate(payload)
    event = envelope.event
    if not _is_spoken(event) or event.channel_type == "im":
        return None
    thread = event.thread_ts or event.ts
    heard = _heard(envelope, thread, payload)
    return _changed(heard, event.edited.ts) if event.edited else heard


def from_direct_message(payload: Mapping[str, Any]) -> Arrival | None:
    """A direct message: the case is the whole conversation, or the thread; None when it is not for us to answer."""
    envelope = _Envelope.model_validate(payload)
    event = envelope.event
    ours = _is_spoken(event) and event.channel_type == "im"
    return _heard(envelope, event.thread_ts, payload) if ours else None


def from_change(payload: Mapping[str, Any]) -> Arrival | None:
    """A direct message edited or deleted by who wrote it; None when its words are as before, or it was none of ours.

    Slack also calls a message changed when it shows the preview of a link.
    """
    envelope = _Envelope.model_validate(payload)
    event, was = envelope.event, envelope.event.previous_message
    now = event.message if event.subtype == "message_changed" else was
    if event.channel_type != "im" or now is None or not _is_spoken(now):
        return None
    deleted = event.subtype == "message_deleted" or now.subtype == "tombstone"
    if not deleted and was is not None and was.text == now.text:
        return None
    told = now.model_copy(update={"channel": event.channel, "text": "" if deleted else now.text, "files": ()})
    at = now.edited.ts if now.edited is not None and not deleted else event.ts
    # Slack names a message that was answered its own thread.
    thread = "" if told.thread_ts == told.ts else told.thread_ts
    said = _heard(envelope.model_copy(update={"event": told}), thread, payload)
    return replace(_changed(said, at), deleted=deleted)


def _changed(said: Arrival, at: str) -> Arrival:
    """The message in the place where it was first said, at the time it was changed."""
    return replace(said, key=opaque("changed", said.key, at), at=moment(at), replaces=said.key)


_OUR_NAME = re.compile(r"^\s*<@[A-Z0-9]{1,40}(\|[^<>]{0,80})?>")
_SPOKEN = ("", "file_share", "thread_broadcast", "me_message")


def _is_spoken(event: _Message) -> bool:
    """Whether a person said it now: not a bot (nor we ourselves), not an edit, a deletion or a notice."""
    return bool(event.user) and not event.bot_id and event.subtype in _SPOKEN


def _heard(envelope: _Envelope, thread: str, payload: Mapping[str, Any]) -> Arrival:
    event, team, by = envelope.event, workspace(payload), home(payload)
    case = Case(opaque("thread", team, event.channel, thread), team, event.channel, thread)
    return Arrival(
        key=opaque("said", team, event.channel, event.ts),  # a retry, and a second event of one message, have the same
        case=case,
        text=_OUR_NAME.sub("", event.text or ""),
        author=event.user,
        at=moment(event.ts),
        address=Address("post", event.channel, thread, team=by[0], enterprise=by[1], person=event.user),
        files=bool(event.files),
        outsider=from_outside(payload),
    )


def opener(payload: Mapping[str, Any]) -> tuple[str, Case, Address]:
    """Where to tell whoever opened the App Home: an event key, the place as a case, and the address."""
    team, enterprise = home(payload)
    user = str(payload["event"]["user"])
    key = opaque("opened", team, user, str(payload.get("event_id") or uuid.uuid4().hex))
    return key, Case(key, workspace(payload), user, user=user), Address("post", user, team=team, enterprise=enterprise)


def moment(ts: str) -> datetime:
    """Slack's time stamp, seconds with a decimal part, exactly and in UTC.

    >>> moment("1763800000.000100").isoformat()
    '2025-11-22T08:26:40.000100+00:00'
    """
    micros = int(Decimal(ts) * 1_000_000)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


class _Text(Payload):
    ts: str = Field(pattern=STAMP)
    thread_ts: str = ""
    text: str | None = ""
    files: tuple[object, ...] = ()


class Id(Payload):
    """A workspace, a person or a channel, as an interaction names it."""

    id: str = ""


def respond(channel: str, url: str, person: str, by: tuple[str, str], *, thread: str = "") -> Address:
    """A word for one person: by the response address; directly where Slack gave none, or will not take it."""
    return Address("respond", channel, thread, url=url, team=by[0], enterprise=by[1], person=person)


class _Shortcut(Payload):
    user: Id
    channel: Id
    message: _Text
    trigger_id: str = ""
    response_url: str = ""


def from_shortcut(payload: Mapping[str, Any]) -> Arrival:
    """A message whose values somebody wants assessed: a case of its own, answered to them alone."""
    chosen = _Shortcut.model_validate(payload)
    team, by = workspace(payload), home(payload)
    once = chosen.trigger_id or chosen.response_url or uuid.uuid4().hex
    case = Case(opaque("shortcut", team, chosen.user.id, once), team, chosen.channel.id, user=chosen.user.id)
    return Arrival(
        key=opaque("taken", team, chosen.channel.id, chosen.user.id, once),
        case=case,
        text=_OUR_NAME.sub("", chosen.message.text or ""),
        author=chosen.user.id,
        address=respond(chosen.channel.id, chosen.response_url, chosen.user.id, by),
        files=bool(chosen.message.files),
    )
