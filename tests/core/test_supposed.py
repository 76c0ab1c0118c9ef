"""A case with some facts otherwise, drawn from the case before, is the case as if it had been told afresh."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library import load
from core.consult import Decision, Evaluation, case_of, conclude, consult, consult_on
from core.consult.supposed import Supposed
from core.facts import Facts, Item, Stated, Value

HANDBOOK = load().handbook


def told(**stated: Any) -> Facts:
    """Facts as the line interface writes them."""
    return Facts.of(Stated(key, HANDBOOK.items[key].accept(value)) for key, value in stated.items())


FEVER = {
    "anc": 0.4,
    "wbc": 1.1,
    "temp_c": 38.6,
    "age_years": 62,
    "malignancy": "solid",
    "chemo_recent": True,
    "sbp": 118,
    "hr": 96,
    "hr_highest": 131,
    "mascc.copd": False,
    "drugs": ["fluorouracil"],
}
CHRONIC = {
    "anc": 0.9,
    "temp_c": 36.8,
    "unwell": False,
    "platelets": 80,
    "drugs": ["nilotinib", "carbimazole"],
    "cml_phase": "CP",
    "held_days": 10,
    "signs_earlier": ["confusion"],
}
KEPT_ON = {"anc": 2.1, "temp_c": 36.8, "unwell": False, "drugs": ["nilotinib"], "cml_phase": "CP", "platelets": 210}
PATIENTS = {"fever": told(**FEVER), "chronic": told(**CHRONIC), "kept on": told(**KEPT_ON), "nobody": Facts()}


def names_listed(key: str) -> list[str]:
    """Every name that some column looks for in a list."""
    columns = [one for one in HANDBOOK.columns.values() if one.of == key]
    return sorted({name for one in columns for name in (*one.any_of, *one.each)} or HANDBOOK.items[key].values)


def limits(item: Item) -> list[Decimal]:
    """Every limit of the handbook that can be reported of a number, and the ends of its range."""
    assert item.low is not None
    assert item.high is not None
    ends = {end for one in HANDBOOK.columns.values() for band in one.bands.values() for end in (band.low, band.high)}
    return sorted({item.low, item.high, *(end for end in ends if end is not None and item.low <= end <= item.high)})


def answers(key: str) -> Sequence[Value]:
    """Answers of every kind to one question."""
    item = HANDBOOK.items[key]
    match item.kind:
        case "number":
            return limits(item)
        case "flag":
            return (True, False)
        case "choice":
            return item.values
        case _:
            columns = [one for one in HANDBOOK.columns.values() if one.of == key and (one.any_of or one.each)]
            return (frozenset(), *(frozenset({min(one.any_of or one.each)}) for one in columns))


@st.composite
def statements(draw: st.DrawFn) -> Stated:
    """Any fact of the chart, with a value at a limit or anywhere, or some names of a list."""
    item = HANDBOOK.items[draw(st.sampled_from(sorted(HANDBOOK.items)))]
    if item.kind == "names":
        names = names_listed(item.key)
        return Stated(item.key, draw(st.frozensets(st.sampled_from(names), max_size=3)) if names else frozenset())
    values = st.sampled_from(answers(item.key))
    if item.kind == "number" and draw(st.booleans()):
        return Stated(item.key, draw(st.decimals(item.low, item.high, places=2)))
    return Stated(item.key, draw(values))


@settings(max_examples=100)
@given(
    base=st.sampled_from(list(PATIENTS.values())),
    known=st.lists(statements(), max_size=15),
    more=st.lists(statements(), max_size=3),
    fewer=st.integers(min_value=0, max_value=3),
    data=st.data(),
)
def test_what_is_supposed_is_decided_as_if_told(
    base: Facts, known: list[Stated], more: list[Stated], fewer: int, data: st.DataObject
) -> None:
    """Any patient, some facts told, told anew or taken back: decision, questions and trace are those of a new case."""
    facts = base.plus(*known)
    gone = data.draw(st.lists(st.sampled_from(sorted(facts.stated)), max_size=fewer)) if facts.stated else []
    otherwise = facts.minus(*gone).plus(*more)
    case, undrawn = case_of(facts, HANDBOOK), case_of(facts, HANDBOOK)
    consult_on(case)

    assert consult_on(Supposed(otherwise, case)) == consult(otherwise, HANDBOOK)
    assert consult_on(Supposed(otherwise, undrawn)) == consult(otherwise, HANDBOOK)
    assert consult_on(Supposed(facts, Supposed(otherwise, case))) == consult(facts, HANDBOOK)


def single_changes(facts: Facts) -> Iterator[Facts]:
    """Every fact of the chart with every kind of answer, and each stated one taken back."""
    yield from (facts.plus(Stated(key, value)) for key in HANDBOOK.items for value in answers(key))
    yield from (facts.minus(key) for key in facts.stated)


def drawn(case: Evaluation) -> tuple[Decision, dict[str, frozenset[str]]]:
    """The decision, and the names of every column it may rest on."""
    return conclude(case), {name: case.possible(name) for name in HANDBOOK.columns}


@pytest.mark.parametrize("patient", ["fever", "kept on"])
def test_no_single_fact_is_left_out(patient: str) -> None:
    """Whatever one fact is changed to, no conclusion rests on what it was before; and the case itself is as it was."""
    facts = PATIENTS[patient]
    case = case_of(facts, HANDBOOK)
    now = consult_on(case)

    for otherwise in single_changes(facts):
        assert drawn(Supposed(otherwise, case)) == drawn(case_of(otherwise, HANDBOOK))
    assert consult_on(case) == now


@pytest.mark.parametrize(
    ("stated", "again"),
    [({"temp_c": 39.1}, 0), ({"penicillin_allergy": "none"}, 10), ({"sbp": 84}, 20)],
    ids=["hotter", "no allergy", "shock"],
)
def test_only_what_sees_a_difference_is_decided_again(stated: dict[str, Any], again: int) -> None:
    """Of the tables of a case few are decided for one more fact, and none where it is of the same band as before."""
    facts = told(**FEVER)
    case = case_of(facts, HANDBOOK)
    consult_on(case)
    supposed = Supposed(facts.plus(*told(**stated)), case)

    decided = [one for one in HANDBOOK.tables if not one.per and supposed.finding(one) is not case.finding(one)]
    assert len(decided) <= again < len(HANDBOOK.tables) / 3
