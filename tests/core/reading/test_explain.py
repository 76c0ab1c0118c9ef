"""What `explain` says of each piece of a message: `explained.yaml`, which clinicians may extend."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading import read
from core.reading.reading import Explained, Reading
from tests.core.reading.support import lexicon
from tests.core.reading.test_properties import SALADS

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "explained.yaml").read_text("utf-8"))
KINDS = {"taken", "asked", "not taken", "word"}


def found(said: tuple[Explained, ...], words: str) -> Explained:
    """The one piece with these words; of several the one that became most."""
    many = [one for one in said if one.words == words]
    assert many, f"{words!r} is not among {[one.words for one in said]}"
    return next((one for one in many if one.kind != "word"), many[0])


@pytest.mark.parametrize("case", CASES, ids=[str(case["text"])[:60] for case in CASES])
def test_each_word_is_explained(case: dict[str, Any]) -> None:
    reading = read(case["text"], lexicon(), tuple(case.get("asked", ())), tuple(case.get("recent", ())))
    said = reading.explain()
    for words, (kind, became, why) in case["says"].items():
        one = found(said, words)
        assert one.kind == kind, one
        assert became in one.became, one
        assert why in one.why, one


def assert_told(text: str, reading: Reading) -> None:
    """No digit without a piece, no piece that is not taken without a reason, no statement without a piece."""
    said = reading.explain()
    covered = {at for one in said for at in range(one.start, one.end)}
    bare = [at for at, letter in enumerate(text) if unicodedata.category(letter)[0] == "N" and at not in covered]
    assert bare == [], f"nothing is said of {[text[max(0, at - 9) : at + 9] for at in bare]}"
    for one in said:
        assert one.words == text[one.start : one.end]
        assert one.kind in KINDS
        assert one.why if one.kind in ("asked", "not taken") else one.became, one
    became = " ".join(one.became for one in said)
    for mention in reading.mentions:
        assert f"{mention.key} = " in became, mention
        assert mention.start < mention.end, mention
    assert [one.start for one in said] == sorted(one.start for one in said)


def messages() -> list[str]:
    """Every message that the project's own cases, dialogs and lists of readings hold."""
    texts: list[str] = []

    def collect(node: object, key: str = "") -> None:
        if isinstance(node, dict):
            for name, inner in node.items():
                collect(inner, str(name))
        elif isinstance(node, list):
            for inner in node:
                collect(inner, key)
        elif isinstance(node, str) and key in ("text", "texts", "they", "user"):
            texts.append(node)

    for path in (*HERE.glob("*.yaml"), *HERE.parent.parent.glob("cases/*.yaml"), *HERE.parent.parent.glob("dialogs/*")):
        collect(yaml.safe_load(path.read_text("utf-8")))
    return texts


def test_no_number_of_any_case_of_ours_is_left_without_a_reason() -> None:
    texts = messages()
    assert len(texts) > 500
    for text in texts:
        assert_told(text, read(text, lexicon()))
        assert_told(text, read(text, lexicon(), asked=("anc", "mascc.copd", "age_years"), recent=("anc", "temp_c")))


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_number_of_any_text_is_left_without_a_reason(text: str) -> None:
    assert_told(text, read(text, lexicon(), asked=("anc", "mascc.copd"), recent=("anc", "temp_c")))


@given(SALADS, st.text(alphabet="0123456789.,/-:½²٣ ()\n<>&;@U|", max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_number_of_any_salad_is_left_without_a_reason(words: str, signs: str) -> None:
    for text in (f"{words} {signs}", f"{signs} {words}"):
        assert_told(text, read(text, lexicon(), recent=("wbc",)))


def test_what_lies_past_the_limit_is_said_not_to_be_read() -> None:
    text = "ANC 0.4. " + "as above " * 1000 + "ANC 0.1"
    reading = read(text, lexicon())
    assert_told(text, reading)
    assert reading.explain()[-1].why == "past the part of the message that is read"


def test_a_reading_made_by_hand_has_nothing_to_explain() -> None:
    assert Reading().explain() == ()


def test_the_words_of_the_message_are_neither_shown_nor_compared_with_a_reading() -> None:
    one, two = read("ANC 0.4 secretword", lexicon()), read("ANC 0.4  otherword", lexicon())
    assert one == two
    assert "secretword" not in repr(one)
