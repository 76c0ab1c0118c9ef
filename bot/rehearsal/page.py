"""The page: its files, what it asks for, and what it is told. Only who knows its key may use it, from itself alone."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.rehearsal.pressing import Pressing
from bot.rehearsal.saying import Saying
from bot.rehearsal.stage import Refused, Stage, Trouble
from bot.rehearsal.ward import BOT, HOUSE, PEOPLE, Json, Kept, described, shown

HERE = Path(__file__).parent / "static"
LARGEST_FILE = 4 * 1024 * 1024
RETRY_AFTER = 3  # seconds: long enough to see it
HEARTBEAT = 15.0  # seconds: an idle line stays open
POLICY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Act(BaseModel):
    """What the page sends when somebody does something: who, where, what."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user: str
    room: str = ""
    ts: str = ""
    text: str = ""
    thread: str = ""
    files: tuple[str, ...] = ()
    view: str = ""
    whole: bool = False
    tab: str = "messages"
    callback_id: str = ""
    action: dict[str, Any] = {}
    values: dict[str, Any] = {}
    method: str = "*"
    status: int = 429


@dataclass(frozen=True, slots=True)
class Lock:
    """Lets in who has the key, and only from the page itself: another web page cannot use it."""

    key: str
    port: int

    @property
    def cookie(self) -> str:
        """Cookies are shared by all ports of a host, so the name holds the port."""
        return f"rehearsal-{self.port}"

    def hosts(self) -> tuple[str, str]:
        """The names by which this computer alone reaches the page."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    def refuses(self, request: Request) -> str:
        """Why a request is refused; empty when it is not."""
        host = request.headers.get("host", "")
        if host not in self.hosts():
            return "not by this name"
        origin = request.headers.get("origin")
        if origin not in (None, f"http://{host}") or (request.method == "POST" and origin is None):
            return "not from another page"
        shown_key = request.cookies.get(self.cookie) or request.query_params.get("key", "")
        if not secrets.compare_digest(shown_key.encode(), self.key.encode()):
            return "open the address that was printed: it holds the key"
        return ""


class Page:
    """The routes of the page."""

    def __init__(self, stage: Stage, saying: Saying, pressing: Pressing, lock: Lock) -> None:
        self._stage, self._saying, self._pressing, self._lock = stage, saying, pressing, lock
        self._acts: Mapping[str, Callable[[Act], Awaitable[object]]] = {
            "say": lambda act: saying.say(act.user, act.room, act.text, act.thread, act.files),
            "edit": _now(lambda act: saying.edit(act.user, act.room, act.ts, act.text)),
            "delete": _now(lambda act: saying.delete(act.user, act.room, act.ts)),
            "dismiss": _now(lambda act: saying.dismiss(act.user, act.room, act.ts)),
            "press": lambda act: pressing.on_message(act.user, act.room, act.ts, act.action, act.values),
            "use": lambda act: pressing.on_view(act.user, act.view, act.action, act.values),
            "submit": lambda act: pressing.submit(act.user, act.view, act.values),
            "close": lambda act: pressing.close(act.user, act.view, whole=act.whole),
            "shortcut": lambda act: pressing.shortcut(act.user, act.room, act.ts, act.callback_id),
            "look": _now(lambda act: pressing.open_app(act.user, act.tab)),
            "trouble": _now(self._trouble),
        }
        self.routes = [
            Route("/", self._guarded(self._index)),
            Route("/feed", self._guarded(self._feed)),
            Route("/act/{name}", self._guarded(self._act), methods=["POST"]),
            Route("/file", self._guarded(self._keep), methods=["POST"]),
            Route("/files/{file}", self._guarded(self._file)),
            Mount("/static", StaticFiles(directory=HERE)),
        ]

    def _guarded(self, answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def guarded(request: Request) -> Response:
            why = self._lock.refuses(request)
            response = PlainTextResponse(f"Refused: {why}.\n", 403) if why else await answer(request)
            response.headers.update(POLICY)
            return response

        return guarded

    async def _index(self, _request: Request) -> Response:
        response = FileResponse(HERE / "index.html")
        response.set_cookie(self._lock.cookie, self._lock.key, httponly=True, samesite="strict")
        return response

    async def _act(self, request: Request) -> Response:
        """Somebody does something; the answer says what went wrong, in Slack's word, or nothing."""
        try:
            asked = Act.model_validate_json(await request.body())
            return JSONResponse(_told(await self._wanted(request.path_params["name"], asked.user)(asked)))
        except ValidationError:
            return JSONResponse({"problem": "not understood"}, 400)
        except Refused as refusal:
            return JSONResponse({"problem": refusal.answer["error"]}, 409)

    def _wanted(self, name: str, user: str) -> Callable[[Act], Awaitable[object]]:
        act = self._acts.get(name)
        if act is None or user not in {person.id for person in PEOPLE}:
            raise Refused("unknown")
        return act

    def _trouble(self, act: Act) -> None:
        """The next call of a method meets trouble: to see what the bot makes of it."""
        known = {429: "ratelimited", 500: "internal_error"}
        if act.status in known:
            wait = RETRY_AFTER if act.status == 429 else 0
            self._stage.troubles.append(Trouble(act.method, act.status, known[act.status], wait))

    async def _keep(self, request: Request) -> Response:
        """A file that somebody attaches; it is shown when the message is sent."""
        user, name = request.query_params.get("user", ""), request.query_params.get("name", "file")[:100]
        content = b""
        async for part in request.stream():
            content += part
            if len(content) > LARGEST_FILE:
                return JSONResponse({"problem": "The file is larger than 4 MB."}, 413)
        kind = request.headers.get("content-type") or "application/octet-stream"
        kept = Kept(self._stage.ward.identity("F"), name, kind, user, content, complete=True)
        self._stage.ward.files[kept.id] = kept
        return JSONResponse(described(kept))

    async def _file(self, request: Request) -> Response:
        """The bytes of a file; only a picture is shown, anything else is handed over as it is."""
        kept = self._stage.ward.files.get(request.path_params["file"])
        if kept is None:
            return PlainTextResponse("not found", 404)
        picture = kept.kind in ("image/png", "image/jpeg", "image/gif", "image/webp")
        return Response(kept.content, media_type=kept.kind if picture else "application/octet-stream")

    async def _feed(self, request: Request) -> Response:
        """All that one person sees, then every change of it, as server-sent events."""
        user = request.query_params.get("user", "")
        if user not in self._stage.ward.people:
            return PlainTextResponse("no such person", 404)
        return StreamingResponse(self._changes(user), media_type="text/event-stream")

    async def _changes(self, user: str) -> AsyncIterator[str]:
        with self._stage.ward.watching(user) as watcher:
            yield _event(self._whole(user))
            while True:
                try:
                    change = await asyncio.wait_for(watcher.queue.get(), HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if change is None:
                    return
                yield _event(change)

    def _whole(self, user: str) -> Json:
        ward, app = self._stage.ward, self._stage.app
        return {
            "kind": "whole",
            "me": user,
            "bot": BOT,
            "house": HOUSE,
            "app": {"name": app.name, "home": app.home},
            "commands": [asdict(one) for one in app.commands],
            "shortcuts": [asdict(one) for one in app.shortcuts],
            "people": [asdict(one) for one in ward.people.values()],
            "rooms": [
                {
                    "id": room.id,
                    "name": room.name,
                    "kind": room.kind,
                    "topic": room.topic,
                    "members": sorted(room.members),
                    "prompts": room.prompts,
                }
                for room in ward.rooms.values()
                if user in room.members
            ],
            "said": [shown(said) for said in ward.seen_by(user)],
            "views": self._stage.screens.seen_by(user),
            "traffic": self._stage.traffic.shown(),
        }


def _now(act: Callable[[Act], object]) -> Callable[[Act], Awaitable[object]]:
    """An act that is done at once."""

    async def done(asked: Act) -> object:
        return act(asked)

    return done


def _told(found: object) -> Json:
    if isinstance(found, dict):
        return found
    return {"problem": found} if isinstance(found, str) and found else {}


def _event(change: Json) -> str:
    return f"data: {json.dumps(change, ensure_ascii=False)}\n\n"
