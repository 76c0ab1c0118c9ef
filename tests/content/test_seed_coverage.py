"""Each of the article's rows has its statements, and each of those is exercised."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.library import Library
from bot.library.text import parse
from tests.content.test_article import ARTICLE

ROW = re.compile(r"id: (S\d\d)")


def read(path: Path) -> dict[str, Any]:
    data = parse(path.read_text(encoding="utf-8"), path.name).data
    assert isinstance(data, dict)
    return data


@pytest.fixture(scope="module")
def coverage(repository: Path) -> dict[str, Any]:
    """tests/seed_coverage.yaml."""
    return read(repository / "tests" / "seed_coverage.yaml")


def test_every_row_of_the_article_is_there(coverage: dict[str, Any], shared: Path) -> None:
    rows = ROW.findall((shared / "seed_statements.yaml").read_text(encoding="utf-8"))
    assert len(rows) == 52
    assert list(coverage) == rows


def test_every_statement_exists(coverage: dict[str, Any], library: Library) -> None:
    missing = {row: set(one["statements"]) - set(library.handbook.statements) for row, one in coverage.items()}
    assert {row: names for row, names in missing.items() if names} == {}
    assert all(one["statements"] for one in coverage.values())


def test_every_statement_is_exercised(coverage: dict[str, Any]) -> None:
    exercises = read(ARTICLE)
    found = {name for ones in exercises.values() for one in ones for name in one["finds"]}
    assert {
        row: set(one["statements"]) - found for row, one in coverage.items() if set(one["statements"]) - found
    } == {}
    alone = {row: {name for one in exercises.get(row, ()) for name in one["finds"]} for row in coverage}
    assert [row for row, one in coverage.items() if not alone[row] & set(one["statements"])] == []


def test_every_test_exists(coverage: dict[str, Any], repository: Path) -> None:
    for row, one in coverage.items():
        assert one["tests"], row
        for test in one["tests"]:
            path, _, name = test.partition("::")
            text = (repository / path).read_text(encoding="utf-8")
            assert not name or f"def {name}(" in text, f"{row}: {test}"
