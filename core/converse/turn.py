"""A conversation is the fold of its turns; a turn holds structured facts and ids, no words of the message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.facts import Stated
from core.passages import Found
from core.reading.reading import Doubt


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it arrived. `event_id` is unique; `at` is aware and is stored with the turn.

    `button` is the (fact key, value) of a pressed answer; then `text` is empty. `audience` is the wording its
    author has chosen, empty where none is known; `new_reader` is true when they were never asked. `files` is true
    when something came with it that is not read. `form` are the answers of a form, (fact key, value) each. `replaces`
    is the event of the message that this one is the edited form of; `deleted` is true when that message is gone.
    """

    text: str
    at: datetime
    author: str = ""
    event_id: str = ""
    button: tuple[str, str] | None = None
    audience: str = ""
    files: bool = False
    new_reader: bool = False
    form: tuple[tuple[str, str], ...] = ()
    replaces: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Remarks:
    """What a reply says of its message beside the case: enough to make the reply again, and no word of the message.

    `doubts` were asked about, `earlier` kept as history, `unplaced` are sentences about what came to nothing,
    `notices` name the phrases said of the message. `supposed` are the values of a what-if, of nobody's case when
    `invented`. `two`: it spoke of two patients; `other` is what it told of the one who is not the case's. `found`
    are the statements that answer a question, `aside` the phrase of a reply without a consult, `wish` what was
    asked of the conversation itself, `chosen` the wording asked for, `files` whether something was not read.
    `placed` are the answers taken by their place. `introduce`: the author was never asked which wording they read.
    """

    doubts: tuple[Doubt, ...] = ()
    earlier: tuple[Stated, ...] = ()
    unplaced: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    supposed: tuple[Stated, ...] = ()
    invented: bool = False
    two: bool = False
    other: tuple[Stated, ...] = ()
    found: Found | None = None
    aside: str = ""
    wish: str = ""
    chosen: str = ""
    files: bool = False
    introduce: bool = False
    placed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message changed. Replaces, retracts and declines speak of fact keys.

    `asked` are the keys our reply asked, in order: a terse answer in the next message refers to them.
    `new_case` starts a new patient before `stated` is applied. `undone` is the event whose effect is
    taken back. `readings` are the values a doubted number may have: they stay open until it is answered. `unplaced`
    are the facts that a number without a name may be a value of: one of them is meant. `relative` is the word for a
    relative who is the patient, `named` the bed or the number of the patient. `claims` are values that contradict
    what another author told: both stay possible until somebody says which. `audience` is the wording of the reply,
    `remarks` what it says of the message. `replaces` is the event this one stands for, in its place: the message was
    edited or deleted.
    """

    event_id: str
    at: datetime
    author: str
    intent: str
    stated: tuple[Stated, ...] = ()
    retracted: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    new_case: bool = False
    undone: str = ""
    edition: str = ""
    reply_id: str = ""
    series: tuple[tuple[str, Decimal], ...] = ()
    readings: tuple[tuple[str, Decimal], ...] = ()
    unplaced: tuple[tuple[str, Decimal], ...] = ()
    relative: str = ""
    named: tuple[tuple[str, str], ...] = ()
    claims: tuple[Stated, ...] = ()
    audience: str = "clinician"
    remarks: Remarks = Remarks()
    replaces: str = ""


Conversation = Sequence[Turn]
