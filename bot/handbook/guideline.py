"""One guideline as a page: its standing, its decision path, thresholds, columns, statements and tables."""

from __future__ import annotations

from collections.abc import Iterator

from bot.handbook.drawing import path
from bot.handbook.text import code, escape, grid, link, target
from bot.library.tables import WORD_OUTPUTS
from core.facts import Interval
from core.guideline import Citation, Column, Guideline, Handbook, Row, Score, Statement, Table, Threshold

FOR = {"clinician": "", "trainee": "*Trainee:* ", "patient": "*Patient:* "}
CHECKED = {"A": "source seen", "B": "second-hand", "C": "weak"}
STATEMENTS = ("say", "headline", "differs")


def guideline_page(guideline: Guideline, handbook: Handbook) -> str:
    """Everything the guideline says and decides, in the order a reviewer reads it."""
    tables = [table for table in handbook.tables if table.guideline == guideline.id]
    statements = [handbook.statements[name] for name in guideline.statements]
    said = [one for one in statements if one.part != "difference"]
    differing = [one for one in statements if one.part == "difference"]
    file = guideline.place.file
    lines = [
        target(f"chapter-{guideline.id}"),
        f"# {escape(guideline.title)}",
        "",
        _standing(guideline),
        "",
        *_drawing(tables, guideline, handbook),
        *_thresholds([one for one in handbook.thresholds.values() if one.place.file == file], handbook),
        *_titled("Statements", (line for one in said for line in _statement(one, handbook))),
        *_titled("Where sources differ", (line for one in differing for line in _statement(one, handbook))),
        *_titled("Decision tables", (line for table in tables for line in _table(table, handbook))),
        *_columns([one for one in handbook.columns.values() if one.place.file == file], handbook),
        *_scores(guideline, handbook),
    ]
    return "\n".join(lines) + "\n"


def _standing(guideline: Guideline) -> str:
    review = guideline.review
    reviewers = f", by {', '.join(review.reviewers)}" if review.reviewers else ""
    status = review.status.replace("-", " ").capitalize()
    return (
        f"Edition {guideline.edition}, in force since {guideline.since}. {status}{reviewers}; "
        f"review due {review.due}. Written in {code(f'content/{guideline.place.file}')}."
    )


def _titled(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from (f"## {title}", "", *found)


def _drawing(tables: list[Table], guideline: Guideline, handbook: Handbook) -> Iterator[str]:
    if tables:
        yield from (
            "## Decision path",
            "",
            "A dashed box only passes a conclusion on; every box leads to its table.",
            "",
        )
        yield from ("```{raw} html", path(handbook, tables, guideline.title), "```", "")


def _thresholds(thresholds: list[Threshold], handbook: Handbook) -> Iterator[str]:
    if thresholds:
        yield from ("## Thresholds", "")
        yield from grid(
            ("name", "value, oldest first", "unit", "source"), (_threshold(one, handbook) for one in thresholds)
        )


def _threshold(threshold: Threshold, handbook: Handbook) -> tuple[str, ...]:
    dated = "; ".join(f"{value:f} from {start}" for start, value in threshold.values)
    return code(threshold.name), dated, escape(threshold.unit), cited(threshold.citation, handbook)


def cited(citation: Citation, handbook: Handbook) -> str:
    """A source by its id, with the place in it."""
    place = f" ({escape(citation.at)})" if citation.at else ""
    return f"{link(handbook.sources[citation.source].id, f'source-{citation.source}')}{place}"


def _statement(statement: Statement, handbook: Handbook) -> Iterator[str]:
    yield from (target(statement.id), f"### {escape(statement.title)}", "")
    for audience, words in statement.words.items():
        yield from (f"{FOR[audience]}{escape(words)}", "")
    sources = "; ".join(cited(one, handbook) for one in statement.citations)
    yield f"- {code(statement.id)}: {statement.part}, rank {statement.rank}, said by {_sayers(statement, handbook)}"
    yield f"- {statement.strength}, {CHECKED[statement.checked]}: {sources}"
    yield from _local(statement, handbook)
    if statement.asks:
        yield f"- Answers: {escape(' · '.join(statement.asks))}"
    yield ""


def _local(statement: Statement, handbook: Handbook) -> Iterator[str]:
    """Whose words these are, where a hospital says them, and what the handbook says in their place."""
    local = handbook.local
    if local is not None and statement.id in local.statements:
        yield f"- Local policy of {escape(local.name)}"
        if statement.id in local.instead_of:
            yield f"- The handbook: {escape(local.instead_of[statement.id].say('clinician'))}"


def _sayers(statement: Statement, handbook: Handbook) -> str:
    """The tables with a row that says it."""
    tables = [
        table
        for table in handbook.tables
        if any(statement.id in row.then.get(output, ()) for row in table.rows for output in STATEMENTS)
    ]
    return ", ".join(link(escape(table.title), table.id) for table in tables) or "no row: it answers a question"


def _table(table: Table, handbook: Handbook) -> Iterator[str]:
    yield from (target(table.id), f"### {escape(table.title)}", "")
    how = "Every row stands alone." if table.every else "Exactly one row holds."
    per = f" Read once for each of {code(table.per)}." if table.per else ""
    asked = "; ".join(f"{name} {', '.join(sorted(names))}" for name, names in table.asked_when.items() if names)
    yield from (f"{code(table.id)}. {how}{per}{f' Asked when: {escape(asked)}.' if asked else ''}", "")
    header = ("row", *(code(name) for name in table.columns), *(f"→ {name}" for name in table.outputs))
    if table.every and not table.per:
        yield from grid(
            ("row", "if", *(f"→ {name}" for name in table.outputs)), (_flag(row, table, handbook) for row in table.rows)
        )
        return
    yield from grid(header, (_row(row, table, handbook) for row in table.rows))


def _row(row: Row, table: Table, handbook: Handbook) -> tuple[str, ...]:
    cells = [", ".join(_ordered(row, name, handbook)) for name in table.columns]
    return code(row.id), *(escape(cell) or "*any*" for cell in cells), *_then(row, table)


def _flag(row: Row, table: Table, handbook: Handbook) -> tuple[str, ...]:
    asked = " and ".join(f"{code(name)} {escape(', '.join(_ordered(row, name, handbook)))}" for name in row.cells)
    return code(row.id), asked, *_then(row, table)


def _ordered(row: Row, name: str, handbook: Handbook) -> list[str]:
    """The names of a cell in the order in which the column declares them; nothing where it admits all."""
    return [value for value in handbook.columns[name].values if value in row.cells.get(name, ())]


def _then(row: Row, table: Table) -> Iterator[str]:
    for output in table.outputs:
        names = row.then.get(output, ())
        yield (
            " ".join(link(name, name) for name in names)
            if output in STATEMENTS
            else escape((" " if output in WORD_OUTPUTS else ", ").join(names))
        )


def _columns(columns: list[Column], handbook: Handbook) -> Iterator[str]:
    if columns:
        yield from ("## Columns", "", "What a table asks, and how a fact answers it.", "")
        yield from grid(("column", "read from", "names"), (_column(one, handbook) for one in columns))


def _column(column: Column, handbook: Handbook) -> tuple[str, ...]:
    item = handbook.items.get(column.of)
    read = escape(item.label if item else column.of.replace("_", " ")) if column.of else "an earlier table"
    worst = ", the worst of the episode" if column.worst else ""
    names = [f"{name} ({_band(column.bands[name])})" if name in column.bands else name for name in column.values]
    listed = f"; yes for {', '.join(sorted(column.any_of))}" if column.any_of else ""
    return code(column.name), f"{read}{worst}", escape(", ".join(names) + listed)


def _band(band: Interval) -> str:
    low = "" if band.low is None else f"{'from' if band.low_in else 'above'} {band.low:f}"
    high = "" if band.high is None else f"{'to' if band.high_in else 'below'} {band.high:f}"
    return " ".join(part for part in (low, high) if part)


def _scores(guideline: Guideline, handbook: Handbook) -> Iterator[str]:
    own = {column.name for column in handbook.columns.values() if column.place.file == guideline.place.file}
    for name, score in handbook.scores.items():
        if f"{name}_band" in own:
            yield from _score(score)


def _score(score: Score) -> Iterator[str]:
    classes = "; ".join(f"{name.replace('_', ' ')} {_band(band)}" for name, band in score.bands.items())
    yield from (f"## Score {escape(score.id)}", "", f"Classes by points: {escape(classes)}.", "")
    points = (
        (escape(item.name), code(item.column), escape(", ".join(f"{name} {one}" for name, one in item.points.items())))
        for item in score.items
    )
    yield from grid(("item", "column", "points"), points)
