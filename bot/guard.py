"""What stands before Bolt: a request that Slack did not sign, or could not have sent, is refused with a 4xx.

Bolt 1.30 answers unsigned garbage with 500 and logs the whole body of a badly signed request. Here the body is
read up to a limit, checked, and never logged.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from slack_sdk.signature import SignatureVerifier
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot import words
from bot.log import note, place

SERVERS_FAULT = 500
LARGEST = 64 * 1024  # bytes; Slack's own payloads are far smaller
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")

Fields = dict[str, Any]
Answer = Callable[[Fields], Awaitable[Response]]


class Refusal(Exception):
    """Why a request is not let in, as a status and a word for the log."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


class Guard:
    """An ASGI application that lets signed, well-formed POSTs to *path* through, as the fields that Slack sent.

    *answer* gets the fields of a request whose signature holds. They are read here once and well: Bolt's own
    reader drops every field of a command whose text has the word "payload" in it.
    """

    def __init__(self, answer: Answer, signing_secret: str, path: str = "/slack/events") -> None:
        self._answer, self._path = answer, path
        self._verifier = SignatureVerifier(signing_secret)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, then hand over; a refusal is answered and logged by its status and reason alone."""
        try:
            kind = self._admit(scope)
            text = self._verified(Headers(scope=scope), await _read(receive, scope))
            fields = _fields(kind, text)
        except Refusal as refusal:
            note("request refused", logging.WARNING, status=refusal.status, why=refusal.why)
            response: Response = JSONResponse({"error": refusal.why}, refusal.status)
        else:
            response = await self._answered(fields)
        await response(scope, receive, send)

    def _admit(self, scope: Scope) -> str:
        """The content type of a request that may be read."""
        if scope["path"] != self._path:
            raise Refusal(404, "no such path")
        if scope["method"] != "POST":
            raise Refusal(405, "method not allowed")
        kind = Headers(scope=scope).get("content-type", "").split(";")[0].strip().lower()
        if kind not in (FORM, JSON):
            raise Refusal(415, "content type not accepted")
        return kind

    def _verified(self, headers: Headers, body: bytes) -> str:
        """The body as text, once its signature is known to be Slack's."""
        timestamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            raise Refusal(401, "not signed")
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as fault:
            raise Refusal(400, "not UTF-8") from fault
        if not self._verifier.is_valid(text, timestamp, signature):
            raise Refusal(401, "signature not valid")
        return text

    async def _answered(self, fields: Fields) -> Response:
        """The answer; a fault of ours becomes the fixed answer, or a request to send the event again."""
        try:
            response = await self._answer(fields)
        except Exception as fault:  # noqa: BLE001 - nothing may leave a clinician without an answer
            note("request failed", logging.ERROR, raised=type(fault).__name__, at=place(fault))
            return _last_word("command" in fields)
        return _last_word("command" in fields) if response.status_code >= SERVERS_FAULT else response


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


def _fields(kind: str, text: str) -> Fields:
    """What Slack sent: a JSON object, a form, or the JSON object in a form's `payload`."""
    try:
        if kind == JSON:
            return _object(text)
        form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100))
    except (ValueError, RecursionError) as fault:  # JSONDecodeError and UnicodeEncodeError are ValueErrors
        raise Refusal(400, "body not readable") from fault
    if set(form) == {"payload"}:
        return _fields(JSON, form["payload"])
    if not {"command", "ssl_check"} & set(form) or _NESTED & set(form):
        raise Refusal(400, "not a request of Slack's")
    return form


def _object(text: str) -> Fields:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise Refusal(400, "body not an object")
    if "\\ud" in text.lower():  # half of a surrogate pair is no character: it could not even be written down
        json.dumps(found, ensure_ascii=False).encode()
    try:
        _Shape.model_validate(found)
    except ValidationError:
        raise Refusal(400, "not a request of Slack's") from None
    return found


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", hide_input_in_errors=True)


class _Named(_Part):
    """The parts in which Bolt looks for who, where and for whom, in a payload, its event and its authorizations."""

    authorizations: list[_Named] | None = None
    channel: dict[str, Any] | str | None = None
    enterprise: dict[str, Any] | str | None = None
    message: dict[str, Any] | None = None
    team: dict[str, Any] | str | None = None
    user: dict[str, Any] | str | None = None


class _Event(_Named):
    type: str
    view: dict[str, Any] | None = None


class _Action(_Part):
    type: str
    action_id: str


class _View(_Part):
    callback_id: str


class _Shape(_Named):
    """What Bolt takes for granted in a payload: on anything else it would fail, and Slack sends nothing else."""

    type: str
    event: _Event = _Event(type="")
    actions: list[_Action] = Field([], min_length=1)
    callback_id: str = ""
    container: dict[str, Any] | None = None
    view: _View | None = None

    @model_validator(mode="after")
    def _has_what_its_type_needs(self) -> _Shape:
        if any(name not in self.model_fields_set for name in _NEEDED.get(self.type, ())):
            raise ValueError("incomplete")
        return self


_NESTED = frozenset(_Shape.model_fields) - {"type", "callback_id"}
_NEEDED = {
    "block_actions": ("actions",),
    "event_callback": ("event",),
    "message_action": ("callback_id",),
    "shortcut": ("callback_id",),
    "view_closed": ("view",),
    "view_submission": ("view",),
}
