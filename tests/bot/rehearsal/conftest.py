"""An open rehearsal for tests of the stand-in: the specimen app, and a client of the SDK that talks to it."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.rehearsal.opening import Open, opened
from bot.slack_web import web_client
from tests.bot.rehearsal.specimen import SPECIMEN, specimen


class Clock:
    """A clock that a test moves."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def rehearsal(clock: Clock) -> AsyncIterator[Open]:
    async with opened(specimen, SPECIMEN, clock=clock) as found:
        yield found


@pytest.fixture
def client(rehearsal: Open) -> AsyncWebClient:
    """The SDK's client, as the bot uses it."""
    return web_client(rehearsal.stage.token, f"{rehearsal.stage.url}/api/")
