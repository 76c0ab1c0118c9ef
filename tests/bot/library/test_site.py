"""A hospital's own folder: what it changes, what it may not, and where a fault of it is told."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.errors import ContentError
from core.facts import Interval
from core.guideline import Citation, Moved
from tests.bot.library.hospital import Hospital, write_hospital
from tests.bot.library.sample import DAY, PERMIT, Sample

FEVER, CONTACTS, DOSES = "guidelines/fn.md", "guidelines/contacts.md", "guidelines/doses.md"


@pytest.fixture
def hospital(tmp_path: Path, sample: Sample) -> Hospital:
    """A hospital's folder without a fault, over a small handbook without a fault."""
    return write_hospital(tmp_path / "exh", sample)


def test_a_moved_threshold_holds_from_its_day_and_the_handbooks_before(hospital: Hospital) -> None:
    """The history shows both; a row that reads the threshold is cut by the hospital's value."""
    handbook = hospital.load()
    assert handbook.thresholds["fever_once"].values == (
        (date(2025, 8, 29), Decimal("38.3")),
        (date(2026, 11, 1), Decimal("38.0")),
    )
    assert handbook.columns["hot"].bands["yes"] == Interval(Decimal("38.0"), None, low_in=False)
    assert handbook.local is not None
    assert handbook.local.moved == {
        "fever_once": Moved(Decimal("38.0"), Decimal("38.3"), Citation("seed", "Step 4"), above=True)
    }
    assert handbook.local.columns == {"hot": {"fever_once"}}


def test_before_its_day_a_moved_threshold_is_the_handbooks(hospital: Hospital) -> None:
    """A value that begins later changes nothing until then."""
    hospital.edit("{2026-11-01: 38.0}", "{2026-12-24: 38.0}", FEVER)
    hospital.edit("columns:\n  hot: {bands: {yes: {above: fever_once}, no: {to: fever_once}}}\n", "", FEVER)
    before = hospital.load()
    assert before.number("fever_once") == Decimal("38.3")
    assert before.local is not None
    assert (before.local.moved, before.local.columns) == ({}, {})
    assert hospital.load(date(2026, 12, 24)).number("fever_once") == Decimal("38.0")


def test_a_statement_said_otherwise_keeps_its_place_and_what_it_does_not_give(hospital: Hospital) -> None:
    """Words and source are the hospital's; part, rank and the ways it is asked for are the handbook's."""
    handbook = hospital.load()
    said = handbook.statements["fn.antibiotics"]
    assert said.words == {"clinician": "Give our antibiotics above 38.0 °C."}
    assert (said.part, said.checked, said.asks) == ("action", "A", ("how fast", "when to start"))
    assert said.citations == (Citation("exh-policy", "section 3"), Citation("nice"))
    assert str(said.place) == f"exh/guidelines/fn.md:{hospital.line('### Antibiotics', FEVER)}"
    assert handbook.local is not None
    assert "fn.antibiotics" in handbook.local.statements
    assert "38.3" in handbook.local.instead_of["fn.antibiotics"].words["clinician"]


def test_a_statement_that_prints_a_moved_number_is_the_hospitals_too(hospital: Hospital, sample: Sample) -> None:
    """Its number is the hospital's, so it is marked, and the hospital's policy comes first among its sources."""
    sample.edit("Nothing to treat.", "Nothing to treat below {fever_once} °C.")
    hospital.edit("columns:\n  hot: {bands: {yes: {above: fever_once}, no: {to: fever_once}}}\n", "", FEVER)
    handbook = hospital.load()
    assert handbook.statements["fn.no"].words["clinician"] == "Nothing to treat below 38.0 °C."
    assert handbook.statements["fn.no"].citations[0] == Citation("exh-policy", "section 2")
    assert handbook.local is not None
    assert "fn.no" in handbook.local.statements


def test_what_a_hospital_adds_is_said_and_asks_nothing(hospital: Hospital) -> None:
    """Contacts and doses come by tables of its own; whatever those read, no further question is asked for it."""
    handbook = hospital.load()
    own = {table.id: table for table in handbook.tables if table.id.startswith("exh")}
    assert set(own) == {"exh-ring", "exh-dose"}
    assert all(frozenset() in table.asked_when.values() for table in own.values())
    assert handbook.statements["exh.first"].part == "dose"
    assert [one.id for one in handbook.guidelines] == ["fn", "exh-contacts", "exh-doses"]


def test_edition_and_digest_cover_both_folders(hospital: Hospital, sample: Sample) -> None:
    """A change in either is another digest; the edition names both."""
    before = hospital.load()
    assert before.edition == "2026.11.1+exh.2026.12"
    assert before.digest != sample.load().digest
    hospital.edit("bleep 1", "bleep 2", CONTACTS)
    other = hospital.load()
    assert other.digest != before.digest
    sample.edit("Nothing to treat.", "Nothing at all to treat.")
    assert hospital.load().digest != other.digest


def test_the_earlier_review_counts(hospital: Hospital) -> None:
    """A reply names the day on which the first review is due, the hospital's included."""
    assert [one.review.due for one in hospital.load().guidelines] == [date(2027, 6, 1)] * 3


OTHER = """- Strength: practice

### Another {{#{id}}}

Other words.

- Source: exh-policy
"""

# the file, the passage that is changed, what it becomes, the passage on whose line it is told, the problem
FAULTS = [
    # thresholds
    (FEVER, "{2026-11-01: 38.0}", "{2026-11-01: 38.5}", "  fever_once", "38.5 is less safe than the handbook's 38.3"),
    (
        FEVER,
        "38.0}, source",
        "38.0, 2027-02-01: 38.2}, source",
        "  fever_once",
        r"38.2 is less safe .*38.0 \(from 2027",
    ),
    (FEVER, "  fever_once: {unit", "  anc_severe: {unit", "  anc_severe", "'anc_severe' may not be moved"),
    (FEVER, "  fever_once: {unit", "  fever_twice: {unit", "  fever_twice", "has no threshold 'fever_twice'"),
    (FEVER, "unit: °C", "unit: °F", "  fever_once", "fever_once is in °F"),
    (FEVER, "source: exh-policy, at", "source: exh-paper, at", "  fever_once", "there is no source 'exh-paper'"),
    (FEVER, "{unit: °C, values", "{values", "  fever_once", "fever_once.unit is missing"),
    (FEVER, ", source: exh-policy, at: section 2}", "}", "  fever_once", "fever_once.source is missing"),
    # columns
    (
        FEVER,
        "{bands: {yes: {above",
        "{bands: {yes: {from",
        "  fever_once",
        "is moved, and bands .* leave a gap or overlap",
    ),
    (
        FEVER,
        "  hot: {bands: {yes: {above",
        "  hot: {of: anc, bands: {yes: {above",
        "  hot",
        "column 'hot' is the handbook's",
    ),
    (FEVER, "{to: fever_once}}}", "{to: anc_severe}}}", "  hot", "ends at another threshold than the handbook's"),
    (
        FEVER,
        "2026-11-01: 38.0}, s",
        "2026-11-01: 38.3, 2027-01-01: 38.0}, s",
        "  hot",
        "would come to a less urgent band",
    ),
    (FEVER, "  hot: {bands", "  count: {bands", "  count", "column 'count' is the handbook's"),
    (
        CONTACTS,
        "  exh-shivers: {of: rigors, unknown: true}",
        "  exh-shivers: {values: [yes, no]}",
        "  exh-shivers",
        "no fact",
    ),
    (CONTACTS, "  exh-shivers: {of", "  shivers: {of", "  shivers", "column 'shivers' is not marked as yours"),
    # statements
    (FEVER, "- Strength: practice\n", OTHER.format(id="fn.no"), "{#fn.no}", "fn.no may not be said otherwise"),
    (FEVER, "- Strength: practice\n", OTHER.format(id="fn.more"), "{#fn.more}", "has no statement 'fn.more'"),
    (FEVER, "Give our antibiotics above {fever_once} °C.", "Give ours.", "### Antib", "leaves out fever_once"),
    (FEVER, "- Source: exh-policy (section 3); nice", "- Source: nice", "### Antib", "cites nothing of yours"),
    (FEVER, "- Strength: practice", "- Strength: practice\n- Part: finding", "### Antib", "another part or rank"),
    (FEVER, "- Strength: practice", "- Strength: practice\n- Rank: 60", "### Antib", "another part or rank"),
    (FEVER, "Give our", "If fit to treat, give our", "### Antib", "says 'fit to treat'"),
    (
        FEVER,
        "### Antibiotics",
        "### A {#fn.antibiotics}\n\nA.\n\n- Source: exh-policy\n\n### Antibiotics",
        "### Antib",
        "repeated",
    ),
    (CONTACTS, "- Part: contact", "- Part: action", "### Outreach {#exh.o", "a hospital does not add to"),
    (CONTACTS, "- Source: exh-policy", "- Source: nice", "### Outreach {#exh.o", "cites nothing of yours"),
    (CONTACTS, "{#exh.outreach}", "{#fn.outreach}", "### Outreach {#fn", "the handbook has no statement 'fn.outreach'"),
    (FEVER, "- Strength: practice", "- Strength: practice\n- Asks: how", "### Antib", "would answer other questions"),
    (CONTACTS, "- Checked: A", "- Checked: A\n- Asks: How fast", "### Outreach {#exh.o", "'How fast', as fn.antib"),
    # tables
    (CONTACTS, "### Outreach {#exh-ring}", "### Outreach {#table.fn}", "{#table.fn}", "table 'table.fn' is not marked"),
    (CONTACTS, "| exh-ring.yes |", "| fn.1 |", "| fn.1", "row 'fn.1' is not marked as yours"),
    (
        CONTACTS,
        "| exh-shivers | → say |",
        "| exh-shivers | → headline |",
        "### Outreach {#exh-ring}",
        "exh-ring concludes headline",
    ),
    (CONTACTS, "| yes | exh.outreach |", "| yes | fn.no |", "| exh-ring.yes", "says 'fn.no', which is not yours"),
    (CONTACTS, "| no, unknown | - |", "| never | - |", "| exh-ring.no", "'never' is no value of column 'exh-shivers'"),
    (CONTACTS, "id: exh-contacts", "id: contacts", "id: contacts", "guideline 'contacts' is not marked as yours"),
    (CONTACTS, "due: 2027-06-01", "due: 2026-11-22", "review:", "the review was due on 2026-11-22"),
    (CONTACTS, "status: under-review", "status: approved", "review:", "review status 'approved'"),
    # doses
    (DOSES, "Examplecillin 1 unit", "Examplecillin 2 units", "  sha256", "the file is not what was signed"),
    (DOSES, "role: Pharmacist", "role: Consultant", "  sha256", "the file is not what was signed"),
    (DOSES, "role: Pharmacist, ", "", "signature", "signature.role is missing"),
    # lists
    ("site.yaml", "policy: exh-policy", "policy: exh-other", "{id", "there is no source 'exh-other'"),
    ("site.yaml", "name: Example Hospital, ", "", "{id", "name is missing"),
    ("sources.yaml", "exh-policy: {", "nice: {", "nice", "source 'nice' is not marked as yours"),
    ("phrases.yaml", "help:", "foot:", "foot", "phrase 'foot' may not be put otherwise"),
    ("phrases.yaml", "ring us", "if fit to treat ring us", "help", "phrase help says 'fit to treat'"),
    ("phrases.yaml", "{how}", "it", "help", "phrase 'help' has other slots"),
]


@pytest.mark.parametrize(("path", "old", "new", "line", "problem"), FAULTS)
def test_a_bad_folder_stops_the_start(
    hospital: Hospital, path: str, old: str, new: str, line: str, problem: str
) -> None:
    """Every fault is told with the hospital's own file, the line, what is wrong and what to do."""
    hospital.edit(old, new, path)
    with pytest.raises(ContentError) as fault:
        hospital.load()
    assert re.search(problem, fault.value.problem), fault.value
    assert fault.value.where == f"exh/{path}:{hospital.line(line, path)}", fault.value
    assert fault.value.remedy


# what is changed in a dose table that is then signed again
SIGNED = [
    ("until: 2026-12-30", "until: 2026-11-22", "  {name", "the signature expired on 2026-11-22"),
    ("signed: 2026-11-01", "signed: 2026-12-01", "  {name", "the signature is of 2026-12-01, which is to come"),
    ("- Checked: A", "- Checked: A\n- Asks: which dose", "### First {#exh.f", "would be said to whoever asks"),
    ("| yes | solid, none |", "| yes | - |", "| exh-dose.yes", "says a dose, and its tumour is -"),
    ("| exh-dose.no | no | - | - |", "| exh-dose.no | no | - | exh.first |", "| exh-dose.no", "its fever is no"),
    ("id: exh-doses", "id: fn", "id: fn", "a signed file replaces nothing"),
]


@pytest.mark.parametrize(("old", "new", "line", "problem"), SIGNED)
def test_a_signed_table_has_its_limits(hospital: Hospital, old: str, new: str, line: str, problem: str) -> None:
    """A signature holds for its days, and gives no dose to somebody whom the handbook's rule leaves out."""
    hospital.edit(old, new, DOSES)
    hospital.sign()
    with pytest.raises(ContentError, match=problem) as fault:
        hospital.load()
    assert fault.value.where == f"exh/{DOSES}:{hospital.line(line, DOSES)}", fault.value


def test_one_thing_is_changed_in_one_file(hospital: Hospital) -> None:
    """Of two files the later would win in silence."""
    twice = FRONT.format(more="thresholds:\n  fever_once: {unit: °C, values: {2026-11-02: 38.0}, source: exh-policy}")
    hospital.write("guidelines/late.md", twice)
    with pytest.raises(ContentError, match="threshold 'fever_once' is repeated") as fault:
        hospital.load()
    assert fault.value.where == "exh/guidelines/late.md:7"
    hospital.write("guidelines/late.md", FRONT.format(more="columns:\n  hot: {bands: {yes: {above: fever_once}}}"))
    with pytest.raises(ContentError, match=r"column 'hot.bands' is repeated|is the handbook's"):
        hospital.load()


FRONT = """\
---
id: fn
edition: 2026.12
effective: {{since: 2026-11-01}}
review: {{status: under-review, due: 2027-06-01}}
{more}
---
"""


def test_an_unsigned_dose_stops_the_start(hospital: Hospital) -> None:
    """No doses unless somebody answers for them."""
    text = (hospital.folder / DOSES).read_text(encoding="utf-8")
    signature = text[text.index("signature:") : text.index("---\n## Statements")]
    hospital.edit(signature, "", DOSES)
    with pytest.raises(ContentError, match="exh.first is a dose, and nobody has signed this file"):
        hospital.load()


def test_a_signature_expires_on_its_own(hospital: Hospital) -> None:
    """The last day is the last day."""
    hospital.load(date(2026, 12, 30))
    with pytest.raises(ContentError, match="the signature expired on 2026-12-30"):
        hospital.load(date(2026, 12, 31))


def test_a_difference_of_sources_is_never_printed_with_the_hospitals_number(hospital: Hospital, sample: Sample) -> None:
    """A sentence that gives the number as a source's own would be untrue: it has to be said anew."""
    sample.edit("NICE counts from 38.0.", "The article counts from {fever_once}.")
    with pytest.raises(ContentError, match=r"fn.differs \(guidelines/fn.md:\d+\) prints it") as fault:
        hospital.load()
    assert fault.value.where == f"exh/{FEVER}:{hospital.line('  fever_once', FEVER)}"


def test_a_whole_handbook_is_no_hospitals_folder(sample: Sample, tmp_path: Path) -> None:
    """What replaced the handbook whole in earlier editions is refused, and it is said why."""
    old = write_hospital(tmp_path / "old", sample)
    old.write("facts.yaml", "{}\n")
    with pytest.raises(ContentError, match=r"old/facts.yaml:1: a hospital's folder has no such file.*no longer"):
        old.load()


@pytest.mark.parametrize("path", ["site.yaml", "sources.yaml"])
def test_a_missing_file_of_the_folder_is_named(hospital: Hospital, path: str) -> None:
    (hospital.folder / path).unlink()
    with pytest.raises(ContentError, match=f"exh/{path}: the file is missing"):
        hospital.load()


def test_a_missing_folder_is_named(sample: Sample, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="there is no such folder"):
        Hospital(tmp_path / "gone", sample).load()


def test_a_handbook_that_permits_nothing_is_told_so(hospital: Hospital, sample: Sample) -> None:
    """What a hospital may change is a list of the handbook's own, checked like every list."""
    sample.write("site.yaml", PERMIT.replace("lower", "anywhere"))
    with pytest.raises(ContentError, match="site.yaml:1: thresholds.fever_once"):
        hospital.load(DAY)


def test_the_handbook_itself_has_no_contacts_and_no_doses(sample: Sample) -> None:
    """Whom to ring and how much is a hospital's to say."""
    sample.edit("- Part: finding", "- Part: dose")
    with pytest.raises(ContentError, match="the handbook has no statement of part dose"):
        sample.load()
