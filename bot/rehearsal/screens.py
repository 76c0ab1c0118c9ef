"""What is laid over the ward for one person: modals in a stack of at most three, and the app's Home tab."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.ward import APP, BOT_ID, TEAM, Json, Ward, with_ids

MOST_IN_STACK = 3


@dataclass(slots=True)
class Screen:
    """A view as the app defined it, for one person; `values` is what was typed when it was last sent."""

    id: str
    user: str
    body: Json
    hash: str
    root: str = ""
    previous: str = ""
    values: Json = field(default_factory=dict)


class Screens:
    """The views of everybody."""

    def __init__(self, ward: Ward) -> None:
        self._ward = ward
        self.stacks: dict[str, list[Screen]] = {}
        self.homes: dict[str, Screen] = {}

    def open(self, user: str, body: Json) -> Screen:
        """A first modal; one that is open gives way, as it does in Slack."""
        screen = self._made(user, body)
        screen.root = screen.id
        self.stacks[user] = [screen]
        return self._told(screen)

    def push(self, user: str, body: Json) -> Screen | None:
        """A modal on top; None when there are three, or none to stand on."""
        stack = self.stacks.get(user, [])
        if not stack or len(stack) >= MOST_IN_STACK:
            return None
        screen = self._made(user, body)
        screen.root, screen.previous = stack[0].id, stack[-1].id
        stack.append(screen)
        return self._told(screen)

    def replace(self, screen: Screen, body: Json) -> Screen:
        """Another content for the same view."""
        screen.body, screen.hash = _named(body), self._ward.stamp()
        return self._told(screen)

    def publish(self, user: str, body: Json) -> Screen:
        """Somebody's Home tab."""
        before = self.homes.get(user)
        if before:
            return self.replace(before, body)
        screen = self._made(user, body)
        screen.root = screen.id
        self.homes[user] = screen
        return self._told(screen)

    def close(self, screen: Screen, *, whole: bool = False) -> None:
        """One view goes, or the whole stack."""
        stack = self.stacks.get(screen.user, [])
        self.stacks[screen.user] = [] if whole else [one for one in stack if one is not screen]
        self._ward.tell(self.seen_by(screen.user), screen.user)

    def find(self, view_id: str, external_id: str = "") -> Screen | None:
        """A view by its id, or by the id that the app gave it."""
        every = [*self.homes.values(), *(one for stack in self.stacks.values() for one in stack)]
        named = [one for one in every if external_id and one.body.get("external_id") == external_id]
        return next((one for one in every if one.id == view_id), named[0] if named else None)

    def seen_by(self, user: str) -> Json:
        """The views of one person as the page gets them."""
        home = self.homes.get(user)
        stack = [described(one) for one in self.stacks.get(user, [])]
        return {"kind": "views", "stack": stack, "home": described(home) if home else None}

    def _made(self, user: str, body: Json) -> Screen:
        return Screen(self._ward.identity("V"), user, _named(body), self._ward.stamp())

    def _told(self, screen: Screen) -> Screen:
        self._ward.tell(self.seen_by(screen.user), screen.user)
        return screen


def described(screen: Screen) -> Json:
    """A view as Slack describes it to the app."""
    body = screen.body
    return {
        "id": screen.id,
        "team_id": TEAM,
        "type": body.get("type"),
        "blocks": body.get("blocks", []),
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "external_id": body.get("external_id", ""),
        "state": {"values": screen.values},
        "hash": screen.hash,
        "title": body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "submit": body.get("submit"),
        "close": body.get("close"),
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "previous_view_id": screen.previous or None,
        "root_view_id": screen.root or screen.id,
        "app_id": APP,
        "app_installed_team_id": TEAM,
        "bot_id": BOT_ID,
    }


def _named(body: Json) -> Json:
    blocks: list[Any] = body.get("blocks") or []
    return {**body, "blocks": with_ids(blocks)}
