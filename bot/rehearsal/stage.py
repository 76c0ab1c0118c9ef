"""What is on stage: the ward, what is laid over it, what is lent, and the traffic; given to whoever acts."""

from __future__ import annotations

import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.announced import Announced
from bot.rehearsal.screens import Screens
from bot.rehearsal.tickets import Tickets
from bot.rehearsal.traffic import Traffic
from bot.rehearsal.ward import Clock, Json, Said, Ward


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the next call of a method meets instead of an answer; `method` may be `*` or `response_url`."""

    method: str
    status: int
    error: str = ""
    retry_after: int = 0


Overheard = Callable[[Said, Said | None], object]


@dataclass(slots=True)
class Stage:
    """One played workspace. `url` is where its Web API answers, known when it is open.

    `overheard` is called with each message of the app, and with what it was before where it was put right.
    """

    app: Announced
    clock: Clock = time.time
    token: str = field(default_factory=lambda: f"xoxb-rehearsal-{secrets.token_hex(16)}")
    url: str = ""
    ward: Ward = field(init=False)
    screens: Screens = field(init=False)
    tickets: Tickets = field(init=False)
    traffic: Traffic = field(init=False)
    troubles: deque[Trouble] = field(default_factory=deque)
    overheard: Overheard = lambda _now, _before: None

    def __post_init__(self) -> None:
        self.ward = Ward(self.app.name, self.clock)
        self.screens = Screens(self.ward)
        self.tickets = Tickets(self.clock)
        self.traffic = Traffic(self.ward.tell)

    def hook(self, user: str, room: str, message: str = "", thread: str = "") -> str:
        """A new response address."""
        return f"{self.url}/hooks/{self.tickets.lend(user, room, message, thread)}"

    def trouble(self, method: str) -> Trouble | None:
        """What the next call of *method* shall meet, once."""
        for trouble in self.troubles:
            if trouble.method in ("*", method):
                self.troubles.remove(trouble)
                return trouble
        return None


class Refused(Exception):
    """Slack's refusal of a call: its word for why, and what else the answer says."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer: Json = {"ok": False, "error": error, **more}


def refused_blocks(found: list[str], error: str = "invalid_blocks") -> Refused:
    """The refusal of blocks or of a view, with every fault named."""
    return Refused(error, errors=found, response_metadata={"messages": [f"[ERROR] {one}" for one in found]})
