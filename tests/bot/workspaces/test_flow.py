"""Installing: the two pages, a state that is good once, and what becomes of a token."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import httpx2
import pytest

from bot.app import furnish, web
from bot.library import Library
from bot.settings import SettingError, Settings
from bot.store.sqlite import SqliteStore
from bot.workspaces import pages, stores
from bot.workspaces.tokens import Workspaces
from tests.bot.payloads import TEAM
from tests.bot.slack_stub import SlackStub, hangs_up, says
from tests.bot.workspaces.conftest import HERE, TOKEN, access, begin, install

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class Outline(HTMLParser):
    """The tags of a page, to look for what must and must not be there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


async def test_a_workspace_installs_and_its_token_serves(
    browser: httpx2.AsyncClient, slack: SlackStub, workspaces: Workspaces
) -> None:
    """From the first page to the last; the name of the workspace is escaped."""
    page = await install(browser, slack)

    assert 200 == page.status_code
    assert "Ward &lt;9&gt; &amp; co" in page.text
    assert ["oauth.v2.access", "auth.test"] == [call.method for call in slack.calls]
    assert f"{HERE}/slack/oauth_redirect" == slack.calls[0].body["redirect_uri"]
    assert TOKEN == await workspaces.token(TEAM, "")


async def test_a_whole_organisation_installs(
    browser: httpx2.AsyncClient, slack: SlackStub, workspaces: Workspaces
) -> None:
    """One token for each workspace of the organisation, none for a workspace of another."""
    page = await install(browser, slack, team=None, enterprise="E0ORG")

    assert "The Hospitals" in page.text
    assert TOKEN == await workspaces.token("T0ANY", "E0ORG")
    assert TOKEN == await workspaces.token("", "E0ORG")
    assert await workspaces.token("T0ANY", "E0OTHER") is None
    assert await workspaces.token("T0ANY", "") is None


async def test_the_link_to_slack_names_the_scopes_and_nothing_from_the_address(browser: httpx2.AsyncClient) -> None:
    """Nobody can add to what Slack is asked for by a link to our first page."""
    page = (await browser.get("/slack/install?team=T1%26scope=admin")).text

    assert "commands" in page
    assert "admin" not in page.split('class="go"')[1]
    assert "/oauth/v2/authorize?" in page


async def test_a_state_is_good_once(browser: httpx2.AsyncClient, slack: SlackStub) -> None:
    """Of eight at the same moment one is let in."""
    state = await begin(browser)
    for _ in range(2):
        slack.answers.extend([says(**access()), says(ok=True, bot_id="B0NADIR")])
    address = {"code": "c-1", "state": state}
    answers = await asyncio.gather(*(browser.get("/slack/oauth_redirect", params=address) for _ in range(8)))

    assert [200, *[401] * 7] == sorted(answer.status_code for answer in answers)


async def test_a_state_is_good_for_ten_minutes(
    browser: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch, workspaces: Workspaces
) -> None:
    """After that the installer begins anew, and what ran out is deleted."""
    old = await begin(browser)
    now = stores._now()
    monkeypatch.setattr(stores, "_now", lambda: now + timedelta(seconds=601))

    answer = await browser.get("/slack/oauth_redirect", params={"code": "c-1", "state": old})
    assert 401 == answer.status_code
    await workspaces.states.async_issue()
    async with workspaces.states.engine.connect() as connection:
        left = await connection.exec_driver_sql("SELECT count(*) FROM slack_oauth_states")
        assert 1 == left.scalar()


async def test_another_browser_is_refused(browser: httpx2.AsyncClient) -> None:
    """A state that somebody else began, without the cookie of this browser, installs nothing."""
    state = await begin(browser)
    browser.cookies.clear()

    answer = await browser.get("/slack/oauth_redirect", params={"code": "c-1", "state": state})

    assert 400 == answer.status_code
    assert "not opened by the browser that began" in answer.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("error=access_denied", 400),
        ("error=%3Cscript%3Ealert(1)%3C/script%3E", 400),
        ("", 400),
        ("state=x", 400),
        ("code=c&state=" + "s" * 5000, 414),
        ("%ff%fe&state=%00", 400),
    ],
)
async def test_a_bad_return_gets_a_plain_page(
    browser: httpx2.AsyncClient, query: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Never a 5xx, nothing of the address in page or log, a way to try again and a reference that the log has too."""
    caplog.set_level(logging.DEBUG)

    answer = await browser.get(f"/slack/oauth_redirect?{query}")

    assert status == answer.status_code
    assert "<script" not in answer.text
    assert "alert" not in answer.text + ours(caplog)
    assert 'href="/slack/install"' in answer.text
    reference = answer.text.split("reference <code>")[1][:8]
    assert reference in [getattr(record, "ids", {}).get("reference") for record in caplog.records]


def ours(caplog: pytest.LogCaptureFixture) -> str:
    """All that was logged, but for the browser of the test."""
    return " ".join(
        f"{record.getMessage()} {record.__dict__}" for record in caplog.records if not record.name.startswith("http")
    )


async def test_a_code_that_slack_refuses(
    browser: httpx2.AsyncClient, slack: SlackStub, caplog: pytest.LogCaptureFixture
) -> None:
    """Said plainly; the code is not in the log."""
    caplog.set_level(logging.DEBUG)
    state = await begin(browser)
    slack.answers.append(says(ok=False, error="invalid_code"))

    answer = await browser.get("/slack/oauth_redirect", params={"code": "the-code", "state": state})

    assert 401 == answer.status_code
    assert "Slack did not accept" in answer.text
    assert "the-code" not in ours(caplog)
    assert state not in ours(caplog)


async def test_a_slack_that_hangs_up_is_told(browser: httpx2.AsyncClient, slack: SlackStub) -> None:
    """A page, not a traceback."""
    state = await begin(browser)
    slack.answers.append(hangs_up)

    answer = await browser.get("/slack/oauth_redirect", params={"code": "c", "state": state})

    assert 502 == answer.status_code
    assert "Something failed on our side" in answer.text


async def test_who_is_not_invited_is_refused(
    several: Settings, store: SqliteStore, read: Library, slack: SlackStub, workspaces: Workspaces
) -> None:
    """Where workspaces are named, another's token is given back and not kept."""
    named = several.model_copy(update={"workspaces": "T0NAMED, E0NAMED"})
    transport = httpx2.ASGITransport(app=web(furnish(named, store, read), http=True), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=HERE) as browser:
        refused = await install(browser, slack)
        assert 403 == refused.status_code
        assert "named workspaces only" in refused.text
        assert "auth.revoke" == slack.calls[-1].method
        assert await workspaces.token(TEAM, "") is None
        assert 200 == (await install(browser, slack, team="T0NAMED")).status_code
        assert 200 == (await install(browser, slack, team=None, enterprise="E0NAMED")).status_code


def every_page() -> Iterator[str]:
    """Each page there is."""
    yield pages.installing("https://slack.test/?a=1&b=2")
    yield pages.installed("A & B")
    yield from (
        pages.failed(reason, "/slack/install", "abcd1234") for reason in ["access_denied", "invalid_state", "?"]
    )


@pytest.mark.parametrize("page", list(every_page()))
def test_every_page_is_accessible(page: str) -> None:
    """A language, a title, one heading, one main part, no script, nothing fetched, readable on a phone."""
    tags = Outline(page).tags
    names = [name for name, _ in tags]

    assert ("html", {"lang": "en"}) in tags
    assert (1, 1, 1) == (names.count("h1"), names.count("main"), names.count("title"))
    assert any(found.get("name") == "viewport" for _, found in tags)
    assert not {"script", "img", "iframe", "link", "form"} & set(names)


async def test_the_pages_are_served_with_care(browser: httpx2.AsyncClient) -> None:
    """Not stored, not framed, not told to the next site; the cookie is for this browser's returning alone."""
    page = await browser.get("/slack/install")

    assert "no-store" == page.headers["cache-control"]
    assert "no-referrer" == page.headers["referrer-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    cookie = page.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("secure", "httponly", "samesite=lax", "max-age=600"))
    assert 405 == (await browser.post("/slack/install")).status_code
    assert 405 == (await browser.put("/slack/oauth_redirect")).status_code


async def test_one_workspace_has_no_install_page(
    settings: Settings, store: SqliteStore, read: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the token of one workspace there is nothing to install and no file of tokens."""
    monkeypatch.chdir(tmp_path)
    transport = httpx2.ASGITransport(app=web(furnish(settings, store, read), http=True), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=HERE) as browser:
        assert 404 == (await browser.get("/slack/install")).status_code
    assert not settings.installations.exists()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"slack_client_secret": None}, "NADIR_SLACK_CLIENT_SECRET: is not set"),
        ({"public_url": None}, "NADIR_PUBLIC_URL: is not set"),
        ({"slack_bot_token": "xoxb-1"}, "NADIR_SLACK_BOT_TOKEN: stands beside NADIR_SLACK_CLIENT_ID"),
    ],
)
def test_what_is_missing_is_told_by_name(
    several: Settings, store: SqliteStore, read: Library, changed: dict[str, object], told: str
) -> None:
    """Each with its remedy, before anything runs."""
    with pytest.raises(SettingError, match=told):
        furnish(several.model_copy(update=changed), store, read)
