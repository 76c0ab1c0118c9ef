"""When a value was measured, as far as the words beside it tell: what the conversation needs to order two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from core.reading.counts.choose import mention
from core.reading.counts.weighing import Valued
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ELSEWHERE, FIRST, LIMIT, NOW, OTHER, PAST, RECENT, SUPPOSED, USUAL
from core.reading.printed.items import Item
from core.reading.reading import DATE, DAY, EARLIER, PAST_TENSE, RECENTLY, SOMEWHERE, Mention

VITALS: Final = frozenset({"sbp", "map_mmhg", "hr", "rr", "spo2_pct", "lactate"})
PAST_TENSES: Final = frozenset({"was", "were", "had been", "had"})


def with_time(mentions: Sequence[Mention], items: list[Item], context: Context) -> list[Mention]:
    """The mentions of measured values with the words of time beside them; what is said to be of now has none."""
    places = {item.start: at for at, item in enumerate(items) if item.number is not None}
    times = [
        _when(items, context, places[one.start]) if isinstance(one.value, Decimal) and one.start in places else ""
        for one in mentions
    ]
    return [one.of(when) if when else one for one, when in zip(mentions, times, strict=True)]


def _when(items: list[Item], context: Context, at: int) -> str:
    marks = context.marks[at]
    if marks & NOW:
        return ""
    if marks & PAST:
        return EARLIER
    if marks & RECENT:
        return RECENTLY
    ahead, beside = _ahead(items, context, at), _behind(items, context, at)
    if beside and "past" in items[beside[-1]].cues and _ends(context, beside[-1]):
        return EARLIER  # "3.4 at baseline": the words end the clause, so they date nothing else
    if (day := _day(items, context, [*ahead, *beside])) is not None:
        return f"{DAY}{day}"
    if marks & (ELSEWHERE | FIRST):
        return SOMEWHERE
    if any(_dated(items[j], context) for j in (*ahead, *beside)):
        return DATE
    return PAST_TENSE if any(items[j].text in PAST_TENSES for j in ahead) else ""


def passed(
    weighed: Mapping[str, Sequence[Valued]], mentions: Sequence[Mention], items: list[Item]
) -> Iterator[Mention]:
    """Vital signs a newer one follows in the same message: "BP 86/40, after fluids 112/70"; never those of long ago."""
    taken = {one.key: one.value for one in mentions}
    for key in weighed:
        if key not in VITALS or key not in taken:
            continue
        for one in weighed[key]:
            real = not one.marks & (PAST | SUPPOSED | LIMIT | OTHER | USUAL) and not one.candidate.number.bound
            if real and one.amount.value is not None and one.amount.value != taken[key]:
                yield mention(key, one, items)


def _dated(item: Item, context: Context) -> bool:
    """Whether a piece is a date or the name of a day."""
    return (item.number is not None and item.number.mask == "date") or item.text in context.rules["weekdays"]


def _ends(context: Context, at: int) -> bool:
    return at + 1 == len(context.clause) or context.clause[at + 1] != context.clause[at]


def _behind(items: list[Item], context: Context, at: int) -> list[int]:
    """The places after a value that can speak of it: to the end of its clause, or to the next measure."""
    places: list[int] = []
    for j in range(at + 1, len(items)):
        if context.clause[j] != context.clause[at] or items[j].role in ("measure", "other"):
            break
        places.append(j)
    return places


def _ahead(items: list[Item], context: Context, at: int) -> list[int]:
    """The places before a value that can speak of it: back to the start of its clause, or to another measured value."""
    places: list[int] = []
    named = False
    for j in range(at - 1, -1, -1):
        number = items[j].number
        another = number is not None and not number.mask and not ("day" in items[j - 1].cues if j else False)
        if context.clause[j] != context.clause[at] or another or (named and items[j].role in ("measure", "other")):
            break
        named = named or items[j].role == "measure"
        places.append(j)
    return places


def _day(items: list[Item], context: Context, near: Sequence[int]) -> int | None:
    """The day a value is of: "on day 1", "day 1 ANC 3.4"; never the day of a drug or an illness behind it."""
    for j in near:
        number = items[j + 1].number if "day" in items[j].cues and j + 1 < len(items) else None
        if number is None or not number.whole:
            continue
        follows = items[j + 2] if j + 2 < len(items) and context.clause[j + 2] == context.clause[j] else None
        if follows is None or follows.role == "measure" or follows.kind in ("sign", "line"):
            return int(number.value)
    return None
