"""Which wording somebody reads: asked once, remembered for each person, changed by a word at any time."""

import pytest

from tests.bot.conftest import Bot
from tests.bot.payloads import direct
from tests.bot.slack_stub import SlackStub

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ASKED = "Which describes you best"


async def test_who_reads_is_asked_once_and_never_in_an_emergency(live: Bot, slack: SlackStub) -> None:
    """The first calm answer asks it; the next one does not."""
    for text in ("ANC 0.3 T 38.5", "new patient ANC 1.6 WBC 4, afebrile and well", "platelets 200"):
        await live.post(direct(text))

    calls = await slack.received(3)
    assert [False, True, False] == [ASKED in call.body["text"] for call in calls]


async def test_a_wording_chosen_holds_in_every_later_case(live: Bot, slack: SlackStub) -> None:
    """Chosen in one place, read in another; changed again by a word."""
    await live.post(direct("patient wording"))
    await live.post(direct("ANC 1.6 WBC 4, afebrile and well", thread_ts="1763800000.000001"))
    await live.post(direct("clinician", thread_ts="1763800000.000001"))

    texts = [call.body["text"] for call in await slack.received(3)]
    assert "wording to pass on to a patient" in texts[0]
    assert "You do not need treatment" in texts[1]
    assert "You do not need treatment" not in texts[2]
    assert not any(ASKED in text for text in texts)
