"""Which token posts where: each workspace its own, renewed in time, and none after the app is uninstalled."""

import asyncio
import json
import logging
import time
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import Rooms, running
from bot.manifest import manifest
from bot.outbox import Rendered
from bot.settings import Settings
from bot.slack_web import SlackPoster, web_client
from bot.store.port import Address
from bot.workspaces.tokens import NoToken, Workspaces
from bot.workspaces.vault import new_key
from tests.bot.payloads import TEAM, USER, command, mention, press, request
from tests.bot.slack_stub import SlackStub, hangs_up, says
from tests.bot.test_manifest import declared, heard
from tests.bot.workspaces.conftest import TOKEN, installed

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
HOUR = 3600


def renewal(**more: object) -> dict[str, Any]:
    """What Slack answers to a refresh token."""
    given = {
        "ok": True,
        "token_type": "bot",
        "access_token": "xoxb-new",
        "refresh_token": "xoxe-2",
        "expires_in": 43200,
    }
    return {**given, **more}


def ending(in_seconds: float, team: str | None = TEAM, enterprise: str | None = None) -> Any:
    """A bot whose token ends."""
    ends = int(time.time() + in_seconds)
    return installed(team, enterprise, bot_refresh_token="xoxe-1", bot_token_expires_at=ends)


async def test_each_answer_goes_out_with_the_token_of_its_workspace(
    rooms: Rooms, workspaces: Workspaces, slack: SlackStub
) -> None:
    """Two workspaces ask at once; each is answered with its own token, an organisation's workspace with the org's."""
    await workspaces.installations.async_save_bot(installed())
    await workspaces.installations.async_save_bot(installed("T0OTHER", bot_token="xoxb-other"))
    await workspaces.installations.async_save_bot(installed(None, "E0ORG", bot_token="xoxb-org"))
    async with running(rooms):
        for team, channel, enterprise in ((TEAM, "C1", None), ("T0OTHER", "C2", None), ("T0ANY", "C3", "E0ORG")):
            by = [{"team_id": team, "enterprise_id": enterprise}]
            await rooms.slack.async_dispatch(request(said_in(team, channel, authorizations=by)))
        calls = await slack.received(3)

    assert {"C1": TOKEN, "C2": "xoxb-other", "C3": "xoxb-org"} == {call.body["channel"]: call.token for call in calls}


def said_in(team: str, channel: str, **more: Any) -> str:
    """A mention in a channel of some workspace."""
    envelope = {**json.loads(mention("ANC 0.3 T 38.5", channel=channel)), "team_id": team, **more}
    return json.dumps(envelope)


async def test_a_shared_channel_is_answered_by_the_installation_it_came_by(
    rooms: Rooms, workspaces: Workspaces, slack: SlackStub
) -> None:
    """In a channel shared with another organisation the event names theirs; the token is ours."""
    await workspaces.installations.async_save_bot(installed())
    async with running(rooms):
        by = [{"team_id": TEAM, "enterprise_id": None}]
        await rooms.slack.async_dispatch(request(said_in("T0THEIRS", "C1", authorizations=by)))
        assert TOKEN == (await slack.received(1))[0].token


async def test_an_uninstalled_workspaces_rows_die_with_a_word_in_the_log(
    rooms: Rooms, workspaces: Workspaces, slack: SlackStub, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is tried for half an hour with a token that is gone."""
    caplog.set_level(logging.INFO, "nadir")
    await workspaces.installations.async_save_bot(installed())
    await rooms.slack.async_dispatch(request(said_in(TEAM, "C1")))
    answer = await rooms.slack.async_dispatch(request(gone()))
    async with running(rooms), asyncio.timeout(5):
        while not (await rooms.store.backlog(time.time())).dead:
            await asyncio.sleep(0.01)

    assert 200 == answer.status
    assert [] == slack.calls
    told = [(record.getMessage(), getattr(record, "ids", {})) for record in caplog.records]
    assert ("uninstalled", {"team": TEAM, "enterprise": None, "tokens": 1}) in told
    assert ("not installed", {"team": TEAM, "enterprise": None}) in told
    assert any(event == "outbox dead" and ids["error"] == "not_installed" for event, ids in told)


def gone(kind: str = "app_uninstalled", at: float | None = None, **more: Any) -> str:
    """Slack tells that an installation ended."""
    envelope = {
        "type": "event_callback",
        "team_id": TEAM,
        "event_id": "Ev-gone",
        "event_time": int(time.time() if at is None else at),
        "event": {"type": kind, **more},
    }
    return json.dumps(envelope)


async def test_a_command_from_a_workspace_without_installation_is_told_what_to_do(
    rooms: Rooms, slack: SlackStub
) -> None:
    """Never silence: no recommendation was made, and the local pathway."""
    await rooms.slack.async_dispatch(request(command("ANC 0.3 T 38.5", response_url=slack.hook)))

    said = (await slack.received(1))[0].body["text"]
    assert "No recommendation was made: this workspace no longer has Nadir installed." in said
    assert "neutropenic sepsis pathway" in said


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (gone(), False),
        (gone("tokens_revoked", tokens={"oauth": [], "bot": ["U0NADIR"]}), False),
        (gone("tokens_revoked", tokens={"oauth": [USER], "bot": []}), True),
        (gone(at=time.time() - 7200), True),
        (gone(team_id="T0OTHER").replace(f'"team_id": "{TEAM}"', '"team_id": "T0OTHER"'), True),
    ],
    ids=["uninstalled", "revoked", "a person's token", "told late, installed again since", "another workspace"],
)
async def test_what_slack_says_has_ended_is_deleted(
    rooms: Rooms, workspaces: Workspaces, several: Settings, body: str, left: bool
) -> None:
    """The token is deleted, and only that of this workspace, and only one installed before."""
    await workspaces.installations.async_save_bot(installed(installed_at=time.time() - HOUR))

    await rooms.slack.async_dispatch(request(body))

    assert left == (await Workspaces(several).token(TEAM, "") is not None)


def test_the_app_of_several_workspaces_hears_what_its_manifest_asks_for(rooms: Rooms) -> None:
    """The events of leaving come on top of what one workspace's app hears."""
    asked = declared(manifest(workspaces="https://nadir.test"))

    assert asked == heard(rooms.slack)


async def test_an_organisation_that_leaves_takes_its_one_token(workspaces: Workspaces) -> None:
    """The token of the whole organisation goes; a workspace that installed for itself keeps its own."""
    await workspaces.installations.async_save_bot(installed(None, "E0ORG"))
    await workspaces.installations.async_save_bot(installed(TEAM, "E0ORG", bot_token="xoxb-own"))
    left = json.loads(gone())
    left["authorizations"] = [{"enterprise_id": "E0ORG", "team_id": TEAM, "is_enterprise_install": True}]

    await workspaces.uninstall(left)

    assert await workspaces.token("T0ANY", "E0ORG") is None
    assert "xoxb-own" == await workspaces.token(TEAM, "E0ORG")


async def test_installing_again_replaces_the_token(workspaces: Workspaces) -> None:
    """One row a workspace: no old token lies about."""
    await workspaces.installations.async_save_bot(installed(installed_at=1.0))
    await workspaces.installations.async_save_bot(installed(installed_at=2.0, bot_token="xoxb-newer"))

    assert 1 == len(await workspaces.installations.everywhere())
    assert "xoxb-newer" == await workspaces.token(TEAM, "")


async def test_a_token_is_renewed_two_hours_before_it_ends(workspaces: Workspaces, slack: SlackStub) -> None:
    """Once, however many ask at the same moment: a refresh token is good once."""
    await workspaces.installations.async_save_bot(ending(HOUR))
    slack.answers.append(says(**renewal()))

    assert ["xoxb-new"] * 8 == await asyncio.gather(*(workspaces.token(TEAM, "") for _ in range(8)))
    assert [("oauth.v2.access", "xoxe-1")] == [(call.method, call.body["refresh_token"]) for call in slack.calls]
    found = await workspaces.installations.async_find_bot(enterprise_id=None, team_id=TEAM)
    assert found is not None
    assert ("xoxb-new", "xoxe-2") == (found.bot_token, found.bot_refresh_token)


async def test_a_fresh_token_is_not_renewed(workspaces: Workspaces, slack: SlackStub) -> None:
    """Nor one that never ends."""
    await workspaces.installations.async_save_bot(ending(3 * HOUR))
    assert TOKEN == await workspaces.token(TEAM, "")
    assert [] == slack.calls


@pytest.mark.parametrize(
    "answer", [says(ok=False, error="invalid_refresh_token"), hangs_up, says(**renewal(token_type="user"))]
)
async def test_a_renewal_that_fails_leaves_the_old_token_while_it_lasts(
    workspaces: Workspaces, slack: SlackStub, answer: Any
) -> None:
    """A clinician's answer does not wait for it."""
    await workspaces.installations.async_save_bot(ending(HOUR))
    slack.answers.append(answer)

    assert TOKEN == await workspaces.token(TEAM, "")


async def test_an_ended_token_that_cannot_be_renewed_holds_the_message_back(
    workspaces: Workspaces, slack: SlackStub, caplog: pytest.LogCaptureFixture
) -> None:
    """Surely not sent, so it is tried again as it is; the log says why, without the token."""
    caplog.set_level(logging.DEBUG)
    await workspaces.installations.async_save_bot(ending(-1))
    slack.answers.append(says(ok=False, error="invalid_refresh_token"))
    slack.answers.append(hangs_up)

    with pytest.raises(NoToken):
        await workspaces.token(TEAM, "")
    post = SlackPoster(web_client(None, slack.api), workspaces.token)
    posted = await post(Address("post", "C1", team=TEAM), Rendered("hello"))

    assert ("refused", "NoToken") == (posted.result, posted.error)
    assert "token not renewed" in caplog.text
    assert "xox" not in caplog.text


@pytest.mark.parametrize("broken", ["ended", "sealed with another key"])
async def test_a_command_is_answered_even_when_its_token_cannot_be_had(
    rooms: Rooms, several: Settings, workspaces: Workspaces, slack: SlackStub, broken: str
) -> None:
    """The answer travels in the acknowledgement, which needs no token."""
    other = Workspaces(several.model_copy(update={"token_key": SecretStr(new_key())}))
    await (workspaces if broken == "ended" else other).installations.async_save_bot(ending(-1))
    slack.answers.append(says(ok=False, error="invalid_refresh_token"))

    answer = await rooms.slack.async_dispatch(request(command("ANC 0.3 T 38.5")))

    assert "EMERGENCY" in answer.body


async def test_a_signed_command_is_answered_in_one_round_trip(
    rooms: Rooms, workspaces: Workspaces, slack: SlackStub
) -> None:
    """Finding the token asks Slack nothing."""
    await workspaces.installations.async_save_bot(installed())

    answer = await rooms.slack.async_dispatch(request(command("ANC 0.3 T 38.5")))

    assert "EMERGENCY" in answer.body
    assert [] == slack.calls


async def test_a_press_from_where_the_app_is_not_installed_is_told(rooms: Rooms, slack: SlackStub) -> None:
    """By its response address, which needs no token; a form gets no answer of ours, so Slack shows its own error."""
    body = press("0" * 32 + ":0:0", url=slack.hook, team={"id": "T9OTHER"})

    assert 200 == (await rooms.slack.async_dispatch(request(body))).status

    [call] = await slack.received(1)
    assert "this workspace no longer has Nadir installed" in call.body["text"]
