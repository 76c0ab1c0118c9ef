"""The manifest is what the bot does: nothing is declared that is not heard, nor heard or called and not declared."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener import AsyncCustomListener
from slack_sdk.web.async_client import AsyncWebClient

from bot import manifest
from bot.listeners import unknown
from bot.manifest import COMMANDS, SCOPES, SHORTCUTS, Manifest
from tests.bot.conftest import Bot

EXAMPLE = "https://nadir.example.org"
COMMITTED = {"manifest.json": "", "manifest.http.json": EXAMPLE}

# The Web API methods the bot may call, and the scope that each needs; empty where it needs none.
NEEDS = {
    "apps_connections_open": "",  # an app-level token's own right, connections:write
    "auth_revoke": "",
    "auth_test": "",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "files_upload_v2": "files:write",
    "oauth_v2_access": "",
    "views_open": "",
    "views_publish": "",
    "views_update": "",
}
METHODS = {name for name in dir(AsyncWebClient) if re.fullmatch(r"[a-z]+_\w+", name)} - {"api_call"}
HEARD_BY = {"app_mention": "app_mentions:read", "message.im": "im:history"}


@pytest.mark.parametrize("name", COMMITTED)
def test_the_committed_manifest_is_the_one_that_is_made(repository: Path, name: str) -> None:
    """When it differs: `nadir manifest > manifest.json`, or with `--http https://nadir.example.org`."""
    assert manifest.text(http=COMMITTED[name]) == (repository / name).read_text(encoding="utf-8")


def test_nothing_is_declared_that_is_not_heard_nor_the_reverse(bot: Bot) -> None:
    """What Bolt would dispatch is what the manifest tells Slack to send."""
    assert declared(manifest.manifest()) == heard(bot.rooms.slack)


def test_interactivity_is_on_because_buttons_are_heard(bot: Bot) -> None:
    """Slack sends no press of a button to an app without it."""
    assert manifest.manifest().settings.interactivity.is_enabled
    assert any(found is None for found in constraints(bot.rooms.slack))


def test_every_scope_is_needed_and_every_need_has_a_scope(repository: Path) -> None:
    """The scopes are those of the methods called, of the events heard, and of commands: no other is asked for."""
    called = {method for path in (repository / "bot").rglob("*.py") for method in web_methods(path)}
    needed = {NEEDS[method] for method in called} | {
        HEARD_BY.get(name, "") for name in manifest.events(workspaces=True)
    }

    assert called
    assert {"commands"} | needed - {""} == {scope.name for scope in SCOPES}
    assert ["files:write"] == [scope.name for scope in SCOPES if scope.optional]


def test_each_scope_and_event_has_its_reason(repository: Path) -> None:
    """The documents give the reason of each scope, in the same words."""
    told = (repository / "docs/SLACK.md").read_text(encoding="utf-8")

    assert [scope.name for scope in SCOPES if f"| `{scope.name}`" not in told or scope.why not in told] == []
    assert [event.name for event in manifest.EVENTS if len(event.why) < 10] == []


def test_several_workspaces_ask_for_more_and_one_for_no_more() -> None:
    """Redirect address, rotation, org-wide installs and the events of leaving come only with several workspaces."""
    one, many = manifest.manifest(), manifest.manifest(http=EXAMPLE, workspaces=f"{EXAMPLE}/")

    assert not one.settings.token_rotation_enabled
    assert not one.settings.org_deploy_enabled
    assert one.oauth_config.redirect_urls is None
    assert many.settings.token_rotation_enabled
    assert many.settings.org_deploy_enabled
    assert [f"{EXAMPLE}/slack/oauth_redirect"] == many.oauth_config.redirect_urls
    assert {"app_uninstalled", "tokens_revoked"} == set(many.settings.event_subscriptions.bot_events) - set(
        one.settings.event_subscriptions.bot_events
    )


def test_over_http_every_address_is_the_guarded_one() -> None:
    """Events, buttons and commands arrive at one path; in Socket Mode no address is named."""
    over_http, socket = manifest.text(http=EXAMPLE), manifest.text()

    assert 4 == over_http.count(f'"{EXAMPLE}/slack/events"') == over_http.count(EXAMPLE)
    assert "url" not in json.dumps(json.loads(socket)["settings"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("display_information.name", "n" * 36),
        ("display_information.description", "d" * 141),
        ("display_information.long_description", "l" * 174),
        ("display_information.long_description", "l" * 4001),
        ("display_information.background_color", "blue"),
        ("features.bot_user.display_name", "Nadir Bot"),
        ("features.agent_view.agent_description", "a" * 301),
        ("features.agent_view.suggested_prompts", [{"title": "t", "message": "m"}] * 5),
        ("features.shortcuts.0.name", "s" * 25),
        ("features.shortcuts.0.description", "s" * 151),
        ("features.slash_commands.0.command", "anc"),
        ("features.slash_commands.0.command", "/" + "a" * 32),
        ("features.slash_commands.0.usage_hint", "h" * 1001),
        ("oauth_config.scopes.bot", []),
        ("settings.event_subscriptions.request_url", "ftp://nadir"),
        ("settings.unknown", True),
    ],
)
def test_a_manifest_beyond_slacks_limits_cannot_be_made(path: str, value: object) -> None:
    """Slack refuses such a manifest whole; here it is not even printed."""
    whole: Any = manifest.manifest(http=EXAMPLE).model_dump()
    *way, last = path.split(".")
    part = whole
    for step in way:
        part = part[int(step)] if step.isdecimal() else part[step]
    part[last] = value

    with pytest.raises(ValidationError):
        Manifest.model_validate(whole)


def declared(found: Manifest) -> set[str]:
    """Commands, shortcuts and events of a manifest."""
    asked = found.settings.event_subscriptions.bot_events
    return {one.name for one in COMMANDS} | {one.callback for one in SHORTCUTS} | set(asked)


def heard(app: AsyncApp) -> set[str]:
    """What the built application listens to, read off Bolt's own matchers; a message is a direct one here."""
    names = {found for found in constraints(app) if found is not None}
    return {"message.im" if name == "message" else name for name in names}


def constraints(app: AsyncApp) -> Iterator[str | None]:
    """The command, event or callback id of each listener; None for an action or a view: those are not declared."""
    for listener in app._async_listeners:
        assert isinstance(listener, AsyncCustomListener)
        for matcher in listener.matchers:
            outer: Any = inspect.getclosurevars(matcher.func).nonlocals["func"]  # type: ignore[attr-defined] # built in
            kind = outer.__qualname__.split(".")[0]
            held = inspect.getclosurevars(outer).nonlocals
            if kind in {"action", "block_action", "view", "view_submission", "view_closed"}:
                yield None
            else:
                yield from names_of(next(iter(held.values())))


def names_of(constraint: object) -> list[str]:
    """The name in a constraint; a pattern hears what no manifest can list, so only what takes the rest has one."""
    if constraint == unknown.ANY:
        return []
    found = constraint["type"] if isinstance(constraint, dict) else constraint
    assert isinstance(found, str), f"{constraint!r} is no single name"
    return [found]


def web_methods(path: Path) -> Iterator[str]:
    """The Web API methods that a module of ours names, as slack_sdk knows them: `client.chat_update(...)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            yield node.attr
