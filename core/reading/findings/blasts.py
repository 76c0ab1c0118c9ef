"""Blasts in words: seen in the blood without a share, or denied, which says nothing else of the film."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from core.lexicon import Term
from core.reading.counts.candidate import Candidate
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, PAST, SPECIMEN
from core.reading.meaning.negation import denied
from core.reading.printed.items import Item
from core.reading.reading import Mention

KEY: Final = "blasts_pct"
IN_BLOOD: Final = ("circulating", "peripheral")
NEAR: Final = 3  # pieces behind a denial in which a word of the past may stand


def blasts(items: list[Item], context: Context, at: int, term: Term, *, counted: bool) -> Iterator[Mention]:
    """None of them where they are denied of the blood of now; a film with blasts where they circulate."""
    item = items[at]
    if context.has(at, PAST | SPECIMEN | ASKED) or "maybe" in (items[at - 1].cues if at else {}):
        return
    if term.role == "zero":
        if not _of_before(items, context, at):
            yield Mention(KEY, Decimal(0), item.text, item.start, item.end)
    elif not counted and item.text.startswith(IN_BLOOD) and not denied(items, context, at) and not _open(items, at):
        yield Mention("film", "blasts", item.text, item.start, item.end)


def _open(items: list[Item], at: int) -> bool:
    """Whether what they are is not known: "circulating blasts pending", "circulating blasts < 5 %"."""
    behind = items[at + 1 : at + 3]
    return any("pending" in one.cues or one.number is not None or one.text == "?" for one in behind)


def _of_before(items: list[Item], context: Context, at: int) -> bool:
    """Whether the denial is of an earlier film: "no blasts last week"."""
    near = range(at + 1, min(at + 1 + NEAR, len(items)))
    return any("past" in items[j].cues and context.clause[j] == context.clause[at] for j in near)


def seen_or_denied(mentions: Sequence[Mention], found: Sequence[Candidate]) -> list[Mention]:
    """Without a denial of blasts where the same message counts or sees them."""
    seen = any(one.key == KEY for one in found) or any((one.key, one.value) == ("film", "blasts") for one in mentions)
    return [one for one in mentions if not (seen and one.key == KEY)]
