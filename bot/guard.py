"""What stands before Bolt: a request that Slack did not sign, or could not have sent, is refused with a 4xx.

Bolt 1.30 answers unsigned garbage with 500 and logs the whole body of a badly signed request. Here the body is
read up to a limit, checked, and never logged.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from slack_sdk.signature import SignatureVerifier
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import words
from bot.log import note, place

SERVERS_FAULT = 500
LARGEST = 64 * 1024  # bytes; Slack's own payloads are far smaller
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """Why a request is not let in, as a status and a word for the log."""

    status: int
    why: str


class Guard:
    """An ASGI application that lets only signed, well-formed POSTs to *path* through to *app*."""

    def __init__(self, app: ASGIApp, signing_secret: str, path: str = "/slack/events") -> None:
        self._app, self._path = app, path
        self._verifier = SignatureVerifier(signing_secret)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, then hand over; a refusal is answered and logged by status, reason and size alone."""
        size = 0
        try:
            self._admit(scope)
            body = await _read(receive, scope)
            size = len(body)
            fields = self._check(Headers(scope=scope), body)
        except Refusal as refusal:
            note("request refused", logging.WARNING, status=refusal.status, why=refusal.why, bytes=size)
            await JSONResponse({"error": refusal.why}, refusal.status)(scope, receive, send)
        else:
            await self._hand_over(scope, body, send, is_command="command" in fields)

    def _admit(self, scope: Scope) -> None:
        if scope["path"] != self._path:
            raise Refusal(404, "no such path")
        if scope["method"] != "POST":
            raise Refusal(405, "method not allowed")
        kind = Headers(scope=scope).get("content-type", "").split(";")[0].strip().lower()
        if kind not in (FORM, JSON):
            raise Refusal(415, "content type not accepted")

    def _check(self, headers: Headers, body: bytes) -> Mapping[str, object]:
        """The fields of *body*; raises `Refusal` unless it is signed and can be read."""
        timestamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            raise Refusal(401, "not signed")
        if not self._verifier.is_valid(body, timestamp, signature):
            raise Refusal(401, "signature not valid")
        try:
            return _fields(headers["content-type"], body.decode("utf-8"))
        except (ValueError, RecursionError) as fault:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
            raise Refusal(400, "body not readable") from fault

    async def _hand_over(self, scope: Scope, body: bytes, send: Send, *, is_command: bool) -> None:
        """Let Bolt answer; a fault of ours becomes the fixed answer, or a request to send the event again."""
        answer = _Held()
        try:
            await self._app(scope, _replay(body), answer.hold)
        except Exception as fault:  # noqa: BLE001 - nothing may leave a clinician without an answer
            note("request failed", logging.ERROR, raised=type(fault).__name__, at=place(fault))
            answer.status = SERVERS_FAULT
        if answer.status >= SERVERS_FAULT:
            await _last_word(is_command)(scope, _replay(b""), send)
            return
        for message in answer.messages:
            await send(message)


class _Held:
    """Keeps Bolt's answer until it is whole: half an answer is never sent."""

    def __init__(self) -> None:
        self.status = 200
        self.messages: list[Message] = []

    async def hold(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        self.messages.append(message)


def _last_word(is_command: bool) -> Response:
    if is_command:
        reference = secrets.token_hex(4)
        note("last word given", logging.ERROR, reference=reference)
        return JSONResponse({"response_type": "ephemeral", "text": words.failure(reference)})
    return JSONResponse({"error": "please send again"}, 503)


async def _read(receive: Receive, scope: Scope) -> bytes:
    """The body, up to the limit: more is refused without being kept."""
    declared = Headers(scope=scope).get("content-length", "0")
    if not declared.isdecimal() or int(declared[:12]) > LARGEST:
        raise Refusal(413, "too large")
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal(400, "went away")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            raise Refusal(413, "too large")
        if not message.get("more_body", False):
            return b"".join(parts)


def _fields(content_type: str, text: str) -> Mapping[str, object]:
    """What Bolt will find in the body; raises ValueError when it would not be an object."""
    if content_type.lower().startswith(JSON):
        return _object(text)
    fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100))
    return _object(fields["payload"]) if "payload" in fields else fields


def _object(text: str) -> Mapping[str, object]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004 - the text is at fault, not a type of ours
    return found


def _replay(body: bytes) -> Receive:
    """The body again, for the application behind."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
