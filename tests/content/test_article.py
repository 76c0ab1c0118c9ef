"""The article, row by row: a consult says it, or a question is answered with it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.library import Library
from bot.library.text import parse
from core.converse import Message, answer, converse

ARTICLE = Path(__file__).with_name("article.yaml")
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
NEAR = 3  # a pick list shows three


def exercises() -> list[Any]:
    """Every exercise of every row, named after its row."""
    rows = parse(ARTICLE.read_text(encoding="utf-8"), ARTICLE.name).data
    assert isinstance(rows, dict)
    return [pytest.param(one, id=f"{row}-{number}") for row, ones in rows.items() for number, one in enumerate(ones)]


@pytest.mark.parametrize("exercise", exercises())
def test_the_article_is_carried(library: Library, exercise: dict[str, Any]) -> None:
    if "ask" in exercise:
        found = set(answer(exercise["ask"], library.handbook, library.lexicon).statements[:NEAR])
    else:
        message = Message(exercise["say"], AT, event_id="1")
        decision = converse((), message, library.handbook, library.lexicon).decision
        found = {*decision.say, *decision.differs, decision.headline}
    assert set(exercise["finds"]) <= found, sorted(found)
