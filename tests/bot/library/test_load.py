"""What a sound content folder becomes."""

from datetime import date
from decimal import Decimal

from core.facts import Interval
from core.guideline import Citation
from tests.bot.library.sample import MAIN, Sample


def test_a_statement_has_its_words_for_each_audience_and_its_citations(sample: Sample) -> None:
    said = sample.load().statements["fn.antibiotics"]
    assert said.title == "Antibiotics from 38.3 on"
    assert said.words == {
        "clinician": "Give antibiotics at 38.3 °C or more, at once.",
        "trainee": "The count can wait.",
        "patient": "You need antibiotics now.",
    }
    assert said.citations == (Citation("seed", "Step 4; line 2"), Citation("nice"))
    assert (said.part, said.strength, said.checked, said.guideline) == ("action", "strong", "A", "fn")
    assert said.asks == ("how fast", "when to start")


def test_everything_knows_its_file_and_line(sample: Sample) -> None:
    handbook = sample.load()
    at = {
        "{#fn.antibiotics}": handbook.statements["fn.antibiotics"].place,
        "| fn.2": handbook.tables[2].rows[1].place,
        "{#table.fever}": handbook.tables[0].place,
        "  fever_once:": handbook.thresholds["fever_once"].place,
        "  tumour: {of": handbook.columns["tumour"].place,
        "id: fn": handbook.guidelines[0].place,
    }
    for passage, place in at.items():
        assert (place.file, place.line) == (MAIN, sample.line(passage)), passage


def test_a_sentence_prints_the_number_in_force_on_the_day(sample: Sample) -> None:
    handbook = sample.load(date(2027, 3, 1))
    assert "38.0" in handbook.statements["fn.antibiotics"].words["clinician"]
    assert handbook.number("fever_once") == Decimal("38.0")
    assert handbook.phrases["band"] == "{score}: below 21"
    assert handbook.items["anc"].ask == "Count, below 0.5?"


def test_columns_know_every_name_they_can_take(sample: Sample) -> None:
    columns = sample.load().columns
    assert columns["count"].values == ("low", "enough", "unknown")
    assert columns["count"].bands["low"] == Interval(None, Decimal("0.5"), high_in=False)
    assert columns["count"].bands["enough"] == Interval(Decimal("0.5"), None)
    assert columns["hot"].asks == ("temp_c",)
    assert columns["tumour"].values == ("solid", "none")
    assert columns["transplant"].values == ("yes", "no", "unknown")
    assert columns["culprit"].any_of == {"clozapine", "carbimazole"}
    assert columns["tki"].each == ("imatinib", "nilotinib")
    assert columns["urgency"].values == ("emergency", "urgent", "soon", "routine")


def test_a_table_comes_after_the_one_whose_conclusion_it_reads(sample: Sample) -> None:
    assert [table.id for table in sample.load().tables] == ["table.fever", "table.drugs", "table.fn"]


def test_a_row_admits_the_names_of_its_cells_and_all_where_it_has_a_dash(sample: Sample) -> None:
    rows = sample.load().tables[-1].rows
    assert rows[0].cells == {"fever": {"yes"}, "count": {"low", "unknown"}}
    assert rows[2].cells == {"fever": {"no"}}
    assert rows[0].then == {"urgency": ("emergency",), "say": ("fn.antibiotics",), "differs": ("fn.differs",)}


def test_a_list_of_flags_is_read_once_per_drug_and_asked_only_in_its_time(sample: Sample) -> None:
    drugs = sample.load().tables[1]
    assert drugs.every
    assert drugs.per == "tki"
    assert drugs.asked_when == {"fever": {"no"}}
    assert drugs.rows[0].then["until"] == ("ANC", "0.5")


def test_a_score_takes_its_classes_from_thresholds(sample: Sample) -> None:
    score = sample.load().scores["mascc"]
    assert score.bands["high"].high == score.bands["low"].low == 21
    assert score.items[0].points == {"solid": 4, "none": 0}


def test_the_digest_changes_with_every_file_and_with_nothing_else(sample: Sample) -> None:
    before = sample.load()
    assert sample.load().digest == before.digest
    sample.edit("below {mascc_low}", "under {mascc_low}", "phrases.yaml")
    assert sample.load().digest != before.digest
    assert before.edition == "2026.11.1"


def test_the_newest_edition_is_found_by_number(sample: Sample) -> None:
    front = sample.front()
    assert "edition: 2026.11.1" in front
    sample.write("guidelines/late.md", front.replace("id: fn", "id: late").replace("2026.11.1", "2026.9.1"))
    assert sample.load().edition == "2026.11.1"


def test_a_statement_has_the_standing_of_its_guideline_and_the_certainty_its_source_gives(sample: Sample) -> None:
    sample.edit("- Strength: strong\n", "- Strength: strong\n- Certainty: IDSA III\n")
    graded, plain, *_ = sample.load().statements.values()
    assert (graded.certainty, plain.certainty) == ("IDSA III", "not graded")
    assert graded.review.status == "under-review"
    assert graded.review.due == date(2027, 11, 23)
