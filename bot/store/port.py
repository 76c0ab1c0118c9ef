"""What the bot asks of a store, and the shapes that go in and out. A store keeps no word of any message."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from core.converse.turn import Turn
from core.reply.parts import Reply

View = Literal["reply", "why", "plan", "sources", "trend"]
Verdict = Literal["agree", "differ", "report"]
State = Literal["pending", "sending", "ambiguous", "sent", "dead"]


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation: an opaque id, and the place in Slack where it is held.

    `user` is set when only one person may see it (a slash command); empty, all in the thread share it.
    """

    id: str
    team: str
    channel: str
    thread: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer goes: a new message, a posted message put right, or a response address of Slack's.

    `message` is the message to update; `url` the response address, which replaces the message that was
    clicked when `replace` is true and otherwise shows a message to that person alone. `team` and `enterprise` name
    the installation whose token posts there; one workspace with one token needs neither. `person` is who is told
    directly where this address does not work; empty where nobody is.
    """

    kind: Literal["post", "update", "respond"]
    channel: str
    thread: str = ""
    message: str = ""
    url: str = ""
    replace: bool = False
    team: str = ""
    enterprise: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to send: a stored reply (its key; empty is the reply being made) in one of its views."""

    address: Address
    view: View = "reply"
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """A person and the wording they read: clinician, trainee, patient, or empty where they were only asked."""

    team: str
    user: str
    audience: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """A word about a case to be said at a time: `event` is the key of the press that asked for it, `due` in seconds."""

    event: str
    case: Case
    due: float
    address: Address


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person thinks of a reply, by its opaque key; no word of the patient goes with it."""

    reply: str
    user: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Made:
    """What thinking made of one arrival: a turn, a reply, what is to be sent, a wording chosen; each may be missing."""

    reply: Reply | None = None
    turn: Turn | None = None
    deliveries: tuple[Delivery, ...] = ()
    reader: Reader | None = None
    reminder: Reminder | None = None
    opinion: Opinion | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A reply as it is kept, and the case it belongs to. `key` is opaque: buttons carry it."""

    key: str
    case: Case
    reply: Reply


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an arrival. `fresh` is false when it had been taken before; then `reply` is the one given then."""

    key: str
    reply: Reply | None
    fresh: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """One row of the outbox, claimed by this sender. `repeat`: an earlier try may have arrived."""

    id: int
    lane: str
    delivery: Delivery
    reply: Reply
    attempts: int
    repeat: bool


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a try: sent, dead, or open again (pending: it was refused; ambiguous: it may have arrived).

    `due` is when an open row may be tried again; `address` replaces the old one where that can never work.
    """

    state: State
    due: float = 0.0
    message: str = ""
    error: str = ""
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    """The open rows of the outbox and the age of the oldest in seconds; `dead` counts what could not be sent."""

    waiting: int
    oldest: float
    dead: int


Think = Callable[[Sequence[Turn]], Made]


class Store(Protocol):
    """Turns are only ever appended; a conversation is their fold in the order of (time of the message, event)."""

    async def take(self, event: str, case: Case, think: Think, received: datetime) -> Taken:
        """One unit of work in one transaction: know the event, load the turns, think, keep turn, reply and outbox.

        When this returns, all of it is on disk. When *think* raises, nothing is, and the event may come again.
        The replies of one conversation are made one at a time.
        """

    async def turns(self, conversation: str) -> tuple[Turn, ...]:
        """The turns of a conversation in the order in which they fold."""

    async def reply(self, key: str) -> Stored | None:
        """A stored reply by its opaque key; None when it is not or no longer kept."""

    async def conversation_of(self, reply_id: str) -> str | None:
        """The conversation in which the reply printed with *reply_id* was given; None when it is not kept."""

    async def reader(self, team: str, user: str) -> Reader | None:
        """Which wording a person reads; None when they were never asked."""

    async def remember(self, reader: Reader) -> None:
        """Keep the wording a person reads, or that they were asked: that never takes a choice away."""

    async def due(self, now: float) -> tuple[Reminder, ...]:
        """The reminders whose time has come and that are not settled, oldest first."""

    async def reminded(self, event: str) -> None:
        """Settle a reminder: it was said, or the case had moved on."""

    async def opinions(self) -> Mapping[str, int]:
        """How many people chose each verdict, of all replies still kept."""

    async def claim(self, now: float, busy: Collection[str], limit: int = 8) -> tuple[Sending, ...]:
        """Take the oldest open row of each lane that is due and not *busy*: nobody else sends it for a minute."""

    async def settle(self, row: int, fate: Fate, now: float) -> None:
        """Write down what became of a claimed row."""

    async def recover(self) -> int:
        """At start: what a crash left in the act of sending is due again, as a possible repeat; returns how many."""

    async def backlog(self, now: float) -> Backlog:
        """What is waiting to be sent; fails when the store cannot be written."""

    async def purge(self, before: datetime) -> int:
        """Delete whole every case in which nothing was said since; returns the turns deleted. Hashes remain."""

    async def forget(self, *, user: str = "", conversation: str = "") -> int:
        """Delete what one person said and chose, or one conversation; returns the turns deleted. Hashes remain."""

    async def verify(self) -> tuple[str, ...]:
        """The places where the audit chain does not hold, first first; none means it is whole."""

    async def close(self) -> None:
        """Finish what is queued and release the database."""
