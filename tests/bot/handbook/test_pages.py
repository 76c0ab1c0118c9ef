"""The site before it is built: everything of the handbook is on a page, drawn and linked, and always the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot.handbook.pages import pages
from bot.handbook.text import anchor
from bot.library import load
from core.guideline import Handbook
from core.proof import prove

DAY = date(2026, 11, 23)
LINK = re.compile(r"\]\(#([^)]+)\)")
TARGET = re.compile(r"^\(([^)]+)\)=$", re.MULTILINE)
DRAWN = re.compile(r"```\{raw\} html\n(.*?)\n```", re.DOTALL)


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    """The installed handbook on a fixed day."""
    return load(day=DAY).handbook


@pytest.fixture(scope="module")
def site(handbook: Handbook) -> Mapping[str, str]:
    """Its pages."""
    return pages(handbook, prove(handbook))


def test_every_thing_of_the_handbook_is_on_a_page(handbook: Handbook, site: Mapping[str, str]) -> None:
    """Statements, thresholds, tables, rows, columns, sources, scores and facts, each by its id."""
    whole = "\n".join(site.values())
    names = [
        *handbook.statements,
        *handbook.thresholds,
        *handbook.items,
        *handbook.sources,
        *(table.id for table in handbook.tables),
        *(row.id for table in handbook.tables for row in table.rows),
        *(column.name for column in handbook.columns.values() if column.place.file),
        *(item.column for score in handbook.scores.values() for item in score.items),
    ]
    assert [name for name in names if f"`{name}`" not in whole] == []


def test_every_threshold_shows_its_history(handbook: Handbook, site: Mapping[str, str]) -> None:
    """Each dated value with its unit and source, on the page of its guideline and in the list of all."""
    page = next(text for name, text in site.items() if name == "thresholds.md")
    for threshold in handbook.thresholds.values():
        for start, value in threshold.values:
            assert f"{value:f} from {start}" in page
    assert "| `fever_once` | 38.3 from 2025-08-29 | °C | [seed](#source-seed) (Step 4) |" in site["guideline-fn.md"]


def test_every_link_has_its_target(site: Mapping[str, str]) -> None:
    """Nothing points to a name that no page declares, and no name is declared twice."""
    targets = [name for text in site.values() for name in TARGET.findall(text)]
    linked = {name for text in site.values() for name in LINK.findall(text)}
    assert len(targets) == len(set(targets))
    assert linked - set(targets) == set()
    assert len({anchor(name) for name in targets}) == len(targets)


def test_every_guideline_has_its_decision_path_drawn(handbook: Handbook, site: Mapping[str, str]) -> None:
    """One box for each of its tables, none over another, each a link to the table on the same page."""
    for guideline in handbook.guidelines:
        (drawing,) = DRAWN.findall(site[f"guideline-{guideline.id}.md"])
        root = ET.fromstring(drawing)  # noqa: S314 - our own drawing
        boxes = [link for link in root if link.tag.endswith("}a")]
        assert {link.attrib["href"] for link in boxes} == {f"#{anchor(name)}" for name in guideline.tables}
        places = [(rect.attrib["x"], rect.attrib["y"]) for link in boxes for rect in link if rect.tag.endswith("}rect")]
        assert len(set(places)) == len(guideline.tables)
        assert root.attrib["role"] == "img"


def test_a_table_is_drawn_below_those_it_reads(handbook: Handbook, site: Mapping[str, str]) -> None:
    """The path runs downwards: what is fever is settled above febrile neutropenia."""
    (drawing,) = DRAWN.findall(site["guideline-fn.md"])
    tops = {
        link.attrib["href"]: int(rect.attrib["y"])
        for link in ET.fromstring(drawing)  # noqa: S314 - our own drawing
        for rect in link
        if rect.tag.endswith("}rect")
    }
    assert tops["#table-measured"] < tops["#table-fever"] < tops["#table-fn"]


def test_proof_counts_and_disagreements_are_shown(handbook: Handbook, site: Mapping[str, str]) -> None:
    """The figures of `nadir check`, and every disagreement in one list."""
    for name, count in prove(handbook).counts.items():
        assert f"| {count:,} | {name} |" in site["proof.md"]
    differing = [one for one in handbook.statements.values() if one.part == "difference"]
    assert differing
    assert site["differences.md"].count("\n## ") == len(differing)


def test_the_same_handbook_gives_the_same_bytes(handbook: Handbook, site: Mapping[str, str]) -> None:
    """Whatever day it is built on, and in whatever order sets are kept."""
    assert pages(load(day=date(2027, 1, 2)).handbook, prove(handbook)) == site


def test_a_hospitals_words_are_shown_beside_the_handbooks(repository: Path) -> None:
    """Its chapters are pages too; what it says otherwise names it, with what the handbook says."""
    handbook = load(day=DAY, site=repository / "docs" / "site-example").handbook
    site = pages(handbook, prove(handbook))
    assert "guideline-exh-contacts.md" in site
    assert "38.3 from 2025-08-29; 38.0 from 2026-11-23" in site["guideline-fn.md"]
    assert (
        "- Local policy of Example Hospital\n- The handbook: Fever here is one temperature of 38.3"
        in (site["guideline-fn.md"])
    )
    whole = "\n".join(site.values())
    assert [name for name in (*handbook.statements, *handbook.thresholds) if f"`{name}`" not in whole] == []
