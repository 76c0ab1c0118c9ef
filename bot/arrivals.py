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
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field
from slack_bolt.request.internals import extract_enterprise_id, extract_team_id

from bot.store.port import Address, Case, View

OPENING_NUMBER = re.compile(r"\s*(?:[=:<>≤≥~]|&lt;|&gt;)*\s*[.,]?\d")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something said to the bot. `at` is None where Slack does not tell the time; `address` None: answer in the ack.

    `replaces` is the key of the message that this is the edited form of; `deleted` is true when that one is gone.
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


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed under the reply `reply`: an answer (question and option by number) or a view to open.

    `update` is where the answer goes, `aside` where a word for this person alone goes.
    """

    key: str
    reply: str
    author: str
    place: Case
    at: datetime | None
    update: Address
    aside: Address
    question: int = -1
    option: int = -1
    view: View | None = None


class _Payload(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class _Command(_Payload):
    team_id: str
    channel_id: str
    user_id: str
    command: str = ""
    text: str = ""
    trigger_id: str = ""
    response_url: str = ""


STAMP = r"^[0-9]{1,12}(\.[0-9]{1,6})?$"


class _Edited(_Payload):
    ts: str = Field(pattern=STAMP)


class _Message(_Payload):
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


class _Envelope(_Payload):
    team_id: str = ""
    event_id: str = ""
    event: _Message


class _Id(_Payload):
    id: str = ""


class _Container(_Payload):
    message_ts: str = ""
    thread_ts: str = ""
    is_ephemeral: bool = False


class _Action(_Payload):
    value: str = ""
    action_ts: str = ""


class _Pressed(_Payload):
    team: _Id | None = None
    user: _Id
    channel: _Id = _Id()
    container: _Container = _Container()
    actions: tuple[_Action, ...]
    response_url: str = ""
    trigger_id: str = ""


def opaque(*parts: str) -> str:
    """An id that says nothing and is always the same for the same *parts*.

    >>> opaque("T1", "C1") == opaque("T1", "C1") != opaque("T1C1")
    True
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def home(payload: Mapping[str, Any]) -> tuple[str, str]:
    """The workspace and organisation whose installation a payload came by: of a shared channel's, ours."""
    found = dict(payload)
    return extract_team_id(found) or "", extract_enterprise_id(found) or ""


def from_command(payload: Mapping[str, Any]) -> Arrival:
    """A slash command: each opens a case of its own, which only the asker sees."""
    command = _Command.model_validate(payload)
    once = command.trigger_id or command.response_url or uuid.uuid4().hex  # Slack always sends the first
    place = (command.team_id, command.channel_id, command.user_id)
    case = Case(opaque("command", *place, once), command.team_id, command.channel_id, user=command.user_id)
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
    thread, by = event.thread_ts or event.ts, home(payload)
    return _changed(envelope, event.edited.ts, thread, by) if event.edited else _heard(envelope, thread, by)


def from_direct_message(payload: Mapping[str, Any]) -> Arrival | None:
    """A direct message: the case is the whole conversation, or the thread; None when it is not for us to answer."""
    envelope = _Envelope.model_validate(payload)
    event = envelope.event
    ours = _is_spoken(event) and event.channel_type == "im"
    return _heard(envelope, event.thread_ts, home(payload)) if ours else None


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
    return replace(_changed(envelope.model_copy(update={"event": told}), at, thread, home(payload)), deleted=deleted)


def _changed(envelope: _Envelope, at: str, thread: str, by: tuple[str, str]) -> Arrival:
    """The message in the place where it was first said, at the time it was changed."""
    said = _heard(envelope, thread, by)
    return replace(said, key=opaque("changed", said.key, at), at=_time(at), replaces=said.key)


_OUR_NAME = re.compile(r"^\s*<@[A-Z0-9]{1,40}(\|[^<>]{0,80})?>")
_SPOKEN = ("", "file_share", "thread_broadcast", "me_message")


def _is_spoken(event: _Message) -> bool:
    """Whether a person said it now: not a bot (nor we ourselves), not an edit, a deletion or a notice."""
    return bool(event.user) and not event.bot_id and event.subtype in _SPOKEN


def _heard(envelope: _Envelope, thread: str, by: tuple[str, str]) -> Arrival:
    event, team = envelope.event, envelope.team_id
    case = Case(opaque("thread", team, event.channel, thread), team, event.channel, thread)
    return Arrival(
        key=opaque("said", team, event.channel, event.ts),  # a retry, and a second event of one message, have the same
        case=case,
        text=_OUR_NAME.sub("", event.text or ""),
        author=event.user,
        at=_time(event.ts),
        address=Address("post", event.channel, thread, team=by[0], enterprise=by[1]),
        files=bool(event.files),
    )


def from_press(payload: Mapping[str, Any]) -> Press | None:
    """A pressed button of ours; None when its value is not one we make."""
    pressed = _Pressed.model_validate(payload)
    action = pressed.actions[0]
    reply, *what = action.value.split(":")
    view = next((view for view in get_args(View) if what == [view]), None)
    numbers = [int(part) for part in what if part.isascii() and part.isdecimal()]
    if view is None and (len(what) != 2 or len(numbers) != 2):
        return None
    once = pressed.trigger_id if view else ""  # a second click on one answer is the same answer
    return Press(
        key=opaque("press", pressed.user.id, action.value, once),
        reply=reply,
        author=pressed.user.id,
        place=Case("", pressed.team.id if pressed.team else "", pressed.channel.id, user=pressed.user.id),
        at=_time(action.action_ts) if action.action_ts else None,
        update=_update(pressed, *home(payload)),
        aside=_aside(pressed),
        question=numbers[0] if numbers else -1,
        option=numbers[1] if numbers else -1,
        view=view,
    )


def aside_of(payload: Mapping[str, Any]) -> tuple[str, Case, Address]:
    """Where to tell the person who pressed something: an event key, the place as a case, and the address."""
    pressed = _Pressed.model_validate(payload)
    once = pressed.trigger_id or uuid.uuid4().hex
    team = pressed.team.id if pressed.team else ""
    case = Case(opaque("aside", once), team, pressed.channel.id, user=pressed.user.id)
    return opaque("pressed", once), case, _aside(pressed)


def _update(pressed: _Pressed, team: str, enterprise: str) -> Address:
    """A private message can only be replaced by its response address; a posted one is updated, however old."""
    container = pressed.container
    if container.is_ephemeral or not container.message_ts:
        return Address("respond", pressed.channel.id, url=pressed.response_url, replace=True)
    thread, message = container.thread_ts, container.message_ts
    return Address("update", pressed.channel.id, thread, message, team=team, enterprise=enterprise)


def _aside(pressed: _Pressed) -> Address:
    return Address("respond", pressed.channel.id, pressed.container.thread_ts, url=pressed.response_url)


def _time(ts: str) -> datetime:
    """Slack's time stamp, seconds with a decimal part, exactly and in UTC.

    >>> _time("1763800000.000100").isoformat()
    '2025-11-22T08:26:40.000100+00:00'
    """
    micros = int(Decimal(ts) * 1_000_000)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
