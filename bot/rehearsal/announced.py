"""What the app announces to a workspace: its commands, shortcuts, events and tabs, read from a manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What the bot of today listens to, in the shape of Slack's app manifest.
MANIFEST: Mapping[str, Any] = {
    "display_information": {"name": "Nadir"},
    "features": {
        "bot_user": {"display_name": "Nadir"},
        "app_home": {"home_tab_enabled": False, "messages_tab_enabled": True},
        "slash_commands": [
            {
                "command": "/anc",
                "description": "Neutropenia consult, seen by you alone",
                "usage_hint": "ANC 0.4 T 38.6 62M AML",
            }
        ],
        "shortcuts": [],
    },
    "settings": {"event_subscriptions": {"bot_events": ["app_mention", "message.im"]}},
}


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


def announced(manifest: Mapping[str, Any]) -> Announced:
    """What *manifest* announces; global shortcuts are left out, the page has no place for them.

    >>> announced(MANIFEST).commands[0].command
    '/anc'
    """
    features = manifest.get("features", {})
    return Announced(
        name=features.get("bot_user", {}).get("display_name") or manifest["display_information"]["name"],
        commands=tuple(
            Command(one["command"], one.get("description", ""), one.get("usage_hint", ""))
            for one in features.get("slash_commands", ())
        ),
        shortcuts=tuple(
            Shortcut(one["callback_id"], one["name"])
            for one in features.get("shortcuts", ())
            if one.get("type") == "message"
        ),
        events=frozenset(manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ())),
        home=bool(features.get("app_home", {}).get("home_tab_enabled")),
    )
