"""Calls to Slack that belong to an answer: made in the time that a listener has, and never a fault of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from slack_sdk.errors import SlackApiError

from bot.log import note
from bot.slack_web import refused

IN_TIME = 1.6  # seconds: a trigger lives for three, and a word must still be said where Slack does not answer
SHORT = 1.0  # the Retry-After that can be waited out in that time

Call = Callable[[], Awaitable[object]]


async def done(call: Call) -> bool:
    """Whether Slack did it in time. What it puts off by a second is asked for once more; the log says what failed."""
    try:
        async with asyncio.timeout(IN_TIME):
            await _once_more_if_put_off(call)
    except SlackApiError as refusal:
        note("slack refused", logging.WARNING, error=refused(refusal).error)
        return False
    except Exception as fault:  # noqa: BLE001 - a time-out or the network: whoever asked is told
        note("slack did not answer", logging.WARNING, raised=type(fault).__name__)
        return False
    return True


async def _once_more_if_put_off(call: Call) -> None:
    try:
        await call()
    except SlackApiError as refusal:
        wait = refused(refusal).wait
        if wait is None or wait > SHORT:
            raise
        await asyncio.sleep(wait)
        await call()
