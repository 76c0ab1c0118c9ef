"""Replies to questions, corrections and the rest of what words do with a case."""

from __future__ import annotations

from typing import Any

import pytest

from core.reading import read
from tests.core.reading.support import lexicon, state

REPLIES: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ("no", ("mascc.copd",), {"mascc": {"copd": False}}),
    ("y", ("copd",), {"mascc": {"copd": True}}),
    ("yes", ("setting",), {"mascc": {"setting": "outpatient"}}),
    ("no, ward", ("setting",), {"mascc": {"setting": "inpatient"}}),
    ("solid", ("tumour",), {"malignancy": "solid"}),
    ("haem", ("malignancy",), {"malignancy": "hematologic"}),
    (
        "no / no / solid",
        ("hypotension", "copd", "tumour"),
        {"malignancy": "solid", "mascc": {"hypotension": False, "copd": False}},
    ),
    (
        "n n y",
        ("hypotension", "copd", "dehydration"),
        {"mascc": {"hypotension": False, "copd": False, "dehydration": True}},
    ),
    ("1) no 2) yes", ("copd", "dehydration"), {"mascc": {"copd": False, "dehydration": True}}),
    (
        "1 mild, 2 no, 3 67",
        ("burden", "copd", "age"),
        {"age_years": 67.0, "mascc": {"burden": "none_mild", "copd": False}},
    ),
    (
        "all no",
        ("hypotension", "copd", "dehydration"),
        {"mascc": {"hypotension": False, "copd": False, "dehydration": False}},
    ),
    ("0.4", ("anc",), {"anc": 0.4}),
    ("38.2", ("temp",), {"temp_c": 38.2}),
    ("118/72", ("sbp",), {"sbp": 118.0}),
    ("98", ("spo2_pct",), {"spo2_pct": 98.0}),
    ("<60", ("age",), {"age_under_60": True}),
    ("about 20 min", ("temp_duration",), {"temp_sustained": False}),
    ("3 hours", ("temp_duration",), {"temp_sustained": True}),
    ("rash", ("penicillin_allergy",), {"penicillin_allergy": "other"}),
    ("UK", ("jurisdiction",), {"jurisdiction": "UK"}),
    ("nope, never had any fungal infection", ("fungal_history",), {"mascc": {"fungal_history": False}}),
]


@pytest.mark.parametrize(("text", "asked", "want"), REPLIES, ids=[one[0] for one in REPLIES])
def test_a_short_reply_answers_what_was_asked(text: str, asked: tuple[str, ...], want: dict[str, Any]) -> None:
    assert state(read(text, lexicon(), asked=asked)) == want


@pytest.mark.parametrize("text", ["don't know", "not sure", "idk", "no idea", "unknown"])
def test_dont_know_declines_and_states_nothing(text: str) -> None:
    reading = read(text, lexicon(), asked=("mascc.copd",))
    assert reading.declined == ("mascc.copd",)
    assert reading.mentions == ()


def test_an_ambiguous_answer_is_asked_again() -> None:
    reading = read("45", lexicon(), asked=("anc",))
    assert [one.key for one in reading.doubts] == ["anc"]
    assert reading.mentions == ()


@pytest.mark.parametrize(
    ("text", "recent", "want"),
    [
        ("repeat today 1.4", ("anc", "wbc"), {"anc": 1.4}),
        ("no wait 240!!", ("anc", "temp_c"), {"anc": 0.24}),
        ("0.4 not 1.4", ("anc",), {"anc": 0.4}),
        ("T 37.4 not 38.4", ("temp_c",), {"temp_c": 37.4}),
    ],
)
def test_a_lone_number_finds_its_measure(text: str, recent: tuple[str, ...], want: dict[str, Any]) -> None:
    assert state(read(text, lexicon(), recent=recent)) == want


def test_a_lone_number_without_a_case_states_nothing() -> None:
    assert read("1.4", lexicon()).mentions == ()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ignore that temp", ("temp_c", "temp_sustained")),
        ("forget the fluids bit", ("mascc.dehydration",)),
        ("scratch the BP", ("sbp",)),
        ("the copd was a mistake", ("mascc.copd",)),
        ("ignore the ANC, wrong patient", ("anc",)),
    ],
)
def test_a_retraction_names_what_is_unknown_again(text: str, keys: tuple[str, ...]) -> None:
    reading = read(text, lexicon(), recent=keys)
    assert reading.retracted == keys
    assert reading.mentions == ()


def test_a_retraction_that_names_nothing_undoes_the_last_message() -> None:
    assert read("undo", lexicon()).undo
    assert read("ignore that", lexicon()).undo


@pytest.mark.parametrize(
    "text", ["new pt", "diff pt now. ANC 0.4", "/reset", "next patient: 60M ANC 0.2", "new patient"]
)
def test_a_new_patient_is_announced(text: str) -> None:
    assert read(text, lexicon()).new_patient


@pytest.mark.parametrize("text", ["ANC 0.4", "that was another pt", "her new drug", "clear fluids"])
def test_other_words_announce_no_new_patient(text: str) -> None:
    assert not read(text, lexicon()).new_patient


def test_flags_of_talk() -> None:
    assert read("thanks!", lexicon()).chitchat
    assert read("help", lexicon()).help
    assert read("dose?", lexicon()).question
    assert read("no wait, ANC 0.4", lexicon()).correction
    assert read("ANC 0.4, what now", lexicon()).question


def test_a_what_if_is_supposed_and_not_stated() -> None:
    reading = read("if it drops to 0.8 on imatinib?", lexicon(), recent=("anc",))
    assert reading.hypothetical
    assert {(one.key, str(one.value)) for one in reading.supposed} == {("anc", "0.8"), ("drugs", "imatinib")}
    assert reading.mentions == ()


def test_each_of_two_patients_is_read_by_itself() -> None:
    reading = read("bed 4: ANC 0.2 T 38.6; bed 9: ANC 1.4 T 37.1", lexicon())
    assert reading.mentions == ()
    assert [{one.key: str(one.value) for one in part} for part in reading.patients] == [
        {"anc": "0.2", "temp_c": "38.6"},
        {"anc": "1.4", "temp_c": "37.1"},
    ]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("chemo day 9, T 38.5, bloods pending", {"chemo_recent": True, "chemo_day": 9.0, "temp_c": 38.5}),
        ("last chemo 10 days ago", {"last_chemo_days": 10.0, "chemo_recent": True}),
        ("finished chemo 3 years ago", {"last_chemo_days": 1095.0, "chemo_recent": False}),
        ("no cancer, no chemo, no meds", {"malignancy": "none", "chemo_recent": False, "context_none": True}),
        ("RR 26, rigors, confused", {"rr": 26.0, "rigors": True, "mental_status": "altered"}),
        ("pen allergic (anaphylaxis)", {"penicillin_allergy": "immediate", "allergic_to": ["penicillin"]}),
        ("NKDA, cultures taken", {"penicillin_allergy": "none", "cultures_taken": True}),
        ("Duffy null, 30 weeks pregnant", {"duffy_null": True, "pregnant": True}),
        ("on levofloxacin prophylaxis", {"drugs": ["levofloxacin"], "fluoroquinolone_prophylaxis": True}),
        (
            "imatinib held, blast crisis",
            {
                "drugs": ["imatinib"],
                "drugs_stopped": ["imatinib"],
                "cml_phase": "BP",
                "anticancer_kind": "targeted",
                "malignancy": "hematologic",
            },
        ),
        ("CAR-T day 12", {"contexts": ["car_t_bispecific"], "chemo_day": 12.0}),
        ("grade 3 mucositis", {"mucositis_grade": 3.0}),
    ],
)
def test_further_facts_are_read(text: str, want: dict[str, Any]) -> None:
    assert state(read(text, lexicon())) == want
