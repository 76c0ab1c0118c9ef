"""`nadir chat`: a conversation in the terminal, the same engine as a direct message."""

from __future__ import annotations

import sys

from bot.cli.installation import Installation, installation
from bot.cli.paper import console, show
from core.converse import Turn

EXAMPLE = "ANC 0.4 WBC 1.1 T 38.6 62M AML, no COPD"
WELCOME = """\
Type what you know, in any order: counts, temperature, pressure, age, disease, drugs. Press Enter to send.
/reset starts a new patient, /quit leaves. Nothing you type is kept."""


def talk() -> None:
    """Answer message after message; without a terminal, show one example consult and end."""
    here = installation()
    if not somebody_types():
        console().print(f"> {EXAMPLE}\n", markup=False, highlight=False)
        show(here.answer(EXAMPLE).reply)
        return
    console().print(WELCOME, markup=False, highlight=False)
    _converse(here)


def somebody_types() -> bool:
    """Whether standard input is a terminal."""
    return sys.stdin.isatty()


def _converse(here: Installation) -> None:
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
                outcome = here.answer(text, conversation)
                conversation = (*conversation, outcome.turn)
                show(outcome.reply)
