"""Where a message from Slack becomes an answer: it is taken once, thought about, and kept, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from bot import words
from bot.arrivals import Arrival, Press
from bot.store.port import Address, Case, Delivery, Made, Reader, Store, Stored, Think
from core.converse import SAME_PATIENT, Message, Outcome, Turn
from core.reply.parts import Reply

Converse = Callable[[Sequence[Turn], Message], Outcome]
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply and the opaque key under which it is kept."""

    key: str
    reply: Reply


class Desk:
    """Takes what listeners hear. *converse* is the pure conversation; *wake* tells the outbox that there is work."""

    def __init__(
        self,
        store: Store,
        converse: Converse,
        *,
        clock: Clock = utc_now,
        wake: Callable[[], None] = lambda: None,
        retention_hours: int = 72,
    ) -> None:
        self._store, self._converse, self._clock, self._wake = store, converse, clock, wake
        self._retention_hours = retention_hours

    async def answer(self, arrival: Arrival) -> Answer:
        """Answer what was said. The answer is committed when this returns; one with an address is also queued.

        The same arrival again gets the answer it got the first time, and nothing is queued twice.
        """
        reader = await self._store.reader(arrival.case.team, arrival.author)
        taken = await self._store.take(arrival.key, arrival.case, partial(self._said, arrival, reader), self._clock())
        if arrival.address is not None:
            self._wake()
        return Answer(taken.key, taken.reply or words.expired(self._retention_hours))

    async def press(self, press: Press) -> None:
        """Take a pressed button: an answer changes the case and its message, a view is shown to that person."""
        origin = await self._store.reply(press.reply)
        if origin is None or not _may(press.place, origin.case):
            apart = replace(press.place, id=press.key)
            expired = _aside(press.aside, words.expired(self._retention_hours))
            await self._take(press.key, apart, lambda _turns: expired)
        elif press.view is not None:
            shown = Made(deliveries=(Delivery(press.aside, press.view, origin.key),))
            await self._take(press.key, origin.case, lambda _turns: shown)
        else:
            reader = await self._store.reader(press.place.team, press.author)
            await self._take(press.key, origin.case, partial(self._pressed, press, origin, reader))

    async def choose(self, team: str, user: str, audience: str) -> None:
        """Remember which wording a person reads from now on."""
        await self._store.remember(Reader(team, user, audience))

    async def tell(self, key: str, case: Case, address: Address, reply: Reply) -> None:
        """Queue a fixed word for one person; the case is not touched."""
        await self._take(key, case, lambda _turns: _aside(address, reply))

    async def _take(self, key: str, case: Case, think: Think) -> None:
        """Take something that is answered by a queued message."""
        await self._store.take(key, case, think, self._clock())
        self._wake()

    def _said(self, arrival: Arrival, reader: Reader | None, turns: Sequence[Turn]) -> Made:
        deliveries = () if arrival.address is None else (Delivery(arrival.address),)
        if arrival.files and not arrival.text.strip():
            return Made(words.cannot_read_pictures(), deliveries=deliveries)
        message = Message(
            arrival.text,
            arrival.at or self._clock(),
            arrival.author,
            arrival.key,
            audience=reader.audience if reader else "",
            files=arrival.files,
            new_reader=reader is None and arrival.author != "" and not arrival.replaces,
            replaces=_standing(arrival.replaces, turns),
            deleted=arrival.deleted,
        )
        if arrival.deleted and not message.replaces:
            return Made()  # it was never ours, or is no longer kept
        outcome = self._converse(turns, message)
        chosen = _chosen_wording(outcome, arrival)
        told = () if arrival.deleted and not _says_something(message.replaces, turns) else deliveries
        return Made(words.dressed(outcome.reply, outcome.turn), outcome.turn, told, chosen)

    def _pressed(self, press: Press, origin: Stored, reader: Reader | None, turns: Sequence[Turn]) -> Made:
        answer = _chosen(origin.reply, press)
        if answer is None:
            return _aside(press.aside, words.unknown_button())
        if _overtaken(turns, origin.key, answer[0]):
            return _aside(press.aside, words.answered_since())
        # Turns fold in the order of their times, so one case keeps to one clock: Slack tells no time of a command.
        at = press.at if press.at and not origin.case.user else self._clock()
        message = Message("", at, press.author, press.key, answer, reader.audience if reader else "")
        outcome = self._converse(turns, message)
        return Made(outcome.reply, outcome.turn, (Delivery(press.update),))


def _may(place: Case, case: Case) -> bool:
    """Whether a button pressed in *place* belongs to *case*: same workspace and channel, and the asker if private."""
    return (place.team, place.channel) == (case.team, case.channel) and case.user in ("", place.user)


def _standing(said: str, turns: Sequence[Turn]) -> str:
    """The event that stands for a message now: its own, or that of its last edit; empty where none is known."""
    if not any(turn.event_id == said for turn in turns):
        return ""
    edits = {turn.replaces: turn.event_id for turn in turns if turn.replaces}
    while said in edits:
        said = edits[said]
    return said


def _says_something(event: str, turns: Sequence[Turn]) -> bool:
    """Whether a message told anything of a patient: the deletion of thanks needs no answer."""
    return any(turn.event_id == event and (turn.new_case or _touched(turn) or turn.readings) for turn in turns)


def _aside(address: Address, reply: Reply) -> Made:
    return Made(reply, deliveries=(Delivery(address),))


def _chosen_wording(outcome: Outcome, arrival: Arrival) -> Reader | None:
    """What to remember of the author: the wording they chose in this message, or that they were asked."""
    chosen = outcome.turn.remarks.chosen
    if not chosen and outcome.reply.reader is None:
        return None
    return Reader(arrival.case.team, arrival.author, chosen)


def _chosen(reply: Reply, press: Press) -> tuple[str, str] | None:
    """The fact key and value that the button stood for when it was drawn; None when the reply has no such button."""
    if press.question >= len(reply.questions):
        return None
    question = reply.questions[press.question]
    if press.option >= len(question.options):
        return None
    return question.key, question.options[press.option].value


def _overtaken(turns: Sequence[Turn], since: str, key: str) -> bool:
    """Whether, after the turn *since*, something was said about *key*, or a new case was started."""
    places = [place for place, turn in enumerate(turns) if turn.event_id == since]
    later = turns[places[0] + 1 :] if places else turns
    if key == SAME_PATIENT and later:
        return True
    return any(turn.new_case or key in _touched(turn) for turn in later)


def _touched(turn: Turn) -> set[str]:
    return {one.key for one in turn.stated} | set(turn.retracted) | set(turn.declined)
