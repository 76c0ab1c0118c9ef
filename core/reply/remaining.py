"""What is still open after the questions: how many facts, and what they are for."""

from __future__ import annotations

from collections.abc import Collection

from core.grade import facts_behind
from core.guideline import Handbook

# What the open facts can decide next, by the risk as it stands: first whether it is low, then whether home is safe.
ABOUT = {"undecided": "exclusion", "low": "barrier"}


def still_open(keys: Collection[str], risk: str, handbook: Handbook) -> str:
    """How many facts stay open, and how many of them can still keep this patient from home."""
    about = ABOUT.get(risk, "")
    count = sum(key in _behind(about, handbook) for key in keys) if about else 0
    words = handbook.phrases[f"questions.about.{about}"].format(count=count) if count else ""
    return handbook.phrases["questions.more"].format(count=len(keys), about=words)


def _behind(conclusion: str, handbook: Handbook) -> frozenset[str]:
    """The facts read straight by the tables of one conclusion."""
    columns = (handbook.columns[name] for table in handbook.writers[conclusion] for name in table.columns)
    return frozenset(key for column in columns for key in (*column.asks, *facts_behind(column)))
