"""What is done again and again while the bot runs: delete what is old, say what is due."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from bot import log
from bot.desk import Clock, Desk
from bot.store.port import Store
from core.consult import forget

HOUR = 3600.0
LOOK = 10.0  # seconds between looks at what is due to be said


async def expire(store: Store, clock: Clock, retention_hours: int) -> None:
    """Delete what is older than the retention, and forget the cases in memory, at start and every hour."""
    while True:
        forget()
        try:
            log.note("expired", turns=await store.purge(clock() - timedelta(hours=retention_hours)))
        except Exception as fault:  # noqa: BLE001 - tried again in an hour; the log says so
            log.note("expiry failed", logging.ERROR, raised=type(fault).__name__, at=log.place(fault))
        await asyncio.sleep(HOUR)


async def remind(store: Store, desk: Desk, clock: Clock) -> None:
    """Say each reminder when it is due. What fails is tried again: it stays until it is said or withdrawn."""
    while True:
        try:
            for reminder in await store.due(clock().timestamp()):
                await desk.remind(reminder)
        except Exception as fault:  # noqa: BLE001 - tried again at the next look; the log says so
            log.note("reminder failed", logging.ERROR, raised=type(fault).__name__, at=log.place(fault))
        await asyncio.sleep(LOOK)
