"""What holds for any text: nothing is raised, other people and other fluids add no value, spans lie inside."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading import read
from tests.core.reading.support import lexicon, state

WORDS = st.sampled_from(
    [
        "ANC",
        "WBC",
        "neuts",
        "T",
        "temp",
        "0.4",
        "38.6",
        "1,200",
        "/uL",
        "x10^9/L",
        "%",
        "no",
        "not",
        "if",
        "<",
        ">",
        "->",
        ",",
        ".",
        ";",
        ":",
        "(",
        ")",
        "/",
        "-",
        "\n",
        "\t",
        "|",
        "copd",
        "imatinib",
        "wife",
        "csf",
        "urine",
        "now",
        "was",
        "last week",
        "yesterday",
        "62M",
        "11/20",
        "05:12",
        "0.5-0.8",
        "110/70",
        "FOLFOX",
        "well",
        "severe",
        "?",
        "!",
        "’",
        "–",
        "×",
        "10⁹",
        "k",
        "ALL",
        "all",
        "bed",
        "3",
        "pt",
        "MRN",
        "&lt;",
        "<@U1>",
        ":fire:",
        "*",
        "_",
        "`",
        "aza",
    ]
)
SALADS = st.lists(WORDS, max_size=60).map(" ".join)


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_a_fault(text: str) -> None:
    reading = read(text, lexicon(), asked=("anc", "mascc.copd", "age_years"), recent=("anc", "temp_c"))
    assert all(0 <= one.start <= one.end <= len(text) for one in reading.mentions)


@given(SALADS)
@settings(max_examples=400, deadline=None)
def test_any_salad_of_our_own_words_is_read_without_a_fault(text: str) -> None:
    for one in read(text, lexicon(), asked=("tumour", "temp", "setting"), recent=("wbc",)).mentions:
        assert not isinstance(one.value, Decimal) or one.value.is_finite()


OTHERS = [
    "His wife has a temp of {t} and ANC {n}.",
    "Donor WBC {w}, T {t}.",
    "her son has {t} fever.",
    "Mother: ANC {n}, temp {t}.",
]
FLUIDS = [
    "CSF WBC {w}, 90% polys.",
    "Urine WBC {w}/hpf.",
    "Pleural fluid white cell count {w}/mm3 with 80% neutrophils.",
    "Synovial WBC {w}.",
]
BASES = ["ANC 0.4, T 38.1.", "neuts 0.9 afebrile.", "62F, BP 110/60.", "WBC 2.1, plt 80."]
TENTHS = st.integers(1, 99).map(lambda n: f"{n / 10}")
TEMPERATURES = st.integers(360, 409).map(lambda n: f"{n / 10}")


@given(st.sampled_from(BASES), st.sampled_from(OTHERS + FLUIDS), TENTHS, TENTHS, TEMPERATURES)
@settings(max_examples=400, deadline=None)
def test_somebody_else_or_another_fluid_never_adds_a_value(base: str, more: str, n: str, w: str, t: str) -> None:
    alone = state(read(base, lexicon()))
    together = state(read(f"{base} {more.format(n=n, w=w, t=t)}", lexicon()))
    assert together == alone


@given(st.integers(0, 9999), st.sampled_from(["/uL", "/mm3", "cells/uL", "per mm3", "/cumm"]))
def test_a_printed_unit_decides_and_never_the_size(count: int, unit: str) -> None:
    reading = read(f"ANC {count} {unit}", lexicon())
    if count == 0 or count >= 10:
        assert state(reading)["anc"] == count / 1000
    else:
        assert [one.key for one in reading.doubts] == ["anc"]


def test_eight_thousand_characters_are_read_and_more_are_not() -> None:
    assert not read("ANC 0.4 " * 1000, lexicon()).too_long
    assert read("x" * 8001, lexicon()).too_long


def test_five_thousand_numbers_are_read() -> None:
    assert read("1 " * 4000, lexicon()).mentions == ()
