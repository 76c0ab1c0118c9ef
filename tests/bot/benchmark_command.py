"""How fast a signed `/anc` is answered, as a ratio to an empty Bolt app in the same run. Not a test.

python -m tests.bot.benchmark_command
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from pydantic import SecretStr
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from starlette.types import Message

from bot.app import furnish, web
from bot.library import load
from bot.settings import Settings
from bot.store.sqlite import SqliteStore
from tests.bot.payloads import SECRET, command, headers, request

TEXT = "ANC 0.4 WBC 1.1 T 38.6 62M AML, no COPD"
ROUNDS = 400


def empty_app(*, waits_for_work: bool) -> AsyncApp:
    """Bolt with one listener that says a word; with its defaults it polls for the acknowledgement."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-1")

    client = AsyncWebClient()
    app = AsyncApp(signing_secret=SECRET, client=client, authorize=authorize, process_before_response=waits_for_work)

    async def listen(ack: AsyncAck) -> None:
        await ack("hi")

    app.command("/anc")(listen)
    return app


async def timed(call: Callable[[str], Awaitable[object]]) -> list[float]:
    """Milliseconds of each of many calls, the first few left out."""
    found = []
    for _ in range(ROUNDS):
        body = command(TEXT)
        start = time.perf_counter()
        await call(body)
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found[20:])


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        known = Settings(
            slack_bot_token=SecretStr("xoxb-1"),
            slack_signing_secret=SecretStr(SECRET),
            database=Path(folder) / "nadir.sqlite3",
        )
        store = SqliteStore(known.database)
        served = web(furnish(known, store, load()), http=True)

        async def ours(body: str) -> None:
            raw = [(name.encode(), value.encode()) for name, value in headers(body).items()]
            scope = {"type": "http", "method": "POST", "path": "/slack/events", "headers": raw, "query_string": b""}

            async def receive() -> Message:
                return {"type": "http.request", "body": body.encode()}

            async def send(_message: Message) -> None:
                return

            await served(scope, receive, send)

        stock, polling = empty_app(waits_for_work=True), empty_app(waits_for_work=False)
        runs = {
            "empty Bolt, process_before_response": await timed(lambda body: stock.async_dispatch(request(body))),
            "empty Bolt, its defaults": await timed(lambda body: polling.async_dispatch(request(body))),
            "ours: full consult, committed": await timed(ours),
        }
        await store.close()
    for name, times in runs.items():
        print(f"{name:40} p50 {median(times):7.2f} ms   p99 {times[int(len(times) * 0.99)]:7.2f} ms")  # noqa: T201 - its purpose


if __name__ == "__main__":
    asyncio.run(main())
