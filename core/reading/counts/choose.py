"""Which of several values is the patient's now, which are older, and which must be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from core.facts import Value
from core.reading.counts.weighing import COUNTED, Valued, newest
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, RECENT, SUPPOSED
from core.reading.printed.items import Item, is_date
from core.reading.printed.values import bounded
from core.reading.reading import Doubt, Mention

ASKED_IN_DOUBT: Final = frozenset({"anc", "wbc", "platelets", "hgb", "temp_c", "neutrophils_pct", "sbp"})
POINTED: Final = frozenset({"anc", "wbc", "hgb"})  # measures printed with decimals
A_DAY: Final = Decimal(24)  # hours: the age of what was measured yesterday
NEAR: Final = 30  # pieces within which two values stand against each other


class Chosen:
    """What the numbers of a message say."""

    def __init__(self) -> None:
        self.mentions: list[Mention] = []
        self.doubts: list[Doubt] = []
        self.series: list[tuple[str, Decimal]] = []
        self.supposed: list[Mention] = []
        self.last: dict[str, Valued] = {}


def choose(items: list[Item], context: Context, weighed: Mapping[str, Sequence[Valued]]) -> Chosen:
    """The value of each measure that the message states now; temperatures have a stage of their own."""
    chosen = Chosen()
    for key, all_of_key in weighed.items():
        supposed = [one for one in all_of_key if one.marks & SUPPOSED]
        chosen.supposed.extend(one for one in (_supposition(key, one, items) for one in supposed) if one is not None)
        real = [one for one in all_of_key if not one.marks & SUPPOSED]
        if key == "temp_c" or not real:
            continue
        _choose_one(key, real, items, context, chosen)
    cross_check(chosen)
    return chosen


def _supposition(key: str, one: Valued, items: list[Item]) -> Mention | None:
    """A supposed value; "below 0.5" supposes an upper bound, "above" a count supposes nothing."""
    bound = one.candidate.number.bound
    if one.amount.value is None or (bound == ">" and key in COUNTED):
        return None
    return mention(f"{key}_below" if bound == "<" and key in ("anc", "wbc") else key, one, items)


def _choose_one(key: str, real: Sequence[Valued], items: list[Item], context: Context, chosen: Chosen) -> None:
    bounds = [
        one for one in real if one.candidate.number.bound and one.rank > 0 and not context.has(one.candidate.at, ASKED)
    ]
    plain = [one for one in real if not one.candidate.number.bound]
    best = max((one.rank for one in plain), default=-1)
    if best <= 0:
        chosen.series.extend((key, one.amount.value) for one in plain if one.amount.value is not None)
        _bound(key, bounds, items, context, chosen, not plain or best < 0)
        return
    if bounds and _ends_in_bound(items, plain, bounds[-1], best):
        chosen.series.extend((key, one.amount.value) for one in plain if one.amount.value is not None)
        _bound(key, bounds, items, context, chosen, allowed=True)
        return
    leaders = [one for one in plain if one.rank == best]
    last, sure = newest(leaders)
    if last.candidate.how == "or" and plain[0] is not last:  # "first tube 0.4, second tube 2.4": neither is the newer
        rival = plain[plain.index(last) - 1]
        leaders = [one for one in plain if one.rank == best or (one is rival and one.rank > 0)]
    chosen.series.extend(
        (key, one.amount.value)
        for one in plain
        if one is not last and one.amount.value is not None and one.amount.value != last.amount.value
    )
    if last.candidate.number.high is not None:  # a range beside a value is a reference
        last = next((one for one in reversed(leaders) if one.amount.value is not None), last)
    pointed = _maybe_pointed(leaders, last, items)
    unsure = not sure and key in ASKED_IN_DOUBT and len({one.amount.value for one in leaders}) > 1
    if pointed or unsure or _conflict(leaders, last, items, context):
        readings = tuple(sorted({one.amount.value for one in leaders if one.amount.value is not None} | pointed))
        chosen.doubts.append(Doubt(key, _printed(leaders, last), readings, "two values are given"))
    elif last.amount.value is None:
        if key in ASKED_IN_DOUBT:
            chosen.doubts.append(Doubt(key, last.candidate.number.printed, last.amount.readings, last.amount.why))
    else:
        chosen.mentions.append(mention(key, last, items))
        chosen.last[key] = last
        if best == 2 and last.marks & RECENT and key == "anc":
            item = items[last.candidate.at]
            chosen.mentions.append(Mention("anc_age_h", A_DAY, "", item.start, item.end))


def _ends_in_bound(items: list[Item], plain: Sequence[Valued], bounded: Valued, best: int) -> bool:
    """Whether a count that was measurable is below a bound now: "1.2 -> <0.1", "0.4 yesterday, <0.1 today"."""
    at, key = bounded.candidate.at, bounded.candidate.key
    if key not in ("anc", "wbc") or bounded.candidate.number.bound != "<" or bounded.rank < best:
        return False
    if bounded.rank > best:
        return True
    moved = any(items[j].cues.keys() & {"arrow", "to"} for j in range(max(0, at - 2), at))
    leaders = [one for one in plain if one.rank == best]
    dated = bounded.stamp is not None and all(one.stamp is not None for one in leaders)
    return (dated and newest([*leaders, bounded]) == (bounded, True)) or (moved and at > leaders[-1].candidate.at)


def _conflict(leaders: Sequence[Valued], last: Valued, items: list[Item], context: Context) -> bool:
    """Two different values in one sentence, both as of now, set against each other by the words."""
    others = [
        one
        for one in leaders
        if one is not last and one.amount.value is not None and one.amount.value != last.amount.value
    ]
    sentence = context.sentence[last.candidate.at]
    if _parted_by_a_blank(others, last) and not _is_a_course(leaders, items, context):
        return True
    for one in others:
        if last.candidate.how == "or":
            return True
        apart = last.stamp is not None and one.stamp is not None and last.stamp != one.stamp
        if last.candidate.how == "table" and not apart and context.sentence[one.candidate.at] == sentence:
            return True  # a row of values of which nothing tells the newest
        if apart or one.candidate.key not in ASKED_IN_DOUBT or last.candidate.how == "series":
            continue
        if (
            abs(one.candidate.at - last.candidate.at) < NEAR
            and context.sentence[one.candidate.at] == sentence
            and _against(items[one.candidate.at : last.candidate.at])
        ):
            return True
    return False


def _parted_by_a_blank(others: Sequence[Valued], last: Valued) -> bool:
    """Whether nothing but a blank stands between two different counts of one name: "ANC 0.4 2.1"."""
    here = last.candidate
    return here.key in POINTED and here.how == "series" and any(one.candidate.at == here.at - 1 for one in others)


def _printed(leaders: Sequence[Valued], last: Valued) -> str:
    """The values as printed that nothing but a blank parts, else the last of them."""
    row = [one.candidate.number.printed for one in leaders]
    return " or ".join(row) if _parted_by_a_blank(leaders, last) else last.candidate.number.printed


def _is_a_course(leaders: Sequence[Valued], items: list[Item], context: Context) -> bool:
    """Whether such a row tells its order: dates or days stand over it, its trend is said, or it falls all along.

    Of three that fall the last is the lowest, so the more dangerous is acted on whichever way they run.
    """
    if "anc_trend" in context.keys or not context.words.isdisjoint(context.rules["day_names"]):
        return True
    values = [one.amount.value for one in leaders if one.amount.value is not None]
    falls = len(values) > 2 and all(one > two for one, two in pairwise(values))
    return falls or any(is_date(item) for item in items)


def _maybe_pointed(leaders: Sequence[Valued], last: Valued, items: list[Item]) -> set[Decimal]:
    """What "17, 78 G/L" may be besides two counts: one with a decimal comma and a blank behind it; else nothing."""
    here, number = last.candidate.at, last.candidate.number
    before = next((one.candidate.number for one in leaders if one.candidate.at == here - 2), None)
    if before is None or items[here - 1].text != "," or last.candidate.key not in POINTED or last.amount.value is None:
        return set()
    digits = number.printed.split()[0]
    if not (before.whole and number.whole and before.unit is None and number.unit is not None and len(digits) < 3):
        return set()
    unit = last.amount.value / number.value if number.value else Decimal(0)
    return {(before.value + number.value.scaleb(-len(digits))) * unit}


def _against(between: list[Item]) -> bool:
    return any("versus" in item.cues or item.text in {"vs", "but", "or", "versus"} for item in between)


def cross_check(chosen: Chosen) -> None:
    """A neutrophil count above the white cells cannot be: both are asked, neither is taken.

    Half of the last printed digit is allowed on either side: 4.2 of "4" white cells is no contradiction.
    """
    anc, white = chosen.last.get("anc"), chosen.last.get("wbc")
    if anc is None or white is None or anc.amount.value is None or white.amount.value is None:
        return
    if anc.amount.value - anc.amount.step / 2 <= white.amount.value + white.amount.step / 2:
        return
    chosen.mentions[:] = [one for one in chosen.mentions if one.key not in ("anc", "wbc")]
    for key, one in (("anc", anc), ("wbc", white)):
        readings = tuple(sorted({one.amount.value or Decimal(0), *one.amount.readings}))
        chosen.doubts.append(Doubt(key, one.candidate.number.printed, readings, "neutrophils above white cells"))


def _bound(
    key: str, bounds: Sequence[Valued], items: list[Item], context: Context, chosen: Chosen, allowed: bool
) -> None:
    """The bound "<0.1" is an upper bound of the count; other bounds say what their measure's question asks."""
    if not bounds or not allowed:
        return
    last = bounds[-1]
    value, below = last.amount.value, last.candidate.number.bound == "<"
    if value is None and key in ASKED_IN_DOUBT:
        chosen.doubts.append(Doubt(key, last.candidate.number.printed, last.amount.readings, last.amount.why))
    if value is None:
        return
    said = bounded(key, value, context.rules["limits"], below=below)
    if said:
        chosen.mentions.append(mention(said[0], last, items, said[1]))


def mention(key: str, one: Valued, items: list[Item], value: Value | None = None) -> Mention:
    """The mention of a chosen value; its span covers number and unit."""
    item = items[one.candidate.at]
    term = items[one.candidate.term].text if one.candidate.term >= 0 else ""
    told = one.amount.value if value is None else value
    assert told is not None
    bound = one.candidate.number.bound
    printed = " ".join(part for part in (term, bound + one.candidate.number.printed) if part)
    note = one.amount.note or (items[one.candidate.term].note if one.candidate.term >= 0 else "")
    return Mention(key, told, printed, item.start, item.end, note)
