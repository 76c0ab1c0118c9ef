"""What the app announces to a workspace: its commands, shortcuts, events and tabs, read from a manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import manifest


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, and what the composer says about it."""

    command: str
    description: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry in the menu of a message."""

    callback_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Announced:
    """The app as a workspace knows it."""

    name: str
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    events: frozenset[str] = frozenset()
    home: bool = False


def ours() -> Announced:
    """What this bot announces.

    >>> ours().commands[0].command
    '/anc'
    """
    return announced(manifest.manifest().as_json())


def announced(told: Mapping[str, Any]) -> Announced:
    """What a manifest announces; global shortcuts are left out, the page has no place for them."""
    features = told.get("features", {})
    return Announced(
        name=told["display_information"]["name"],
        commands=tuple(
            Command(one["command"], one.get("description", ""), one.get("usage_hint", ""))
            for one in features.get("slash_commands", ())
        ),
        shortcuts=tuple(
            Shortcut(one["callback_id"], one["name"])
            for one in features.get("shortcuts", ())
            if one.get("type") == "message"
        ),
        events=frozenset(told.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ())),
        home=bool(features.get("app_home", {}).get("home_tab_enabled")),
    )
