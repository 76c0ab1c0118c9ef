"""MASCC against the published table: every complete input, and every state in which items are missing.

Weights: Klastersky 2000, J Clin Oncol 18:3038, written out here a second time on purpose.
"""

from itertools import product

import pytest

from core.consult import consult
from core.guideline import Handbook
from core.scores import total
from tests.core.conftest import Chart

PUBLISHED = {
    "burden_item": {"none_mild": 5, "moderate": 3, "severe": 0},
    "pressure_item": {"no": 5, "yes": 0},
    "copd_item": {"no": 4, "yes": 0},
    "tumour_item": {"earned": 4, "lost": 0},
    "dehydration_item": {"no": 3, "yes": 0},
    "setting_item": {"outpatient": 3, "inpatient": 0},
    "age_band": {"under": 2, "over": 0},
}
LOW_RISK_FROM = 21
INPUTS = [dict(zip(PUBLISHED, answers, strict=True)) for answers in product(*PUBLISHED.values())]
STATES = [
    dict(zip(PUBLISHED, answers, strict=True)) for answers in product(*([*one, None] for one in PUBLISHED.values()))
]


def _points(answers: dict[str, str]) -> int:
    return sum(PUBLISHED[item][answer] for item, answer in answers.items())


def test_all_192_inputs_score_as_published(handbook: Handbook) -> None:
    """Each complete input has the published total, and is low risk exactly from 21."""
    assert len(INPUTS) == 192
    for answers in INPUTS:
        found = total(handbook.scores["mascc"], {item: frozenset({answer}) for item, answer in answers.items()})
        points = _points(answers)
        assert (found.least, found.most, found.known) == (points, points, 7)
        assert found.band == ("low" if points >= LOW_RISK_FROM else "high")


def test_fourteen_inputs_are_low_risk() -> None:
    """The published table leaves 14 of 192 inputs at 21 or more; totals of 1 and 25 cannot occur."""
    totals = [_points(answers) for answers in INPUTS]
    assert sum(points >= LOW_RISK_FROM for points in totals) == 14
    assert not {1, 25} & set(totals)


def test_all_2916_states_are_decided_exactly_when_every_completion_agrees(handbook: Handbook) -> None:
    """With items missing the class is given when, and only when, no answer could change it."""
    assert len(STATES) == 2916
    decided = {"low": 0, "high": 0, "undecided": 0}
    for state in STATES:
        possible = {
            item: frozenset(PUBLISHED[item]) if answer is None else frozenset({answer})
            for item, answer in state.items()
        }
        found = total(handbook.scores["mascc"], possible)
        completions = [_points(dict(zip(PUBLISHED, one, strict=True))) for one in product(*possible.values())]
        assert (found.least, found.most) == (min(completions), max(completions))
        classes = {points >= LOW_RISK_FROM for points in completions}
        assert found.band == ("undecided" if len(classes) > 1 else "low" if classes == {True} else "high")
        decided[found.band] += None in state.values()
    assert decided == {"low": 16, "high": 1938, "undecided": 770}


@pytest.mark.parametrize(
    ("stated", "least", "most"),
    [
        ({"sbp": 91}, 5, 26),
        ({"sbp": 90}, 0, 21),
        ({"age_years": 59}, 2, 26),
        ({"age_years": 60}, 0, 24),
        ({"malignancy": "solid"}, 4, 26),
        ({"malignancy": "hematologic"}, 0, 26),
        ({"malignancy": "hematologic", "mascc": {"fungal_history": True}}, 0, 22),
        ({"mascc": {"fungal_history": False}}, 4, 26),
        ({"sbp": 120, "mascc": {"hypotension": True}}, 0, 21),
        ({"age_under_60": True}, 2, 26),
    ],
)
def test_bounds_from_the_chart(
    stated: dict[str, object], least: int, most: int, chart: Chart, handbook: Handbook
) -> None:
    """Each limit of the table: 90 mmHg is hypotension, 60 earns nothing, the worse of word and number counts."""
    found = consult(chart(anc=0.2, temp_c=38.9, **stated), handbook).mascc
    assert (found.least, found.most) == (least, most)
