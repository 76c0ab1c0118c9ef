"""A browser, and the page with the real bot or the specimen in it.

Without a browser these tests are skipped; `make browser` says that one must be there (NADIR_REQUIRE_BROWSER=1).
"""

import asyncio
import os
import shutil
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from bot.library import Library, load
from bot.rehearsal.announced import ours
from bot.rehearsal.opening import Open, opened, real_bot
from tests.bot.rehearsal.specimen import SPECIMEN, specimen
from tests.browser.ward import Ward

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REQUIRED = os.environ.get("NADIR_REQUIRE_BROWSER") == "1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = "run `make browser`, which says what to install"
PATIENCE = 10_000  # milliseconds until what should be there counts as absent

if REQUIRED and find_spec("playwright") is None:
    raise pytest.UsageError(
        f"playwright is not installed, and NADIR_REQUIRE_BROWSER=1 says this run needs it: {REMEDY}"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of this folder reach this computer, and no other."""
    for item in items:
        if "/tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))


def absent(what: str) -> None:
    """Skip, or fail where a browser must be there."""
    if REQUIRED:
        pytest.fail(f"{what} is not installed, and NADIR_REQUIRE_BROWSER=1 says this run needs it: {REMEDY}")
    pytest.skip(f"{what} is not installed: {REMEDY}")


@pytest.fixture(scope="package")
def browser() -> "Iterator[Browser]":
    """One browser for all tests here, each with pages of its own."""
    with launched() as found:
        yield found


@contextmanager
def launched() -> "Iterator[Browser]":
    """Debian's Chromium, or the one that NADIR_BROWSER names, driven by Playwright."""
    if find_spec("playwright") is None:
        absent("playwright")
    path = os.environ.get("NADIR_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        absent("a browser (Chromium)")
    with import_module("playwright.sync_api").sync_playwright() as playwright:
        sandbox = os.geteuid() != 0  # Chromium refuses its sandbox to root
        found = playwright.chromium.launch(executable_path=path, chromium_sandbox=sandbox)
        yield found
        found.close()


class Backstage:
    """An event loop in a thread of its own, where rehearsals run beside a browser that is driven from this thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@pytest.fixture(scope="package")
def backstage() -> Iterator[Backstage]:
    found = Backstage()
    yield found
    found.close()


@pytest.fixture(scope="package")
def handbook() -> Library:
    return load()


Enter = Callable[[AbstractAsyncContextManager[Open]], Open]


@pytest.fixture
def enter(backstage: Backstage) -> Iterator[Enter]:
    """Opens a rehearsal and closes it after the test."""
    open_now: list[AbstractAsyncContextManager[Open]] = []

    def enter(rehearsal: AbstractAsyncContextManager[Open]) -> Open:
        found: Open = backstage.run(_entered(rehearsal))
        open_now.append(rehearsal)
        return found

    yield enter
    for rehearsal in open_now:
        backstage.run(_left(rehearsal))


async def _entered(rehearsal: AbstractAsyncContextManager[Open]) -> Open:
    return await rehearsal.__aenter__()


async def _left(rehearsal: AbstractAsyncContextManager[Open]) -> None:
    await rehearsal.__aexit__(None, None, None)


@pytest.fixture
def opens(browser: "Browser") -> "Iterator[Callable[..., Page]]":
    """Opens a page of its own kind: `width`, `height`, `dark`. A fault on a page fails its test."""
    contexts, faults = [], []

    def open_page(*, width: int = 1280, height: int = 860, dark: bool = False) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=width < 700,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def rehearsal(enter: Enter, browser: "Browser", handbook: Library) -> Open:
    """The page around the real bot."""
    return enter(opened(real_bot(handbook), ours()))


@pytest.fixture
def ward(rehearsal: Open, opens: "Callable[..., Page]") -> Ward:
    """The registrar's page, on a desk."""
    return Ward(opens(), rehearsal.address)


@pytest.fixture
def specimen_ward(enter: Enter, opens: "Callable[..., Page]") -> Ward:
    """The same, around an app that uses what the bot does not use yet."""
    return Ward(opens(), enter(opened(specimen, SPECIMEN)).address)
