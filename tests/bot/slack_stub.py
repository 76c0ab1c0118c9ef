"""A small stand-in for Slack's Web API on loopback: it records each call and answers as told."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Call:
    """One call as it arrived: `chat.postMessage`, `chat.update` or `hook`, what was sent, and with which token."""

    method: str
    body: dict[str, Any]
    token: str = ""


@dataclass
class SlackStub:
    """What was called, and what the next calls will be answered; when nothing is told, all is well."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    answers: deque[Answer] = field(default_factory=deque)

    @property
    def api(self) -> str:
        """The base address of the Web API."""
        return f"{self.url}/api/"

    @property
    def hook(self) -> str:
        """A response address."""
        return f"{self.url}/hooks/1"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Record the call, then answer it."""
        method = request.match_info.get("method", "hook")
        if method == "upload":
            self.calls.append(Call(method, {"content": await request.read()}))
            return web.Response(text="OK")
        text = await request.text()
        body = json.loads(text) if text.startswith("{") else {**request.query, **await request.post()}
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append(Call(method, body, token))
        if self.answers:
            return await self.answers.popleft()(request)
        if method == "hook":
            return web.Response(text="ok")
        more: dict[str, Any] = {"upload_url": f"{self.url}/api/upload", "file_id": "F1", "files": [{"id": "F1"}]}
        return web.json_response({"ok": True, "ts": f"1763900000.{len(self.calls):06}", **more})

    async def received(self, number: int) -> list[Call]:
        """The calls, once *number* of them have arrived."""
        async with asyncio.timeout(10):
            while len(self.calls) < number:
                await asyncio.sleep(0.005)
        return self.calls

    def application(self) -> web.Application:
        """The stub as a web application."""
        application = web.Application()
        application.router.add_route("*", "/api/{method}", self.handle)
        application.router.add_post("/hooks/{number}", self.handle)
        return application


def says(status: int = 200, **body: Any) -> Answer:
    """Answer with *status* and a JSON *body*; `retry_after` becomes the header."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        told = {"Retry-After": str(body.pop("retry_after"))} if "retry_after" in body else {}
        return web.json_response(body, status=status, headers=told)

    return answer


async def hangs_up(request: web.Request) -> web.StreamResponse:
    """Take the call and drop the connection without an answer."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def never_answers(_request: web.Request) -> web.StreamResponse:
    """Take the call and keep silent."""
    await asyncio.sleep(30)
    return web.Response()
