"""The decision path of one guideline as a drawing: its tables from the facts down to what is said, each a link.

Drawn here and not in the reader's browser: the page needs no script and no network, and the same handbook gives
the same bytes.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from bot.handbook.text import anchor
from core.grade import facts_behind
from core.guideline import Handbook, Table

WIDE, HIGH, APART, BETWEEN = 220, 92, 24, 64  # a box, the gap beside it and the gap below it, in pixels
ABREAST = 4  # boxes in one line; a fifth begins another
LETTERS = 27  # of a title in one line of a box
CROWD = 6  # tables that conclude the same, beyond which no line is drawn from each: the box says what it reads
NAMED = 3  # names listed in a box before the rest is counted


@dataclass(frozen=True, slots=True)
class Box:
    """One table where it is drawn."""

    table: Table
    quiet: bool  # whether it only passes names on
    left: int
    top: int


def path(handbook: Handbook, tables: Sequence[Table], title: str) -> str:
    """The drawing of these tables, as SVG to be put into a page."""
    before = {table.id: _before(table, tables) for table in tables}
    boxes = _placed(tables, before, handbook)
    width = ABREAST * (WIDE + APART) + APART
    height = max(box.top for box in boxes.values()) + HIGH + APART
    label = escape(f"Decision path of {title}: {len(tables)} tables, from the facts at the top to what is said below")
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{label}" '
        'class="path" font-family="inherit" fill="currentColor">'
    )
    lines = [
        opening,
        f"<title>{label}</title>",
        *_edges(boxes, before),
        *(line for box in boxes.values() for line in _box(box, _read(box.table, tables, handbook))),
        "</svg>",
    ]
    return "\n".join(lines)


def _before(table: Table, tables: Sequence[Table]) -> Mapping[str, tuple[str, ...]]:
    """The tables of this guideline that conclude what *table* reads, each with the columns it passes on."""
    crowded = _crowded(tables)
    found: dict[str, tuple[str, ...]] = {}
    for other in tables:
        if other is table:
            break  # a table is decided after those whose conclusions it reads
        passed = tuple(name for name in other.outputs if name in table.columns and name not in crowded)
        if passed:
            found[other.id] = passed
    return found


def _crowded(tables: Sequence[Table]) -> frozenset[str]:
    count = Counter(name for table in tables for name in table.outputs)
    return frozenset(name for name, number in count.items() if number > CROWD)


def _placed(tables: Sequence[Table], before: Mapping[str, Mapping[str, object]], handbook: Handbook) -> dict[str, Box]:
    depth: dict[str, int] = {}
    for table in tables:
        depth[table.id] = 1 + max((depth[name] for name in before[table.id]), default=-1)
    boxes: dict[str, Box] = {}
    top = APART
    for level in range(max(depth.values()) + 1):
        here = [table for table in tables if depth[table.id] == level]
        for number, table in enumerate(here):
            line, place = divmod(number, ABREAST)
            left, down = APART + place * (WIDE + APART), top + line * (HIGH + APART)
            boxes[table.id] = Box(table, handbook.concludes_only(table), left, down)
        top += (len(here) - 1) // ABREAST * (HIGH + APART) + HIGH + BETWEEN
    return boxes


def _edges(boxes: Mapping[str, Box], before: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Iterator[str]:
    for name, others in before.items():
        for other, passed in others.items():
            start, end = boxes[other], boxes[name]
            x, y, to_x, to_y = start.left + WIDE // 2, start.top + HIGH, end.left + WIDE // 2, end.top
            bend = (to_y - y) // 2
            yield (
                f'<path d="M {x} {y} C {x} {y + bend}, {to_x} {to_y - bend}, {to_x} {to_y}" fill="none" '
                f'stroke="currentColor" stroke-opacity="0.4"><title>{escape(", ".join(passed))}</title></path>'
            )


def _box(box: Box, read: Sequence[str]) -> Iterator[str]:
    """A table with its title, what it reads and what it concludes; one that only passes names on is dashed."""
    dashed = ' stroke-dasharray="5 4"' if box.quiet else ""
    yield f'<a href="#{anchor(box.table.id)}">'
    yield (
        f'<rect x="{box.left}" y="{box.top}" width="{WIDE}" height="{HIGH}" rx="6" stroke="currentColor"{dashed} '
        'fill="var(--color-background-primary, #fff)"/>'
    )
    title = textwrap.wrap(box.table.title, LETTERS, max_lines=2, placeholder=" …")
    small = [f"reads {_some(read)}", f"→ {_some(box.table.outputs)}"]
    for number, words in enumerate(title):
        yield _words(words, box, 20 + 16 * number, 'font-size="13" font-weight="600"')
    for number, words in enumerate(small):
        yield _words(textwrap.shorten(words, LETTERS + 4, placeholder=" …"), box, 62 + 16 * number, 'font-size="10.5"')
    yield "</a>"


def _words(words: str, box: Box, down: int, look: str) -> str:
    return f'<text x="{box.left + 10}" y="{box.top + down}" {look}>{escape(words)}</text>'


def _read(table: Table, tables: Sequence[Table], handbook: Handbook) -> tuple[str, ...]:
    """What a table reads without a line being drawn to it: facts by their labels, and what very many conclude."""
    keys = dict.fromkeys(key for name in table.columns for key in facts_behind(handbook.columns[name])[:1])
    crowded = [name for name in table.columns if name in _crowded(tables)]
    return (*crowded, *(handbook.items[key].label for key in keys if key in handbook.items)) or table.columns


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
