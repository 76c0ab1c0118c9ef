"""The sender: at least once, in order, paced, and honest about repeats."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot import words
from bot.outbox import Outbox, Posted, Rendered
from bot.store.port import Address, Fate, Sending, Store
from bot.store.sqlite import SqliteStore
from tests.bot.store.test_contract import NOON, POST, take

UPDATE = Address("update", "C1", message="1.5", thread="1.1")


class Slack:
    """Takes messages as told: the next results in order, then all well."""

    def __init__(self, *results: Posted) -> None:
        self.results = deque(results)
        self.shown: list[tuple[Address, Rendered]] = []

    async def __call__(self, address: Address, message: Rendered) -> Posted:
        self.shown.append((address, message))
        await asyncio.sleep(0)
        return self.results.popleft() if self.results else Posted("sent", "1.9")

    @property
    def texts(self) -> list[str]:
        """What was sent, in order."""
        return [message.text for _, message in self.shown]


def draw(row: Sending) -> Rendered:
    """The headline, marked when it may be a repeat."""
    return Rendered(row.reply.headline + (" (may be a repeat)" if row.repeat else ""), ({"type": "divider"},))


class Clock:
    """A clock that runs fast: each look is a minute later, so that what waits becomes due."""

    def __init__(self) -> None:
        self.now = NOON.timestamp()

    def __call__(self) -> float:
        self.now += 20
        return self.now


@asynccontextmanager
async def sender(store: Store, slack: Slack) -> AsyncIterator[Outbox]:
    """A running outbox without the pause between messages."""
    outbox = Outbox(store, slack, draw, clock=Clock(), pace=0.0)
    task = asyncio.create_task(outbox.run())
    yield outbox
    await outbox.stop()
    await task


async def drained(store: Store) -> None:
    """Wait until nothing is waiting to be sent."""
    async with asyncio.timeout(20):
        while (await store.backlog(0)).waiting:
            await asyncio.sleep(0.01)


async def send(store: Store, slack: Slack, *addresses: Address) -> None:
    """Queue one message to each address, and send until the outbox is empty."""
    for number, address in enumerate(addresses or (POST,)):
        await take(store, f"e{number}", f"0.{number}", NOON, address)
    async with sender(store, slack) as outbox:
        outbox.wake()
        await drained(store)


async def test_a_message_is_sent_once(store: Store) -> None:
    """What Slack took is not sent again."""
    slack = Slack()
    await send(store, slack)

    assert ["ANC 0.0"] == slack.texts


async def test_a_channel_gets_its_messages_in_order(store: Store) -> None:
    """Ten messages to one thread arrive in the order in which they were committed."""
    slack = Slack()
    await send(store, slack, *[POST] * 10)

    assert [f"ANC 0.{number}" for number in range(10)] == slack.texts


@pytest.mark.parametrize(
    ("result", "repeated"),
    [
        (Posted("refused", error="ratelimited", wait=7), "ANC 0.0"),
        (Posted("refused", error="ClientConnectorError"), "ANC 0.0"),
        (Posted("doubtful", error="TimeoutError"), "ANC 0.0 (may be a repeat)"),
    ],
)
async def test_what_failed_is_sent_again_and_a_doubt_is_marked(store: Store, result: Posted, repeated: str) -> None:
    """A sure refusal is repeated as it was; what may have arrived says that it may be a repeat."""
    slack = Slack(result)
    await send(store, slack)

    assert ["ANC 0.0", repeated] == slack.texts


async def test_a_told_wait_is_kept(store: SqliteStore) -> None:
    """Retry-After is honoured to the second, across restarts, because it is written down."""
    await take(store, "e1", "0.4", NOON, POST)
    now = NOON.timestamp()
    slack = Slack(Posted("refused", error="ratelimited", wait=40))
    outbox = Outbox(store, slack, draw, clock=lambda: now, pace=0.0)
    task = asyncio.create_task(outbox.run())
    async with asyncio.timeout(5):
        while not slack.shown:
            await asyncio.sleep(0.01)
    await outbox.stop()
    await task

    assert () == await store.claim(now + 39, ())
    assert 1 == len(await store.claim(now + 40, ()))


async def test_a_message_that_can_never_be_sent_is_given_up_and_counted(store: Store) -> None:
    """A channel that is gone does not hold up the ones behind it, and does not vanish unseen."""
    slack = Slack(Posted("hopeless", error="channel_not_found"))
    await send(store, slack, POST, POST)

    assert ["ANC 0.0", "ANC 0.1"] == slack.texts
    assert 1 == (await store.backlog(0)).dead


ALONE = Address("respond", "C1", url="https://hooks.slack.com/1", replace=True, person="U1")


@pytest.mark.parametrize("result", ["hopeless", "misplaced"])
async def test_a_private_answer_that_cannot_be_shown_is_told_directly(store: Store, result: Any) -> None:
    """To its person alone, and never in the channel, whatever Slack says of the address."""
    slack = Slack(Posted(result, error="message_not_found"))
    await send(store, slack, ALONE)

    assert [ALONE, Address("post", "U1", person="U1")] == [address for address, _ in slack.shown]


async def test_what_cannot_be_told_directly_either_is_given_up(store: Store) -> None:
    """It ends, and is counted."""
    slack = Slack(*[Posted("hopeless", error="account_inactive")] * 2)
    await send(store, slack, ALONE)

    assert 2 == len(slack.shown)
    assert 1 == (await store.backlog(0)).dead


async def test_of_an_answer_too_long_for_slack_the_beginning_arrives(store: Store) -> None:
    """What to do comes first, and a word says that the rest is missing."""
    long = "EMERGENCY: now\n" + "and so on\n" * 300
    slack = Slack(*[Posted("unreadable", error="msg_too_long")] * 2)
    await take(store, "e1", "0.1", NOON, POST)
    outbox = Outbox(store, slack, lambda _row: Rendered(long), clock=Clock(), pace=0.0)
    task = asyncio.create_task(outbox.run())
    await drained(store)
    await outbox.stop()
    await task

    assert slack.texts[2].startswith("EMERGENCY: now\nand so on\n")
    assert slack.texts[2].endswith(words.CUT)
    assert len(slack.texts[2]) < 1200


async def test_blocks_that_slack_will_not_draw_go_as_words(store: Store) -> None:
    """The clinician gets the full sentences rather than nothing."""
    slack = Slack(Posted("unreadable", error="invalid_blocks"))
    await send(store, slack)

    assert [({"type": "divider"},), ()] == [message.blocks for _, message in slack.shown]


async def test_an_update_of_a_deleted_message_is_posted_anew(store: Store) -> None:
    """Where the message to put right is gone, the answer is said in the thread."""
    slack = Slack(Posted("misplaced", error="message_not_found"))
    await send(store, slack, UPDATE)

    assert [UPDATE, Address("post", "C1", "1.1")] == [address for address, _ in slack.shown]


async def test_after_a_crash_the_unfinished_is_taken_up(store: Store) -> None:
    """What was being sent when the process died is sent, and marked; what waited is sent as it is."""
    await take(store, "e8", "0.8", NOON, POST)
    await store.claim(NOON.timestamp(), ())
    slack = Slack()
    await send(store, slack)

    assert ["ANC 0.8 (may be a repeat)", "ANC 0.0"] == slack.texts


class Breaking:
    """A store whose n-th call fails, once."""

    def __init__(self, store: SqliteStore, nth: int) -> None:
        self._store, self._left = store, nth

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise OSError("disk")

    async def recover(self) -> int:
        self._count()
        return await self._store.recover()

    async def claim(self, now: float, busy: Sequence[str], limit: int = 8) -> tuple[Sending, ...]:
        self._count()
        return await self._store.claim(now, busy, limit)

    async def settle(self, row: int, fate: Fate, now: float) -> None:
        self._count()
        await self._store.settle(row, fate, now)


@pytest.mark.parametrize("nth", range(1, 9))
async def test_a_failing_disk_loses_nothing(store: SqliteStore, nth: int) -> None:
    """Whichever call to the store fails, every message arrives; one that arrives twice is marked."""
    slack = Slack()
    for number in range(2):
        await take(store, f"e{number}", f"0.{number}", NOON, POST)
    async with sender(Breaking(store, nth), slack):  # type: ignore[arg-type] # the rest is handed through
        await drained(store)

    assert {"ANC 0.0", "ANC 0.1"} <= set(slack.texts)
    assert len(slack.texts) - 2 == sum("repeat" in text for text in slack.texts)


async def test_stopping_lets_a_message_finish(store: Store) -> None:
    """A stop in the middle of a post waits for it, so that it is not repeated at the next start."""
    taken = asyncio.Event()

    async def slow(_address: Address, _message: Rendered) -> Posted:
        taken.set()
        await asyncio.sleep(0.05)
        return Posted("sent", "1.9")

    await take(store, "e1", "0.4", NOON, POST)
    outbox = Outbox(store, slow, draw, clock=Clock(), pace=0.0)
    task = asyncio.create_task(outbox.run())
    await taken.wait()
    await outbox.stop()
    await task

    assert (0, 0) == ((await store.backlog(0)).waiting, (await store.backlog(0)).dead)


async def test_a_channel_rests_between_messages(store: Store) -> None:
    """Two messages to a channel are a pause apart; a private answer does not wait for them."""
    private = Address("respond", "C1", url="https://hooks.slack.com/1")
    for number, address in enumerate((POST, POST, private)):
        await take(store, f"e{number}", f"0.{number}", NOON, address)
    slack = Slack()
    outbox = Outbox(store, slack, draw, clock=Clock(), pace=60.0)
    task = asyncio.create_task(outbox.run())
    async with asyncio.timeout(5):
        while len(slack.shown) < 2:
            await asyncio.sleep(0.01)

    assert {"ANC 0.0", "ANC 0.2"} == set(slack.texts)
    await outbox.stop()
    await task
