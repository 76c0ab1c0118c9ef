"""Febrile neutropenia by its name or letters: of now, only suspected, of before, or spoken of as a risk or a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, PAST
from core.reading.meaning.negation import denied
from core.reading.printed.items import Item
from core.reading.reading import Mention

SUSPECTED: Final = "suspected neutropenic sepsis"  # which sign, for the echo
NAMED: Final = "syndrome"  # how the lexicon marks the names
SUSPECTS: Final = 4  # pieces between a word of suspicion and the name
QUESTION: Final = 12  # pieces between the opening of a question and the name
NEAR: Final = 3  # pieces between the name and the cycle it belonged to
CYCLES: Final = frozenset({"c", "cycle", "cycle no", "cycles", "course"})
WITHIN: Final = frozenset({"in", "with", "during", "after", "on", "post"})
PARTS: Final = frozenset({",", ";", "(", ")", "\n"})
CALLED: Final = frozenset({"as", "for", "?", "likely", "has", "diagnosis", "dx"})
SALINE: Final = "ns"


def syndrome(items: list[Item], context: Context, at: int) -> Iterator[Mention]:
    """A fever of this episode; an illness that needs the same haste where the name is only suspected; or nothing."""
    item = items[at]
    if context.has(at, PAST) or denied(items, context, at) or _spoken_of(items, context, at):
        return
    if _suspected(items, context, at):
        yield Mention("unwell", True, item.text, item.start, item.end, SUSPECTED)
    elif not context.has(at, ASKED):
        yield Mention("fever_reported", True, item.text, item.start, item.end)


def _suspected(items: list[Item], context: Context, at: int) -> bool:
    """Whether it is the working diagnosis: "?FN", "treat as FN", "FN? ANC 0.3"; not "is this FN?"."""
    for j in range(at - 1, max(-1, at - 1 - SUSPECTS), -1):
        if context.sentence[j] != context.sentence[at] or items[j].text in PARTS:
            break
        treated = items[j].text == "as" and j > 0 and items[j - 1].text in context.rules["handled"]
        if items[j].text == "?" or "maybe" in items[j].cues or items[j].text in context.rules["handled"] or treated:
            return not context.has(at, ASKED) or not _asks(items, context, at)
    return _queried(items, at) or _queries(items, at)


def _queries(items: list[Item], at: int) -> bool:
    """Whether a question mark leads it: "?FN", "? FN ANC 0.3"; not one that ends what stands before."""
    if not at or items[at - 1].text != "?":
        return False
    return items[at].glued or at == 1 or items[at - 2].text in PARTS


def _queried(items: list[Item], at: int) -> bool:
    """Whether the name stands alone before a question mark: "FN? ANC 0.3"."""
    opens = at == 0 or items[at - 1].text in {",", ".", ";", "\n"}
    return opens and [one.text for one in items[at + 1 : at + 2]] == ["?"]


def _asks(items: list[Item], context: Context, at: int) -> bool:
    """Whether its sentence opens as a question: "could this be FN?"."""
    near = [j for j in range(max(0, at - QUESTION), at + 1) if context.sentence[j] == context.sentence[at]]
    return items[near[0]].text.partition(" ")[0] in context.rules["question_words"]


def _spoken_of(items: list[Item], context: Context, at: int) -> bool:
    """Whether no episode of now is told: a risk, a rule, one of an earlier cycle or over; or the letters are others."""
    rules = context.rules
    before = items[at - 1] if at else None
    behind = items[at + 1] if at + 1 < len(items) else None
    if before is not None and before.text in {"/", "@"} and items[at].glued:
        return True  # "/fn 0.3 38.8": a command
    if items[at].text == SALINE and not _is_called(items, at, rules):
        return True
    if before is not None and before.text.rpartition(" ")[2] in rules["no_episode_behind"]:
        return True
    if before is not None and before.text == "of" and at > 1 and items[at - 2].text in rules["no_episode_of"]:
        return True
    if behind is None:
        return False
    share = behind.number is not None and behind.number.unit is not None and behind.number.unit.measures("percent")
    told = behind.text.partition(" ")[0] in rules["no_episode_before"] or "than" in behind.cues
    return share or told or _of_a_cycle(items, at)


def _is_called(items: list[Item], at: int, rules: Mapping[str, frozenset[str]]) -> bool:
    """Whether "NS" is the sepsis and no saline: a word that takes a diagnosis stands before it, or nothing does."""
    before = items[at - 1] if at else None
    if before is None:
        behind = items[at + 1] if at + 1 < len(items) else None
        return behind is None or (behind.number is None and behind.text not in {"bolus", "given", "running", "and"})
    lead = " ".join(one.text for one in items[max(0, at - 2) : at]).split()
    if lead[-1] == "with":  # "admitted with NS", but not "flushed with NS"
        return lead[-2:-1] != [] and lead[-2] in rules["presents"]
    return lead[-1] in CALLED or "maybe" in before.cues


def _of_a_cycle(items: list[Item], at: int) -> bool:
    """Whether it was had in a numbered cycle that is over: "had FN with C1", "FN in cycle 1, now C3"."""
    near = range(at + 1, min(at + 1 + NEAR, len(items) - 1))
    cycle = next((j for j in near if items[j].text in CYCLES and items[j + 1].number is not None), 0)
    if not cycle or not any(items[j].text in WITHIN for j in range(at + 1, cycle)):
        return False
    had = any(items[j].text in {"had", "was"} for j in range(max(0, at - NEAR), at))
    return had or any("now" in items[j].cues for j in range(cycle + 2, min(cycle + 2 + NEAR, len(items))))
