"""The ward that the page plays: people, rooms, what was said in them and who may see it. In memory, gone at the end."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Clock = Callable[[], float]
Json = dict[str, Any]

TEAM, APP, BOT, BOT_ID, HOUSE = "T0WARD", "A0NADIR", "U0NADIR", "B0NADIR", "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to act as, by role; nobody here has a name. `bot` is the app itself or the page's own voice."""

    id: str
    name: str
    handle: str
    bot: bool = False


@dataclass(slots=True)
class Room:
    """A channel, or the direct messages of one person with the app."""

    id: str
    name: str
    kind: Literal["channel", "im"]
    members: set[str]
    topic: str = ""
    prompts: Json | None = None

    @property
    def private(self) -> bool:
        """Whether only its members can see it."""
        return self.kind == "im"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it was uploaded; `room` is empty until it is shared."""

    id: str
    name: str
    kind: str
    owner: str
    content: bytes = b""
    title: str = ""
    alt: str = ""
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `only` is the one person who sees it, if it is ephemeral."""

    ts: str
    room: str
    author: str
    text: str = ""
    blocks: tuple[Json, ...] = ()
    thread: str = ""
    only: str = ""
    edited: str = ""
    files: tuple[Kept, ...] = ()
    subtype: str = ""

    @property
    def root(self) -> str:
        """The message its thread hangs on."""
        return self.thread or self.ts


PEOPLE = (
    Person("U0REGISTRAR", "Registrar", "registrar"),
    Person("U0NURSE", "Nurse in charge", "nurse"),
    Person("U0PHARMACIST", "Pharmacist", "pharmacist"),
    Person("U0CONSULTANT", "Consultant on call", "consultant"),
)


def rooms() -> tuple[Room, ...]:
    """The rooms of a new ward: two where the app is a member, one where it is not, and everybody's own messages."""
    everybody = {person.id for person in PEOPLE}
    return (
        Room("C0ONCOLOGY", "oncology", "channel", everybody | {BOT}, "Haematology and oncology, day unit and ward"),
        Room("C0NIGHT", "night-shift", "channel", everybody | {BOT}, "On call tonight"),
        Room("C0CANTEEN", "canteen", "channel", set(everybody), "The app is not a member here"),
        *(Room(direct(person.id), "", "im", {person.id, BOT}) for person in PEOPLE),
    )


def direct(user: str) -> str:
    """The room of one person's direct messages with the app."""
    return f"D{user[1:]}"


@dataclass(eq=False, slots=True)
class Watcher:
    """Somebody's open page: what changes for them is queued here; None says that the page shall go."""

    user: str
    queue: asyncio.Queue[Json | None] = field(default_factory=asyncio.Queue)


class Ward:
    """Everything that is said and shown; whoever watches is told of each change they may see."""

    def __init__(self, app: str, clock: Clock = time.time) -> None:
        self.clock = clock
        self.people = {
            one.id: one
            for one in (*PEOPLE, Person(BOT, app, app.lower(), bot=True), Person(HOUSE, "This page", "page", bot=True))
        }
        self.rooms = {room.id: room for room in rooms()}
        self.files: dict[str, Kept] = {}
        self._said: dict[str, dict[str, Said]] = {name: {} for name in self.rooms}
        self._watchers: set[Watcher] = set()
        self._last = 0
        self._numbers = itertools.count(1)

    def stamp(self) -> str:
        """A time stamp as Slack makes them: seconds with six places, each later than the one before."""
        self._last = max(int(self.clock() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"

    def identity(self, letter: str) -> str:
        """A new id beginning with *letter*."""
        return f"{letter}0{next(self._numbers):04}{secrets.token_hex(3).upper()}"

    def say(self, room: str, author: str, text: str = "", **more: Any) -> Said:
        """A new message; see `Said` for what *more* may hold."""
        return self._put(Said(self.stamp(), room, author, text, **_with_ids(more)))

    def notice(self, room: str, user: str, text: str, thread: str = "") -> Said:
        """A word of the page itself, to one person."""
        return self.say(room, HOUSE, text, only=user, thread=thread)

    def change(self, said: Said, **changes: Any) -> Said:
        """A message put right in its place."""
        return self._put(replace(said, **_with_ids(changes)))

    def remove(self, said: Said) -> None:
        """A message taken away."""
        del self._said[said.room][said.ts]
        self._tell({"kind": "removed", "room": said.room, "ts": said.ts}, said.room, said.only)

    def find(self, room: str, ts: str) -> Said | None:
        """A message by its room and time."""
        return self._said.get(room, {}).get(ts)

    def in_room(self, room: str) -> tuple[Said, ...]:
        """All that was said in a room, ephemeral words included, in order."""
        return tuple(self._said[room].values())

    def seen_by(self, user: str) -> Iterator[Said]:
        """All that *user* may see."""
        for room in self.rooms.values():
            if not room.private or user in room.members:
                yield from (said for said in self._said[room.id].values() if said.only in ("", user))

    def join(self, room: Room, user: str) -> None:
        """Somebody becomes a member of a room."""
        room.members.add(user)
        self.tell({"kind": "room", "room": room.id, "members": sorted(room.members)})

    @contextmanager
    def watching(self, user: str) -> Iterator[Watcher]:
        """A page of *user* that is told of changes while it is open."""
        watcher = Watcher(user)
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    def tell(self, change: Json, user: str = "") -> None:
        """Tell of *change* whoever watches: all, or the pages of one *user*."""
        for watcher in self._watchers:
            if user in ("", watcher.user):
                watcher.queue.put_nowait(change)

    def close(self) -> None:
        """Send every open page away."""
        for watcher in self._watchers:
            watcher.queue.put_nowait(None)

    def _put(self, said: Said) -> Said:
        self._said[said.room][said.ts] = said
        self._tell({"kind": "said", "said": shown(said)}, said.room, said.only)
        return said

    def _tell(self, change: Json, room: str, only: str) -> None:
        place = self.rooms[room]
        for user in [only] if only else sorted(place.members) if place.private else [""]:
            self.tell(change, user)


def shown(said: Said) -> Json:
    """A message as the page gets it."""
    return {
        "ts": said.ts,
        "room": said.room,
        "author": said.author,
        "text": said.text,
        "blocks": list(said.blocks),
        "thread": said.thread,
        "only": bool(said.only),
        "edited": bool(said.edited),
        "subtype": said.subtype,
        "files": [described(one) for one in said.files],
    }


def described(kept: Kept) -> Json:
    """A file as the page gets it."""
    named = {"id": kept.id, "name": kept.name, "mimetype": kept.kind, "title": kept.title or kept.name}
    return {**named, "alt": kept.alt, "url": f"/files/{kept.id}", "size": len(kept.content)}


def _with_ids(fields: Json) -> Json:
    """Blocks get the ids that Slack gives to those that have none."""
    if "blocks" not in fields:
        return fields
    return {**fields, "blocks": tuple(with_ids(list(fields["blocks"] or ())))}


def with_ids(blocks: list[Json]) -> list[Json]:
    """*blocks*, each with a block id, and each element that can be used with an action id."""
    return [_named(block) for block in blocks]


def _named(block: Json) -> Json:
    named = {**block, "block_id": block.get("block_id") or secrets.token_urlsafe(4)}
    for place in ("accessory", "element"):
        if isinstance(block.get(place), dict):
            named[place] = _usable(block[place])
    if block.get("type") == "actions":
        named["elements"] = [_usable(one) for one in block.get("elements", ())]
    return named


def _usable(element: Json) -> Json:
    return element if element.get("type") == "image" else {"action_id": secrets.token_urlsafe(4), **element}
