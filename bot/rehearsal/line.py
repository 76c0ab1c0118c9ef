"""The line to the bot: real HTTP requests, signed as Slack signs them, each event sent again when it was not taken."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.rehearsal.traffic import Traffic
from bot.rehearsal.ward import Json

PATIENCE = 3.0  # seconds in which Slack wants an answer
AGAIN = (0.0, 60.0, 300.0)  # seconds before each of Slack's three retries of an event
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered: `status` is 0 when it did not, and `fault` says why in Slack's word."""

    status: int
    text: str = ""
    fault: str = ""
    headers: Mapping[str, str] | None = None

    @property
    def well(self) -> bool:
        """Whether Slack would take it for an acknowledgement."""
        return 200 <= self.status < 300

    @property
    def object(self) -> Json:
        """The JSON object in it; empty when there is none."""
        try:
            found = json.loads(self.text) if self.text else {}
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class Line:
    """Sends to the bot at *url*, whose signing secret is known."""

    def __init__(self, url: str, secret: str, traffic: Traffic, again: Sequence[float] = AGAIN) -> None:
        self._url, self._secret, self._traffic, self._again = url, secret, traffic, again
        self._session: ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def command(self, fields: dict[str, str]) -> Answer:
        """Send a slash command."""
        return await self._post(fields["command"], urlencode(fields), FORM, fields)

    async def interact(self, payload: Json) -> Answer:
        """Send an interaction: a pressed button, a submitted view, a shortcut."""
        return await self._post(payload["type"], urlencode({"payload": json.dumps(payload)}), FORM, payload)

    def deliver(self, envelope: Json) -> asyncio.Task[None]:
        """Send an event, in the background, and again as Slack does until it is taken."""
        task = asyncio.create_task(self._deliver(envelope))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """Hang up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _deliver(self, envelope: Json) -> None:
        event, body = envelope["event"], json.dumps(envelope)
        what = ".".join(filter(None, (event["type"], event.get("subtype"))))
        more: dict[str, str] = {}
        for number, wait in enumerate((*self._again, None), 1):
            answer = await self._post(what, body, JSON, envelope, more)
            if answer.well or (answer.headers or {}).get("x-slack-no-retry") == "1" or wait is None:
                return
            await asyncio.sleep(wait)
            more = {"x-slack-retry-num": str(number), "x-slack-retry-reason": answer.fault or "http_error"}

    async def _post(self, what: str, body: str, kind: str, shown: Any, more: Mapping[str, str] | None = None) -> Answer:
        headers = {"content-type": kind, **self._signed(body), **(more or {})}
        begun = time.perf_counter()
        answer = await self._asked(body, headers)
        took = round((time.perf_counter() - begun) * 1000, 1)
        told = answer.object or answer.text
        self._traffic.note(
            "bot", what, headers, status=answer.status, took=took, sent=shown, answered=told, fault=answer.fault
        )
        return answer

    async def _asked(self, body: str, headers: Mapping[str, str]) -> Answer:
        self._session = self._session or ClientSession(timeout=ClientTimeout(total=PATIENCE))
        try:
            async with self._session.post(self._url, data=body.encode(), headers=headers) as found:
                return Answer(found.status, await found.text(), headers=found.headers)
        except TimeoutError:
            return Answer(0, fault="http_timeout")
        except ClientError:
            return Answer(0, fault="connection_failed")

    def _signed(self, body: str) -> dict[str, str]:
        stamp = str(int(time.time()))
        digest = hmac.new(self._secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}
