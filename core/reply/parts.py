"""A reply as structure: what is said, in order, before any Slack block or terminal line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the handbook: its words, its statement id and its citation numbers."""

    text: str
    statement: str = ""
    cites: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One answer offered to a question: the words on the button and the value it stands for."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """One open fact that can still change the answer: its key, the words, and answers as buttons."""

    key: str
    text: str
    meaning: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sources that disagree for this patient, and which one is followed."""

    id: str
    text: str
    cites: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedSource:
    """One numbered entry of the source list."""

    number: int
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled list of lines: a part of a hand-off, of a why, of definitions."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """One value over time, oldest first: each value with when it was told ("" where nobody said).

    `limits` are the handbook's lines (name, value) to draw it against; `line` is one line of text with a sparkline,
    `alt` the same for whoever cannot see a picture. `trend` is falling, rising or steady, of the last step.
    """

    key: str
    label: str
    unit: str
    points: tuple[tuple[Decimal, str], ...]
    lowest: Decimal
    trend: str
    limits: tuple[tuple[str, Decimal], ...]
    line: str
    alt: str


@dataclass(frozen=True, slots=True)
class Titles:
    """The words above each part of a reply, from the handbook's phrases."""

    questions: str = ""
    plan: str = ""
    change: str = ""
    differs: str = ""
    sources: str = ""
    why: str = ""
    reply: str = ""
    offered: str = ""
    doses: str = ""
    contacts: str = ""
    course: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to a clinician.

    `urgency` is emergency, urgent, soon, routine or empty (help, a question answered, nothing stated).
    `notices` come first among the small print: identifiers to remove, a reading taken, how to undo.
    `echo` is what was understood; `doubts` what was not taken as true and why.
    `offered` are statements that may answer a question that was not clear; they are never numbered
    among the actions. `questions` holds at most three; `more` says how many further facts are open.
    `doses` and `contacts` are a hospital's own; `local` names the limits it has moved that this reply rests on.
    `sections` are what was asked of the conversation itself: a hand-off, a why, definitions. `courses` are counts
    told more than once. `reader` asks, once for each person, which wording they read; `audience` is this wording.
    `due` is when the first antibiotic of an emergency is due at the latest. `scoring` tells that MASCC items not
    known could still decide the risk.
    """

    headline: str
    urgency: str = ""
    actions: tuple[Line, ...] = ()
    echo: str = ""
    notices: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    score: str = ""
    questions: tuple[Question, ...] = ()
    more: str = ""
    changes: tuple[str, ...] = ()
    plan: tuple[Line, ...] = ()
    differs: tuple[Difference, ...] = ()
    safety_net: tuple[Line, ...] = ()
    why: tuple[str, ...] = ()
    sources: tuple[CitedSource, ...] = ()
    footer: tuple[str, ...] = ()
    offered: tuple[Line, ...] = ()
    reply_id: str = ""
    answered: tuple[str, ...] = ()
    titles: Titles = Titles()
    doses: tuple[Line, ...] = ()
    contacts: tuple[Line, ...] = ()
    local: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    courses: tuple[Course, ...] = ()
    reader: Question | None = None
    audience: str = "clinician"
    due: datetime | None = None
    scoring: bool = False
