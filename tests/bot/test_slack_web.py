"""The calls that deliver: each is made once, and what became of it is told plainly."""

import logging
from dataclasses import replace

import pytest

from bot import slack_web
from bot.outbox import Posted, Rendered
from bot.slack_web import SlackPoster, web_client
from bot.store.port import Address
from tests.bot.slack_stub import Answer, SlackStub, hangs_up, never_answers, says

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

POST = Address("post", "C1", "1.1")
WORDS = Rendered("URGENT: words", ({"type": "divider"},))


def poster(slack: SlackStub) -> SlackPoster:
    """The poster, with the stand-in as Slack."""
    return SlackPoster(web_client("xoxb-1-not-a-token", slack.api))


async def test_a_post_goes_to_its_thread_without_unfurling(slack: SlackStub) -> None:
    """Text and blocks arrive as they are, in the thread, and no link is unfurled."""
    posted = await poster(slack)(POST, WORDS)

    [call] = slack.calls
    assert Posted("sent", "1763900000.000001") == posted
    assert "chat.postMessage" == call.method
    assert ("C1", "1.1", "URGENT: words") == (call.body["channel"], call.body["thread_ts"], call.body["text"])
    assert (False, False) == (call.body["unfurl_links"], call.body["unfurl_media"])
    assert [{"type": "divider"}] == call.body["blocks"]


async def test_an_update_replaces_the_message(slack: SlackStub) -> None:
    """A posted message is put right where it stands."""
    await poster(slack)(Address("update", "C1", "1.1", "1.5"), WORDS)

    [call] = slack.calls
    assert ("chat.update", "1.5") == (call.method, call.body["ts"])


@pytest.mark.parametrize("replace", [True, False])
async def test_a_response_is_for_one_person(slack: SlackStub, replace: bool) -> None:
    """A response address shows its message to that person alone, in place of the old one or beside it."""
    posted = await poster(slack)(Address("respond", "C1", url=slack.hook, replace=replace), WORDS)

    [call] = slack.calls
    assert "sent" == posted.result
    assert ("ephemeral", replace) == (call.body["response_type"], call.body["replace_original"])


async def test_a_response_address_elsewhere_is_never_called(slack: SlackStub) -> None:
    """An address that is not Slack's gets nothing."""
    posted = await poster(slack)(Address("respond", "C1", url="http://127.0.0.2:9/hooks/1"), WORDS)

    assert "hopeless" == posted.result
    assert [] == slack.calls


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (says(429, ok=False, error="ratelimited", retry_after=30), Posted("refused", error="ratelimited", wait=30.0)),
        (says(ok=False, error="ratelimited"), Posted("refused", error="ratelimited")),
        (says(ok=False, error="channel_not_found"), Posted("hopeless", error="channel_not_found")),
        (says(ok=False, error="token_revoked"), Posted("hopeless", error="token_revoked")),
        (says(ok=False, error="invalid_blocks"), Posted("unreadable", error="invalid_blocks")),
        (says(ok=False, error="message_not_found"), Posted("misplaced", error="message_not_found")),
        (says(ok=False, error="internal_error"), Posted("doubtful", error="internal_error")),
        (says(500, ok=False), Posted("doubtful", error="http 500")),
        (says(503, ok=False, error="<html>"), Posted("doubtful", error="http 503")),
        (hangs_up, Posted("doubtful", error="ServerDisconnectedError")),
    ],
)
async def test_every_outcome_is_told_and_the_call_is_made_once(
    slack: SlackStub, answer: Answer, result: Posted
) -> None:
    """No outcome is repeated by the client: slack_sdk's own default would post twice after a dropped connection."""
    slack.answers.append(answer)

    assert result == await poster(slack)(POST, WORDS)
    assert 1 == len(slack.calls)


async def test_silence_is_a_doubt(slack: SlackStub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call without an answer in time may have arrived."""
    monkeypatch.setattr(slack_web, "TIMEOUT", 0.2)
    slack.answers.append(never_answers)

    assert Posted("doubtful", error="TimeoutError") == await poster(slack)(POST, WORDS)


async def test_no_connection_is_a_sure_refusal() -> None:
    """What never reached Slack was surely not shown."""
    posted = await SlackPoster(web_client("xoxb-1-not-a-token", "http://127.0.0.1:1/api/"))(POST, WORDS)

    assert "refused" == posted.result


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (says(ok=True), "sent"),
        (says(404, error="expired_url"), "hopeless"),
        (says(ok=False, error="Expired url"), "hopeless"),
        (says(ok=False, error="invalid_blocks"), "unreadable"),
        (says(429, error="rate_limited", retry_after=1), "refused"),
        (says(500), "doubtful"),
        (hangs_up, "doubtful"),
    ],
)
async def test_a_response_address_can_fail_too(slack: SlackStub, answer: Answer, result: str) -> None:
    """The same outcomes hold for a response address, which answers with a bare word or with JSON."""
    slack.answers.append(answer)

    assert result == (await poster(slack)(Address("respond", "C1", url=slack.hook), WORDS)).result


@pytest.mark.parametrize(
    ("needed", "told"),
    [("chat:write", "chat:write"), ("chat:write,im:write", "chat:write,im:write"), ("a word <b>", "unknown")],
)
async def test_a_missing_scope_is_named_for_whoever_runs_the_bot(
    slack: SlackStub, caplog: pytest.LogCaptureFixture, needed: str, told: str
) -> None:
    """The log says which right to give; anything that is no scope is not repeated."""
    caplog.set_level(logging.INFO, "nadir")
    slack.answers.append(says(ok=False, error="missing_scope", needed=needed, provided="commands"))

    assert Posted("hopeless", error="missing_scope") == await poster(slack)(POST, WORDS)
    ids = [getattr(record, "ids", {}) for record in caplog.records if record.getMessage() == "scope missing"]
    assert [told] == [found["needed"] for found in ids]


async def test_of_several_workspaces_each_has_its_token_and_none_without(slack: SlackStub) -> None:
    """Asked for at each try; where there is none, nothing is sent and it is not tried again."""

    async def token_of(team: str, enterprise: str) -> str | None:
        return f"xoxb-{team}-{enterprise}" if team == "T1" else None

    post = SlackPoster(web_client(None, slack.api), token_of)

    assert "sent" == (await post(replace(POST, team="T1", enterprise="E1"), WORDS)).result
    assert Posted("hopeless", error="not_installed") == await post(replace(POST, team="T2"), WORDS)
    assert ["xoxb-T1-E1"] == [call.token for call in slack.calls]
