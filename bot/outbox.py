"""The sender: takes rows from the outbox and delivers each at least once, marking what may be a repeat.

What Slack surely refused is tried again as it was; what may have arrived (a time-out, a dropped connection, a
crash) is sent again with a word that it may be a repeat. Slack takes about one message a second in a channel.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.log import note, place
from bot.store.port import Address, Fate, Sending, Store
from core.reply.parts import Course

PACE = {"post": 1.0, "update": 0.0, "respond": 0.0}  # seconds a lane rests after a message
IDLE = 1.0  # seconds between looks at the outbox when nobody wakes the sender
LONGEST_WAIT = 300.0
LAST_ATTEMPT = 12  # with the waits between them, about half an hour


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as Slack takes it: full sentences for a notification or a screen reader, and the blocks.

    `courses` are drawn as a picture that goes with the words.
    """

    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    courses: tuple[Course, ...] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one call. `refused`: surely not shown; `doubtful`: perhaps shown; `wait` in seconds if told."""

    result: Literal["sent", "refused", "doubtful", "misplaced", "unreadable", "hopeless"]
    message: str = ""
    error: str = ""
    wait: float | None = None


Post = Callable[[Address, Rendered], Awaitable[Posted]]
Render = Callable[[Sending], Rendered]


class Outbox:
    """Delivers what the desk has queued. *post* makes one call to Slack and never raises for what Slack answers."""

    def __init__(
        self, store: Store, post: Post, render: Render, *, clock: Callable[[], float] = time.time, pace: float = 1.0
    ) -> None:
        self._store, self._post, self._render, self._clock, self._pace = store, post, render, clock, pace
        self._busy: set[str] = set()
        self._sends: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()
        self._stopping = asyncio.Event()

    def wake(self) -> None:
        """Say that there is something to send."""
        self._woken.set()

    async def run(self) -> None:
        """Send until stopped. A fault of the store is logged and waited out: nothing is lost by waiting."""
        recovered = False
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                recovered = recovered or await self._recover()
                self._start(await self._store.claim(self._clock(), self._busy))
            except Exception as fault:  # noqa: BLE001 - the sender must outlive any fault of the store
                note("outbox unreadable", logging.ERROR, raised=type(fault).__name__, at=place(fault))
            await _within(self._woken, IDLE)

    async def stop(self, patience: float = 5.0) -> None:
        """Claim nothing more and let what is being sent finish; what does not is taken up at the next start."""
        self._stopping.set()
        self._woken.set()
        if self._sends:
            await asyncio.wait(self._sends, timeout=patience)
        for task in self._sends:
            task.cancel()

    async def _recover(self) -> bool:
        unfinished = await self._store.recover()
        note("outbox opened", unfinished=unfinished)
        return True

    def _start(self, rows: tuple[Sending, ...]) -> None:
        for row in rows:
            self._busy.add(row.lane)
            task = asyncio.create_task(self._send(row))
            self._sends.add(task)
            task.add_done_callback(self._sends.discard)

    async def _send(self, row: Sending) -> None:
        try:
            message = self._render(row)
            posted = await self._post(row.delivery.address, message)
            if posted.result == "unreadable" and message.courses:  # a picture that may not be sent: the same in words
                message = replace(message, courses=())
                posted = await self._post(row.delivery.address, message)
            if posted.result == "unreadable":  # blocks that Slack will not draw: the words alone always arrive
                posted = await self._post(row.delivery.address, replace(message, blocks=()))
            fate = _fate(row, posted, self._clock())
            await self._store.settle(row.id, fate, self._clock())
            _tell(row, fate)
            await _within(self._stopping, PACE[row.delivery.address.kind] * self._pace)
        except Exception as fault:  # noqa: BLE001 - the row stays claimed; its lease runs out and it is tried again
            note("outbox send failed", logging.ERROR, row=row.id, raised=type(fault).__name__, at=place(fault))
        finally:
            self._busy.discard(row.lane)
            self._woken.set()


def _fate(row: Sending, posted: Posted, now: float) -> Fate:
    """What to write down after a try."""
    if posted.result == "sent":
        return Fate("sent", message=posted.message)
    if posted.result == "misplaced":  # the message to put right is gone: say it anew rather than not at all
        return Fate("pending", now, error=posted.error, address=_anew(row.delivery.address))
    if posted.result in ("hopeless", "unreadable") or row.attempts >= LAST_ATTEMPT:
        return Fate("dead", error=posted.error)
    wait = posted.wait if posted.wait is not None else min(2.0 ** (row.attempts - 1), LONGEST_WAIT)
    return Fate("ambiguous" if posted.result == "doubtful" else "pending", now + wait, error=posted.error)


def _anew(address: Address) -> Address:
    return replace(address, kind="post", message="")


def _tell(row: Sending, fate: Fate) -> None:
    level = {"sent": logging.INFO, "dead": logging.ERROR}.get(fate.state, logging.WARNING)
    kind = row.delivery.address.kind
    note(f"outbox {fate.state}", level, row=row.id, kind=kind, attempt=row.attempts, error=fate.error or None)


async def _within(event: asyncio.Event, seconds: float) -> None:
    """Wait for *event*, but no longer than *seconds*."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
