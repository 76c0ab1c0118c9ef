"""`nadir chat`: a conversation in the terminal, the same engine as a direct message."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from bot.cli.installation import Installation, installation
from bot.cli.paper import console, show
from bot.picture import draw, missing
from core.converse import Turn
from core.reply.parts import Reply

EXAMPLE = "ANC 0.4 WBC 1.1 T 38.6 62M AML, no COPD"
WELCOME = """\
Type what you know, in any order: counts, temperature, pressure, age, disease, drugs. Press Enter to send.
Ask for: why, trends, hand-off. Change the wording: clinician, trainee, patient wording. Take back: undo.
/picture FILE.png draws the counts, /reset starts a new patient, /quit leaves. Nothing you type is kept."""


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
    talk = Talk(here)
    while True:
        try:
            text = input("\n> ")
        except (EOFError, KeyboardInterrupt):
            return
        word, _, rest = text.strip().partition(" ")
        match word.lower():
            case "/quit" | "/exit":
                return
            case "/reset":
                talk = Talk(here, audience=talk.audience, asked=talk.asked)
                console().print("New patient.")
            case "/picture":
                console().print(talk.picture(rest.strip()), markup=False)
            case "" if not text.strip():
                continue
            case _:
                show(talk.say(text))


@dataclass
class Talk:
    """One conversation in the terminal: its turns, and the wording its reader has chosen."""

    here: Installation
    turns: tuple[Turn, ...] = ()
    audience: str = ""
    asked: bool = False
    last: Reply | None = None

    def say(self, text: str) -> Reply:
        """The reply to one message; who reads is asked once."""
        outcome = self.here.answer(text, self.turns, audience=self.audience, new_reader=not self.asked)
        self.turns = (*self.turns, outcome.turn)
        self.audience = outcome.turn.remarks.chosen or self.audience
        self.asked = self.asked or outcome.reply.reader is not None or self.audience != ""
        self.last = outcome.reply
        return outcome.reply

    def picture(self, name: str) -> str:
        """Draw the counts of the last reply into a file; returns what to say of it."""
        if self.last is None or not self.last.courses:
            return "There is no course to draw yet: it needs two values of one count."
        if missing():
            return 'Pictures need matplotlib: pip install "nadir-bot[trends]".'
        path = Path(name or "counts.png")
        try:
            path.write_bytes(draw(self.last.courses))
        except OSError as fault:
            return f"{path} cannot be written ({type(fault).__name__}): name another file."
        return f"Drawn to {path}. " + " ".join(course.alt for course in self.last.courses)
