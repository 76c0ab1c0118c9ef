"""What the app is to Slack, declared once: commands, events, shortcuts, and each scope with the reason for it.

The manifest is made from this, in models that hold Slack's own limits (slackapi/manifest-schema, July 2026): one that
Slack would refuse cannot be made. `manifest.json` in the repository is what `nadir manifest` prints.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH = "/slack/events", "/slack/install", "/slack/oauth_redirect"


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as its menu shows it."""

    name: str
    description: str
    hint: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry in the menu of a message."""

    callback: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event that Slack is asked to send, and what we want it for."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Scope:
    """A right that the app asks for, and why. Whoever installs it may leave an optional one out."""

    name: str
    why: str
    optional: bool = False


COMMANDS = (
    Command("/anc", "A neutropenia consult from the values you type, seen by you alone", "0.4 T 38.6 AML day 10"),
    Command("/mascc", "The MASCC score, asked item by item", "[values, or nothing to open the form]"),
)
SHORTCUTS = (Shortcut("assess_labs", "Assess these labs", "Read the values in this message and answer you alone"),)
EVENTS = (
    Event("app_mention", "a mention in a channel or thread is answered in the thread"),
    Event("message.im", "a direct message is a conversation"),
    Event("app_home_opened", "the Home tab is drawn when somebody opens it"),
)
WORKSPACE_EVENTS = (
    Event("app_uninstalled", "the workspace's token is deleted"),
    Event("tokens_revoked", "a revoked token is deleted"),
)
"""Asked for only where several workspaces install the app: elsewhere there is no stored token to delete."""

SCOPES = (
    Scope("app_mentions:read", "to be sent the messages that mention it, and no others of a channel"),
    Scope("chat:write", "to answer, and to put its own answers right"),
    Scope("commands", "to offer the slash commands and the message shortcut"),
    Scope("im:history", "to be sent the direct messages written to it"),
    Scope(
        "files:write", "to upload the picture of counts over time; without it the same is said in words", optional=True
    ),
)

_DESCRIPTION = "Neutropenia consults from the values you type: sourced guideline answers. No language model."
_LONG = """\
Nadir reads the values you type (ANC, temperature, chemotherapy, drugs, blood pressure) and answers with what \
published guidelines say about neutropenia and fever, each statement with its source and its strength. The same \
values always get the same answer: it is a program of tables that clinicians can read, without a language model.

It asks for what is missing, never takes silence for a normal finding, and says what is still open. It keeps values \
and not messages, for three days unless your hospital sets another time. Please send no names, dates of birth or \
record numbers.

It is a reference and teaching aid, not a medical device. Its content is under review. It does not replace your \
local pathway or a call to the responsible senior, and its silence is not an all-clear."""
_AGENT = "Type the values you know, for example: ANC 0.4 T 38.6 AML day 10. I answer from guidelines, with sources."
_PROMPTS = (
    ("Fever and a low count", "ANC 0.3 T 38.5, day 10 of chemotherapy"),
    ("A low count without fever", "ANC 0.8, no fever, well"),
    ("MASCC score", "MASCC score"),
    ("What can you do?", "help"),
)

_Url = Annotated[str, Field(pattern=r"^https?://", max_length=3000)]
_Words = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Metadata(_Part):
    major_version: Literal[2] = 2
    minor_version: Literal[1] = 1


class _Display(_Part):
    name: _Words = Field(max_length=35)
    description: _Words = Field(max_length=140)
    long_description: str = Field(min_length=175, max_length=4000)
    background_color: str = Field(pattern=r"^#[0-9a-f]{6}$")


class _Home(_Part):
    home_tab_enabled: bool
    messages_tab_enabled: bool
    messages_tab_read_only_enabled: bool


class _Prompt(_Part):
    title: _Words
    message: _Words


class _Agent(_Part):
    agent_description: _Words = Field(max_length=300)
    suggested_prompts: list[_Prompt] = Field(max_length=4)


class _BotUser(_Part):
    display_name: str = Field(pattern=r"^[a-z0-9._-]{1,80}$")
    always_online: bool


class _Shortcut(_Part):
    name: _Words = Field(max_length=24)
    type: Literal["message", "global"]
    callback_id: _Words = Field(max_length=255)
    description: _Words = Field(max_length=150)


class _Command(_Part):
    command: str = Field(pattern=r"^/[a-z0-9_-]{1,31}$")
    description: _Words = Field(max_length=2000)
    usage_hint: _Words = Field(max_length=1000)
    should_escape: bool
    url: _Url | None


class _Features(_Part):
    app_home: _Home
    agent_view: _Agent
    bot_user: _BotUser
    shortcuts: list[_Shortcut] = Field(min_length=1, max_length=10)
    slash_commands: list[_Command] = Field(min_length=1, max_length=50)


_Name = Annotated[str, Field(max_length=50)]


class _Scopes(_Part):
    bot: list[_Name] = Field(min_length=1, max_length=255)
    bot_optional: list[_Name] = Field(max_length=255)


class _OAuth(_Part):
    scopes: _Scopes
    redirect_urls: list[_Url] | None = Field(max_length=1000)


class _Subscriptions(_Part):
    request_url: _Url | None
    bot_events: list[_Name] = Field(min_length=1, max_length=100)


class _Interactivity(_Part):
    is_enabled: bool
    request_url: _Url | None


class _Settings(_Part):
    event_subscriptions: _Subscriptions
    interactivity: _Interactivity
    org_deploy_enabled: bool
    socket_mode_enabled: bool
    token_rotation_enabled: bool


class Manifest(_Part):
    """An app manifest within Slack's limits."""

    metadata: _Metadata = Field(_Metadata(), serialization_alias="_metadata")
    display_information: _Display
    features: _Features
    oauth_config: _OAuth
    settings: _Settings

    def as_json(self) -> dict[str, Any]:
        """The manifest as Slack takes it: what is not set is left out."""
        return self.model_dump(by_alias=True, exclude_none=True)


def manifest(http: str = "", workspaces: str = "") -> Manifest:
    """The manifest for Socket Mode, or for events over HTTP at the address *http*.

    With *workspaces*, the address at which an installer's browser reaches the bot, several workspaces or a whole
    organisation can install it.
    """
    listening = f"{http.rstrip('/')}{EVENTS_PATH}" if http else None
    return Manifest(
        display_information=_Display(
            name="Nadir", description=_DESCRIPTION, long_description=_LONG, background_color="#1d3557"
        ),
        features=_features(listening),
        oauth_config=_OAuth(
            scopes=_Scopes(
                bot=[scope.name for scope in SCOPES if not scope.optional],
                bot_optional=[scope.name for scope in SCOPES if scope.optional],
            ),
            redirect_urls=[f"{workspaces.rstrip('/')}{REDIRECT_PATH}"] if workspaces else None,
        ),
        settings=_Settings(
            event_subscriptions=_Subscriptions(request_url=listening, bot_events=events(workspaces=bool(workspaces))),
            interactivity=_Interactivity(is_enabled=True, request_url=listening),
            org_deploy_enabled=bool(workspaces),
            socket_mode_enabled=not http,
            token_rotation_enabled=bool(workspaces),
        ),
    )


def events(*, workspaces: bool) -> list[str]:
    """The events that Slack is asked to send."""
    return [event.name for event in (*EVENTS, *(WORKSPACE_EVENTS if workspaces else ()))]


def text(http: str = "", workspaces: str = "") -> str:
    """The manifest as the text of a file."""
    return json.dumps(manifest(http, workspaces).as_json(), indent=2, ensure_ascii=False) + "\n"


def _features(listening: str | None) -> _Features:
    return _Features(
        app_home=_Home(home_tab_enabled=True, messages_tab_enabled=True, messages_tab_read_only_enabled=False),
        agent_view=_Agent(
            agent_description=_AGENT,
            suggested_prompts=[_Prompt(title=title, message=message) for title, message in _PROMPTS],
        ),
        bot_user=_BotUser(display_name="nadir", always_online=True),
        shortcuts=[
            _Shortcut(name=one.name, type="message", callback_id=one.callback, description=one.description)
            for one in SHORTCUTS
        ],
        slash_commands=[
            _Command(
                command=one.name, description=one.description, usage_hint=one.hint, should_escape=False, url=listening
            )
            for one in COMMANDS
        ],
    )
