"""The consult: POLICY's rows as cases a clinician can sign, and what no case may break."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library import load
from core.consult import URGENCIES, consult
from core.facts import Facts, Stated
from core.guideline import Handbook
from tests.core.conftest import Chart

HANDBOOK = load().handbook
WELL = {"unwell": False}
CHEMO = {"chemo_recent": True, "malignancy": "solid"}
NONE = {"context_none": True}


# Facts and the urgency the policy gives them: each line is one of its rows.
POLICY: list[tuple[dict[str, object], str]] = [
    # fever with a count
    ({"anc": 0.4, "temp_c": 38.3, **NONE}, "emergency"),
    ({"anc": 0.4, "temp_c": 38.0, **NONE}, "emergency"),
    ({"anc": 0.7, "temp_c": 38.5, **CHEMO}, "emergency"),
    ({"anc": 0.7, "temp_c": 38.5}, "emergency"),
    ({"anc": 0.7, "temp_c": 38.5, **NONE, **WELL}, "urgent"),
    ({"anc": 0.7, "temp_c": 38.5, **NONE, "unwell": True}, "emergency"),
    ({"anc": 1.2, "temp_c": 38.5, **CHEMO}, "emergency"),
    ({"anc": 1.2, "temp_c": 38.5, **CHEMO, "anc_trend": "rising", **WELL}, "urgent"),
    ({"anc": 1.2, "temp_c": 38.5, **NONE, **WELL}, "urgent"),
    ({"anc": 2.4, "temp_c": 38.5, **CHEMO, **WELL}, "urgent"),
    ({"anc": 2.4, "temp_c": 38.5, **CHEMO, "anc_falling_below_0_5": True}, "emergency"),
    ({"anc": 2.4, "temp_c": 38.1, **NONE, **WELL}, "soon"),
    # one raised temperature that settled
    ({"anc": 0.4, "temp_max_c": 38.1, "temp_c": 37.2, **WELL}, "urgent"),
    ({"anc": 0.4, "temp_max_c": 38.1, "temp_c": 37.2}, "emergency"),
    # a fever of the last day is not cancelled by a normal reading now
    ({"anc": 0.4, "temp_max_c": 38.9, "temp_c": 36.8, **WELL}, "emergency"),
    # no count
    ({"temp_c": 38.5, **CHEMO}, "emergency"),
    ({"temp_c": 38.5}, "emergency"),
    ({"temp_c": 38.5, **NONE, **WELL}, "urgent"),
    ({"wbc": 0.4, "temp_c": 38.5, **NONE}, "emergency"),
    ({"wbc": 2.9}, "urgent"),
    ({"wbc": 2.9, **NONE}, "routine"),
    ({"wbc": 1.9, **NONE}, "urgent"),
    # a stale count is no count once infection is suspected
    ({"anc": 2.4, "anc_age_h": 30, "temp_c": 38.5, **CHEMO}, "emergency"),
    # unwell without fever
    ({"anc": 0.4, "temp_c": 36.8, "rigors": True}, "emergency"),
    ({"anc": 0.7, "temp_c": 36.8, "rigors": True}, "emergency"),
    ({"anc": 0.7, "temp_c": 36.8, "rigors": True, "anc_trend": "rising"}, "urgent"),
    ({"anc": 1.7, "temp_c": 36.8, "unwell": True}, "urgent"),
    ({"temp_c": 36.8, "unwell": True, **CHEMO}, "emergency"),
    ({"anc": 1.7, "temp_c": 35.4, **WELL}, "urgent"),
    # afebrile and well
    ({"anc": 0.4, "temp_c": 36.8, **WELL}, "urgent"),
    ({"anc": 0.4, "temp_c": 36.8, **WELL, "neutropenia_kind": "expected_nadir"}, "soon"),
    ({"anc": 0.7, "temp_c": 36.8, **WELL}, "soon"),
    ({"anc": 0.7, "temp_c": 36.8, **WELL, "neutropenia_kind": "known_chronic"}, "routine"),
    ({"anc": 1.2, "temp_c": 36.8, **WELL}, "routine"),
    ({"anc": 1.6, "wbc": 4.0}, "routine"),
    # temperature not stated is not afebrile
    ({"anc": 0.4}, "urgent"),
    # red flags, whatever the count
    ({"anc": 3.0, "sbp": 90}, "emergency"),
    ({"anc": 3.0, "sbp": 100, "sbp_usual": 140}, "emergency"),
    ({"anc": 3.0, "sbp": 101, "sbp_usual": 140, "temp_c": 36.8, **WELL}, "routine"),
    ({"anc": 3.0, "spo2_pct": 91}, "emergency"),
    ({"anc": 3.0, "spo2_pct": 90, "spo2_target_88_92": True, "temp_c": 36.8, **WELL}, "routine"),
    ({"anc": 3.0, "spo2_pct": 87, "spo2_target_88_92": True}, "emergency"),
    ({"anc": 3.0, "rr": 25}, "emergency"),
    ({"anc": 3.0, "hr": 130}, "emergency"),
    ({"anc": 3.0, "mental_status": "altered"}, "emergency"),
    # the rest of the blood picture
    ({"anc": 1.2, "platelets": 60, "temp_c": 36.8, **WELL}, "urgent"),
    ({"anc": 3.0, "blasts_pct": 5, "temp_c": 36.8, **WELL}, "urgent"),
    ({"anc": 0.9, "wbc": 30, "temp_c": 36.8, **WELL}, "urgent"),
]


@pytest.mark.parametrize(("stated", "urgency"), POLICY)
def test_urgency_by_policy(stated: dict[str, object], urgency: str, chart: Chart, handbook: Handbook) -> None:
    """Each line is a row of the clinical policy."""
    assert consult(chart(**stated), handbook).urgency == urgency


@pytest.mark.parametrize(
    ("anc", "severity"),
    [
        (0, "severe"),
        (0.499, "severe"),
        (0.5, "moderate"),
        (0.999, "moderate"),
        (1.0, "mild"),
        (1.499, "mild"),
        (1.5, "none"),
    ],
)
def test_bands_are_half_open(anc: float, severity: str, chart: Chart, handbook: Handbook) -> None:
    """A count that equals a limit belongs to the milder band; nothing is rounded before comparing."""
    assert consult(chart(anc=anc), handbook).severity == severity


def test_white_cells_bound_the_count(chart: Chart, handbook: Handbook) -> None:
    """White cells below 0.5 are severe whatever the differential; below 1.0 the band is open, and treated as severe."""
    assert consult(chart(wbc=0.4), handbook).severity == "severe"
    open_band = consult(chart(wbc=0.8, temp_c=36.8, **WELL, **NONE), handbook)
    assert open_band.severity is None
    assert open_band.urgency == "urgent"


def test_an_impossible_pair_acts_on_the_lower_count(chart: Chart, handbook: Handbook) -> None:
    """A neutrophil count above the white cells cannot be: act on the lower, and say so."""
    decision = consult(chart(anc=2.1, wbc=0.4), handbook)
    assert (decision.severity, decision.anc_basis) == ("severe", "anc_above_wbc")


def test_hypotension_overrides_a_low_risk_score(chart: Chart, handbook: Handbook) -> None:
    """Only the pressure lost is still 21 points: high risk, inpatient, and no word of tablets."""
    mascc = {
        "burden": "none_mild",
        "copd": False,
        "fungal_history": False,
        "dehydration": False,
        "setting": "outpatient",
    }
    decision = consult(chart(anc=0.2, temp_c=38.9, age_years=45, sbp=84, **CHEMO, mascc=mascc), handbook)
    assert (decision.mascc.least, decision.mascc.band) == (21, "low")
    assert (decision.risk, decision.disposition) == ("high", "inpatient")
    assert "fn.oral" not in decision.say


def test_outpatient_needs_every_safeguard(chart: Chart, handbook: Handbook) -> None:
    """One unanswered safeguard is a question, one answered no is inpatient, all answered yes a candidate."""
    mascc = {
        "burden": "none_mild",
        "copd": False,
        "fungal_history": False,
        "dehydration": False,
        "setting": "outpatient",
    }
    vitals = {"sbp": 120, "mental_status": "normal", "rr": 16, "spo2_pct": 98, "hr": 90, "lactate": 1, "news2": 1}
    flags = (
        "oxygen_new urine_low mottled nonblanching_rash organ_failure peritonism meningism bleeding vasopressor rigors "
        "unwell pneumonia chronic_lung_disease abdominal_pain vomiting_or_diarrhoea unable_to_swallow neuro_change "
        "catheter_infection skin_or_soft_tissue progressive_cancer fluoroquinolone_prophylaxis "
        "mdr_history pregnant post_partum"
    )
    gate = (
        "caregiver_24h telephone_24h transport_24h frequent_visits_ok adherent clinician_agrees oral_regimen_possible "
        "oral_intake_ok"
    )
    stated = {
        "anc": 0.3,
        "temp_c": 38.5,
        "age_years": 45,
        "neutropenia_days_expected": 5,
        "mucositis_grade": 0,
        "alt_x_uln": 1,
        "crcl": 90,
        "travel_minutes": 20,
        "contexts": [],
        "penicillin_allergy": "none",
        "map_mmhg": 80,
        "sbp_usual": 125,
        **CHEMO,
        **vitals,
        **dict.fromkeys(flags.split(), False),
        **dict.fromkeys(gate.split(), True),
        "mascc": mascc,
        "chemo_intensity": "mild_moderate",
        "stable_first_3h": True,
        "ecog": 0,
        "glucose_mg_dl": 100,
        "chronic_cardiovascular_disease": False,
        "monocytes": 0.4,
    }
    assert consult(chart(**stated), handbook).disposition == "outpatient_candidate"
    assert consult(chart(**{**stated, "caregiver_24h": False}), handbook).disposition == "inpatient"
    raised = consult(chart(**{**stated, "ecog": 2, "monocytes": 0.1}), handbook)
    assert (raised.risk, raised.disposition) == ("high", "inpatient")
    assert consult(chart(**{**stated, "glucose_mg_dl": 130}), handbook).disposition == "outpatient_candidate"
    no_glucose = {key: value for key, value in stated.items() if key != "glucose_mg_dl"}
    assert consult(chart(**no_glucose, diabetes_or_steroids=False), handbook).disposition == "outpatient_candidate"
    assert consult(chart(**{**no_glucose, "ecog": 2}), handbook).disposition == "ask"
    stated.pop("caregiver_24h")
    assert consult(chart(**stated), handbook).disposition == "ask"


def test_nothing_stated_decides_nothing(handbook: Handbook) -> None:
    """Without a fact there is no urgency and nothing is said."""
    decision = consult(Facts(), handbook)
    assert (decision.urgency, decision.say, decision.ask) == (None, (), ())


def test_every_conclusion_has_a_trace(chart: Chart, handbook: Handbook) -> None:
    """The urgency names its row, and the facts it rests on through every table between."""
    steps = consult(chart(anc=0.4, temp_c=38.6, wbc=1.1), handbook).trace
    step = next(step for step in steps if step.row == "febrile.severe")
    assert set(step.because) == {"anc", "temp_c", "wbc"}


def test_asks_safety_first_and_nothing_known(chart: Chart, handbook: Handbook) -> None:
    """Circulation and mental state are asked before COPD and age, and nothing stated is asked again."""
    facts = chart(anc=0.4, temp_c=38.6, **CHEMO)
    ask = consult(facts, handbook).ask
    assert ask[:2] == ("sbp", "mental_status")
    assert ask.index("sbp") < ask.index("mascc.copd") < ask.index("age_years")
    assert not set(ask) & {one.key for one in facts}


def test_a_decided_score_asks_no_item(chart: Chart, handbook: Handbook) -> None:
    """COPD and age 60 or more leave at most 20: high risk, so no MASCC item is asked any more."""
    decision = consult(chart(anc=0.3, temp_c=38.5, age_years=70, sbp=120, **CHEMO, mascc={"copd": True}), handbook)
    assert decision.mascc.band == "high"
    assert not {"mascc.burden", "mascc.dehydration", "mascc.setting"} & set(decision.ask)


COUNTS = st.decimals(min_value=0, max_value=20, places=2)
TEMPERATURES = st.decimals(min_value=36, max_value=42, places=1)
FLAGS = st.sampled_from([None, True, False])


@st.composite
def patients(draw: st.DrawFn) -> Facts:
    """A patient with some facts stated and others not."""
    stated: list[Stated] = []
    for key, values in (
        ("anc", COUNTS),
        ("temp_c", TEMPERATURES),
        ("sbp", st.integers(60, 160).map(HANDBOOK.items["sbp"].accept)),
    ):
        if draw(st.booleans()):
            stated.append(Stated(key, draw(values)))
    for key in (
        "unwell",
        "rigors",
        "chemo_recent",
        "context_none",
        "temp_sustained",
        "mascc.copd",
        "anc_falling_below_0_5",
    ):
        value = draw(FLAGS)
        if value is not None:
            stated.append(Stated(key, value))
    return Facts.of(stated)


def _rank(facts: Facts) -> int:
    urgency = consult(facts, HANDBOOK).urgency
    return len(URGENCIES) if urgency is None else URGENCIES.index(urgency)


@settings(max_examples=150, deadline=None)
@given(facts=patients(), low=COUNTS, high=COUNTS)
def test_a_lower_count_is_never_less_urgent(facts: Facts, low: Decimal, high: Decimal) -> None:
    """Everything else equal, fewer neutrophils never lower the urgency."""
    lower, higher = sorted((low, high))
    assert _rank(facts.plus(Stated("anc", lower))) <= _rank(facts.plus(Stated("anc", higher)))


@settings(max_examples=150, deadline=None)
@given(facts=patients(), low=TEMPERATURES, high=TEMPERATURES)
def test_a_higher_temperature_is_never_less_urgent(facts: Facts, low: Decimal, high: Decimal) -> None:
    """Everything else equal, from 36.0 upwards a higher temperature never lowers the urgency."""
    lower, higher = sorted((low, high))
    assert _rank(facts.plus(Stated("temp_c", higher))) <= _rank(facts.plus(Stated("temp_c", lower)))


@settings(max_examples=100, deadline=None)
@given(facts=patients(), anc=COUNTS)
def test_an_unknown_count_is_never_less_urgent_than_any_count(facts: Facts, anc: Decimal) -> None:
    """Promise 5 for the count, but for its declared exception (a stated absence of any reason for a low one)."""
    without = facts.minus("anc", "context_none").plus(Stated("temp_c", HANDBOOK.items["temp_c"].accept(37)))
    assert _rank(without) <= _rank(without.plus(Stated("anc", anc)))


def test_the_order_of_facts_changes_nothing(chart: Chart, handbook: Handbook) -> None:
    """The same facts in any order are the same decision."""
    facts = chart(anc=0.4, temp_c=38.6, sbp=118, **CHEMO)
    shuffled = Facts.of(reversed(list(facts)))
    assert consult(shuffled, handbook) == consult(facts, handbook)


def test_no_emergency_names_a_tablet_or_home(handbook: Handbook, chart: Chart) -> None:
    """With a red flag no statement about oral or outpatient treatment is said, in any of 96 states."""
    flags: list[dict[str, Any]] = [{"sbp": 84}, {"mental_status": "altered"}, {"lactate": 4.2}, {"rr": 30}]
    for flag, burden, copd, setting in product(
        flags, ("none_mild", "moderate", "severe"), (True, False, None), ("outpatient", "inpatient", None)
    ):
        items = {"burden": burden, "copd": copd, "setting": setting}
        mascc = {name: value for name, value in items.items() if value is not None}
        decision = consult(chart(anc=0.3, temp_c=38.5, age_years=40, **CHEMO, **flag, mascc=mascc), handbook)
        assert (decision.urgency, decision.risk, decision.disposition) == ("emergency", "high", "inpatient")
        assert not {"fn.oral", "risk.gate"} & set(decision.say)


@settings(max_examples=150, deadline=None)
@given(
    anc=st.one_of(st.none(), st.decimals(min_value=0, max_value=1, places=2)),
    temp=st.decimals(min_value=38, max_value=41, places=1),
    key=st.sampled_from(["temp_sustained", "chemo_recent", "anc_falling_below_0_5", "anc_trend", "malignancy"]),
    data=st.data(),
)
def test_with_fever_not_knowing_is_never_less_urgent(
    anc: Decimal | None, temp: Decimal, key: str, data: st.DataObject
) -> None:
    """Promise 5 with a fever and a count below 1.0 or none: an unknown fact is never calmer than any answer to it."""
    item = HANDBOOK.items[key]
    values: list[bool | str] = [True, False] if item.kind == "flag" else list(item.values)
    counted = () if anc is None else (Stated("anc", anc),)
    facts = Facts.of((Stated("temp_c", temp), *counted))
    assert _rank(facts) <= _rank(facts.plus(Stated(key, data.draw(st.sampled_from(values)))))
