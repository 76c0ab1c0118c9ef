"""`nadir ask`: one message in, one reply out."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from bot.cli.paper import show
from bot.jsonlines.lines import dump
from bot.jsonlines.verbs import turn_json
from bot.library import load
from core.converse import Message, converse

ALONE = "1"  # the event id of the only message there is


def answer_once(text: str, *, as_json: bool) -> None:
    """Print the reply to one message: painted for a terminal, plain for a pipe, an object for a program."""
    library = load()
    message = Message(text, datetime.now(UTC), event_id=ALONE)
    outcome = converse((), message, library.handbook, library.lexicon)
    if as_json:
        sys.stdout.buffer.write(dump(turn_json(outcome, library.handbook)))
    else:
        show(outcome.reply)
