"""What Slack shows besides answers: what is offered under one, forms, the App Home, the list of sources."""

from __future__ import annotations

from dataclasses import replace

from bot import blocks, words
from bot.blocks.surfaces import Home, Modal
from bot.library import Library
from bot.outbox import Rendered, is_direct
from bot.presses import Press
from bot.store.port import Sending, Stored
from core.consult import consult
from core.converse.fold import fold
from core.converse.granted import which_reader
from core.converse.said import pressed
from core.converse.turn import Conversation
from core.facts import Facts
from core.guideline import Handbook
from core.reply.compose import footer
from core.reply.parts import CitedSource, Question, Reply
from core.reply.score import items_line


class Pages:
    """Drawn from the handbook in force; *retention_hours* is how long values are kept.

    *pictures* tells whether counts over time can be drawn here.
    """

    def __init__(self, read: Library, retention_hours: int = 72, *, pictures: bool = False) -> None:
        self.handbook: Handbook = read.handbook
        self.readers: Question = which_reader(read.handbook)
        self._retention_hours, self._pictures = retention_hours, pictures

    def render(self, reply: Reply, key: str, *, private: bool = False) -> Rendered:
        """An answer with all that is offered under it; a private one can be shared."""
        return blocks.render(reply, key, controls=self._controls(reply, key, private=private))

    def sending(self, row: Sending) -> Rendered:
        """The message that a row of the outbox delivers."""
        address = row.delivery.address
        controls = self._controls(row.reply, row.delivery.reply, private=address.kind == "respond")
        message = blocks.sending(row, controls)
        if is_direct(address):  # its buttons belong to the place where it was asked
            return Rendered(f"{message.text}\n{words.SAID_DIRECTLY}")
        return message

    def _controls(self, reply: Reply, key: str, *, private: bool) -> blocks.Controls:
        due = reply.due
        return blocks.Controls(
            readers=self.readers,
            values=True,
            score=True,
            trend=self._pictures,
            handoff=True,
            share=private,
            feedback=True,
            reminder=blocks.reminder(key, due, self.handbook) if due is not None else None,
        )

    def wording(self, number: int) -> str:
        """The wording behind an option of the menu; empty where there is none such."""
        options = self.readers.options
        return options[number].value if 0 <= number < len(options) else ""

    def home(self, audience: str) -> Home:
        """The App Home of one person."""
        return blocks.home(self.handbook, self.readers, audience, retention_hours=self._retention_hours)

    def facts(self, turns: Conversation) -> Facts:
        """What is known of a case."""
        return fold(turns, self.handbook).facts

    def scored(self, reply: Reply, turns: Conversation) -> Reply:
        """The answer to the form of the score: it says what the items add up to, if the reply itself says no score."""
        if reply.score:
            return reply
        return replace(reply, score=items_line(consult(self.facts(turns), self.handbook), self.handbook))

    def form(self, press: Press, origin: Stored, turns: Conversation) -> Modal | None:
        """The form that a button opens; None where the reply has no such question."""
        if press.form == "mascc":
            return blocks.modal_mascc(origin.key, self.facts(turns), self.handbook)
        if press.form == "share":
            return blocks.share_preview(origin.reply, origin.key, press.place.channel, press.channel, by=press.author)
        question = self.question(origin.reply, press.question)
        if question is None:
            return None
        return blocks.modal_value(origin.key, press.question, question, self.handbook.items[question.key])

    def question(self, reply: Reply, place: int) -> Question | None:
        """A question of a reply that a value of the chart answers."""
        found = reply.questions[place] if 0 <= place < len(reply.questions) else None
        return found if found is not None and found.key in self.handbook.items else None

    def accept(self, key: str, typed: str) -> None:
        """Whether a typed number can be the value of a fact; raises `FactError` where nothing can report it."""
        pressed((key, typed), self.handbook.items)

    def sources(self) -> Reply:
        """Everything the handbook cites, with its addresses; each answer lists its own."""
        cited = {one.source for statement in self.handbook.statements.values() for one in statement.citations}
        named = [source for key, source in self.handbook.sources.items() if key in cited]
        told = (f"{one.title} ({one.kind}, {one.year})" for one in named)
        lines = [CitedSource(n, text, one.link) for n, (text, one) in enumerate(zip(told, named, strict=True), 1)]
        return Reply(headline=words.SOURCES, sources=tuple(lines), footer=footer(self.handbook))
