"""Questions answered by whole statements: plain, deterministic ranking."""

from datetime import date

from core.guideline import Citation, Review, Statement
from core.passages.index import Index, build_index
from core.passages.ranking import search
from core.passages.terms import stem, terms_of
from tests.core.converse.bench import handbook

CONCEPTS = {
    "gcsf": ["g-csf", "growth factor", "filgrastim"],
    "fever": ["fever", "temperature"],
    "fn": ["febrile neutropenia"],
    "small_words": ["the", "in", "is", "for", "how", "should", "i", "a"],
}


REVIEW = Review("under-review", date(2027, 11, 23))


def statement(name: str, title: str, words: str, *asks: str, part: str = "plan") -> Statement:
    """A statement of a made-up handbook."""
    cited = (Citation("test"),)
    return Statement(name, title, {"clinician": words}, part, cited, "strong", "A", "test", REVIEW, asks=asks)


STATEMENTS = (
    statement("h.first", "Give G-CSF at once", "G-CSF", part="headline"),
    statement("g.fn", "G-CSF in febrile neutropenia", "Not routine once fever has begun.", "growth factor in FN"),
    statement("g.chronic", "G-CSF in chronic severe neutropenia", "Daily, under the skin, by a specialist."),
    statement(
        "m.often", "How often to repeat the count", "Every few weeks, then every few months.", "recheck interval"
    ),
    statement(
        "d.imatinib", "Imatinib and a low count", "By the label and the platelets.", "does imatinib lower the count"
    ),
    statement("c.virus", "Infection as a cause", "A virus may lower the count for weeks.", "can a virus cause it"),
)


def index(*more: Statement) -> Index:
    """The made-up handbook, searchable; Gleevec is imatinib."""
    return build_index(handbook(statements=(*STATEMENTS, *more)), terms_of(CONCEPTS, {"gleevec": "imatinib"}))


def test_both_sides_are_read_in_the_same_concepts() -> None:
    """Growth factor, filgrastim and G-CSF are one; a brand is its generic name."""
    assert search("filgrastim in febrile neutropenia?", index()).statements[0] == "g.fn"
    assert search("gleevec and a low count", index()).statements[0] == "d.imatinib"


def test_a_clear_match_is_direct_and_an_unclear_one_is_offered() -> None:
    """The words of one statement alone are an answer; words of two are a choice."""
    assert search("recheck interval", index()).direct
    found = search("G-CSF", index())
    assert found.covered
    assert not found.direct
    assert {"g.fn", "g.chronic"} <= set(found.statements)


def test_what_the_consult_says_for_this_patient_comes_before_its_like() -> None:
    """In the light of the case: of two alike, the one that holds for the patient stands first."""
    alike = [statement(f"x.{name}", "Zebra stripes", "Zebra stripes.") for name in ("first", "second")]

    assert search("zebra stripes", index(*alike)).statements == ("x.first", "x.second")
    assert search("zebra stripes", index(*alike), said=("x.second",)).statements == ("x.second", "x.first")


def test_a_loose_match_is_never_passed_off_as_an_answer() -> None:
    """A question with one word in common is not covered; the nearest topics are named."""
    found = search("parking code for the infection ward", index())

    assert (found.covered, found.statements) == (False, ())
    assert found.nearest == ("c.virus",)


def test_nothing_to_search_by_is_not_covered() -> None:
    """Small words, signs and an empty question find nothing."""
    assert not search("", index()).covered
    assert not search("how is the ???", index()).covered
    assert search("zebra", index()).nearest == ()


def test_first_lines_of_a_consult_are_no_answers() -> None:
    """A headline says nothing without its case."""
    assert "h.first" not in search("G-CSF at once", index()).statements


def test_a_mistyped_word_finds_its_like() -> None:
    """Letters exchanged in a long word do not lose the statement."""
    assert search("recheck intervall", index()).statements[0] == "m.often"
    assert search("imatinb low count", index()).statements[0] == "d.imatinib"


def test_at_most_five_statements_are_shown_in_the_order_of_the_handbook_when_equal() -> None:
    """Equal scores keep the order in which the handbook says things."""
    same = [statement(f"x.{number}", "Zebra stripes", "Zebra stripes.") for number in range(7)]

    assert search("zebra stripes", index(*same)).statements == ("x.0", "x.1", "x.2", "x.3", "x.4")


def test_stems_lose_their_ending_alike() -> None:
    """Crude on purpose: both sides of a search lose the same letters."""
    assert stem("monitoring") == stem("monitored") == stem("monitors") == "monitor"
    assert stem("deficiencies") == stem("deficiency")
    assert stem("virus") == "virus"
