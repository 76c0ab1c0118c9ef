"""The main replies, forms and the App Home, made from what is typed by the real reader and the real handbook.

`make golden` writes them to golden/, one payload a file; each can be opened as a picture by itself.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from bot import blocks, words
from bot.app import conversation_with
from bot.library import Library, load
from bot.store.port import View
from core.converse import Message, Turn
from core.converse.granted import which_reader
from core.facts import Facts, Stated
from core.reply.parts import Reply

GOLDEN = Path(__file__).parent / "golden"
DAY = date(2026, 11, 28)
START = datetime(2026, 11, 28, 3, 2, tzinfo=UTC)
KEY = "0123456789abcdef0123456789abcdef"
STABLE = (
    "ANC 0.3, T 38.5 for two hours, breast cancer on AC-T day 9, BP 124/70, HR 84, RR 14, SpO2 98, alert, not unwell"
)
COMPLETE = f"{STABLE}, no COPD, outpatient, no dehydration, 50 years, solid tumour, no hypotension, mild symptoms"


@cache
def library() -> Library:
    """The handbook as it is in force on the day of the pictures."""
    return load(day=DAY)


def told(*texts: str, new_reader: bool = False) -> Reply:
    """The reply to the last of several messages, five minutes apart; its number is made up."""
    think = conversation_with(library(), "clinician")
    turns: list[Turn] = []
    reply = Reply("")
    for place, text in enumerate(texts):
        at = START + timedelta(minutes=5 * place)
        outcome = think(turns, Message(text, at, "U0DOCTOR", f"Ev{place}", new_reader=new_reader))
        turns.append(outcome.turn)
        reply = words.dressed(outcome.reply, outcome.turn)
    return replace(reply, reply_id="0123456789" if reply.reply_id else "")


COURSE = ("ANC 2.1 WBC 4", "ANC 1.4 now", "ANC 0.4 now, T 37.1")


def everything(reply: Reply) -> blocks.Controls:
    """Every control there is, as the running bot offers them."""
    book = library().handbook
    due = START + timedelta(minutes=float(book.number("antibiotics_by")))
    running = reply.urgency == "emergency" and reply.questions and not reply.sections  # a case is kept, its clock runs
    offer = blocks.reminder(KEY, due, book) if running else None
    return blocks.Controls(
        readers=which_reader(book),
        values=True,
        score=True,
        trend=True,
        handoff=True,
        share=True,
        feedback=True,
        reminder=offer,
    )


def said(*texts: str, view: View = "reply", new_reader: bool = False) -> dict[str, Any]:
    """The message that answers."""
    reply = told(*texts, new_reader=new_reader)
    return blocks.message(reply, KEY, view, everything(reply)).payload()


SCENES: Mapping[str, Callable[[], dict[str, Any]]] = {
    "emergency": lambda: said("ANC 0.4 WBC 1.1 T 38.6 62M AML, no COPD"),
    "possible-fever": lambda: said("ANC 0.4 on FOLFOX day 10"),
    "red-flag": lambda: said("ANC 0.3 T 38.5 62F breast cancer on AC-T day 9, BP 84/50"),
    "low-risk": lambda: said(COMPLETE),
    "undecided": lambda: said(STABLE),
    "routine": lambda: said("ANC 1.6 WBC 4.0, afebrile and well, 45 years"),
    "tki-hold": lambda: said("ANC 0.8, platelets 90, CML chronic phase on imatinib, afebrile and well"),
    "clozapine": lambda: said("ANC 1.4 WBC 3.1 on clozapine, afebrile and well"),
    "doubt": lambda: said("ANC 16, T 38.5"),
    "two-patients": lambda: said("bed 4 ANC 0.3 T 38.6, bed 5 ANC 1.2 well"),
    "identifiers": lambda: said("John Smith MRN 123456 ANC 0.3 T 38.5"),
    "hand-off": lambda: said(STABLE, "hand off"),
    "why": lambda: said(STABLE, view="why"),
    "plan": lambda: said(STABLE, view="plan"),
    "sources": lambda: said(STABLE, view="sources"),
    "question": lambda: said("what MASCC score is low risk?"),
    "pick-list": lambda: said("what about antifungals"),
    "trend": lambda: said(*COURSE),
    "course": lambda: said(*COURSE, view="trend"),
    "who-reads": lambda: said("ANC 1.6 WBC 4.0, afebrile and well", new_reader=True),
    "help": lambda: said("help"),
    "moved": lambda: blocks.message(words.moved(told("ANC 0.3 T 38.5")), KEY).payload(),
    "shared": lambda: blocks.shared(told(STABLE), "U0DOCTOR").payload(),
    "modal-mascc": lambda: blocks.modal_mascc(KEY, _known(), library().handbook).payload(),
    "modal-value": lambda: blocks.modal_value(
        KEY, 0, told("ANC 0.3 T 38.5").questions[0], library().handbook.items["sbp"]
    ).payload(),
    "modal-share": lambda: blocks.share_preview(told(STABLE), KEY, "C0WARD", "haematology", "U0DOCTOR").payload(),
    "home": lambda: blocks.home(library().handbook, which_reader(library().handbook), "clinician").payload(),
}


def _known() -> Facts:
    return Facts.of([Stated("sbp", Decimal(124)), Stated("age_years", Decimal(62)), Stated("mascc.copd", False)])


def written(payload: dict[str, Any]) -> str:
    """A payload as it stands in its file."""
    return json.dumps(payload, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write every file anew, and remove what is no scene any more."""
    for stale in _files() - {f"{name}.json" for name in SCENES}:
        (GOLDEN / stale).unlink()
    for name, scene in SCENES.items():
        (GOLDEN / f"{name}.json").write_text(written(scene()), encoding="utf-8")
    sys.stdout.write(f"{len(SCENES)} payloads in {GOLDEN.name}/\n")


def _files() -> set[str]:
    return {path.name for path in GOLDEN.glob("*.json")}


def files() -> Iterator[Path]:
    """The files as they are committed."""
    yield from sorted(GOLDEN.glob("*.json"))


if __name__ == "__main__":
    main()
