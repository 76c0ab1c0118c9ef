"""Every fault an author can make is refused with file, line, what is wrong and what to do."""

from __future__ import annotations

import re
from datetime import date

import pytest

from core.errors import ContentError
from core.proof import prove
from tests.bot.library.sample import MAIN, Sample

OTHER = """\
---
id: {id}
title: Other
edition: 2026.11.1
effective: {{since: 2026-11-23}}
review: {{status: under-review, due: 2027-11-23}}
{more}
---
## Statements
### Other {{#{statement}}}
Words.

- Part: meta
- Source: seed
- Strength: practice
- Checked: A
"""

# the passage that is changed, what it becomes, the passage on whose line the fault is told, the problem
FAULTS = [
    (
        "| fn.2 | yes | enough | urgent | - | - |",
        "| fn.2 | yes | enough | - | - |",
        "| fn.2",
        "the row has 5 cells, the header 6",
    ),
    (
        "| fn.2 | yes | enough | urgent",
        "| fn.2 | yes | plenty | urgent",
        "| fn.2",
        "'plenty' is no value of column 'count'",
    ),
    (
        "| fn.2 | yes | enough | urgent",
        "| fn.2 | yes | enough | hasty",
        "| fn.2",
        "'hasty' is no value of column 'urgency'",
    ),
    ("| fn.1 | yes | low, unknown", "| fn.1 | yes | low, low", "| fn.1", "'low' stands twice in one cell"),
    ("| fn.2 | yes", "|  | yes", "|  | yes", "'' is no row id"),
    (
        "| row | fever | count | → urgency",
        "| row | fevre | count | → urgency",
        "| row | fevre",
        "there is no column 'fevre'",
    ),
    ("| row | hot | → fever |", "| row | hot | → fevre |", "| row | hot", "there is no column 'fevre'"),
    (
        "| row | hot | → fever |",
        "| row | hot | → hot |",
        "| row | hot",
        "column '→ hot' is repeated|'hot' is read from a fact",
    ),
    ("| row | hot | → fever |", "| line | hot | → fever |", "| line", "the first column is 'line'"),
    ("| row | hot | → fever |", "| row | → fever | hot |", "| row | →", "a condition stands right of a conclusion"),
    ("| row | hot | → fever |", "| row | hot | fever |", "| row | hot", "the table concludes nothing"),
    ("fever |\n|---|---|---|\n", "fever |\n|---|---|\n", "| row | hot", "these lines form no table"),
    ("| fever.1 | yes | yes |\n", "\n| fever.1 | yes | yes |\n", "| fever.1", "these lines form no table"),
    ("| fever.1 | yes | yes |\n| fever.2 | no | no |\n", "", "| row | hot", "has no rows"),
    ("| fn.2 |", "| fn.1 |", "| fn.1 | yes | enough", r"id 'fn.1' is repeated \(first at guidelines/fn.md:\d+\)"),
    ("{#fn.no}", "{#fn.antibiotics}", "### No fever", "id 'fn.antibiotics' is repeated"),
    ("{#fn.no}", "", "### No fever", "has no id"),
    ("| routine | fn.no |", "| routine | fn.yes |", "| fn.3", "there is no statement 'fn.yes'"),
    ("| fn.antibiotics | fn.differs |", "| fn.antibiotics | fn.no |", "| fn.1", "'fn.no' is no disagreement"),
    ("| imatinib | low", "| - | low, high", "| drugs.1", "'high' is no value"),
    ("Asked when: fever no.", "Asked when: fewer no.", "Asked when", "there is no column 'fewer'"),
    ("Asked when: fever no.", "Asked when: fever never.", "Asked when", "'never' is no value of column 'fever'"),
    ("{unit: points, values", "{values", "  mascc_low", "thresholds.mascc_low.unit is missing"),
    ("{2025-08-29: 21}, source: seed}", "{2025-08-29: 21}}", "  mascc_low", "thresholds.mascc_low.source is missing"),
    ("{2025-08-29: 21}, source: seed", "{2025-08-29: 21}, source: seeds", "  mascc_low", "there is no source 'seeds'"),
    ("{unit: points, values", '{unit: "", values', "  mascc_low", "thresholds.mascc_low.unit .*at least 1 character"),
    (
        "{2025-08-29: 21}, source: seed}",
        '{2025-08-29: 21}, source: ""}',
        "  mascc_low",
        "mascc_low.source .*at least 1",
    ),
    ("{2025-08-29: 21}", "{}", "  mascc_low", "at least 1 item"),
    ("{2025-08-29: 21}", "{2025-08-29: many}", "  mascc_low", "'many'.*valid decimal"),
    ("{2025-08-29: 21}", "{2025-08-32: 21}", "  mascc_low", "day is out of range"),
    ("38.3, 2027-01-01: 38.0", "38.3, 2025-01-01: 38.0", "  fever_once", "2025-01-01 does not come after 2025-08-29"),
    ("38.3, 2027-01-01: 38.0", "38.3, 2025-08-29: 38.0", "  fever_once", "key '2025-08-29' is repeated"),
    ("status: under-review", "status: approved", "review:", "review status 'approved'"),
    ("due: 2027-11-23", "due: 2026-11-22", "review:", "the review was due on 2026-11-22"),
    ("title: Fever", "titel: Fever", "titel", "unknown key 'titel'"),
    (
        "title: Fever with neutropenia\nedition",
        "id: fn\nedition",
        "id: fn\nedition",
        r"key 'id' is repeated \(first on line 2\)",
    ),
    ("  tumour: {of: malignancy}", "  tumour: {of: cancer}", "  tumour: {of", "is of 'cancer', no fact"),
    (
        "  tumour: {of: malignancy}",
        "  tumour: {of: malignancy, values: [solid]}",
        "  tumour: {of",
        "cannot have values",
    ),
    ("  tumour: {of: malignancy}", "  tumour: {off: malignancy}", "  tumour: {off", "unknown key 'columns.tumour.off'"),
    (
        "  tumour: {of: malignancy}",
        "  tumour: {of: malignancy, asks: [cancer]}",
        "  tumour: {of",
        "it asks 'cancer', no fact",
    ),
    ("  tumour: {of: malignancy}", "  tumour: {of: anc}", "  tumour: {of", "does not cut its number"),
    ("  tumour: {of: malignancy}", "  tumour: {of: contexts}", "  tumour: {of", "names nothing of the list"),
    ("  fever: {values: [yes, no]}", "  fever: {}", "  fever: {}", "has no values"),
    (
        "  fever: {values: [yes, no]}",
        "  fever: {values: [yes, yes]}",
        "  fever:",
        "value 'yes' of column 'fever' is repeated",
    ),
    ("any_of: [allo_hsct]", "any_of: [auto_hsct]", "  transplant", "'auto_hsct' in column 'transplant'"),
    ("class: agranulocytosis", "class: neutropenia", "  culprit", "there is no drug class 'neutropenia'"),
    (
        "yes: {from: fever_once}",
        "yes: {above: fever_once}",
        "  hot:",
        "bands 'no' and 'yes' of 'hot' leave a gap",
    ),
    ("yes: {from: fever_once}", "yes: {from: fever_twice}", "  hot:", "there is no threshold 'fever_twice'"),
    ("yes: {from: fever_once}", "yes: {from: fever_once, above: anc_severe}", "  hot:", "two ends on one side"),
    ("no: {below: fever_once}", "no: {from: anc_severe, below: fever_once}", "  hot:", "no band beyond 'no'"),
    ("low: {from: mascc_low}", "low: {from: mascc_high}", "  mascc:", "there is no threshold 'mascc_high'"),
    ("column: tumour, points", "column: tumor, points", "    items: {tumour", "there is no column 'tumor'"),
    ("points: {solid: 4, none: 0}", "points: {solid: 4}", "    items: {tumour", "differ: none"),
    (
        "  action: {values: [hold, continue]}",
        "  action: {values: [hold, continue]}\n  mascc_band: {values: [low, unknown]}",
        "  mascc:",
        "classes of mascc and values of mascc_band differ: high",
    ),
    ("points: {solid: 4, none: 0}", "points: {solid: 4.5, none: 0}", "    items: {tumour", "valid integer"),
    (
        "Give antibiotics at {fever_once}",
        "Give antibiotics at {fever}",
        "{#fn.antibiotics}",
        "there is no threshold 'fever'",
    ),
    ("- Part: finding\n", "", "### No fever", "statement fn.no has no Part"),
    ("- Part: finding\n", "- Part: verdict\n", "- Part: verdict", "Part 'verdict' is not known"),
    ("- Part: finding\n", "- Part: finding\n- Part: plan\n", "- Part: plan", "Part is repeated"),
    ("- Part: finding\n", "- Part: finding\n- Mood: grave\n", "- Mood", "'Mood: grave' is no property"),
    ("- Source: nice (1.1)\n", "- Source: nicer (1.1)\n", "### No fever", "there is no source 'nicer'"),
    ("- Source: nice (1.1)\n", "- Source: see (nice) there\n", "- Source: see (nice)", "is no citation"),
    ("- Checked: B\n", "- Checked: M\n", "- Checked: M", "Checked 'M' is not known"),
    ("- Checked: B\n", "- Certainty: sure\n- Checked: B\n", "- Certainty: sure", "Certainty 'sure' is not known"),
    ("- Checked: B\n", "- Checked: B\n- Rank: first\n", "- Rank: first", "Rank .first. is no whole number"),
    ("Nothing to treat.\n\n", "", "### No fever", "has no words for clinicians"),
    ("Nothing to treat.\n", "Nothing to treat.\n\n```\ncode\n```\n", "```", "a fence cannot stand here"),
    ("Patient: You need", "Trainee: You need", "Trainee: You need", "words for the trainee are repeated"),
    ("Trainee: The count", "Patient: x\n\nThe count", "The count", "a plain paragraph follows"),
]


@pytest.mark.parametrize(("old", "new", "line", "problem"), FAULTS)
def test_a_fault_is_told_with_its_line(sample: Sample, old: str, new: str, line: str, problem: str) -> None:
    sample.edit(old, new)
    with pytest.raises(ContentError) as fault:
        sample.load()
    assert re.search(problem, fault.value.problem), fault.value
    assert fault.value.where == f"{MAIN}:{sample.line(line)}", fault.value
    assert fault.value.remedy


def test_tables_that_wait_for_each_other_are_refused(sample: Sample) -> None:
    sample.edit("| row | hot | → fever |\n|---|---|---|", "| row | hot | action | → fever |\n|---|---|---|---|")
    sample.edit(
        "| fever.1 | yes | yes |\n| fever.2 | no | no |", "| fever.1 | yes | - | yes |\n| fever.2 | no | - | no |"
    )
    sample.edit("| row | tki | count | → action | → until |", "| row | tki | fever | → action | → until |")
    sample.edit("| drugs.1 | imatinib | low |", "| drugs.1 | imatinib | yes |")
    with pytest.raises(ContentError, match="tables wait for each other: .*table.fever") as fault:
        sample.load()
    assert fault.value.where.startswith(MAIN)


def test_a_conclusion_that_no_table_draws_is_refused(sample: Sample) -> None:
    sample.edit("| row | hot | → fever |", "| row | hot | → action |")
    sample.edit("| fever.1 | yes | yes |\n| fever.2 | no | no |", "| fever.1 | yes | hold |\n| fever.2 | no | hold |")
    with pytest.raises(ContentError, match="no table concludes 'fever'"):
        sample.load()


def test_a_table_has_at_most_six_conditions(sample: Sample) -> None:
    sample.edit(
        "| row | hot | → fever |", "| row | hot | count | tumour | transplant | culprit | tki | action | → fever |"
    )
    sample.edit("→ fever |\n|---|---|---|\n", "→ fever |\n|---|---|---|---|---|---|---|---|---|\n")
    sample.edit("| fever.1 | yes |", "| fever.1 | yes | - | - | - | - | - | - |")
    sample.edit("| fever.2 | no |", "| fever.2 | no | - | - | - | - | - | - |")
    with pytest.raises(ContentError, match="7 conditions, at most 6"):
        sample.load()


@pytest.mark.parametrize(
    ("identifier", "statement", "more", "problem"),
    [
        ("fn", "other.one", "", "id 'fn' is repeated"),
        ("other", "fn.no", "", "id 'fn.no' is repeated"),
        ("other", "fn.2", "", "id 'fn.2' is repeated"),
        ("other", "other.one", "columns: {count: {of: rigors}}", "column 'count' is repeated"),
        (
            "other",
            "other.one",
            "thresholds: {fever_once: {unit: °C, values: {2025-08-29: 38}, source: seed}}",
            "threshold 'fever_once'",
        ),
    ],
)
def test_names_are_unique_over_the_handbook(
    sample: Sample, identifier: str, statement: str, more: str, problem: str
) -> None:
    sample.write("guidelines/other.md", OTHER.format(id=identifier, statement=statement, more=more))
    with pytest.raises(ContentError, match=problem):
        sample.load()


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        ("sources.yaml", "kind: article", "kind: rumour", "sources.yaml:1: seed.kind"),
        ("sources.yaml", "nice: {", "seed: {", "sources.yaml:2: key 'seed' is repeated"),
        ("sources.yaml", "nice: {", "nice: [", "sources.yaml:2: no YAML"),
        ("facts.yaml", "low: 25, ", "", "facts.yaml:1: number temp_c has no range"),
        ("facts.yaml", "values: [solid, none], ", "", "facts.yaml:4: choice malignancy has no values"),
        ("facts.yaml", 'Yes: "true"', "Yes: perhaps", "facts.yaml:2: the answer 'Yes' of rigors is refused"),
        ("facts.yaml", "tokens: [temp]", "tokens: [anc]", "facts.yaml:1: 'anc' names two facts"),
        ("facts.yaml", "label: T,", "labell: T,", "facts.yaml:1"),
        ("phrases.yaml", "band:", "[band]:", "phrases.yaml:1: a key is no plain word"),
    ],
)
def test_a_fault_in_a_list_is_told_with_its_line(sample: Sample, path: str, old: str, new: str, problem: str) -> None:
    sample.edit(old, new, path)
    with pytest.raises(ContentError, match=re.escape(problem)):
        sample.load()


@pytest.mark.parametrize("text", ["", "no front matter\n", "---\nid: fn\n", "---\n- a\n- b\n---\n"])
def test_a_file_without_front_matter_is_refused(sample: Sample, text: str) -> None:
    sample.write("guidelines/fn.md", text)
    with pytest.raises(ContentError, match=r"guidelines/fn\.md:"):
        sample.load()


@pytest.mark.parametrize("path", ["sources.yaml", "facts.yaml", "phrases.yaml", "units.yaml", MAIN])
def test_a_missing_file_is_named(sample: Sample, path: str) -> None:
    (sample.folder / path).unlink()
    with pytest.raises(ContentError, match="missing|no guideline"):
        sample.load()


def test_a_missing_folder_is_named(sample: Sample) -> None:
    gone = Sample(sample.folder / "gone")
    with pytest.raises(ContentError, match="there is no such folder"):
        gone.load()


def test_a_file_that_is_no_utf8_is_refused(sample: Sample) -> None:
    (sample.folder / "sources.yaml").write_bytes(b"seed: {title: \xff}\n")
    with pytest.raises(ContentError, match="sources.yaml:1: this is no UTF-8"):
        sample.load()


def test_a_review_that_expires_later_stops_the_handbook_from_then_on(sample: Sample) -> None:
    sample.load(date(2027, 11, 23))
    with pytest.raises(ContentError, match="the review was due on 2027-11-23"):
        sample.load(date(2027, 11, 24))


@pytest.mark.parametrize(
    ("old", "new", "path", "line", "problem"),
    [
        (
            "| fn.2 | yes | enough | urgent | - | - |\n",
            "",
            MAIN,
            "### What to do",
            "fever yes, count enough meets no row",
        ),
        ("| fn.3 | no |", "| fn.3 | - |", MAIN, "| fn.3", "meets fn.1 and fn.3"),
        ("| routine | fn.no |", "| routine | - |", MAIN, "### No fever", "nothing says fn.no"),
        ("seed: {", "spare: {title: T, kind: study, year: 2020}\nseed: {", "sources.yaml", "spare", "never cited"),
    ],
)
def test_what_is_not_proven_is_told_with_its_line(
    sample: Sample, old: str, new: str, path: str, line: str, problem: str
) -> None:
    """A gap, an overlap, a statement nobody says, a source nobody cites: each has a place and a remedy."""
    sample.edit(old, new, path)
    faults = [fault for fault in prove(sample.load()).faults if problem in fault.problem]
    assert faults, problem
    assert faults[0].where == f"{path}:{sample.line(line, path)}"
    assert faults[0].remedy
