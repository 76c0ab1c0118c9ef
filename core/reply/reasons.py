"""Why, in words: from what was typed, by which rule of which chapter, to the source."""

from __future__ import annotations

from core.consult import Decision, Step
from core.facts import Facts
from core.guideline import Row
from core.reply.sourcing import Sourcing, with_cites

TOLD = ("urgency", "fever", "count", "context", "illness", "red_flag", "exclusion", "fn", "risk", "action")
UNTOLD = ("urgency routine", "risk not_applicable")  # conclusions that explain nothing
SPOKEN = ("headline", "say")  # the outputs of a row that name statements


def reasons(shown: Decision, facts: Facts, sourcing: Sourcing) -> tuple[str, ...]:
    """One line for each step that explains something, in the order in which it was concluded."""
    return tuple(_line(step, facts, sourcing) for step in shown.trace if _explains(step, shown))


def _explains(step: Step, shown: Decision) -> bool:
    """Whether a step led here: a table that alone would be less urgent explains nothing."""
    name, _, value = step.conclusion.partition(",")[0].partition(" ")
    outweighed = name == "urgency" and value != shown.urgency
    return bool(step.because) and name in TOLD and step.conclusion not in UNTOLD and not outweighed


def _line(step: Step, facts: Facts, sourcing: Sourcing) -> str:
    handbook = sourcing.handbook
    table = next(table for table in handbook.tables if table.id == step.table)
    row = next(row for row in table.rows if row.id == step.row)
    chapter = next(one.title for one in handbook.guidelines if one.id == table.guideline)
    words = handbook.phrases["why.rule"].format(
        told=", ".join(dict.fromkeys(_typed(key, facts, sourcing) for key in step.because)),
        conclusion=", ".join(_concluded(one, sourcing) for one in step.conclusion.split(", ")),
        table=table.title,
        row=row.id,
        chapter=chapter,
    )
    return with_cites(words, _cites(row, sourcing))


def _typed(key: str, facts: Facts, sourcing: Sourcing) -> str:
    """What was typed, in quotation marks; the name of the fact where it was a button or is worked out."""
    handbook = sourcing.handbook
    one = facts.stated.get(key)
    if one is None or not one.printed:
        return handbook.items[key].label
    return handbook.phrases["why.typed"].format(printed=one.printed)


def _concluded(conclusion: str, sourcing: Sourcing) -> str:
    """A conclusion as a reader says it: its name, and the value it has."""
    name, _, value = conclusion.partition(" ")
    phrases = sourcing.handbook.phrases
    value = phrases.get(f"urgency.{value}", value.replace("_", " "))
    return f"{phrases.get(f'why.name.{name}', name.replace('_', ' '))} {value}"


def _cites(row: Row, sourcing: Sourcing) -> tuple[int, ...]:
    """The sources of what the row says; a row that only concludes rests on its chapter."""
    statements = (name for output in SPOKEN for name in row.then.get(output, ()))
    found = (sourcing.number(one) for name in statements for one in sourcing.handbook.statements[name].citations)
    return tuple(dict.fromkeys(found))
