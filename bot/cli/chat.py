"""`nadir chat`: a conversation in the terminal, the same engine as a direct message."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from bot.cli.paper import console, show
from bot.library import Library, load
from core.converse import Message, Turn, converse

EXAMPLE = "ANC 0.4 WBC 1.1 T 38.6 62M AML, no COPD"
WELCOME = """\
Type what you know, in any order: counts, temperature, pressure, age, disease, drugs. Press Enter to send.
/reset starts a new patient, /quit leaves. Nothing you type is kept."""


def talk() -> None:
    """Answer message after message; without a terminal, show one example consult and end."""
    library = load()
    if not sys.stdin.isatty():
        console().print(f"> {EXAMPLE}\n", markup=False, highlight=False)
        _reply(EXAMPLE, (), library)
        return
    console().print(WELCOME, markup=False, highlight=False)
    _converse(library)


def _converse(library: Library) -> None:
    conversation: tuple[Turn, ...] = ()
    while True:
        try:
            text = input("\n> ")
        except (EOFError, KeyboardInterrupt):
            return
        match text.strip().lower():
            case "/quit" | "/exit":
                return
            case "/reset":
                conversation = ()
                console().print("New patient.")
            case "":
                continue
            case _:
                conversation = (*conversation, _reply(text, conversation, library))


def _reply(text: str, conversation: tuple[Turn, ...], library: Library) -> Turn:
    message = Message(text, datetime.now(UTC), event_id=f"{len(conversation) + 1:06d}")
    outcome = converse(conversation, message, library.handbook, library.lexicon)
    show(outcome.reply)
    return outcome.turn
