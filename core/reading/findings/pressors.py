"""Vasopressors that run no longer: "off pressors 24 h", "noradrenaline weaned off"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.reading.meaning.context import Context
from core.reading.printed.items import Item
from core.reading.reading import Mention

SUPPORTS: Final = ("pressor", "inotrope")
NEAR: Final = 4  # pieces between the finding and what has become of it
STOPPED: Final = frozenset(
    {"off", "stopped", "weaned", "discontinued", "ceased", "free", "resolved", "dc'd", "d/c'd", "d/c", "removed"}
    | {"came off"}
)
BEFORE: Final = STOPPED | {"was on", "previously on", "formerly on", "had been on", "used to be on"}
PLANNED: Final = frozenset(
    {"start", "starting", "consider", "considering", "may need", "might need", "if", "threshold", "avoid"}
)
GOING: Final = frozenset(
    {"weaning", "being", "coming", "wean", "still", "to", "not", "trying", "unable", "can't", "cannot"}
    | {"be", "no", "never", "nearly", "almost"}
)
LINKS: Final = frozenset(
    {"the", "all", "of", "from", "were", "was", "have", "has", "been", "now", "is", "are", "on", "for", "his", "her"}
)


def is_over(items: list[Item], context: Context, at: int) -> bool:
    """Whether vasopressors are told as stopped, or only as what may come; a low pressure that was low stays so."""
    if not any(name in items[at].text for name in SUPPORTS):
        return False
    for j in range(at - 1, max(-1, at - 1 - NEAR), -1):
        text = items[j].text
        if context.sentence[j] != context.sentence[at] or text in GOING:
            return False
        if text in BEFORE or text.rpartition(" ")[2] in STOPPED or text in PLANNED:
            return not any(item.text in GOING for item in items[max(0, j - 2) : j])
        if text not in LINKS:
            break
    for j in range(at + 1, min(at + 1 + NEAR, len(items))):
        text = items[j].text
        if context.sentence[j] != context.sentence[at] or text.rpartition(" ")[2] in GOING or text in {",", ";"}:
            return False
        if text == "if" or text.partition(" ")[0] in STOPPED or text.rpartition(" ")[2] in STOPPED:
            return True
        if items[j].number is not None or items[j].role not in ("", "cue"):
            return False
    return False


def running(taken: Sequence[Mention]) -> list[Mention]:
    """The drugs taken without those that were stopped."""
    stopped = {one.value for one in taken if one.key == "drugs_stopped"}
    return [one for one in taken if one.value not in stopped]
