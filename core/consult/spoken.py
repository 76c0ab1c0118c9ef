"""What the rows of one table add to a reply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.consult.decision import URGENCIES
from core.guideline import Row, Table
from core.tables import Finding


def spoken(table: Table, findings: Iterable[Finding], output: str) -> Iterator[str]:
    """The statements of every row that speaks; of rows still possible only what they all say."""
    for finding in findings:
        if table.every or output == "differs" or table.per:
            rows = finding.certain if table.every else finding.possible
            yield from (word for row in rows for word in row.then.get(output, ()))
        else:
            yield from _shared(_weightiest(table, finding.possible), output)


def _weightiest(table: Table, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Of the rows still possible those that carry the most urgency: they are what the reply acts on."""
    if "urgency" not in table.outputs:
        return rows
    worst = min((row.then["urgency"][0] for row in rows if row.then.get("urgency")), key=URGENCIES.index, default="")
    return tuple(row for row in rows if row.then.get("urgency", ("",))[0] == worst)


def _shared(rows: tuple[Row, ...], output: str) -> list[str]:
    return [word for word in rows[0].then.get(output, ()) if all(word in row.then.get(output, ()) for row in rows)]
