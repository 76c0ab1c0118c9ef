"""Our own labelled messages and passages (`tests/gold/read.jsonl`): how well they are read, and never dangerously."""

from pathlib import Path

from bot.jsonlines.gold import evaluate, load_gold
from bot.library import load

FLOOR = 0.93  # of the lines, read without any error: what was measured (0.940), rounded down
KNOWN = {"p157"}  # "the count recovered to 3.8" names no measure: the older, lower count before it is taken


def test_labelled_lines_are_read_without_danger_and_above_the_floor(repository: Path) -> None:
    """A change of the reader that loses lines, or takes one wrong value that harms, turns this red."""
    score = evaluate(load_gold(repository / "tests" / "gold" / "read.jsonl"), load())

    assert score.lines >= 150
    assert {row.id for row in score.rows if row.event.kind == "dangerous"} <= KNOWN
    assert score.share >= FLOOR, score.rows
