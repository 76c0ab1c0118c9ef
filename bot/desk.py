"""Where a message from Slack becomes an answer: it is taken once, thought about, and kept, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from bot import words
from bot.arrivals import Arrival, opaque
from bot.presses import Press, Sent
from bot.store.port import Address, Case, Delivery, Made, Opinion, Reader, Reminder, Store, Stored, Think, View
from core.converse import SAME_PATIENT, Message, Outcome, Turn
from core.reply.parts import Reply

Converse = Callable[[Sequence[Turn], Message], Outcome]
Clock = Callable[[], datetime]
Remind = Callable[[Sequence[Turn]], tuple[datetime, Reply] | None]
Stand = Callable[[Sequence[Turn]], Reply]
TREND: View = "trend"
HANDOFF = "handoff"  # what the button says in place of its presser


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply and the opaque key under which it is kept."""

    key: str
    reply: Reply


class Desk:
    """Takes what listeners hear. *converse* is the pure conversation, *stand* the answer to a case as it stands.

    *remind* is the word due in a case, if any; *wake* tells the outbox that there is work.
    """

    def __init__(
        self,
        store: Store,
        converse: Converse,
        *,
        stand: Stand,
        remind: Remind = lambda _turns: None,
        clock: Clock = utc_now,
        wake: Callable[[], None] = lambda: None,
        retention_hours: int = 72,
    ) -> None:
        self._store, self._converse, self._clock, self._wake = store, converse, clock, wake
        self._stand, self._remind, self.retention_hours = stand, remind, retention_hours

    async def answer(self, arrival: Arrival) -> Answer:
        """Answer what was said. The answer is committed when this returns; one with an address is also queued.

        The same arrival again gets the answer it got the first time, and nothing is queued twice.
        """
        reader = await self._store.reader(arrival.case.team, arrival.author)
        taken = await self._store.take(arrival.key, arrival.case, partial(self._said, arrival, reader), self._clock())
        if arrival.address is not None:
            self._wake()
        return Answer(taken.key, taken.reply or words.expired(self.retention_hours))

    async def press(self, press: Press) -> None:
        """Take a pressed button: an answer changes the case and its message, a view is shown to that person."""
        origin = await self._store.reply(press.reply)
        if origin is None or not _may(press.place, origin.case):
            await self.tell(press, words.expired(self.retention_hours))
            return
        reader = await self._store.reader(press.place.team, press.author)
        await self._take(press.key, origin.case, partial(self._made_of, press, origin, reader))

    async def origin(self, press: Press) -> Stored | None:
        """The reply that a form is to be opened on; None where it is not kept, or not for this person."""
        found = await self._store.reply(press.reply)
        return found if found is not None and _may(press.place, found.case) else None

    async def kept(self, sent: Sent) -> Stored | None:
        """The reply that a form was opened on; None where it is not kept, or not for this person."""
        found = await self._store.reply(sent.reply)
        if found is None:
            return None
        place = replace(sent.place, channel=found.case.channel)  # a form tells no channel: it was opened in that one
        return found if _may(place, found.case) else None

    async def first(self, key: str, case: Case) -> bool:
        """Whether something is asked for the first time: what is done in Slack itself is done once."""
        return (await self._store.take(key, case, lambda _turns: Made(), self._clock())).fresh

    async def turns(self, case: Case) -> tuple[Turn, ...]:
        """What has been said of a case."""
        return await self._store.turns(case.id)

    async def filled(
        self, key: str, case: Case, author: str, form: Sequence[tuple[str, str]], to: Address | None
    ) -> Answer:
        """Answer a form: its answers are told as one message. The answer is committed when this returns."""
        reader = await self._store.reader(case.team, author)

        def told(turns: Sequence[Turn]) -> Made:
            wording = reader.audience if reader else ""
            message = Message("", self._clock(), author, key, form=tuple(form), audience=wording)
            outcome = self._converse(turns, message)
            return Made(outcome.reply, outcome.turn, () if to is None else (Delivery(to),))

        taken = await self._store.take(key, case, told, self._clock())
        self._wake()
        return Answer(taken.key, taken.reply or words.expired(self.retention_hours))

    async def choose(self, team: str, user: str, audience: str) -> None:
        """Remember which wording a person reads from now on."""
        await self._store.remember(Reader(team, user, audience))

    async def reader(self, team: str, user: str) -> str:
        """Which wording a person has chosen; empty where none."""
        found = await self._store.reader(team, user)
        return found.audience if found else ""

    async def forget(self, user: str) -> int:
        """Delete what a person has said and chosen; returns how many messages that was."""
        return await self._store.forget(user=user)

    async def remind(self, reminder: Reminder) -> None:
        """Say what is due: the rules run again, and of a case that has moved on nothing is said."""

        def due(turns: Sequence[Turn]) -> Made:
            word = self._remind(turns)
            return Made() if word is None else Made(word[1], deliveries=(Delivery(reminder.address),))

        await self._take(opaque("reminded", reminder.event), reminder.case, due)
        await self._store.reminded(reminder.event)

    async def tell(self, press: Press, reply: Reply) -> None:
        """Queue a fixed word for whoever pressed something; no case is touched."""
        await self.say(press.key, replace(press.place, id=press.key), press.aside, reply)

    async def say(self, key: str, case: Case, address: Address, reply: Reply) -> None:
        """Queue a fixed word for one person; the case is not touched."""
        await self._take(key, case, lambda _turns: _aside(address, reply))

    async def _take(self, key: str, case: Case, think: Think) -> None:
        """Take something that is answered by a queued message."""
        await self._store.take(key, case, think, self._clock())
        self._wake()

    def _said(self, arrival: Arrival, reader: Reader | None, turns: Sequence[Turn]) -> Made:
        deliveries = () if arrival.address is None else (Delivery(arrival.address),)
        if arrival.outsider:
            return Made(words.outsider(), deliveries=deliveries)
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

    def _made_of(self, press: Press, origin: Stored, reader: Reader | None, turns: Sequence[Turn]) -> Made:
        """What a press under a reply leads to."""
        if press.view == TREND:
            return _pictured(press, origin)
        if press.kind == "show":
            return Made(deliveries=(Delivery(press.aside, press.view or "reply", origin.key),))
        if press.kind == "opinion":
            return replace(_aside(press.aside, words.THANKS), opinion=Opinion(origin.key, press.author, press.verdict))
        if press.kind == "handoff":
            return self._handed_over(press, reader, turns)
        if press.kind == "remind":
            return self._reminded(press, origin.case, turns)
        return self._pressed(press, origin, reader, turns)

    def _handed_over(self, press: Press, reader: Reader | None, turns: Sequence[Turn]) -> Made:
        message = Message(HANDOFF, self._clock(), press.author, press.key, audience=reader.audience if reader else "")
        outcome = self._converse(turns, message)
        return Made(outcome.reply, outcome.turn, (Delivery(press.aside),))

    def _reminded(self, press: Press, case: Case, turns: Sequence[Turn]) -> Made:
        """A reminder of the case; none where nothing is due any more."""
        word = self._remind(turns)
        if word is None:
            return _aside(press.aside, words.nothing_due())
        due, told = word
        if due <= self._clock():
            return _aside(press.aside, told)
        reminder = Reminder(press.key, case, due.timestamp(), _in_view_of(press, case))
        return replace(_aside(press.aside, words.will_remind()), reminder=reminder)

    def _pressed(self, press: Press, origin: Stored, reader: Reader | None, turns: Sequence[Turn]) -> Made:
        answer = _chosen(origin.reply, press)
        if answer is None:
            return _aside(press.aside, words.unknown_button())
        if _overtaken(turns, origin.key, answer[0]):
            return _aside(press.aside, words.moved(self._stand(turns)))
        # Turns fold in the order of their times, so one case keeps to one clock: Slack tells no time of a command.
        at = press.at if press.at and not origin.case.user else self._clock()
        message = Message("", at, press.author, press.key, answer, reader.audience if reader else "")
        outcome = self._converse(turns, message)
        return Made(outcome.reply, outcome.turn, (Delivery(press.update),))


def _may(place: Case, case: Case) -> bool:
    """Whether a button pressed in *place* belongs to *case*, in the same workspace: its asker's alone if private.

    A private case may be answered directly, away from the channel it was asked in; a shared one is its channel's.
    """
    mine = place.user == case.user if case.user else place.channel == case.channel
    return place.team == case.team and mine


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


def _in_view_of(press: Press, case: Case) -> Address:
    """A new message about a case: in its thread, or of a private case in the direct messages of the one person."""
    update = press.update
    if case.user:
        return Address("post", press.author, case.thread, team=update.team, enterprise=update.enterprise)
    person = press.author  # whom to tell where the thread cannot be reached
    return Address("post", case.channel, case.thread, team=update.team, enterprise=update.enterprise, person=person)


def _pictured(press: Press, origin: Stored) -> Made:
    """The picture of the counts of a reply: a file cannot be shown to one person alone in a channel."""
    picture = Delivery(_in_view_of(press, origin.case), TREND, origin.key)
    if not origin.case.user:
        return Made(deliveries=(picture,))
    return Made(words.PICTURE_IN_MESSAGES, deliveries=(Delivery(press.aside), picture))


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
