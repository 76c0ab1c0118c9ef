"""A Slack that nobody here wrote, as a process on loopback: npm emulate, which `make emulate` installs."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.library import Library, load
from bot.log import quiet
from bot.store.sqlite import SqliteStore

ADMIN, BOT_TOKEN = "xoxp-who-looks-at-the-channel", "xoxb-of-one-workspace"
REDIRECT = "https://nadir.test/slack/oauth_redirect"
SEED = {
    "slack": {
        "strict_scopes": True,
        "team": {"name": "The Ward", "domain": "the-ward"},
        "oauth_apps": [
            {
                "client_id": "1.2",
                "client_secret": "the-client-secret",
                "app_id": "A0NADIR",
                "name": "Nadir",
                "redirect_uris": [REDIRECT],
                "scopes": [],
            }
        ],
        "tokens": [
            {"token": ADMIN, "type": "user", "scopes": ["channels:history", "channels:read", "users:read"]},
            {"token": BOT_TOKEN, "type": "bot", "scopes": ["chat:write", "commands"]},
        ],
    }
}


@dataclass(frozen=True)
class OtherSlack:
    """Where it is, and what stands in a thread of it."""

    url: str

    @property
    def api(self) -> str:
        return f"{self.url}/api/"

    async def thread(self, channel: str, ts: str) -> list[dict[str, Any]]:
        """The messages of a thread, as a member of the channel reads them."""
        async with httpx2.AsyncClient() as client:
            asked = {"channel": channel, "ts": ts}
            answer = await client.post(
                f"{self.api}conversations.replies", data=asked, headers={"Authorization": f"Bearer {ADMIN}"}
            )
        found: dict[str, Any] = answer.json()
        assert found["ok"], found
        return list(found["messages"])


@pytest.fixture
def other(repository: Path) -> Iterator[OtherSlack]:
    """Another Slack, running for one test; without it the test is skipped, after `make emulate` it fails."""
    node, script = shutil.which("node"), repository / ".emulate" / "serve.mjs"
    if node is None or not (repository / ".emulate" / "installed").exists():
        reason = "npm emulate is not installed: make emulate (needs Node.js 20 or newer)"
        if os.environ.get("NADIR_REQUIRE_EMULATE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    process = subprocess.Popen([node, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        process.stdin.write(json.dumps(SEED))
        process.stdin.close()
        yield OtherSlack(process.stdout.readline().strip())
        process.terminate()


@pytest.fixture(autouse=True)
def _quiet() -> None:
    """Libraries' words are withheld from the log, as in a running bot."""
    quiet()


@pytest.fixture(scope="session")
def read() -> Library:
    """The real handbook and the words to read with."""
    return load()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty store."""
    opened = SqliteStore(tmp_path / "nadir.sqlite3")
    yield opened
    opened.close_now()
