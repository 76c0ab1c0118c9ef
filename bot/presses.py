"""Buttons, menus and sent forms as the desk understands them: by the opaque key of a reply and by numbers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, get_args

from pydantic import Field

from bot.arrivals import Id, Payload, home, moment, opaque, respond, workspace
from bot.store.port import Address, Case, Verdict, View

Kind = Literal["answer", "show", "form", "audience", "handoff", "opinion", "remind", "forget"]
FORMS = ("value", "mascc", "share")  # what opens a form
UNNAMED = ("directmessage", "privategroup", "mpdm-")  # what Slack says in place of a name
FORGET = "forget:all"  # the value of the button that makes us forget its presser


@dataclass(frozen=True, slots=True)
class Press:
    """A button or menu used under the reply `reply` (empty: on no reply), and what it asks for.

    An answer has `question` and `option` by number, a view its name in `view`, a form its name in `form` (and the
    number of the question it is about), a wording its number in `option`, an opinion its `verdict`. `update` is where
    an answer goes, `aside` where a word for this person alone goes; `trigger` opens a form for a few seconds.
    `channel` is the name of a public channel; Slack tells none of a private one.
    """

    kind: Kind
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
    form: str = ""
    verdict: Verdict = "agree"
    trigger: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent: the reply it was opened on, what its metadata says besides, and what was filled in."""

    key: str
    reply: str
    rest: tuple[str, ...]
    place: Case
    values: Mapping[str, Any]
    team: str
    enterprise: str


class _Channel(Payload):
    id: str = ""
    name: str = ""


class _Container(Payload):
    message_ts: str = ""
    thread_ts: str = ""
    is_ephemeral: bool = False


class _Option(Payload):
    value: str = ""


class _Action(Payload):
    value: str = ""
    action_ts: str = ""
    selected_option: _Option | None = None


class _Used(Payload):
    user: Id
    channel: _Channel = _Channel()
    container: _Container = _Container()
    response_url: str = ""
    trigger_id: str = ""


class _Pressed(_Used):
    actions: tuple[_Action, ...]


class _View(Payload):
    id: str = ""
    private_metadata: str = ""
    state: Mapping[str, Any] = Field(default_factory=dict)


class _Submitted(Payload):
    user: Id
    view: _View


def from_press(payload: Mapping[str, Any]) -> Press | None:
    """A used button or menu of ours; None when its value is not one we make."""
    pressed = _Pressed.model_validate(payload)
    action = pressed.actions[0]
    value = action.selected_option.value if action.selected_option else action.value
    what = _meant(value)
    if what is None:
        return None
    once = "" if what["kind"] == "answer" else pressed.trigger_id  # a second click on one answer is the same answer
    return Press(
        key=opaque("press", pressed.user.id, value, once),
        author=pressed.user.id,
        place=Case("", workspace(payload), pressed.channel.id, user=pressed.user.id),
        at=moment(action.action_ts) if action.action_ts else None,
        update=_update(pressed, home(payload)),
        aside=_aside(pressed, home(payload)),
        trigger=pressed.trigger_id,
        channel="" if pressed.channel.name.startswith(UNNAMED) else pressed.channel.name,
        **what,
    )


def _meant(value: str) -> dict[str, Any] | None:
    """What the value of a button or of a menu's option stands for; None where it is not one of ours."""
    if value == FORGET:
        return {"kind": "forget", "reply": ""}
    reply, *what = value.split(":")
    if reply == "audience":  # the menu of the App Home stands under no reply
        reply, what = "", [reply, *what]
    said = _of_words(what) if len(what) == 1 else _of_numbers(what)
    return None if said is None else {"reply": reply, **said}


def _of_words(what: list[str]) -> dict[str, Any] | None:
    [word] = what
    if word in get_args(View):
        return {"kind": "show", "view": word}
    if word in get_args(Verdict):
        return {"kind": "opinion", "verdict": word}
    if word in ("handoff", "remind"):
        return {"kind": word}
    return {"kind": "form", "form": word} if word in ("mascc", "share") else None


def _of_numbers(what: list[str]) -> dict[str, Any] | None:
    name, number = (what[0], what[1]) if len(what) == len(("name", "number")) else ("", "")
    if not (number.isascii() and number.isdecimal()):
        return None
    if name == "value":
        return {"kind": "form", "form": "value", "question": int(number)}
    if name == "audience":
        return {"kind": "audience", "option": int(number)}
    if name.isascii() and name.isdecimal():
        return {"kind": "answer", "question": int(name), "option": int(number)}
    return None


def from_form(payload: Mapping[str, Any]) -> Sent:
    """A form of ours that was sent. A form is sent once: its view is the event."""
    sent = _Submitted.model_validate(payload)
    reply, *rest = sent.view.private_metadata.split(":")
    team, enterprise = home(payload)
    values = sent.view.state.get("values", {})
    place = Case("", workspace(payload), "", user=sent.user.id)
    return Sent(opaque("form", sent.view.id), reply, tuple(rest), place, values, team, enterprise)


def aside_of(payload: Mapping[str, Any]) -> tuple[str, Case, Address]:
    """Where to tell the person who used something: an event key, the place as a case, and the address."""
    used = _Used.model_validate(payload)
    once = used.trigger_id or uuid.uuid4().hex
    case = Case(opaque("aside", once), workspace(payload), used.channel.id, user=used.user.id)
    return opaque("pressed", once), case, _aside(used, home(payload))


def _update(pressed: _Used, by: tuple[str, str]) -> Address:
    """A private message can only be replaced by its response address; a posted one is updated, however old."""
    container, channel, person = pressed.container, pressed.channel.id, pressed.user.id
    if container.is_ephemeral or not container.message_ts:
        return replace(respond(channel, pressed.response_url, person, by), replace=True)
    thread, message = container.thread_ts, container.message_ts
    return Address("update", channel, thread, message, team=by[0], enterprise=by[1], person=person)


def _aside(used: _Used, by: tuple[str, str]) -> Address:
    return respond(used.channel.id, used.response_url, used.user.id, by, thread=used.container.thread_ts)
