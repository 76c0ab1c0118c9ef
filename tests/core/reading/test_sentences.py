"""Sentences that are not about the patient's own blood add nothing, wherever they stand; made from a grammar."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading import read
from tests.core.reading.support import lexicon, state

Words = st.SearchStrategy[str]


def one_of(*words: str) -> Words:
    return st.sampled_from(words)


def sentence(template: str, **parts: Words) -> Words:
    """The template with its parts drawn."""
    return st.fixed_dictionaries(parts).map(lambda drawn: template.format(**drawn))


COUNT = st.integers(1, 99).map(lambda n: f"{n / 10}")
CELLS = st.integers(1, 99).map(lambda n: f"{n * 10}")
PERCENT = st.integers(5, 95).map(str)
WARM = st.integers(380, 405).map(lambda n: f"{n / 10}")
TEMPERATURE = st.integers(360, 405).map(lambda n: f"{n / 10}")
PLATELETS = st.integers(10, 400).map(str)
COUNT_NAME = one_of("ANC", "neuts", "neutrophils", "WBC", "WCC", "white cells", "neutrophil count")
HEAT_NAME = one_of("T", "temp", "temperature", "a temp of", "fever of")
VALUE = st.one_of(
    sentence("{name} {value}", name=COUNT_NAME, value=COUNT),
    sentence("{name} of {value}", name=COUNT_NAME, value=COUNT),
    sentence("{name} {value} /uL", name=COUNT_NAME, value=CELLS),
    sentence("{name} {value}", name=HEAT_NAME, value=TEMPERATURE),
    sentence("platelets {value}", value=PLATELETS),
)
VALUES = st.one_of(VALUE, sentence("{a} and {b}", a=VALUE, b=VALUE), sentence("{a}, {b}", a=VALUE, b=VALUE))

OWN = st.one_of(
    sentence("ANC {n}, T {t}.", n=COUNT, t=TEMPERATURE),
    sentence("Neuts {n} today, temp {t}, BP 110/70.", n=COUNT, t=TEMPERATURE),
    sentence("62M with AML, ANC {n}, afebrile.", n=COUNT),
    sentence("WBC {w}, Hb 8.2, plt {p}.", w=COUNT, p=PLATELETS),
    sentence("On dasatinib, ANC {n}.", n=COUNT),
    sentence("Temp {t} for over an hour. Neutrophils {n} x10^9/L.", t=WARM, n=COUNT),
    st.just("58F, breast ca, chemo 8 days ago."),
)

RELATIVE = one_of(
    "His wife",
    "Her husband",
    "The donor",
    "Her son",
    "His mother",
    "Her brother",
    "The sibling donor",
    "His father",
    "Her daughter",
    "His neighbour",
)
HAS = one_of(
    "has", "had", "also has", "came in with", "is running", "was found to have", "was reported to have", "now has"
)
WHEN = one_of("", " today", " since Monday", " this morning", ", being seen elsewhere", " as well")
OTHERS = st.one_of(
    sentence("{who} {has} {values}{when}.", who=RELATIVE, has=HAS, values=VALUES, when=WHEN),
    sentence("{who}: {values}.", who=RELATIVE, values=VALUES),
    sentence("{who}'s {values}.", who=RELATIVE, values=VALUES),
)

FLUID = one_of(
    "CSF", "Urine", "Pleural fluid", "Ascitic fluid", "Synovial fluid", "BAL", "Peritoneal fluid", "Drain fluid"
)
FLUIDS = st.one_of(
    sentence("{fluid} WBC {n}, {p}% polys.", fluid=FLUID, n=CELLS, p=PERCENT),
    sentence("{fluid}: WCC {n}, neutrophils {p}%.", fluid=FLUID, n=CELLS, p=PERCENT),
    sentence("{fluid} showed {n} white cells/mm3 with {p}% neutrophils.", fluid=FLUID, n=CELLS, p=PERCENT),
    sentence("{fluid} white cell count {n}/mm3.", fluid=FLUID, n=CELLS),
    sentence("{fluid}: WBC {n}/uL, ANC {m}/uL.", fluid=one_of("Ascitic fluid", "Peritoneal fluid"), n=CELLS, m=CELLS),
    sentence("{fluid} had a WBC of {n}, mostly lymphocytes.", fluid=FLUID, n=CELLS),
)

BELOW = one_of("below", "under", "less than", "<", "<=")
ABOVE = one_of("above", "over", "greater than", ">", ">=")
CALL = one_of(
    "Call me", "Please call", "Ring the registrar", "Let us know", "Bleep me", "Admit", "Stop the drug", "Hold"
)
RULES = st.one_of(
    sentence("{call} if {name} {below} {n}.", call=CALL, name=COUNT_NAME, below=BELOW, n=COUNT),
    sentence(
        "{call} if {name} falls {below} {n}.", call=CALL, name=COUNT_NAME, below=one_of("below", "under"), n=COUNT
    ),
    sentence("{call} if temp {above} {t}.", call=CALL, above=ABOVE, t=WARM),
    sentence(
        "{call} when {name} is {below} {n} or temp {above} {t}.",
        call=CALL,
        name=COUNT_NAME,
        below=BELOW,
        n=COUNT,
        above=ABOVE,
        t=WARM,
    ),
    sentence("Restart once {name} {above} {n}.", name=COUNT_NAME, above=ABOVE, n=COUNT),
    sentence("Our protocol says stop at {name} {below} {n}.", name=COUNT_NAME, below=BELOW, n=COUNT),
    sentence("The target is {name} {above} {n}.", name=COUNT_NAME, above=ABOVE, n=COUNT),
    sentence("Do not give chemo unless {name} {above} {n}.", name=COUNT_NAME, above=ABOVE, n=COUNT),
    sentence("Should the {name} drop to {n}, {call}.", name=COUNT_NAME, n=COUNT, call=one_of("call", "stop it")),
)

PROSE = st.one_of(
    one_of(
        "Family updated on the ward round.",
        "The line was flushed and the dressing changed.",
        "Awaiting a porter for the scan.",
        "Discussed with the consultant, happy with the plan.",
        "Physio to review in the afternoon.",
        "Notes are in the usual place.",
        "Bloods repeated, the lab will phone.",
        "Slept through the night.",
    ),
    sentence("Creatinine {n}, potassium 4.1.", n=PLATELETS),
    sentence("Weight {n} kg, height 168 cm.", n=st.integers(45, 120).map(str)),
    sentence("CRP {n}, lactate 1.1.", n=PLATELETS),
    sentence("Scan booked for {h}:30.", h=st.integers(8, 18).map(str)),
    sentence("Next clinic in {n} weeks.", n=st.integers(2, 9).map(str)),
    sentence("HR {n}, sats 97%.", n=st.integers(60, 130).map(str)),
)


def told(text: str) -> dict[str, Any]:
    return state(read(text, lexicon()))


def unmixed(own: str, more: str, *, behind: bool) -> None:
    """The own sentence says the same with the other beside it."""
    assert told(f"{own} {more}" if behind else f"{more} {own}") == told(own)


@given(OWN, OTHERS, st.booleans())
@settings(max_examples=500, deadline=None)
def test_somebody_elses_values_are_never_the_patients(own: str, more: str, behind: bool) -> None:
    unmixed(own, more, behind=behind)


@given(OWN, FLUIDS, st.booleans())
@settings(max_examples=500, deadline=None)
def test_another_fluids_cells_are_never_of_the_blood(own: str, more: str, behind: bool) -> None:
    unmixed(own, more, behind=behind)


@given(OWN, RULES, st.booleans())
@settings(max_examples=500, deadline=None)
def test_a_threshold_or_an_instruction_is_never_a_value(own: str, more: str, behind: bool) -> None:
    unmixed(own, more, behind=behind)


@given(OWN, st.lists(PROSE, min_size=1, max_size=3).map(" ".join), st.booleans())
@settings(max_examples=500, deadline=None)
def test_the_prose_of_a_ward_changes_no_value(own: str, more: str, behind: bool) -> None:
    known = told(own)
    assert {
        key: one for key, one in told(f"{own} {more}" if behind else f"{more} {own}").items() if key in known
    } == known


@pytest.mark.parametrize(
    ("own", "more"),
    [
        ("On dasatinib, ANC 5.3.", "Let us know if temp > 38.0."),
        ("62M with AML, ANC 3.5, afebrile.", "Bleep me when WCC is under 1.4 or temp >= 38.4."),
        ("ANC 1.3, T 37.4.", "Should the neuts drop to 0.3, stop it."),
        ("ANC 4.3, T 37.0.", "Her son was found to have WBC of 0.8 and platelets 30 today."),
        ("ANC 0.9, T 39.6.", "Ascitic fluid: WBC 600/uL, ANC 280/uL."),
    ],
)
def test_what_the_grammar_found(own: str, more: str) -> None:
    unmixed(own, more, behind=True)
    unmixed(own, more, behind=False)


def test_an_age_behind_a_full_stop_is_no_value_of_the_name_before() -> None:
    assert told("CSF had a WBC of 10, mostly lymphocytes. 58F, breast ca.")["age_years"] == 58
    assert told("neut. 0.8, plt. 30") == {"anc": 0.8, "platelets": 30}


@pytest.mark.parametrize("more", ["Should the WCC drop to 0.4, call", "Restart once WCC > 1.0"])
def test_a_dash_sets_an_instruction_apart(more: str) -> None:
    assert told(f"58F, ANC 0.4, T 38.6 - {more}") == told("58F, ANC 0.4, T 38.6")


def test_a_dash_before_an_age_is_no_range() -> None:
    assert told("Lactate 1.1 - 62M with AML, ANC 6.3")["age_years"] == 62
    assert told("temp 100 - 102F, ANC 0.4") == {"anc": 0.4}
