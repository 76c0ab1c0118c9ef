"""The case is the fold of its turns: in whatever order they arrived, they end in one state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from core.converse.change import change
from core.converse.turn import Turn
from core.converse.worst import without_harmless
from core.facts import Facts, Stated
from core.guideline import Handbook

FEVER_FROM = "fever_sustained"  # the handbook's name for the lowest temperature that may be a fever
# Intents of turns that say nothing of the patient: after them a case is as old as before.
OF_NOBODY = frozenset(
    {"chitchat", "help", "nothing", "two_patients", "handoff", "why", "meaning", "course", "audience", "deleted"}
)
FOLLOWED = ("anc", "wbc", "platelets", "hgb", "temp_c")  # values whose course over time is kept


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a course: when it was taken, or None for an earlier value named inside a trend.

    That is the time of the message, less the age of the count where one was told; `day` is the day of the cycle
    told with it.
    """

    key: str
    value: Decimal
    at: datetime | None
    day: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What a conversation has come to.

    `asked` are the keys our last reply asked, in order; `declined` those answered "don't know".
    `doubted` holds the readings still possible of a value we could not take; `unplaced` those of a number without a
    name, one of which is meant. `recent` are the keys stated, the latest last: a bare number in a correction refers to
    them, first to the `latest` of the last message that stated any. `answered` are the keys the last answers were
    given to, in the order asked: a correction may number them. `relative` is the word for the relative it is of,
    nothing where it is of a patient; `named` the bed and the number of the patient, `number` which patient of the
    conversation it is. `claims` holds what several authors told differently of one thing, the first one first;
    `told` when each fact was told last; `spoken` when anything was last said of the patient.
    """

    facts: Facts = field(default_factory=Facts)
    asked: tuple[str, ...] = ()
    declined: frozenset[str] = frozenset()
    series: tuple[Point, ...] = ()
    doubted: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    unplaced: tuple[tuple[str, Decimal], ...] = ()
    recent: tuple[str, ...] = ()
    latest: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    last: Turn | None = None
    relative: str = ""
    named: Mapping[str, str] = field(default_factory=dict)
    number: int = 1
    claims: Mapping[str, tuple[Stated, ...]] = field(default_factory=dict)
    told: Mapping[str, datetime] = field(default_factory=dict)
    spoken: datetime | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is known and nothing is in doubt."""
        return not self.facts and not self.doubted


def fold(conversation: Sequence[Turn], handbook: Handbook) -> Case:
    """The case after every turn, ordered by (time of the message, event id); a repeated event counts once."""
    case = next(looking_back(conversation, handbook), Case())
    return replace(case, asked=_asked_last(conversation, case))


def looking_back(conversation: Sequence[Turn], handbook: Handbook) -> Iterator[Case]:
    """The case as it stands, then as it stood after each turn before; what was undone never was."""
    fever_from, cases = handbook.number(FEVER_FROM), [Case()]
    for turn in standing(conversation):
        cases.append(_after(cases[-1], turn, fever_from))
    for case in map(_with_trend, reversed(cases[1:])):
        yield replace(case, facts=without_harmless(case.facts, handbook))


def _asked_last(conversation: Sequence[Turn], case: Case) -> tuple[str, ...]:
    """What is asked now: by the reply to an edit, if that came last, though the edit stands in an earlier place."""
    last = max(conversation, key=lambda turn: (turn.at, turn.event_id), default=None)
    return last.asked if last is not None and last.replaces else case.asked


def ordered(conversation: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns in the order they were said, each event once; an edited message stands where it was first said."""
    once = {turn.event_id: turn for turn in reversed(conversation)}
    replaced = {turn.replaces for turn in once.values()}
    placed = [_placed(turn, once) for turn in once.values() if turn.event_id not in replaced]
    return tuple(turn for _, turn in sorted(placed, key=lambda placed: placed[0]))


def _placed(turn: Turn, once: Mapping[str, Turn]) -> tuple[tuple[datetime, str], Turn]:
    """A turn with its place: its own time, or that of the message it is the edited form of."""
    first = turn
    while first.replaces in once:
        first = once[first.replaces]
    return (first.at, first.event_id), turn if first is turn else replace(turn, at=first.at)


def standing(conversation: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns that still count: not those an `undo` took back."""
    undone = {turn.undone for turn in conversation if turn.undone}
    return tuple(turn for turn in ordered(conversation) if turn.event_id not in undone)


def undoable(conversation: Sequence[Turn]) -> Turn | None:
    """The last standing turn that changed the case, or None."""
    changed = [
        turn
        for turn in standing(conversation)
        if turn.stated or turn.retracted or turn.new_case or turn.readings or turn.claims or turn.declined
    ]
    return changed[-1] if changed else None


def _after(case: Case, turn: Turn, fever_from: Decimal) -> Case:
    """The case after one more turn."""
    if turn.new_case:
        case = Case(number=case.number + (not case.empty))
    correction = turn.intent == "correct"
    stated = tuple(one if one.author else replace(one, author=turn.author) for one in turn.stated)
    keys = tuple(one.key for one in stated)
    return Case(
        facts=change(case.facts, stated, fever_from, turn.retracted, correction),
        asked=turn.asked,
        declined=(case.declined | frozenset(turn.declined)) - frozenset(keys),
        series=_course(case.series, turn, correction),
        doubted=_still_doubted(case, turn, keys),
        unplaced=turn.unplaced or (case.unplaced if not _settled(case, turn, keys) else ()),
        recent=(*(key for key in case.recent if key not in keys), *keys),
        latest=keys or case.latest,
        answered=case.asked if turn.intent == "answer" else case.answered,
        last=turn,
        relative=turn.relative or case.relative,
        named={**case.named, **dict(turn.named)},
        number=case.number,
        claims=_claims(case, turn, keys),
        told={**case.told, **dict.fromkeys(keys, turn.at)},
        spoken=case.spoken if turn.intent in OF_NOBODY else turn.at,
    )


def _claims(case: Case, turn: Turn, keys: tuple[str, ...]) -> dict[str, tuple[Stated, ...]]:
    """What is still told differently: a value stated or taken back settles it, a claim stands beside what is known."""
    settled = {*keys, *turn.retracted}
    left = {key: told for key, told in case.claims.items() if key not in settled}
    for one in turn.claims:
        first = left.get(one.key) or tuple(filter(None, (case.facts.stated.get(one.key),)))
        left[one.key] = (*first, replace(one, author=one.author or turn.author))
    return left


def _course(series: tuple[Point, ...], turn: Turn, correction: bool) -> tuple[Point, ...]:
    """The courses with this turn's values; a corrected or retracted value leaves its course."""
    values = [(one.key, one.value) for one in turn.stated if one.key in FOLLOWED and isinstance(one.value, Decimal)]
    if correction:  # to the value that is known already: it stays where it was
        values = [(key, value) for key, value in values if _last(series, key) != value]
    replaced = {key for key, _ in values} if correction else set()
    for key in replaced | set(turn.retracted):
        series = _without_last(series, key)
    told = {key for key, _ in values}
    # An earlier value told alone stands before the whole course: what was falling stays so.
    oldest = tuple(Point(key, value, None) for key, value in turn.series if key not in told)
    earlier = tuple(Point(key, value, None) for key, value in turn.series if key in told)
    return (*oldest, *series, *earlier, *(_point(key, value, turn) for key, value in values))


def _point(key: str, value: Decimal, turn: Turn) -> Point:
    told = Facts.of(turn.stated)
    age = told.number("anc_age_h") if key == "anc" else None
    at = turn.at - timedelta(hours=float(age)) if age is not None else turn.at
    return Point(key, value, at, told.number("chemo_day"))


def _last(series: tuple[Point, ...], key: str) -> Decimal | None:
    return next((point.value for point in reversed(series) if point.key == key), None)


def _without_last(series: tuple[Point, ...], key: str) -> tuple[Point, ...]:
    places = [place for place, point in enumerate(series) if point.key == key]
    return series[: places[-1]] + series[places[-1] + 1 :] if places else series


def _still_doubted(case: Case, turn: Turn, keys: tuple[str, ...]) -> dict[str, tuple[Decimal, ...]]:
    """The doubts left: a value stated or taken back settles its own, and with it what the same number may have been."""
    settled = _settled(case, turn, keys)
    if settled & {key for key, _ in case.unplaced}:
        settled |= {key for key, _ in case.unplaced}
    left = {key: values for key, values in case.doubted.items() if key not in settled}
    for key in dict.fromkeys(key for key, _ in turn.readings):
        left[key] = tuple(value for name, value in turn.readings if name == key)
    return left


def _settled(case: Case, turn: Turn, keys: tuple[str, ...]) -> set[str]:
    """The keys of values in doubt that the turn states or takes back."""
    return {key for key in (*keys, *turn.retracted) if key in case.doubted}


def _with_trend(case: Case) -> Case:
    """With the count called falling when the last value is lower than the one before.

    Never "rising" from numbers alone: that word lowers the urgency, so a clinician has to say it.
    """
    counts = [point.value for point in case.series if point.key == "anc"]
    if (
        "anc_trend" in case.facts
        or len(counts) < 2
        or case.facts.number("anc") != counts[-1]
        or counts[-1] >= counts[-2]
    ):
        return case
    note = "from " + ", ".join(str(count) for count in counts)
    return replace(case, facts=case.facts.plus(Stated("anc_trend", "falling", note=note)))
