"""Which of several values is the patient's now, which are older, and which must be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from core.facts import Value
from core.lexicon import Lexicon
from core.reading.attach import Candidate
from core.reading.context import Context
from core.reading.dated import row_stamps, value_stamps
from core.reading.items import Item
from core.reading.marks import ASIDE, ASKED, FIRST, LIMIT, NOW, OTHER, PAST, RECENT, SPECIMEN, SUPPOSED
from core.reading.reading import Doubt, Mention
from core.reading.scopes import is_of_fluid
from core.reading.values import Amount, amount, bounded

COUNTED = frozenset(
    {"anc", "wbc", "platelets", "hgb", "neutrophils_pct", "bands_pct", "lymphocytes", "monocytes", "blasts_pct"}
)
ASKED_IN_DOUBT = frozenset({"anc", "wbc", "platelets", "hgb", "temp_c", "neutrophils_pct", "sbp"})
POINTED = frozenset({"anc", "wbc", "hgb"})  # measures printed with decimals
A_DAY = Decimal(24)  # hours: the age of what was measured yesterday
NEAR = 30  # pieces within which two values stand against each other
CLAUSE = 12  # pieces around a number in which an aside says "now"
NOW_WORDS = frozenset({"now", "today", "latest", "current", "currently", "repeat"})
WEAK_BEFORE = frozenset({"was", "were", "had", "had been"})


class Valued(NamedTuple):
    """A candidate with its amount and what its place in the message says of it."""

    candidate: Candidate
    amount: Amount
    marks: int
    rank: int
    stamp: tuple[int, ...]


@dataclass
class Chosen:
    """What the numbers of a message say."""

    mentions: list[Mention] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    series: list[tuple[str, Decimal]] = field(default_factory=list)
    supposed: list[Mention] = field(default_factory=list)
    last: dict[str, Valued] = field(default_factory=dict)


def weigh(
    items: Sequence[Item], context: Context, found: Sequence[Candidate], lexicon: Lexicon
) -> dict[str, list[Valued]]:
    """Candidates by key, in order, without those of somebody else, another fluid, or a limit."""
    rows, values = row_stamps(items, context), value_stamps(items, context)
    weighed: dict[str, list[Valued]] = {}
    for candidate in found:
        marks = context.marks[candidate.at]
        if candidate.term >= 0:  # a later value of a series is not where its term stands
            marks |= context.marks[candidate.term] & (OTHER | SPECIMEN if candidate.how == "series" else ~0)
        if marks & (OTHER | LIMIT) or (marks & SPECIMEN and candidate.key in COUNTED):
            continue
        if marks & SPECIMEN and is_of_fluid(items, candidate.term, candidate.key):
            continue
        number = candidate.number
        if number.unit is not None and number.unit.name == "per field":
            continue
        rank = _rank(items, context, candidate, marks)
        one = Valued(
            candidate,
            amount(candidate.key, number, lexicon),
            marks,
            rank,
            values.get(candidate.at) or rows.get(context.sentence[candidate.at], ()),
        )
        weighed.setdefault(candidate.key, []).append(one)
    return weighed


def _rank(items: Sequence[Item], context: Context, candidate: Candidate, marks: int) -> int:
    """4 said to be now, 3 undated, 2 yesterday, 1 an aside or "was", 0 long ago or superseded."""
    before = items[candidate.at - 1] if candidate.at else None
    if before is not None and "before" in before.cues and before.text not in WEAK_BEFORE:
        return 0
    if (
        before is not None
        and before.text in WEAK_BEFORE
        and not marks & PAST
        and not _told_later(items, context, candidate)
    ):
        return 2  # "now 37.2, was 39"
    if marks & PAST and not marks & NOW:
        return 0
    if marks & NOW and not (marks & ASIDE and marks & RECENT):
        return 1 if context.has(candidate.at, ASIDE) and not _now_inside(items, context, candidate.at) else 4
    if marks & (RECENT | FIRST):
        return 2
    return 1 if candidate.how == "series" and context.has(candidate.at, ASIDE) else 3


def _told_later(items: Sequence[Item], context: Context, candidate: Candidate) -> bool:
    """Whether the words before it tell a course in order: "two weeks later the ANC was 2.1"."""
    if "later" not in context.cues:
        return False
    near = range(max(0, candidate.at - CLAUSE), candidate.at)
    return any("later" in items[j].cues for j in near if context.sentence[j] == context.sentence[candidate.at])


def _now_inside(items: Sequence[Item], context: Context, at: int) -> bool:
    """Whether an aside itself says "today" or "now" rather than merely a time of this day."""
    near = range(max(0, at - CLAUSE), min(len(items), at + CLAUSE))
    return any(items[j].text in NOW_WORDS for j in near if context.clause[j] == context.clause[at])


def choose(items: Sequence[Item], context: Context, weighed: Mapping[str, Sequence[Valued]]) -> Chosen:
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


def _supposition(key: str, one: Valued, items: Sequence[Item]) -> Mention | None:
    """A supposed value; "below 0.5" supposes an upper bound, "above" a count supposes nothing."""
    bound = one.candidate.number.bound
    if one.amount.value is None or (bound == ">" and key in COUNTED):
        return None
    return mention(f"{key}_below" if bound == "<" and key in ("anc", "wbc") else key, one, items)


def _choose_one(key: str, real: Sequence[Valued], items: Sequence[Item], context: Context, chosen: Chosen) -> None:
    bounds = [
        one for one in real if one.candidate.number.bound and one.rank > 0 and not context.has(one.candidate.at, ASKED)
    ]
    plain = [one for one in real if not one.candidate.number.bound]
    best = max((one.rank for one in plain), default=-1)
    if best <= 0:
        chosen.series.extend((key, one.amount.value) for one in plain if one.amount.value is not None)
        _bound(key, bounds, items, context, chosen, not plain or best < 0)
        return
    leaders = [one for one in plain if one.rank == best]
    last = leaders[-1]
    if all(len(one.stamp) == len(last.stamp) for one in leaders):
        last = max(leaders, key=lambda one: (one.stamp, one.candidate.at))
    chosen.series.extend(
        (key, one.amount.value)
        for one in plain
        if one is not last and one.amount.value is not None and one.amount.value != last.amount.value
    )
    if last.candidate.number.high is not None:  # a range beside a value is a reference
        last = next((one for one in reversed(leaders) if one.amount.value is not None), last)
    pointed = _maybe_pointed(leaders, last, items)
    if pointed or _conflict(leaders, last, items, context):
        readings = tuple(sorted({one.amount.value for one in leaders if one.amount.value is not None} | pointed))
        chosen.doubts.append(Doubt(key, last.candidate.number.printed, readings, "two values are given"))
    elif last.amount.value is None:
        if key in ASKED_IN_DOUBT:
            chosen.doubts.append(Doubt(key, last.candidate.number.printed, last.amount.readings, last.amount.why))
    else:
        chosen.mentions.append(mention(key, last, items))
        chosen.last[key] = last
        if best == 2 and last.marks & RECENT and key == "anc":
            item = items[last.candidate.at]
            chosen.mentions.append(Mention("anc_age_h", A_DAY, "", item.start, item.end))


def _conflict(leaders: Sequence[Valued], last: Valued, items: Sequence[Item], context: Context) -> bool:
    """Two different values in one sentence, both as of now, set against each other by the words."""
    others = [
        one
        for one in leaders
        if one is not last and one.amount.value is not None and one.amount.value != last.amount.value
    ]
    sentence = context.sentence[last.candidate.at]
    for one in others:
        if last.candidate.how == "or":
            return True
        if last.candidate.how == "table" and not last.stamp and context.sentence[one.candidate.at] == sentence:
            return True  # a row of values whose dates do not tell which is the newest
        if last.stamp or one.candidate.key not in ASKED_IN_DOUBT or last.candidate.how == "series":
            continue
        if (
            abs(one.candidate.at - last.candidate.at) < NEAR
            and context.sentence[one.candidate.at] == sentence
            and _against(items[one.candidate.at : last.candidate.at])
        ):
            return True
    return False


def _maybe_pointed(leaders: Sequence[Valued], last: Valued, items: Sequence[Item]) -> set[Decimal]:
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


def _against(between: Sequence[Item]) -> bool:
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
    key: str, bounds: Sequence[Valued], items: Sequence[Item], context: Context, chosen: Chosen, allowed: bool
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


def mention(key: str, one: Valued, items: Sequence[Item], value: Value | None = None) -> Mention:
    """The mention of a chosen value; its span covers number and unit."""
    item = items[one.candidate.at]
    term = items[one.candidate.term].text if one.candidate.term >= 0 else ""
    told = one.amount.value if value is None else value
    assert told is not None
    bound = one.candidate.number.bound
    printed = " ".join(part for part in (term, bound + one.candidate.number.printed) if part)
    return Mention(key, told, printed, item.start, item.end, one.amount.note)
