"""The facts of a line: every key of the interface, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.jsonlines.facts import read_facts
from bot.library import Library
from core.errors import FactError
from core.facts import Facts

INTERFACE = """
anc anc_below wbc neutrophils_pct bands_pct lymphocytes monocytes platelets hgb blasts_pct temp_c temp_max_c
temp_sustained temp_route fever_denied fever_reported age_years sbp map_mmhg hr rr spo2_pct lactate
mental_status rigors unwell steroids malignancy chemo_recent chemo_day anc_falling_below_0_5
neutropenia_days_expected contexts pneumonia mucositis mucositis_grade unable_to_swallow fluoroquinolone_prophylaxis
penicillin_allergy organ_failure catheter_infection ecog glucose_mg_dl diabetes_or_steroids
chronic_cardiovascular_disease stable_first_3h travel_minutes caregiver_24h telephone_24h clinician_agrees
adherent context_none last_chemo_days anticancer_kind antibiotics_started_h cultures_taken antipyretic
sbp_usual oxygen_new news2 urine_low mottled nonblanching_rash abdominal_pain vomiting_or_diarrhoea
skin_or_soft_tissue neuro_change bleeding cvc alt_x_uln bilirubin_x_uln crcl progressive_cancer mdr_history
recent_antibiotics oral_intake_ok transport_24h frequent_visits_ok cycle_days post_partum anc_trend
neutropenia_kind film vasopressor meningism peritonism chronic_lung_disease spo2_target_88_92 anc_age_h
temp_max_age_h drugs_stopped oral_regimen_possible chemo_intensity fn_risk_pct regimen wbc_below age_under_60
drugs cml_phase dose_mg episode held_days jurisdiction duffy_null symptoms next_chemo_days pregnant
"""
MASCC = {
    "burden": "severe",
    "hypotension": True,
    "copd": False,
    "fungal_history": False,
    "dehydration": False,
    "setting": "outpatient",
}


def facts(library: Library, **raw: Any) -> Facts:
    return read_facts(raw, library.handbook.items)


def test_every_key_of_the_interface_is_a_fact(library: Library) -> None:
    assert [key for key in INTERFACE.split() if key not in library.handbook.items] == []
    assert [key for key in MASCC if f"mascc.{key}" not in library.handbook.items] == []


def test_the_items_of_mascc_come_nested(library: Library) -> None:
    found = facts(library, mascc=MASCC)
    assert found.choice("mascc.burden") == "severe"
    assert found.flag("mascc.copd") is False


def test_null_is_unknown(library: Library) -> None:
    assert len(facts(library, anc=None, mascc=None)) == 0
    assert len(facts(library, mascc={"copd": None})) == 0


def test_remarks_about_the_message_are_dropped(library: Library) -> None:
    assert set(facts(library, phi=True, two_patients=False, anc=1).stated) == {"anc"}


@pytest.mark.parametrize(
    ("raw", "anc"),
    [
        ({"anc_derived": Decimal("0.988")}, Decimal("0.988")),
        ({"anc_derived": Decimal("0.988"), "anc": Decimal("0.4")}, Decimal("0.4")),
        ({"anc_derived": Decimal("0.9"), "wbc": Decimal("5.2"), "neutrophils_pct": Decimal(15)}, None),
        ({"anc_derived": Decimal("0.9"), "wbc": Decimal("5.2")}, Decimal("0.9")),
    ],
)
def test_a_derived_count_stands_only_where_nothing_better_does(
    library: Library, raw: dict[str, Any], anc: Decimal | None
) -> None:
    assert facts(library, **raw).number("anc") == anc


@pytest.mark.parametrize(
    "raw",
    [
        {"ancc": 1},
        {"anc": -1},
        {"anc": 501},
        {"anc": "0.4"},
        {"anc": True},
        {"anc": Decimal("1e999999")},
        {"rigors": "yes"},
        {"rigors": 1},
        {"malignancy": "breast"},
        {"contexts": ["moon"]},
        {"contexts": "allo_hsct"},
        {"drugs": [1]},
        {"mascc": []},
        {"mascc": {"age": 60}},
        {"phi": "yes"},
        {"anc_derived": -1},
    ],
)
def test_an_unknown_key_or_a_value_out_of_range_is_refused(library: Library, raw: dict[str, Any]) -> None:
    with pytest.raises(FactError) as fault:
        facts(library, **raw)
    assert fault.value.remedy
