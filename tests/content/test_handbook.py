"""The handbook as it is shipped: everything it names exists, and nobody has approved it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from bot.library import Library
from core.guideline import AUDIENCES
from core.proof import prove

SLOT = re.compile(r"\{[^}]*\}")


def test_nothing_is_left_to_mend(library: Library) -> None:
    proof = prove(library.handbook)
    assert [str(fault) for fault in proof.faults] == []
    assert all(proof.counts.values())


def test_every_threshold_in_a_sentence_is_printed(library: Library) -> None:
    for statement in library.handbook.statements.values():
        for words in (statement.title, *statement.words.values()):
            assert not SLOT.search(words), f"{statement.place}: {words}"


def test_every_citation_resolves(library: Library) -> None:
    sources = library.handbook.sources
    for statement in library.handbook.statements.values():
        assert statement.citations, statement.place
        assert all(citation.source in sources for citation in statement.citations), statement.place
    for threshold in library.handbook.thresholds.values():
        assert threshold.citation.source in sources, threshold.place
        assert threshold.unit, threshold.place


def test_every_source_says_what_it_is(library: Library) -> None:
    for source in library.handbook.sources.values():
        assert re.fullmatch(r"\d{4}|undated", source.year), f"{source.id}: {source.year}"
        assert source.link == "" or source.link.startswith("https://"), source.id


def test_every_guideline_is_under_review_and_not_overdue(library: Library) -> None:
    for guideline in library.handbook.guidelines:
        assert guideline.review.status == "under-review", guideline.place
        assert guideline.review.due >= library.handbook.day, guideline.place
        assert guideline.review.reviewers == (), "nobody who exists has reviewed it yet"


def test_words_are_for_audiences_we_have(library: Library) -> None:
    for statement in library.handbook.statements.values():
        assert set(statement.words) <= set(AUDIENCES), statement.place


def test_every_question_of_the_chart_can_be_answered(library: Library) -> None:
    for item in library.handbook.items.values():
        assert item.ask.endswith((".", "?")), item.key
        assert len({words for words, _ in item.options}) == len(item.options), item.key


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("anc_severe", "0.5"),
        ("anc_moderate", "1.0"),
        ("anc_neutropenia", "1.5"),
        ("fever_once", "38.3"),
        ("fever_sustained", "38.0"),
        ("antibiotics_by", "60"),
        ("mascc_low", "21"),
    ],
)
def test_the_articles_numbers_are_the_handbooks(library: Library, name: str, value: str) -> None:
    assert library.handbook.number(name) == Decimal(value)


def test_the_handbook_has_a_digest_and_an_edition(library: Library) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", library.handbook.digest)
    assert re.fullmatch(r"\d{4}\.\d{1,2}\.\d+", library.handbook.edition)
    assert library.handbook.day == date(2026, 11, 23)
