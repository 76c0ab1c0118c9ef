"""Three wordings: what a patient is given has words for patient and trainee; every statement carries its standing."""

from __future__ import annotations

import re

import pytest

from bot.library import Library
from core.guideline import NOT_GRADED, Statement
from core.proof.statements import said_by_tables

URGENCY_AND_ADVICE = ("headline", "check", "safety-net", "monitoring")  # what a patient is told to do, and how fast
ADVICE = (
    "monitor.precautions",
    "caveat.teach-signs",
    "caveat.medication-review",
    "neutropenia.borderline",
    "neutropenia.borderline-conclusion",
    "neutropenia.mild-plan",
    "neutropenia.moderate-plan",
    "neutropenia.moderate-repeat",
    "neutropenia.severe-plan",
    "neutropenia.severe-expected",
    "fn.antibiotics",
    "fn.antibiotics-now",
    "fn.possible-fever",
    "fn.repeat-temperature",
    "fn.readmit",
    "fn.stop",
    "fn.fever",
)
FOR_COLLEAGUES = ("difference", "meta")  # where sources differ, and what this handbook is
JARGON = re.compile(r"\b(ANC|FN|MASCC|CISNE|IV|FBC|CBC|TKI|CTCAE|G-CSF|mcg|×10)\b")


def said(library: Library) -> list[Statement]:
    """Every statement that a reply about a patient may say."""
    names = said_by_tables(library.handbook)
    return [one for one in library.handbook.statements.values() if one.id in names]


def test_what_a_reply_says_has_words_for_a_patient(library: Library) -> None:
    """Whatever is said of a patient can be read to one; only disagreements and trial grades stay among colleagues."""
    spoken = [one for one in said(library) if one.part not in FOR_COLLEAGUES and one.guideline != "grades"]
    assert [one.id for one in spoken if "patient" not in one.words] == []


def test_urgency_and_advice_have_all_three_wordings(library: Library) -> None:
    """Urgency, safety net, intervals and advice are said to clinicians, trainees and patients, each in their words."""
    statements = library.handbook.statements
    asked = [one for one in statements.values() if one.part in URGENCY_AND_ADVICE]
    asked += [statements[name] for name in ADVICE]
    assert {
        one.id: {"trainee", "patient"} - set(one.words) for one in asked if {"trainee", "patient"} - set(one.words)
    } == {}


def test_a_trainee_is_told_what_to_do_before_why(library: Library) -> None:
    """The trainee's wording begins with the clinician's: an explanation never takes its place."""
    for one in library.handbook.statements.values():
        assert one.say("trainee").startswith(one.words["clinician"]), one.id


def test_words_for_patients_are_plain(library: Library) -> None:
    """No abbreviation of the ward stands in a patient's words."""
    found = {one.id: one.words["patient"] for one in library.handbook.statements.values() if "patient" in one.words}
    assert {name: words for name, words in found.items() if JARGON.search(words)} == {}


def test_a_patient_with_a_fever_is_sent_to_hospital_in_plain_words(library: Library) -> None:
    """Safety net and check name the temperature in both scales, and say where to go."""
    for name in ("neutropenia.fever-net", "fn.check-now"):
        words = library.handbook.statements[name].words["patient"]
        assert "38" in words
        assert "100.4" in words
        assert "hospital" in words


def test_every_statement_carries_its_standing(library: Library) -> None:
    """Source and place, strength, certainty, how it was seen, review status and the day its review is due."""
    for one in library.handbook.statements.values():
        assert one.citations, one.id
        assert one.strength, one.id
        assert one.certainty, one.id
        assert one.checked in "ABC", one.id
        assert one.review.status == "under-review", one.id
        assert one.review.due >= library.handbook.day, one.id


def test_certainty_is_the_sources_own(library: Library) -> None:
    """IDSA's three kinds of evidence are written only where IDSA is cited; elsewhere nothing is invented."""
    graded = [one for one in library.handbook.statements.values() if one.certainty != NOT_GRADED]
    assert len(graded) >= 15
    for one in graded:
        assert any(
            cited.source.startswith(("idsa", "klastersky", "fn-additions", "seed")) for cited in one.citations
        ), one.id


@pytest.mark.parametrize("mark", ["C"])
def test_what_rests_on_weak_material_says_so_or_asks(library: Library, mark: str) -> None:
    """A statement from weak material is a question, or names itself unverified."""
    weak = [one for one in library.handbook.statements.values() if one.checked == mark]
    for one in weak:
        assert "?" in one.words["clinician"] or "not verified" in one.words["clinician"], one.id
