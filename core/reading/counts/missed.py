"""A count that is named, and a number behind it that nothing explains: what it is gets asked, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon
from core.reading.counts.attach import OF_COUNTS
from core.reading.counts.candidate import Candidate
from core.reading.counts.fit import plain, shape
from core.reading.counts.spoilt import nameless, without_spoilt
from core.reading.meaning.context import Context
from core.reading.meaning.marks import LIMIT, OTHER, PAST, RECENT, SPECIMEN, SUPPOSED
from core.reading.printed.items import Item
from core.reading.printed.no_value import is_mistaken, is_no_value
from core.reading.printed.values import amount
from core.reading.reading import Doubt, Mention

ASKED: Final = ("anc", "wbc", "platelets", "hgb")
REACH: Final = 9  # pieces between the name and the number
DRUGS: Final = frozenset({"drug", "combined", "either"})
ENDS: Final = frozenset({".", ";", "!", "\n", "?"})
NEXT: Final = 3  # pieces between an older value and one that may be newer
COUNTS: Final = OF_COUNTS | set(ASKED)
ASIDE: Final = OTHER | LIMIT | SPECIMEN | SUPPOSED | PAST
WHY: Final = "it stands behind the name, and the words between are not understood"


def with_missed(
    items: list[Item],
    context: Context,
    attached: tuple[Sequence[Candidate], frozenset[int]],
    mentions: Sequence[Mention],
    doubts: Sequence[Doubt],
    lexicon: Lexicon,
) -> tuple[list[Mention], list[Doubt]]:
    """With the doubts on such numbers, of counts that nothing else of the message tells as of now."""
    if context.keys.isdisjoint(COUNTS):
        return list(mentions), [*doubts, *nameless(items, context, attached[1])]
    mentions, spoilt = without_spoilt(items, context, mentions)
    doubts = [*doubts, *spoilt]
    told = {one.key.removesuffix("_below") for one in mentions} | {one.key for one in doubts}
    missed = [*_named(items, context, attached, told, lexicon), *_newer(items, context, attached, mentions, lexicon)]
    unsure = {one.key for one in missed}
    gone = unsure | ({"anc_age_h"} if "anc" in unsure else set())
    return [one for one in mentions if one.key not in gone], [*doubts, *missed]


def _named(
    items: list[Item],
    context: Context,
    attached: tuple[Sequence[Candidate], frozenset[int]],
    told: AbstractSet[str],
    lexicon: Lexicon,
) -> Iterator[Doubt]:
    """The first number behind the name of a count that has none; `told` are the keys the message tells."""
    found, used = attached
    owners = {one.term for one in found}
    for at, item in enumerate(items):
        key = _count(item)
        if not key or key in told or at in owners or context.has(at, ASIDE & ~PAST):
            continue
        place = _behind(items, context, at, key, used, lexicon)
        number = items[place].number if place else None
        if number is not None:
            value = amount(key, number, lexicon).value or Decimal(0)
            yield Doubt(key, number.printed, (value,), WHY)
            return


def _newer(
    items: list[Item],
    context: Context,
    attached: tuple[Sequence[Candidate], frozenset[int]],
    mentions: Sequence[Mention],
    lexicon: Lexicon,
) -> Iterator[Doubt]:
    """The number behind an older count that may be the one of now: "ANC yesterday 0.9 td 0.4"."""
    found, used = attached
    stated = {(one.key, one.start): one.value for one in mentions}
    for one in found:
        old = stated.get((one.key, items[one.at].start))
        dated = context.has(one.at, PAST | RECENT) or (one.term >= 0 and context.has(one.term, PAST | RECENT))
        if one.key not in ASKED or not isinstance(old, Decimal) or not dated:
            continue
        place = _behind(items, context, one.at, one.key, used, lexicon)
        number = items[place].number if place - one.at <= NEXT else None
        if number is not None and number.value != old and items[place - 1].kind == "word":
            value = amount(one.key, number, lexicon).value or Decimal(0)
            yield Doubt(one.key, number.printed, tuple(sorted({value, old})), WHY)


def _count(item: Item) -> str:
    """The count a piece names, also where it tells of its course: "at nadir 0.2"."""
    if item.role == "finding" and item.key in OF_COUNTS:
        return "anc"
    named = item.role == "measure" and item.key in ASKED and item.term is not None and not item.term.needs
    return item.key if named else ""


def _behind(items: list[Item], context: Context, at: int, key: str, used: frozenset[int], lexicon: Lexicon) -> int:
    """Where the next free number with decimals stands that may be a value of this name; 0 when there is none."""
    lent = (
        PAST if items[at].number is not None else 0
    )  # a word of time before the older value reaches to the clause's end
    for j in range(at + 1, min(at + 1 + REACH, len(items))):
        item = items[j]
        if item.text in ENDS or item.role in ("measure", "other") or "pending" in item.cues:
            return 0
        number = item.number
        if number is None or number.mask:
            continue
        if j in used or number.whole or context.has(j, ASIDE & ~lent) or is_mistaken(items, j):
            return 0
        if items[j - 1].role in DRUGS and any(one.text == "," for one in items[at:j]):
            return 0  # "ANC fine, dex 0.5": a dose
        strange = is_no_value(items, j, number) or shape(number, context) or number.high or number.other
        return j if plain(number, lexicon.measures[key]) and not strange and number.unit is None else 0
    return 0
