"""`nadir evaluate read`: how well labelled texts are read, field by field, and every error with its words."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table

from bot.cli.installation import installation
from bot.cli.paper import console, printable
from bot.jsonlines.gold import Figures, Row, Score, evaluate, load_gold
from bot.jsonlines.lines import dump
from bot.jsonlines.scoring import ASK_EXTRA, ASK_MISSED, BESIDE, DANGER

LONGEST = 40  # letters of a message that a line of the listing shows


def evaluate_reading(gold: Path, *, floor: float, no_danger: bool, as_json: bool) -> bool:
    """Print the figures and the errors; false when the share of exact lines is below *floor*, or danger is found."""
    score = evaluate(load_gold(gold), installation().library)
    if as_json:
        sys.stdout.buffer.write(dump(_object(score)))
    else:
        _print(score)
    return score.share >= floor and not (no_danger and score.dangerous)


def _object(score: Score) -> dict[str, Any]:
    return {
        "lines": score.lines,
        "exact": score.exact,
        "share": score.share,
        "dangerous": score.dangerous,
        "ask_missed": score.count(ASK_MISSED),
        "ask_extra": score.count(ASK_EXTRA),
        "all": _figures(score.figures()),
        "fields": {name: _figures(score.figures(name)) for name in score.fields()},
        "errors": [
            {"id": row.id, **asdict(row.event), "words": row.words, "start": row.start, "end": row.end, "why": row.why}
            for row in score.rows
        ],
    }


def _figures(one: Figures) -> dict[str, object]:
    return {**asdict(one), "precision": one.precision, "recall": one.recall, "f1": one.f1}


def _print(score: Score) -> None:
    for row in score.rows:
        console().print(_line(row), markup=False, soft_wrap=True, style="bold red" if row.event.kind == DANGER else "")
    table = Table("field", box=None, pad_edge=False)
    for title in ("right", "missed", "wrong", "extra", "precision", "recall", "F1"):
        table.add_column(title, justify="right")
    for name in score.fields():
        table.add_row(f"({name})" if name in BESIDE else name, *_cells(score.figures(name)))
    table.add_row("all", *_cells(score.figures()), style="bold")
    console().print(table)
    console().print(
        f"{score.exact} of {score.lines} exact ({score.share:.3f}); dangerous {score.dangerous}; "
        f"asks missed {score.count(ASK_MISSED)}, too many {score.count(ASK_EXTRA)}. "
        "Fields in brackets are counted in no other figure.",
        markup=False,
        soft_wrap=True,
    )


def _cells(one: Figures) -> list[str]:
    shares = ("-" if share is None else f"{share:.3f}" for share in (one.precision, one.recall, one.f1))
    return [str(one.tp), str(one.fn), str(one.wrong), str(one.fp), *shares]


def _line(row: Row) -> str:
    """One error: which line, which field, what was expected and read, and from which words."""
    event = row.event
    words = printable(" ".join(row.words.split()))[:LONGEST]
    why = f" ({row.why})" if row.why else ""
    expected, got = (("-" if one is None else one) for one in (event.want, event.got))
    return f"{row.id}  {event.kind}  {event.key}: expected {expected}, got {got}, {row.start}-{row.end} “{words}”{why}"
