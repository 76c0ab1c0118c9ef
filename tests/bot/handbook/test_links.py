"""What fails the build of the site: a stale page, an id left out, a link to nowhere, a thing loaded from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.handbook.links import faults
from core.guideline import Handbook
from tests.bot.library.sample import write_sample


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    """A small handbook."""
    return write_sample(tmp_path / "content").load()


@pytest.fixture
def site(tmp_path: Path, handbook: Handbook) -> Path:
    """A built site of it without a fault."""
    names = [*handbook.statements, *handbook.thresholds, *(row.id for table in handbook.tables for row in table.rows)]
    words = "".join(f"<code>{name}</code>" for name in names)
    folder = tmp_path / "html"
    (folder / "_static").mkdir(parents=True)
    (folder / "_static" / "own.css").write_text("")
    (folder / "index.html").write_text(
        f'<link href="_static/own.css?v=1"><p id="top">{handbook.digest}</p>{words}'
        '<a href="other.html#there">x</a><a href="#top">x</a><a href="https://www.nice.org.uk/guidance/cg151">x</a>'
    )
    (folder / "other.html").write_text('<svg><a href="#there"></a></svg><p id="there"></p><a href="index.html">x</a>')
    return folder


def test_a_sound_site_has_no_fault(site: Path, handbook: Handbook) -> None:
    assert list(faults(site, handbook)) == []


@pytest.mark.parametrize(
    ("page", "old", "new", "fault"),
    [
        ("index.html", "other.html#there", "another.html#there", "index.html: another.html#there leads to no page"),
        (
            "index.html",
            "other.html#there",
            "other.html#gone",
            "index.html: other.html#gone leads to nothing on that page",
        ),
        ("index.html", "#top", "#bottom", "index.html: #bottom leads to nothing on that page"),
        (
            "other.html",
            '<svg><a href="#there"',
            '<svg><a href="#gone"',
            "other.html: #gone leads to nothing on that page",
        ),
        ("index.html", "<code>fn.no</code>", "", "fn.no is on no page"),
        ("index.html", "<code>fever.2</code>", "", "fever.2 is on no page"),
        ("index.html", "<code>mascc_low</code>", "", "mascc_low is on no page"),
        ("index.html", "_static/own.css", "_static/gone.css", "index.html: _static/gone.css?v=1 is not there"),
        ("index.html", "_static/own.css", "https://cdn.example/x.css", "is loaded from elsewhere"),
        ("other.html", "<svg>", '<script src="//cdn.example/x.js"></script><svg>', "is loaded from elsewhere"),
    ],
)
def test_a_fault_is_told_with_its_page(
    site: Path, handbook: Handbook, page: str, old: str, new: str, fault: str
) -> None:
    text = (site / page).read_text()
    assert old in text
    (site / page).write_text(text.replace(old, new))
    (found,) = faults(site, handbook)
    assert fault in found


def test_a_site_of_another_edition_is_stale(site: Path, handbook: Handbook, tmp_path: Path) -> None:
    """One word of the handbook edited, and the pages are no longer of it."""
    other = write_sample(tmp_path / "edited")
    other.edit("Nothing to treat.", "Nothing at all to treat.")
    (found,) = faults(site, other.load())
    assert found.startswith("index.html: it is of another handbook")
