"""What holds for any text: nothing is raised, spans lie inside, one text reads alike, other people add nothing."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading import read
from core.reading.reading import Reading
from tests.bench.texts import grown
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


ODD = st.one_of(
    WORDS,
    st.sampled_from(
        [
            "\x00",
            "\u200b",
            "\u200f",
            "\u202e",
            "\u2066",
            "\ufeff",
            "\u00ad",
            "e\u0301",
            "A\u0308\u0323",
            "\ud800",
            "\udfff",
            "٣",
            "۴٫۲",
            "०",
            "０．４",
            "ＡＮＣ",
            "½",
            "Ⅷ",
            "²",
            "ﬀ",
            "ﷺ",
            "İ",
            "ẞ",
            "🩸",
            "👩🏽‍⚕️",
            "🇩🇪",
            "<",
            "<<@",
            "<http://a|",
            "<tel:1|2>",
            "&amp;lt;",
            ":a:",
            "```",
            "~",
            "|",
            "\r\n",
            "\u2028",
            "\x85",
            "\t\t",
            "((((",
            "]]",
            "1e9999",
            "0" * 50,
            "9" * 400,
            "1,111,111,111",
            "10^",
            "1/1/1/1",
            "99:99",
            "'",
            "1'5",
        ]
    ),
    st.text(max_size=6),
    st.characters(categories=["Cs", "Cf", "Mn", "Nd", "No", "So", "Zs", "Cc"]),
)
SOUP = st.lists(st.tuples(ODD, st.sampled_from(["", " ", "\n"])), max_size=60).map(
    lambda pairs: "".join(piece for pair in pairs for piece in pair)
)
ASKED = ("anc", "mascc.copd", "age_years", "temp_c", "drugs", "malignancy")


def sound(text: str, reading: Reading) -> None:
    """Every span lies in the text, every value can be told."""
    mentions = [*reading.mentions, *reading.supposed, *(one for part in reading.patients for one in part)]
    assert all(0 <= one.start <= one.end <= len(text) for one in mentions)
    assert all(one.value.is_finite() for one in mentions if isinstance(one.value, Decimal))
    assert all(value.is_finite() for doubt in reading.doubts for value in doubt.readings)
    assert all(value.is_finite() for _, value in reading.series)


@given(st.one_of(SOUP, st.text(max_size=400)), st.booleans())
@settings(max_examples=600, deadline=None)
def test_any_text_is_read_without_a_fault_and_always_alike(text: str, later: bool) -> None:
    asked, recent = (ASKED, ("anc", "temp_c")) if later else ((), ())
    reading = read(text, lexicon(), asked=asked, recent=recent)
    sound(text, reading)
    again = read(text, lexicon(), asked=asked, recent=recent)
    assert reading == again
    assert all(0 <= one.start <= one.end <= len(text) for one in reading.explain())


@given(SOUP.filter(bool))
@settings(max_examples=40, deadline=None)
def test_any_text_may_be_as_long_as_a_message_can_be(unit: str) -> None:
    text = grown(unit, 8000)
    sound(text, read(text, lexicon(), asked=ASKED, recent=("anc",)))


@given(SALADS)
@settings(max_examples=400, deadline=None)
def test_any_salad_of_our_own_words_is_read_without_a_fault(text: str) -> None:
    sound(text, read(text, lexicon(), asked=("tumour", "temp", "setting"), recent=("wbc",)))


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
