"""An opening "ok" or "fine": it acknowledges, and says how the patient feels only where that was asked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from core.reading.meaning.context import Context
from core.reading.printed.items import Item
from core.reading.reading import Mention

OPENERS: Final = frozenset({"ok", "okay", "fine"})
BURDEN: Final = "mascc.burden"
WORSE: Final = frozenset({"mascc.hypotension", "unwell", "rigors", "vasopressor"})


def without_acknowledgement(
    mentions: list[Mention], items: list[Item], asked: Sequence[str], context: Context
) -> list[Mention]:
    """The statements without the burden of an opening word: "ok. ANC 0.3" unasked, "fine. hypotensive 80/40"."""
    if len(items) < 2 or items[0].text not in OPENERS:
        return mentions
    if BURDEN in asked and not any(_is_worse(one, context) for one in mentions):
        return mentions
    return [one for one in mentions if one.key != BURDEN or one.start != items[0].start]


def _is_worse(one: Mention, context: Context) -> bool:
    """Whether the statement is a sign with which nobody is fine."""
    if one.key == "sbp":
        return isinstance(one.value, Decimal) and one.value <= Decimal(context.rules["limits"]["hypotension"])
    return one.key in WORSE and one.value is True
