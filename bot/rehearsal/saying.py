"""What people do with words: say, command, edit, delete. Each goes to the bot as Slack would send it, or not at all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.rehearsal import limits, payloads
from bot.rehearsal.line import Answer, Line
from bot.rehearsal.stage import Refused, Stage
from bot.rehearsal.typed import escape, sent
from bot.rehearsal.ward import BOT, HOUSE, Kept, Room, Said

FAILED = {"http_timeout": "operation_timeout"}


@dataclass(frozen=True, slots=True)
class Saying:
    """The mouth of everybody on *stage*; *line* leads to the bot."""

    stage: Stage
    line: Line

    async def say(self, user: str, room_id: str, text: str, thread: str = "", files: tuple[str, ...] = ()) -> None:
        """Somebody sends what is in the composer: words, a command, a picture."""
        room, attached = _room(self.stage, user, room_id), tuple(_own_file(self.stage, user, one) for one in files)
        if text.startswith("/") and not attached:
            await self._command(user, room, text, thread)
        elif text.strip() or attached:
            said = self.stage.ward.say(room.id, user, sent(self.stage.ward, text), thread=thread, files=attached)
            self._tell_bot(said)

    def edit(self, user: str, room_id: str, ts: str, text: str) -> None:
        """Somebody puts a message of theirs right."""
        before = _own(self.stage, user, room_id, ts)
        words = sent(self.stage.ward, text)
        if words == before.text or not words.strip():
            return
        now = self.stage.ward.change(before, text=words, edited=self.stage.ward.stamp())
        if self._hears(now):
            self._deliver(payloads.changed(self.stage.ward, now, before))
        if self._mentioned(now):  # Slack tells of an edited mention as of a new one, with `edited` in it
            self._deliver(payloads.heard(self.stage.ward, now, "app_mention"))

    def delete(self, user: str, room_id: str, ts: str) -> None:
        """Somebody takes a message of theirs away."""
        gone = _own(self.stage, user, room_id, ts)
        self.stage.ward.remove(gone)
        if self._hears(gone):
            self._deliver(payloads.deleted(self.stage.ward, gone))

    def dismiss(self, user: str, room_id: str, ts: str) -> None:
        """Somebody puts away a message that only they see."""
        said = self.stage.ward.find(room_id, ts)
        if said and said.only == user:
            self.stage.ward.remove(said)

    def overhear(self, now: Said, before: Said | None) -> None:
        """Slack tells the app of its own messages too, where it listens: it must not answer itself."""
        if self._hears(now):
            ward = self.stage.ward
            self._deliver(payloads.changed(ward, now, before) if before else payloads.heard(ward, now, "message"))

    async def _command(self, user: str, room: Room, text: str, thread: str) -> None:
        word, _, rest = text.partition(" ")
        ward = self.stage.ward
        known = any(one.command == word for one in self.stage.app.commands)
        if word == "/invite":
            self._invite(user, room, rest)
        elif not known:
            ward.notice(room.id, user, f"`{escape(word)}` is not a valid command.", thread)
        elif thread:
            ward.notice(room.id, user, f"`{word}` is not supported in threads. Sorry!", thread)
        else:
            trigger, hook = self.stage.tickets.trigger(user), self.stage.hook(user, room.id)
            # Slack escapes a command's text too; its mentions only where the app asks for it, and ours does not.
            fields = payloads.command(ward.people[user], room, word, escape(rest).strip(), trigger, hook)
            self._answered(user, room, text, await self.line.command(fields))

    def _answered(self, user: str, room: Room, typed: str, answer: Answer) -> None:
        """Show what stood in the acknowledgement of a command."""
        ward, word = self.stage.ward, typed.partition(" ")[0]
        if not answer.well:
            why = FAILED.get(answer.fault, "dispatch_failed")
            ward.notice(room.id, user, f'{word} failed with the error "{why}"')
            return
        told = answer.object or ({"text": answer.text} if answer.text.strip() else {})
        blocks = told.get("blocks") or []
        if limits.faults(blocks):
            ward.notice(room.id, user, f'{word} failed with the error "invalid_blocks"')
        elif told.get("text") or blocks:
            for_all = told.get("response_type") == "in_channel"
            if for_all:
                ward.say(room.id, user, escape(typed))
            ward.say(room.id, BOT, told.get("text", ""), blocks=blocks, only="" if for_all else user)

    def _invite(self, user: str, room: Room, whom: str) -> None:
        if room.private or whom.strip().lstrip("@").lower() != self.stage.app.name.lower():
            self.stage.ward.notice(room.id, user, f"Here you can /invite @{self.stage.app.name} into a channel.")
        elif BOT not in room.members:
            self.stage.ward.join(room, BOT)
            self.stage.ward.say(room.id, BOT, f"was added to #{room.name}.", subtype="channel_join")

    def _tell_bot(self, said: Said) -> None:
        """The events that a new message makes: Slack sends both when the app has asked for both."""
        room = self.stage.ward.rooms[said.room]
        if self._hears(said):
            self._deliver(payloads.heard(self.stage.ward, said, "message"))
        if self._mentioned(said):
            self._deliver(payloads.heard(self.stage.ward, said, "app_mention"))
        elif f"<@{BOT}>" in said.text and not room.private and BOT not in room.members:
            name = self.stage.app.name
            words = f"You mentioned {name}, who is not in this channel. To add it: /invite @{name}"
            self.stage.ward.notice(room.id, said.author, words, said.thread)

    def _hears(self, said: Said) -> bool:
        room = self.stage.ward.rooms[said.room]
        kind = "message.im" if room.private else "message.channels"
        return kind in self.stage.app.events and BOT in room.members and not said.only

    def _mentioned(self, said: Said) -> bool:
        room = self.stage.ward.rooms[said.room]
        asked = "app_mention" in self.stage.app.events and not room.private
        return asked and BOT in room.members and f"<@{BOT}>" in said.text

    def _deliver(self, event: dict[str, object]) -> asyncio.Task[None]:
        return self.line.deliver(payloads.envelope(self.stage.ward, event))


def _room(stage: Stage, user: str, name: str) -> Room:
    room = stage.ward.rooms.get(name)
    if room is None or user not in room.members:
        raise Refused("channel_not_found")
    return room


def _own(stage: Stage, user: str, room: str, ts: str) -> Said:
    said = stage.ward.find(room, ts)
    if said is None or said.author != user or said.author in (BOT, HOUSE):
        raise Refused("message_not_found")
    return said


def _own_file(stage: Stage, user: str, name: str) -> Kept:
    kept = stage.ward.files.get(name)
    if kept is None or kept.owner != user:
        raise Refused("file_not_found")
    return kept
