"""MASCC and CISNE against the published tables: every complete input, and every state in which items are missing.

Weights: Klastersky 2000, J Clin Oncol 18:3038, and Carmona-Bayonas 2015, J Clin Oncol 33:465, written out here a
second time on purpose.
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


CISNE = {
    "cisne_ecog_item": 2,
    "cisne_glucose_item": 2,
    "copd_item": 1,
    "cisne_heart_item": 1,
    "cisne_mouth_item": 1,
    "cisne_monocyte_item": 1,
}
CISNE_PATIENT = {
    "anc": 0.3,
    "temp_c": 38.6,
    "age_years": 50,
    "malignancy": "solid",
    "chemo_recent": True,
    "anticancer_kind": "cytotoxic",
    "chemo_intensity": "mild_moderate",
    "stable_first_3h": True,
}


def cisne_class(points: int) -> str:
    """The three published classes."""
    return "low" if points == 0 else "intermediate" if points < 3 else "high"


def test_all_729_states_of_cisne_are_decided_exactly_when_every_completion_agrees(handbook: Handbook) -> None:
    """Of six items present, absent or missing: the class is given when, and only when, no answer could change it."""
    for state in product((True, False, None), repeat=len(CISNE)):
        possible = {
            item: frozenset({"yes", "no"} if answer is None else {"yes" if answer else "no"})
            for item, answer in zip(CISNE, state, strict=True)
        }
        found = total(handbook.scores["cisne"], possible)
        completions = [
            sum(CISNE[item] for item, answer in zip(CISNE, one, strict=True) if answer == "yes")
            for one in product(*possible.values())
        ]
        classes = {cisne_class(points) for points in completions}
        assert (found.least, found.most) == (min(completions), max(completions))
        assert found.band == (next(iter(classes)) if len(classes) == 1 else "undecided")


@pytest.mark.parametrize(
    ("stated", "least", "most"),
    [
        ({}, 0, 8),
        ({"ecog": 2}, 2, 8),
        ({"ecog": 1}, 0, 6),
        ({"glucose_mg_dl": 120}, 0, 6),
        ({"glucose_mg_dl": 121}, 0, 8),
        ({"glucose_mg_dl": 121, "diabetes_or_steroids": False}, 2, 8),
        ({"glucose_mg_dl": 249, "diabetes_or_steroids": True}, 0, 6),
        ({"glucose_mg_dl": 249, "steroids": True}, 0, 6),
        ({"glucose_mg_dl": 250, "diabetes_or_steroids": True}, 2, 8),
        ({"mucositis_grade": 2}, 1, 8),
        ({"mucositis_grade": 1}, 0, 7),
        ({"monocytes": 0.19}, 1, 8),
        ({"monocytes": 0.2}, 0, 7),
    ],
)
def test_bounds_of_cisne_from_the_chart(
    stated: dict[str, object], least: int, most: int, chart: Chart, handbook: Handbook
) -> None:
    """Each limit of the published items; glucose counts from 250 mg/dL in diabetes or on steroids."""
    found = consult(chart(**CISNE_PATIENT, **stated), handbook).cisne
    assert found is not None
    assert (found.least, found.most, found.applicable) == (least, most, True)


@pytest.mark.parametrize(
    "stated",
    [
        {"malignancy": "hematologic"},
        {"age_years": 17},
        {"chemo_intensity": "intensive"},
        {"anticancer_kind": "targeted"},
        {"stable_first_3h": False},
        {"sbp": 88},
        {"organ_failure": True},
        {"temp_c": 36.8},
    ],
)
def test_whom_cisne_is_not_for(stated: dict[str, object], chart: Chart, handbook: Handbook) -> None:
    """No number is shown where the score was not made for the patient."""
    assert consult(chart(**{**CISNE_PATIENT, **stated}), handbook).cisne is None


@pytest.mark.parametrize("items", list(product((True, False, None), repeat=3)))
def test_cisne_may_only_raise(items: tuple[bool | None, ...], chart: Chart, handbook: Handbook) -> None:
    """Whatever of CISNE is told, neither risk nor disposition is better than the same patient's without CISNE."""
    worst = ("high", "undecided", "low", "not_applicable")
    ecog, heart, mouth = items
    told = {
        "ecog": None if ecog is None else 2 * ecog,
        "chronic_cardiovascular_disease": heart,
        "mucositis_grade": None if mouth is None else 2 * mouth,
    }
    without = {key: one for key, one in CISNE_PATIENT.items() if key not in ("chemo_intensity", "stable_first_3h")}
    before = consult(chart(**{**without, "chemo_intensity": "intensive"}), handbook)
    after = consult(chart(**CISNE_PATIENT, **{key: one for key, one in told.items() if one is not None}), handbook)
    assert worst.index(after.risk) <= worst.index(before.risk)
    assert after.urgency == before.urgency
