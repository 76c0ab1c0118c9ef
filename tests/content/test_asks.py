"""Ways of asking: enough for each statement, none of them a sample question, none of two statements."""

import json
import re
from collections import defaultdict
from pathlib import Path

from bot.library import Library
from core.guideline import Statement
from core.passages.index import UNSEARCHED

FEWEST, MOST = 5, 15


def bare(words: str) -> str:
    """The letters and digits of a question, whatever their case."""
    return re.sub(r"[\W_]+", "", words.casefold())


def searched(library: Library) -> list[Statement]:
    """Every statement that may answer a question."""
    return [one for one in library.handbook.statements.values() if one.part not in UNSEARCHED]


def test_no_way_of_asking_is_a_sample_question(library: Library, shared: Path) -> None:
    """A question copied into the handbook would measure nothing but the copy."""
    lines = (shared / "data" / "slack" / "qa_dev.jsonl").read_text(encoding="utf-8").splitlines()
    sampled = {bare(json.loads(line)["q"]) for line in lines}

    assert sampled
    assert {one.id: way for one in searched(library) for way in one.asks if bare(way) in sampled} == {}


def test_no_two_statements_are_asked_for_in_one_way(library: Library) -> None:
    """Nor one statement twice: a question that two of them answer is a choice, and is offered as one."""
    asked = defaultdict(list)
    for one in library.handbook.statements.values():
        for way in one.asks:
            asked[bare(way)].append(one.id)

    assert {way: ids for way, ids in asked.items() if len(ids) > 1} == {}


def test_every_statement_that_may_answer_has_five_to_fifteen_ways_of_asking(library: Library) -> None:
    """Fewer leave it unfound by whoever says it otherwise; more weigh it over its neighbours."""
    found = {one.id: len(one.asks) for one in searched(library) if not FEWEST <= len(one.asks) <= MOST}

    assert found == {}


def test_what_is_said_to_one_patient_alone_is_asked_for_by_nobody(library: Library) -> None:
    """A headline or a dose means nothing without its case, so no question leads to it."""
    assert [one.id for one in library.handbook.statements.values() if one.part in UNSEARCHED and one.asks] == []
