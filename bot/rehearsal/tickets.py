"""What Slack lends an app for a short time: triggers that open a modal once, and response addresses."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.rehearsal.ward import Clock

TRIGGER_SECONDS = 3.0
HOOK_SECONDS, HOOK_USES = 30 * 60.0, 5


@dataclass(slots=True)
class Trigger:
    """A right to open one view for *user*."""

    user: str
    until: float
    used: bool = False


@dataclass(slots=True)
class Hook:
    """A response address: where it answers, and the message it may replace (none after a command)."""

    user: str
    room: str
    until: float
    message: str = ""
    thread: str = ""
    uses: int = HOOK_USES


class Tickets:
    """All that was lent."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._hooks: dict[str, Hook] = {}

    def trigger(self, user: str) -> str:
        """A new trigger for *user*."""
        name = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[name] = Trigger(user, self._clock() + TRIGGER_SECONDS)
        return name

    def exchange(self, name: str) -> tuple[str, str]:
        """The person a trigger is for and no error; or nobody and Slack's word for why not."""
        found = self._triggers.get(name)
        if found is None:
            return "", "invalid_trigger_id"
        if found.used:
            return "", "exchanged_trigger_id"
        if self._clock() > found.until:
            return "", "expired_trigger_id"
        found.used = True
        return found.user, ""

    def lend(self, user: str, room: str, message: str = "", thread: str = "") -> str:
        """The name of a new response address."""
        name = secrets.token_urlsafe(18)
        self._hooks[name] = Hook(user, room, self._clock() + HOOK_SECONDS, message, thread)
        return name

    def use(self, name: str) -> tuple[Hook | None, str]:
        """A response address, once more used; or none and Slack's word for why not."""
        hook = self._hooks.get(name)
        if hook is None:
            return None, "invalid_url"
        if self._clock() > hook.until:
            return None, "expired_url"
        if hook.uses <= 0:
            return None, "used_url"
        hook.uses -= 1
        return hook, ""
