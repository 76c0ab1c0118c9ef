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

from bot import words
from bot.log import note, place
from bot.store.port import Address, Fate, Sending, Store
from core.reply.parts import Course

PACE = {"post": 1.0, "update": 0.0, "respond": 0.0}  # seconds a lane rests after a message
IDLE = 1.0  # seconds between looks at the outbox when nobody wakes the sender
LONGEST_WAIT = 300.0
SHORT, NEW_LINE = 1000, "\n"  # characters of an answer of which Slack will not take the whole
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

    async def _tried(self, row: Sending) -> Posted:
        """The message; where Slack takes no picture or blocks of it, its words; where those are too many, the first."""
        message, address = self._render(row), row.delivery.address
        posted = await self._post(address, message)
        unpictured = replace(message, courses=())
        fewer = [replace(unpictured, blocks=()), Rendered(_beginning(message.text))]
        for less in ([unpictured] if message.courses else []) + fewer:
            if posted.result != "unreadable":
                break
            posted = await self._post(address, less)
        return posted

    async def _send(self, row: Sending) -> None:
        try:
            fate = _fate(row, await self._tried(row), self._clock())
            await self._store.settle(row.id, fate, self._clock())
            _tell(row, fate)
            await _within(self._stopping, PACE[row.delivery.address.kind] * self._pace)
        except Exception as fault:  # noqa: BLE001 - the row stays claimed; its lease runs out and it is tried again
            note("outbox send failed", logging.ERROR, row=row.id, raised=type(fault).__name__, at=place(fault))
        finally:
            self._busy.discard(row.lane)
            self._woken.set()


def _beginning(text: str) -> str:
    """The first lines, which say what to do first, with a word that they are not all."""
    if len(text) <= SHORT:
        return text
    return f"{text[:SHORT].rpartition(NEW_LINE)[0] or text[:SHORT]}{NEW_LINE}{words.CUT}"


def _fate(row: Sending, posted: Posted, now: float) -> Fate:
    """What to write down after a try."""
    if posted.result == "sent":
        return Fate("sent", message=posted.message)
    address = row.delivery.address
    if posted.result == "misplaced" and address.kind == "update":  # the message is gone: say it anew, not not at all
        return Fate("pending", now, error=posted.error, address=replace(address, kind="post", message=""))
    if posted.result in ("hopeless", "unreadable", "misplaced") or row.attempts >= LAST_ATTEMPT:
        if address.person and not is_direct(address):  # a private word never goes to the channel
            return Fate("pending", now, error=posted.error, address=directly(address))
        return Fate("dead", error=posted.error)
    wait = posted.wait if posted.wait is not None else min(2.0 ** (row.attempts - 1), LONGEST_WAIT)
    return Fate("ambiguous" if posted.result == "doubtful" else "pending", now + wait, error=posted.error)


def directly(address: Address) -> Address:
    """To the person alone, in their direct messages with the bot: the last place to say something."""
    return Address("post", address.person, team=address.team, enterprise=address.enterprise, person=address.person)


def is_direct(address: Address) -> bool:
    """Whether something is said directly because it could not be said where it was asked."""
    return bool(address.person) and address.channel == address.person


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
