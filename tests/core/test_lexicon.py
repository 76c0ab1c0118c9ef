"""The vocabulary as compiled from content."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from core.errors import ContentError
from core.lexicon import compile_lexicon, fold, split
from tests.core.reading.support import lexicon

BARE: dict[str, Any] = {
    "units": {"units": [{"name": "/uL", "factors": {"cells": "0.001"}, "words": ["/ul"]}]},
    "analytes": {"measures": {}, "terms": []},
    "drugs": {"drugs": {}},
    "regimens": {"regimens": {}},
    "diseases": {"diseases": {}},
    "numbers": {"words": {}},
    "answers": {"answers": {}},
}


def test_folding_keeps_the_length() -> None:
    for text in ("Neutrófilos ×10⁹/L", "２．５", "ŒUVRE", "½ ﬁ İ ß", "🤒 \u200b"):
        assert len(fold(text)) == len(text)


def test_a_spelling_is_cut_like_a_message() -> None:
    assert split("X10^9/L") == ["x", "10", "^", "9", "/", "l"]


def test_one_spelling_with_two_meanings_is_the_authors_fault() -> None:
    words = [{"role": "finding", "key": "rigors", "value": value, "words": ["shakes"]} for value in ("true", "false")]
    with pytest.raises(ContentError, match="shakes"):
        compile_lexicon({**BARE, "findings": {"terms": words}})


def test_an_unknown_unit_is_the_authors_fault() -> None:
    measures = {"anc": {"family": "cells", "bare": [{"unit": "furlong"}]}}
    with pytest.raises(ContentError, match="furlong"):
        compile_lexicon({**BARE, "analytes": {"measures": measures}})


def test_an_empty_spelling_is_the_authors_fault() -> None:
    with pytest.raises(ContentError, match="nothing to match"):
        compile_lexicon({**BARE, "findings": {"terms": [{"role": "noise", "words": ["_"]}]}})


def test_drug_classes_are_exposed_by_generic_name() -> None:
    classes = lexicon().drug_classes
    assert "tki" in classes["dasatinib"]
    assert "agranulocytosis" in classes["clozapine"]
    assert "fluoroquinolone" in classes["levofloxacin"]
    assert "cytotoxic" in classes["docetaxel"]


@pytest.mark.parametrize(
    "stem", ["analytes", "findings", "drugs", "regimens", "diseases", "cues", "answers", "numbers", "rules"]
)
def test_every_file_states_its_origin(stem: str) -> None:
    head = files("content").joinpath("lexicon", f"{stem}.yaml").read_text("utf-8")[:900].lower()
    assert "origin" in head or stem == "rules"


def test_no_name_of_a_drug_is_taken_for_plain_english() -> None:
    """A drug typed wrongly is looked for unless the word, or how it ends, is plain English; no drug is called so."""
    words = lexicon()
    names = {name for row in words.long_names.values() for name in row}
    endings = tuple(words.tables["ordinary_endings"])

    assert names
    assert [name for name in sorted(names) if name in words.tables["ordinary_words"] or name.endswith(endings)] == []
