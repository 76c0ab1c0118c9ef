"""Which words are supposed, a limit, of somebody else or another fluid, in brackets or asked: `context.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.reading.meaning.context import understand
from core.reading.meaning.generic import set_aside
from core.reading.meaning.marks import ASIDE, ASKED, LIMIT, OTHER, SPECIMEN, SUPPOSED
from core.reading.printed.markup import unmark
from core.reading.printed.scan import scan, tokenise
from tests.core.reading.support import lexicon

MARKS = {"supposed": SUPPOSED, "limit": LIMIT, "other": OTHER, "specimen": SPECIMEN, "aside": ASIDE, "asked": ASKED}
ROWS = [
    (claim, row)
    for claim, rows in yaml.safe_load((Path(__file__).parent / "context.yaml").read_text("utf-8")).items()
    for row in rows
]


def stretches(text: str) -> dict[str, list[str]]:
    """The words of the message under each mark, one entry a stretch."""
    plain = unmark(text)
    items = scan(tokenise(plain.folded), plain, lexicon())
    context = set_aside(items, understand(items, lexicon().tables))
    return {name: found for name, mark in MARKS.items() if (found := list(_runs(plain.typed, items, context, mark)))}


def _runs(typed: str, items: Any, context: Any, mark: int) -> Iterator[str]:
    for marked, run in groupby(range(len(items)), key=lambda at: context.has(at, mark)):
        places = list(run)
        if marked and (words := typed[items[places[0]].start : items[places[-1]].end].strip()):
            yield words


@pytest.mark.parametrize(("claim", "row"), ROWS, ids=[f"{claim}: {row['text']}" for claim, row in ROWS])
def test_the_words_it_reaches(claim: str, row: dict[str, Any]) -> None:
    """The whole of what each mark covers; a mark that is not named covers nothing."""
    want = {name: [words] if isinstance(words, str) else words for name, words in row.items() if name != "text"}

    assert stretches(row["text"]) == want, claim
