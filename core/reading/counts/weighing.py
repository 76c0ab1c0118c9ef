"""Every number that may be a value, with its amount, its moment, and how near to now its words place it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, final

from core.lexicon import Lexicon
from core.reading.counts.candidate import Candidate
from core.reading.counts.moment import latest, moments, outdated
from core.reading.meaning.context import Context
from core.reading.meaning.dates import Stamp
from core.reading.meaning.marks import ASIDE, AWAITED, ELSEWHERE, FIRST, LIMIT, NOW, OTHER, PAST, RECENT, SPECIMEN
from core.reading.meaning.scopes import is_of_fluid
from core.reading.printed.items import Item
from core.reading.printed.values import Amount, amount

COUNTED: Final = frozenset(
    {"anc", "wbc", "platelets", "hgb", "neutrophils_pct", "bands_pct", "lymphocytes", "monocytes", "blasts_pct"}
)
CLAUSE: Final = 12  # pieces around a number in which an aside says "now"
NOW_WORDS: Final = frozenset({"now", "today", "latest", "current", "currently", "repeat"})
COLUMNS: Final = {"now": NOW, "yesterday": RECENT, "past": PAST}  # what the heading of a column says of its values
VITALS: Final = frozenset({"sbp", "map_mmhg", "hr", "rr", "spo2_pct"})
AFTER: Final = frozenset({"after", "following", "post", "with"})
WEAK_BEFORE: Final = frozenset({"was", "were", "had", "had been"})


@final
class Valued:
    """A candidate with its amount and what its place in the message says of it; `told` is the place of its moment."""

    __slots__ = ("amount", "candidate", "marks", "rank", "stamp", "told")

    def __init__(
        self, candidate: Candidate, amount: Amount, marks: int, rank: int, stamp: Stamp | None = None, told: int = -1
    ) -> None:
        self.candidate = candidate
        self.amount = amount
        self.marks = marks
        self.rank = rank
        self.stamp = stamp
        self.told = told

    def with_rank(self, rank: int) -> Valued:
        """The same, nearer to now or farther from it."""
        return Valued(self.candidate, self.amount, self.marks, rank, self.stamp, self.told)


def weigh(
    items: list[Item],
    context: Context,
    found: Sequence[Candidate],
    lexicon: Lexicon,
    dates: Mapping[int, Stamp],
    columns: Mapping[int, int],
) -> dict[str, list[Valued]]:
    """Candidates by key, in order, without those of somebody else, another fluid, or a limit.

    `dates` are the moments of the message, `columns` the headings of the numbers that stand under one.
    """
    told: Mapping[int, int] = columns
    if dates:
        told = {**moments(items, context, [one.at for one in found if one.at not in columns], dates), **columns}
    superseded = outdated(items, context, told, dates)
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
        at = candidate.at
        if at in columns:
            marks |= COLUMNS.get(lexicon.tables["column_times"].get(items[columns[at]].text, ""), 0)
        if at in superseded and candidate.key in COUNTED and not marks & (NOW | RECENT):
            marks |= PAST | AWAITED
        marks |= _listed_now(items, candidate, weighed.get(candidate.key, []))
        stamp = dates.get(told[at]) if at in told else None
        if candidate.key == "temp_c" and stamp is not None and stamp.kind == "week" and told[at] > at:
            marks |= ELSEWHERE  # "38.9 on Tuesday": who tells the day speaks of another one
        before = weighed.setdefault(candidate.key, [])
        rank = _rank(items, context, candidate, marks)
        rank = 3 if rank == 2 and _days_tell(before, stamp) else rank
        before.append(Valued(candidate, amount(candidate.key, number, lexicon), marks, rank, stamp, told.get(at, -1)))
    return {key: _in_order(items, context, many) for key, many in weighed.items()}


def _days_tell(before: Sequence[Valued], stamp: Stamp | None) -> bool:
    """Whether days and not the tense tell the order: "had fallen to 0.3 by day 40; on day 49 it was 2.0"."""
    last = before[-1].stamp if before else None
    return stamp is not None and last is not None and last.kind == stamp.kind and last != stamp


def _in_order(items: list[Item], context: Context, many: list[Valued]) -> list[Valued]:
    """With what was of now on arrival no longer so where a later value is told: "84/50. After fluids 104/62"."""
    later = [at for at, one in enumerate(many) if one.rank == 3 and _told_later(items, context, one.candidate)]
    if not later:
        return many
    return [*(_of_arrival(items, context, one) for one in many[: later[-1]]), *many[later[-1] :]]


def _of_arrival(items: list[Item], context: Context, one: Valued) -> Valued:
    """A value that was of now on arrival, once a later one is told: "BP 84/50 on arrival. After fluids 104/62"."""
    return one.with_rank(2) if one.rank == 4 and not _now_inside(items, context, one.candidate.at) else one


def _listed_now(items: list[Item], candidate: Candidate, before: Sequence[Valued]) -> int:
    """The mark of now that a list hands on from each value to the next: "this week 2.0, 1.9, 1.6"."""
    at = candidate.at
    if candidate.how != "series" or not before or items[at - 1].text != "," or before[-1].candidate.at != at - 2:
        return 0
    return before[-1].marks & NOW


def _rank(items: list[Item], context: Context, candidate: Candidate, marks: int) -> int:
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


def _told_later(items: list[Item], context: Context, candidate: Candidate) -> bool:
    """Whether the words before it tell a course in order: "two weeks later the ANC was 2.1", "after fluids 104/62"."""
    treated = candidate.key in VITALS and not context.words.isdisjoint(context.rules["treatments"])
    if "later" not in context.cues and not treated:
        return False
    first = max(0, candidate.at - CLAUSE)
    near = [j for j in range(first, candidate.at) if context.sentence[j] == context.sentence[candidate.at]]
    after = next((j for j in near if items[j].text in AFTER), len(items)) if treated else len(items)
    return any("later" in items[j].cues or (j > after and _treats(items, context, j)) for j in near)


def _treats(items: list[Item], context: Context, at: int) -> bool:
    """Whether a piece names what a vital sign may come right by: fluids, oxygen."""
    return items[at].text in context.rules["treatments"]


def _now_inside(items: list[Item], context: Context, at: int) -> bool:
    """Whether an aside itself says "today" or "now" rather than merely a time of this day."""
    near = range(max(0, at - CLAUSE), min(len(items), at + CLAUSE))
    return any(items[j].text in NOW_WORDS for j in near if context.clause[j] == context.clause[at])


def newest(values: Sequence[Valued]) -> tuple[Valued, bool]:
    """The latest of values equally near to now, and whether that is sure; a list of values runs from left to right."""
    if len(values) == 1:
        return values[0], True
    k, sure = latest([(one.stamp, one.candidate.at) for one in values])
    return values[k], sure or values[k].candidate.how == "series"
