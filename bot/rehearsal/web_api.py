"""Slack's Web API on loopback: methods, response addresses and uploads, with Slack's words for what goes wrong."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.rehearsal.methods import METHODS, Method, chat
from bot.rehearsal.stage import Refused, Stage, Trouble
from bot.rehearsal.tickets import Hook
from bot.rehearsal.ward import BOT, Json, Said

LARGEST_FILE = 8 * 1024 * 1024


class WebApi:
    """Answers the bot's calls for one stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.routes = [
            Route("/api/{method}", self._method, methods=["POST", "GET"]),
            Route("/hooks/{name}", self._hook, methods=["POST"]),
            Route("/upload/{file}", self._upload, methods=["POST"]),
        ]

    async def _method(self, request: Request) -> Response:
        """One call of a method: with Slack an error is an answer with status 200."""
        begun, name, args = time.perf_counter(), request.path_params["method"], await _arguments(request)
        trouble = self._stage.trouble(name)
        if trouble:
            answer, status = _troubled(trouble)
        else:
            answer, status = self._answer(name, _token(request, args), args), 200
        self._note(request, name, begun, args, answer, status)
        headers = {"Retry-After": str(trouble.retry_after)} if trouble and trouble.retry_after else {}
        return JSONResponse(answer, status, headers)

    def _answer(self, name: str, token: str, args: Json) -> Json:
        try:
            return self._method_for(name, token)(self._stage, {key: args[key] for key in args if key != "token"})
        except Refused as refusal:
            return refusal.answer

    def _method_for(self, name: str, token: str) -> Method:
        if name not in METHODS:
            raise Refused("unknown_method", req_method=name)
        if token != self._stage.token and name != "api.test":
            raise Refused("invalid_auth" if token else "not_authed")
        return METHODS[name]

    async def _hook(self, request: Request) -> Response:
        """A response address: five uses in half an hour."""
        begun, args = time.perf_counter(), await _arguments(request)
        trouble = self._stage.trouble("response_url")
        if trouble:
            text, status = trouble.error or "error", trouble.status
        else:
            text, status = self._respond(request.path_params["name"], args)
        self._note(request, "response_url", begun, args, text, status)
        headers = {"Retry-After": str(trouble.retry_after)} if trouble and trouble.retry_after else {}
        return PlainTextResponse(text, status, headers)

    def _respond(self, name: str, args: Json) -> tuple[str, int]:
        hook, error = self._stage.tickets.use(name)
        if hook is None:
            return error, 404
        try:
            self._responded(hook, args)
        except Refused as refusal:
            return refusal.answer["error"], 400
        return "ok", 200

    def _responded(self, hook: Hook, args: Json) -> None:
        """Replace, delete or answer beside the message that was pressed."""
        original = self._stage.ward.find(hook.room, hook.message)
        if args.get("delete_original"):
            if original:
                self._stage.ward.remove(original)
            return
        text, blocks = chat.content(args)
        if args.get("replace_original") and original:
            self._stage.ward.change(original, text=text, blocks=blocks)
            return
        self.shown(hook, args.get("response_type") == "in_channel", text, blocks, str(args.get("thread_ts") or ""))

    def shown(self, hook: Hook, for_all: bool, text: str, blocks: tuple[Json, ...], thread: str = "") -> Said:
        """An answer to an interaction: for all in the room, or for the person alone."""
        only = "" if for_all else hook.user
        return self._stage.ward.say(hook.room, BOT, text, blocks=blocks, only=only, thread=thread)

    async def _upload(self, request: Request) -> Response:
        """The bytes of a file, at the address that was given for it."""
        begun, content = time.perf_counter(), await _content(request)
        kept = self._stage.ward.files.get(request.path_params["file"])
        text, status = ("not found", 404) if kept is None else (f"OK - {len(content)}", 200)
        if kept is not None:
            self._stage.ward.files[kept.id] = replace(kept, content=content)
        self._note(request, "upload", begun, {"bytes": len(content)}, text, status)
        return PlainTextResponse(text, status)

    def _note(self, request: Request, what: str, begun: float, sent: Any, answered: Any, status: int) -> None:
        took = round((time.perf_counter() - begun) * 1000, 1)
        shown = {key: value for key, value in sent.items() if key != "token"}
        headers = {name: value for name, value in request.headers.items() if name in ("content-type", "authorization")}
        self._stage.traffic.note("slack", what, headers, status=status, took=took, sent=shown, answered=answered)


def _troubled(trouble: Trouble) -> tuple[Json, int]:
    return {"ok": False, "error": trouble.error or "internal_error"}, trouble.status


async def _arguments(request: Request) -> Json:
    """What was sent as JSON, as a form or in the address; a form holds objects as JSON."""
    found: Json = dict(request.query_params)
    body = (await request.body()).decode("utf-8", "replace")
    if not request.headers.get("content-type", "").startswith("application/json"):
        found |= dict(parse_qsl(body, keep_blank_values=True))
        return {name: _parsed(name, value) for name, value in found.items()}
    try:
        told = json.loads(body or "{}")
    except ValueError:
        return found
    return found | told if isinstance(told, dict) else found


def _parsed(name: str, value: Any) -> Any:
    if name not in ("blocks", "view", "files", "prompts", "metadata") or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _token(request: Request, args: Json) -> str:
    """The token of a call; Slack takes it in a header or as an argument."""
    return request.headers.get("authorization", "").removeprefix("Bearer ") or str(args.get("token") or "")


async def _content(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > LARGEST_FILE:
            break
    return b"".join(parts)
