"""Payloads as Slack sends them, and its signature."""

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

from slack_bolt.request.async_request import AsyncBoltRequest

SECRET = "a-signing-secret-for-tests"
TEAM, CHANNEL, DM, USER = "T0TEAM", "C0WARD", "D0DIRECT", "U0DOCTOR"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
_numbers = itertools.count(1)


def command(text: str, **more: str) -> str:
    """The form body of `/anc` with *text*."""
    number = next(_numbers)
    fields = {
        "team_id": TEAM,
        "channel_id": CHANNEL,
        "user_id": USER,
        "command": "/anc",
        "text": text,
        "trigger_id": f"13345224609.{number}.8fb1",
        "response_url": f"https://hooks.slack.com/commands/{number}",
        **more,
    }
    return urlencode(fields)


def event(kind: str, text: str, *, event_id: str = "", **more: Any) -> str:
    """The JSON body of an event of *kind* said by the doctor."""
    number = next(_numbers)
    said = {"type": kind, "user": USER, "text": text, "ts": f"1763800000.{number:06}", "channel": CHANNEL, **more}
    envelope = {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0APP",
        "event_id": event_id or f"Ev{number:08}",
        "event_time": 1763800000,
        "event": {name: value for name, value in said.items() if value is not None},
    }
    return json.dumps(envelope)


def mention(text: str, **more: Any) -> str:
    """Somebody mentions the bot in a channel."""
    return event("app_mention", f"<@U0NADIR> {text}", **more)


def direct(text: str, **more: Any) -> str:
    """Somebody writes to the bot directly."""
    return event("message", text, **{"channel": DM, "channel_type": "im", **more})


def edited(text: str, ts: str, *, was: str = "", **more: Any) -> str:
    """The doctor edits a direct message; `was` are its old words."""
    before = {"type": "message", "user": USER, "text": was, "ts": ts}
    now = {**before, "text": text, "edited": {"user": USER, "ts": f"1763800900.{next(_numbers):06}"}, **more}
    return direct("", user=None, subtype="message_changed", hidden=True, message=now, previous_message=before)


def deleted(ts: str, *, was: str = "", **more: Any) -> str:
    """The doctor deletes a direct message."""
    before = {"type": "message", "user": USER, "text": was, "ts": ts, **more}
    return direct("", user=None, subtype="message_deleted", hidden=True, deleted_ts=ts, previous_message=before)


def press(value: str, *, url: str, ephemeral: bool = True, message: str = "1763800001.000001", **more: Any) -> str:
    """The form body of a pressed button with *value*."""
    number = next(_numbers)
    payload = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": USER, "team_id": TEAM},
        "channel": {"id": CHANNEL},
        "container": {"type": "message", "message_ts": message, "channel_id": CHANNEL, "is_ephemeral": ephemeral},
        "actions": [
            {
                "type": "button",
                "action_id": "answer:0:0",
                "block_id": "b1",
                "value": value,
                "action_ts": f"1763800002.{number:06}",
            }
        ],
        "response_url": url,
        "trigger_id": f"13345224609.{number}.press",
        **more,
    }
    return urlencode({"payload": json.dumps(payload)})


def headers(body: str | bytes, *, at: float | None = None, secret: str = SECRET, kind: str = "") -> dict[str, str]:
    """The headers of a request that Slack has signed."""
    raw = body.encode() if isinstance(body, str) else body
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
    found = kind or (JSON if raw.startswith(b"{") else FORM)
    return {"content-type": found, "x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}


def request(body: str) -> AsyncBoltRequest:
    """The signed request as Bolt takes it."""
    return AsyncBoltRequest(body=body, headers=dict(headers(body)))
