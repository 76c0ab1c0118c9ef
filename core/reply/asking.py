"""What is asked first: what cannot wait, then what decides most; never what cannot change anything."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from core.consult import Decision, Evaluation, suppose
from core.facts import Item, Stated, Value
from core.grade import DERIVED
from core.guideline import Handbook

# Asked in the order of the chart, whatever else would decide more: circulation, consciousness, allergy, breathing,
# heat, wellness, the count itself; then how ill the patient looks and bleeding: both can be red flags.
SAFETY = frozenset(
    {
        "sbp",
        "mental_status",
        "penicillin_allergy",
        "rr",
        "spo2_pct",
        "hr",
        "temp_c",
        "temp_max_c",
        "temp_sustained",
        "unwell",
        "rigors",
        "fever_reported",
        "fever_denied",
        "anc",
        "mascc.burden",
        "mascc.hypotension",
        "bleeding",
    }
)
SHOWN = 3  # questions at once
WEIGHED, TRIED = 4, 3  # open facts weighed beyond safety, and answers tried of each: every one costs a consult
OPEN = ("undecided", "ask", None, "")


def in_order(decision: Decision, case: Evaluation, declined: Collection[str] = ()) -> Decision:
    """The decision with its open facts as they are asked: safety first, then what decides most.

    What no answer would change alone comes last; it is counted among what is open and never asked.
    """
    open_facts = [key for key in decision.ask if key not in declined]
    safety = [key for key in open_facts if key in SAFETY]
    rest = [key for key in open_facts if key not in SAFETY]
    if len(safety) < SHOWN and len(rest) > 1:
        weights = {key: decides(key, decision, case) for key in rest[:WEIGHED]}
        rest.sort(key=lambda key: -weights.get(key, 0))
    known = [key for key in decision.ask if key in declined]
    return replace(decision, ask=(*safety, *rest, *known))


def to_ask(decision: Decision, case: Evaluation, declined: Collection[str] = ()) -> tuple[str, ...]:
    """At most three keys to ask now, each with an answer that would change something."""
    open_facts = (key for key in decision.ask if key not in declined)
    return tuple(islice((key for key in open_facts if can_change(key, decision, case)), SHOWN))


def can_change(key: str, decision: Decision, case: Evaluation) -> bool:
    """Whether some answer to this question would change what is advised."""
    now = _advice(decision)
    return any(_advice(outcome) != now for outcome in _outcomes(key, case))


def decides(key: str, decision: Decision, case: Evaluation) -> int:
    """How much the answers to one question settle, as points for comparing questions; 0 when none changes anything."""
    outcomes = list(islice(_outcomes(key, case), TRIED))
    if all(_advice(outcome) == _advice(decision) for outcome in outcomes):
        return 0
    settled = sum(_settled(outcome) - _settled(decision) for outcome in outcomes)
    return 1 + max(0, settled * TRIED // len(outcomes))


def _outcomes(key: str, case: Evaluation) -> Iterator[Decision]:
    for value in _answers(key, case.handbook):
        yield suppose(case.told.plus(Stated(key, value)), case)


def _advice(decision: Decision) -> tuple[object, ...]:
    """Everything of a decision that a reader would see or act on."""
    return (
        decision.urgency,
        decision.certain,
        decision.headline,
        decision.severity,
        decision.fever,
        _score(decision),
        decision.risk,
        decision.red_flags,
        decision.disposition,
        decision.drug_actions,
        decision.say,
        decision.differs,
    )


def _score(decision: Decision) -> tuple[object, ...]:
    """The score as far as it matters: its bounds only while they can still decide the risk."""
    bounds = decision.mascc
    if bounds.applicable is False or decision.risk != "undecided":
        return ()
    return (bounds.least, bounds.most)


def _settled(decision: Decision) -> int:
    """How many of the great questions are decided."""
    asked = (decision.severity, decision.risk, decision.disposition, decision.mascc.band)
    return sum(one not in OPEN for one in asked) + decision.certain


def _answers(key: str, handbook: Handbook) -> Sequence[Value]:
    """One answer of each kind: every button, or a number in each band that some table tells apart."""
    item = handbook.items[key]
    match item.kind:
        case "number":
            return tuple(_numbers(item, handbook))
        case "flag":
            return (True, False)
        case "choice":
            return item.values[::-1]  # the answer that changes most comes last in the chart
        case _:
            return _names(key, handbook)


def _numbers(item: Item, handbook: Handbook) -> Iterator[Decimal]:
    """The lowest and the highest that can be reported, and every limit between."""
    limits = {
        limit
        for column in handbook.columns.values()
        if column.bands and item.key in DERIVED.get(column.of, (column.of,))
        for band in column.bands.values()
        for limit in (band.low, band.high)
        if limit is not None
    }
    assert item.low is not None
    assert item.high is not None
    yield from sorted({item.low, item.high, *(limit for limit in limits if item.low <= limit <= item.high)})


def _names(key: str, handbook: Handbook) -> Sequence[Value]:
    """No name, and one of each column that looks for some."""
    columns: Mapping[str, frozenset[str]] = {
        column.name: column.any_of or frozenset(column.each)
        for column in handbook.columns.values()
        if column.of == key and (column.any_of or column.each)
    }
    return (frozenset(), *(frozenset({min(names)}) for names in columns.values()))
