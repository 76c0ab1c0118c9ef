"""`nadir try`: the page that plays Slack around the real bot; with no terminal, one consult in words."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot import log
from bot.cli import chat
from bot.cli.installation import installation
from bot.rehearsal.announced import ours
from bot.rehearsal.exhibits import lay_out, read, with_home
from bot.rehearsal.opening import opened, real_bot

OPENED = """\
{address}

Nadir is running in a page of its own: nothing you do there leaves this computer, and all of it is gone at the end.
Open the address in a browser (it holds the key). Press Ctrl and C to end."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the page is to be opened; a port of 0 is any free one."""

    port: int = 0
    bot_port: int = 0
    database: Path | None = None
    show: tuple[Path, ...] = ()
    browser: bool = True


def rehearse(wanted: Wanted, *, page: bool | None) -> None:
    """Open the page and stay until told to stop; *page* None: only where somebody sits at a terminal."""
    if page is False or (page is None and not chat.somebody_types()):
        chat.talk()
        return
    log.install("WARNING")
    with suppress(KeyboardInterrupt):
        asyncio.run(_stay(wanted))


async def _stay(wanted: Wanted) -> None:
    exhibits = [read(path) for path in wanted.show]
    app = ours()
    told = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl and C interrupts all the same
            asyncio.get_running_loop().add_signal_handler(sign, told.set)
    async with opened(
        real_bot(installation().library),
        with_home(app) if exhibits else app,
        port=wanted.port,
        bot_port=wanted.bot_port,
        database=wanted.database,
    ) as rehearsal:
        for exhibit in exhibits:
            lay_out(rehearsal.stage, exhibit)
        sys.stdout.write(OPENED.format(address=rehearsal.address) + "\n")
        sys.stdout.flush()
        if wanted.browser:
            await asyncio.to_thread(_show, rehearsal.address)
        await told.wait()


def _show(address: str) -> None:
    """Open a browser where there is one; the address was printed, so nothing depends on it."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return  # what would be found is a browser of text, which cannot show the page and takes this terminal
    with suppress(webbrowser.Error):
        webbrowser.open(address)
