"""A comparison of two handbooks as Markdown for a pull request: less urgent patients, then the rest, then the edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.compare.edits import Edits
from core.compare.outcome import KINDS, LESS, Change, Comparison
from core.facts import NO, YES, Facts
from core.guideline import Handbook, Row, Table, Threshold
from core.reply.words import echo

NOTHING = "No patient changes."


def report(old: Handbook, new: Handbook, edits: Edits, found: Comparison, examples: int) -> str:
    """The whole report; *examples* patients of each kind of change are shown."""
    return (
        "\n".join([*_head(old, new, edits, found), *_patients(new, found, examples), *_edited(old, new, edits)]) + "\n"
    )


def _head(old: Handbook, new: Handbook, edits: Edits, found: Comparison) -> Iterator[str]:
    yield f"# Handbook {old.edition} → {new.edition}"
    yield ""
    less = len(found.of_kind(LESS))
    if less:
        yield f"**LESS URGENT: {less:,} of the patients compared. Read these first.**"
    elif found.changes:
        yield "No patient becomes less urgent."
    else:
        yield f"**{NOTHING}**" + (" The two handbooks say the same." if edits.none else "")
    yield ""
    yield _how(edits, found)


def _how(edits: Edits, found: Comparison) -> str:
    """What the figures stand for, and what they do not."""
    if not edits.tables:
        return "No table and no limit differs, so no decision can: no patient had to be compared."
    return (
        f"{found.patients:,} patients were compared, one for each class of facts that either handbook tells apart: "
        "count, temperature, wellness and context crossed; every other fact one at a time over half the pairs of count "
        "and temperature; and the facts nearest to the edit crossed as far as that goes. It is a walk over the domain, "
        "not all of it."
    )


def _patients(new: Handbook, found: Comparison, examples: int) -> Iterator[str]:
    if not found.changes:
        return
    yield from ("", "| patients | change |", "|---:|---|")
    kinds = [kind for kind in KINDS if found.of_kind(kind)]
    for kind in kinds:
        words = f"**{kind}**" if kind == LESS else kind
        yield f"| {len(found.of_kind(kind)):,} | {words} |"
    yield f"| {len(found.changes):,} | any of these |"
    for kind in kinds:
        some = found.of_kind(kind)
        yield from ("", f"## {kind[0].upper()}{kind[1:]}: {len(some):,}", "")
        yield from (f"- {_example(change, kind, new)}" for change in some[:examples])
        if len(some) > examples:
            yield f"- … and {len(some) - examples:,} more"


def _example(change: Change, kind: str, new: Handbook) -> str:
    """One patient in one line: what is stated, then what was said of it and what is said now."""
    was, now = change.kinds[kind]
    return f"{_patient(change.patient, new)}: {_from_to(was, now)}"


def _patient(facts: Facts, handbook: Handbook) -> str:
    """What is stated of a patient; yes and no stand behind the name, so that "no" is never read twice."""
    flags = {one.key: one.value for one in facts if isinstance(one.value, bool)}
    said = [f"{handbook.items[key].label}: {YES if value else NO}" for key, value in flags.items()]
    return " · ".join([*filter(None, [echo(facts.minus(*flags), handbook)]), *said])


def _from_to(was: str, now: str) -> str:
    if was and now:
        return f"{was} → **{now}**"
    return f"no longer {_quoted(was)}" if was else f"now {_quoted(now)}"


def _quoted(names: str) -> str:
    return " ".join(f"`{name}`" for name in names.split())


def _edited(old: Handbook, new: Handbook, edits: Edits) -> Iterator[str]:
    if edits.none:
        return
    yield from ("", "## What was edited")
    yield from _titled("Thresholds", (_threshold(name, old, new) for name in edits.thresholds))
    yield from _titled("Columns", (f"`{name}` ({_there(name, old.columns, new.columns)})" for name in edits.columns))
    yield from _titled("Tables", (line for name in edits.rows for line in _table(name, old, new, edits.rows[name])))
    yield from _titled("Statements", _statements(old, new, edits))
    yield from _titled("Lists", (f"{name} differ" for name in edits.lists))


def _titled(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = [f"- {line}" for line in lines]
    if found:
        yield from ("", f"**{title}**", "", *found)


def _there(name: str, old: Mapping[str, object], new: Mapping[str, object]) -> str:
    return "declared otherwise" if name in old and name in new else "removed" if name in old else "added"


def _threshold(name: str, old: Handbook, new: Handbook) -> str:
    return f"`{name}`: {_values(old.thresholds.get(name))} → {_values(new.thresholds.get(name))}"


def _values(threshold: Threshold | None) -> str:
    if threshold is None:
        return "not there"
    dated = ", ".join(f"{value:f} from {start}" for start, value in threshold.values)
    return f"{threshold.unit} {dated} ({threshold.citation.source})"


def _table(name: str, old: Handbook, new: Handbook, rows: tuple[str, ...]) -> Iterator[str]:
    before, after = (next((one for one in book.tables if one.id == name), None) for book in (old, new))
    if before is None or after is None:
        yield f"`{name}` {'removed' if after is None else 'added'}, {len(rows)} rows"
        return
    if not rows:
        yield f"`{name}`: the order of its rows, or how it is read"
    for row in rows:
        yield f"`{row}` of `{name}`: {_row(_find(before, row), _find(after, row))}"


def _find(table: Table, name: str) -> Row | None:
    return next((row for row in table.rows if row.id == name), None)


def _row(before: Row | None, after: Row | None) -> str:
    if before is None or after is None:
        return "removed" if after is None else "added"
    cells = [
        f"{column} {_names(before.cells.get(column))} → {_names(after.cells.get(column))}"
        for column in dict.fromkeys((*before.cells, *after.cells))
        if before.cells.get(column) != after.cells.get(column)
    ]
    thens = [
        f"{output} {' '.join(before.then.get(output, ())) or '-'} → {' '.join(after.then.get(output, ())) or '-'}"
        for output in dict.fromkeys((*before.then, *after.then))
        if before.then.get(output, ()) != after.then.get(output, ())
    ]
    return "; ".join(cells + thens)


def _names(cell: frozenset[str] | None) -> str:
    return "any" if cell is None else ", ".join(sorted(cell))


def _statements(old: Handbook, new: Handbook, edits: Edits) -> Iterator[str]:
    yield from (f"`{name}` removed: {old.statements[name].say('clinician')}" for name in edits.removed)
    yield from (f"`{name}` added: {new.statements[name].say('clinician')}" for name in edits.added)
    for name in edits.words:
        before, after = old.statements[name], new.statements[name]
        audiences = [
            one for one in dict.fromkeys((*before.words, *after.words)) if before.words.get(one) != after.words.get(one)
        ]
        told = [f"{one}: {before.words.get(one, 'nothing')} → {after.words.get(one, 'nothing')}" for one in audiences]
        yield f"`{name}` said otherwise. {' '.join(told) or 'Its title alone.'}"
    yield from (f"`{name}` has another source, strength, part or rank" for name in edits.cited)
