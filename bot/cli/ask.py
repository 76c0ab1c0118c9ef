"""`nadir ask`: one message in, one reply out."""

from __future__ import annotations

import sys

from bot.cli.installation import installation
from bot.cli.paper import show
from bot.jsonlines.lines import dump
from bot.jsonlines.verbs import turn_json


def answer_once(text: str, *, as_json: bool) -> None:
    """Print the reply to one message: painted for a terminal, plain for a pipe, an object for a program."""
    here = installation()
    outcome = here.answer(text)
    if as_json:
        sys.stdout.buffer.write(dump(turn_json(outcome, here.library.handbook)))
    else:
        show(outcome.reply)
