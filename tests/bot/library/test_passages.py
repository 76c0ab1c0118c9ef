"""The index of passages: every statement whole and once, and never believed once a statement has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.index import index_text, passages_of
from bot.library import load
from bot.library.folder import open_folder
from bot.library.markdown import read_chapter
from bot.library.passages import Entry, Origin, in_force, read_passages
from core.errors import ContentError
from core.passages import terms_in
from core.passages.terms import Terms
from tests.bot.library.sample import DAY, MAIN, Sample

EDITION = "2026.11.1"


def read(text: str, sample: Sample, edition: str = EDITION, terms: Terms | None = None) -> tuple[Entry, ...]:
    """An index read for the guidelines and the vocabulary of a folder as they are now."""
    content, known = open_folder(sample.folder), terms_in(load(sample.folder, DAY).lexicon)
    return read_passages(text, Origin(edition, terms or known, (read_chapter(content.text(MAIN), MAIN),)))


@pytest.fixture
def index(sample: Sample) -> str:
    """The index of the small handbook."""
    return index_text(sample.folder)


def test_every_statement_is_one_passage_and_a_table_is_none(sample: Sample, index: str) -> None:
    entries = read(index, sample)

    assert [entry.id for entry in entries] == ["fn.antibiotics", "fn.differs", "fn.no"]
    assert [entry.headers for entry in entries][1] == ("Fever with neutropenia", "Statements", "The sources differ")
    assert {entry.file for entry in entries} == {MAIN}


def test_a_passage_has_the_terms_of_every_way_it_is_asked_for_and_of_all_its_words(sample: Sample, index: str) -> None:
    """The condition, the second line of the paragraph and the numbers are all there."""
    antibiotics = read(index, sample)[0]

    assert antibiotics.asks == {"how fast": ("how", "fast"), "when to start": ("when", "to", "start")}
    assert antibiotics.words == {
        "clinician": ("giv", "antibiotic", "at", "38.3", "c", "or", "mor", "at", "onc"),
        "trainee": ("the", "count", "can", "wait"),
        "patient": ("you", "need", "antibiotic", "now"),
    }


def test_a_passage_is_the_statement_from_its_heading_to_the_next(sample: Sample) -> None:
    """The splitter cuts at headings alone: all properties of a statement stay with its words."""
    (first, *_) = passages_of((sample.folder / MAIN).read_text(encoding="utf-8"), MAIN)

    assert first.metadata["statement"] == "Antibiotics from {fever_once} on {#fn.antibiotics}"
    assert first.page_content.startswith("Give antibiotics at {fever_once} °C")
    assert first.page_content.endswith("- Asks: how fast | when to start")


def test_a_number_is_the_one_of_the_day_the_edition_began(sample: Sample, index: str) -> None:
    """No calendar changes the file: a number that holds from later on is searched for from then on, made at start."""
    antibiotics = read(index, sample)[0]

    assert antibiotics.numbers == {"fever_once": "38.3"}
    assert "fn.antibiotics" in in_force([antibiotics], {"fever_once": "38.3", "mascc_low": "21"})
    assert in_force([antibiotics], {"fever_once": "38.0", "mascc_low": "21"}) == {}


def test_a_statement_that_the_splitter_does_not_keep_whole_is_refused(sample: Sample) -> None:
    """A hard space would join two words of the passage, and neither would be found."""
    sample.edit("Nothing to treat.", "Nothing\N{NO-BREAK SPACE}to treat.")

    with pytest.raises(ContentError, match="fn.no is not whole in its passage") as refused:
        index_text(sample.folder)
    assert refused.value.where == f"{MAIN}:{sample.line('### No fever')}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Nothing to treat.", "Nothing to treat at home."),
        ("### No fever ", "### No fever now "),
        ("Part: finding", "Part: plan"),
        ("Source: nice (1.1)\n", "Source: nice (1.1)\n- Asks: what if there is none\n"),
    ],
)
def test_a_statement_changed_since_stops_the_start(sample: Sample, index: str, old: str, new: str) -> None:
    """Told with its file and line, and the one command that mends it."""
    sample.edit(old, new)

    with pytest.raises(ContentError, match="statement fn.no is not the one in passages.jsonl") as refused:
        read(index, sample)
    assert refused.value.where == f"{MAIN}:{sample.line('{#fn.no}')}"
    assert "make index" in refused.value.remedy


def test_a_statement_added_or_taken_out_since_stops_the_start(sample: Sample, index: str) -> None:
    """Nothing of the handbook is left unsearched, and nothing that it no longer says is found."""
    lines = index.splitlines()

    with pytest.raises(ContentError, match="statement fn.no is not in"):
        read("\n".join(line for line in lines if '"fn.no"' not in line), sample)
    sample.edit("{#fn.no}", "{#fn.none}")
    sample.edit("| fn.no |", "| fn.none |")
    with pytest.raises(ContentError, match="no statement fn.no"):
        read(index_text(sample.folder) + lines[-1], sample)


def test_an_index_of_another_vocabulary_edition_or_format_stops_the_start(sample: Sample, index: str) -> None:
    """A question and a statement are made of terms in one way, or neither finds the other."""
    with pytest.raises(ContentError, match="another vocabulary"):
        read(index, sample, terms=Terms({("fever",): "=fever"}, 1))
    with pytest.raises(ContentError, match="another edition"):
        read(index, sample, edition="2026.12")
    with pytest.raises(ContentError, match="another format"):
        read(index.replace('{"format":1', '{"format":0'), sample)


@pytest.mark.parametrize(("place", "line"), [(0, 1), (2, 3)])
def test_what_a_merge_left_in_the_index_is_told_with_its_line(
    sample: Sample, index: str, place: int, line: int
) -> None:
    lines = index.splitlines()
    lines.insert(place, "<<<<<<< HEAD")

    with pytest.raises(ContentError, match="no line of an index") as refused:
        read("\n".join(lines), sample)
    assert refused.value.where == f"passages.jsonl:{line}"


def test_the_same_folder_makes_the_same_bytes(sample: Sample, index: str, tmp_path: Path) -> None:
    """A merge left half done in the old index is nothing to the new one, which is made from the guidelines alone."""
    (sample.folder / "passages.jsonl").write_text("<<<<<<< HEAD\n", encoding="utf-8")

    assert index_text(sample.folder) == index
