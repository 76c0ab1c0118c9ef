"""Chapters, chart and sources put together into one handbook, every reference checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from bot.library.columns import Known, read_bands, read_column
from bot.library.markdown import Chapter
from bot.library.order import URGENCY, in_order
from bot.library.shapes import FrontShape, ScoreShape, typed
from bot.library.statements import fill, read_statement
from bot.library.tables import STATEMENT_OUTPUTS, Scope, read_table
from core.consult.decision import URGENCIES
from core.errors import ContentError
from core.facts import Item
from core.guideline import (
    UNKNOWN,
    Citation,
    Column,
    Guideline,
    Place,
    Review,
    Score,
    ScoreItem,
    Source,
    Statement,
    Table,
    Threshold,
)

UNDER_REVIEW = "under-review"


@dataclass
class Draft:
    """The handbook while it is put together: every id with the place that took it."""

    day: date
    items: Mapping[str, Item]
    sources: Mapping[str, Source]
    drug_classes: Mapping[str, frozenset[str]]
    thresholds: dict[str, Threshold] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    scores: dict[str, Score] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    guidelines: list[Guideline] = field(default_factory=list)
    taken: dict[str, Place] = field(default_factory=dict)

    def take(self, identifier: str, place: Place) -> None:
        """Reserve an id; refuse one that another thing of the handbook has."""
        if identifier in self.taken:
            raise ContentError(
                str(place),
                f"id {identifier!r} is repeated (first at {self.taken[identifier]})",
                "Give each thing an id of its own",
            )
        self.taken[identifier] = place

    def numbers(self) -> dict[str, str]:
        """Every threshold in force, printed as its author wrote it."""
        return {name: f"{one.on(self.day):f}" for name, one in self.thresholds.items()}


def assemble(draft: Draft, chapters: Iterable[Chapter]) -> Draft:
    """Fill the draft from every chapter.

    Thresholds come first, for sentences and columns of any chapter may name them; then columns,
    scores, statements and tables; references are checked when everything is there.

    Raises:
        ContentError: the first thing that is wrong, with its place and what to do (the author's fault).
    """
    read = [(chapter, _front(chapter, draft)) for chapter in chapters]
    for chapter, front in read:
        _thresholds(chapter, front, draft)
    for chapter, front in read:
        _columns(chapter, front, draft)
    if URGENCY not in draft.columns:
        draft.columns[URGENCY] = Column(URGENCY, URGENCIES)
    for chapter, front in read:
        _scores(chapter, front.scores, draft)
        _pieces(chapter, front, draft)
    _check_references(draft)
    draft.tables = list(in_order(draft.tables, draft.columns, draft.scores))
    return draft


def _front(chapter: Chapter, draft: Draft) -> FrontShape:
    front: FrontShape = typed(FrontShape, chapter.front)
    draft.take(front.id, chapter.front.place(("id",)))
    if front.review.status != UNDER_REVIEW:
        where = str(chapter.front.place(("review", "status")))
        raise ContentError(
            where,
            f"review status {front.review.status!r}",
            f"Write {UNDER_REVIEW}: nobody who builds Nadir may approve it",
        )
    if front.review.due < draft.day:
        where = str(chapter.front.place(("review", "due")))
        raise ContentError(
            where, f"the review was due on {front.review.due}", "Have the guideline reviewed and set the next date"
        )
    return front


def _thresholds(chapter: Chapter, front: FrontShape, draft: Draft) -> None:
    for name, shape in front.thresholds.items():
        place = chapter.front.place(("thresholds", name))
        _new(name, draft.thresholds, place, "threshold")
        _known_source(shape.source, draft, place)
        for earlier, later in pairwise(shape.values):
            if later <= earlier:
                raise ContentError(
                    str(place),
                    f"{name}: {later} does not come after {earlier}",
                    "Write the dates oldest first, each once",
                )
        values = tuple(shape.values.items())
        draft.thresholds[name] = Threshold(name, shape.unit, values, Citation(shape.source, shape.at), place)


def _columns(chapter: Chapter, front: FrontShape, draft: Draft) -> None:
    numbers = {name: one.on(draft.day) for name, one in draft.thresholds.items()}
    known = Known(draft.items, numbers, draft.drug_classes)
    for name, shape in front.columns.items():
        place = chapter.front.place(("columns", name))
        _new(name, draft.columns, place, "column")
        draft.columns[name] = read_column(name, shape, place, known)


def _new(name: str, known: Mapping[str, Threshold | Column | Score], place: Place, kind: str) -> None:
    if name in known:
        first = known[name]
        said = f" (first at {first.place})" if not isinstance(first, Score) else ""
        raise ContentError(
            str(place), f"{kind} {name!r} is repeated{said}", "A name lives once in the handbook: use the other one"
        )


def _scores(chapter: Chapter, shapes: Mapping[str, ScoreShape], draft: Draft) -> None:
    for name, shape in shapes.items():
        place = chapter.front.place(("scores", name))
        _new(name, draft.scores, place, "score")
        numbers = {one.name: one.on(draft.day) for one in draft.thresholds.values()}
        _check_classes(name, shape, place, draft)
        items = tuple(ScoreItem(item, one.column, one.points) for item, one in shape.items.items())
        for one in items:
            _check_points(one, chapter.front.place(("scores", name, "items", one.name)), draft)
        draft.scores[name] = Score(name, items, read_bands(name, shape.bands, place, numbers))


def _check_classes(score: str, shape: ScoreShape, place: Place, draft: Draft) -> None:
    """Refuse a score whose classes and the column that holds them, where there is one, do not name the same."""
    column = draft.columns.get(f"{score}_band")
    if column is not None and set(column.values) - {UNKNOWN} != set(shape.bands):
        odd = ", ".join(sorted((set(column.values) - {UNKNOWN}) ^ set(shape.bands)))
        problem = f"classes of {score} and values of {column.name} differ: {odd}"
        raise ContentError(str(place), problem, "Give the column each class of the score, and no other")


def _check_points(item: ScoreItem, place: Place, draft: Draft) -> None:
    if item.column not in draft.columns:
        raise ContentError(str(place), f"there is no column {item.column!r}", "Declare it under columns")
    values = set(draft.columns[item.column].values) - {UNKNOWN}
    if values != set(item.points):
        odd = ", ".join(sorted(values ^ set(item.points)))
        raise ContentError(
            str(place),
            f"points and values of {item.column!r} differ: {odd}",
            "Give points to every value of the column, and no other",
        )


def _pieces(chapter: Chapter, front: FrontShape, draft: Draft) -> None:
    scope = Scope(draft.columns, draft.numbers())
    review = Review(front.review.status, front.review.due, front.review.reviewers)
    statements, tables = [], []
    for piece in chapter.pieces:
        draft.take(piece.id, piece.place)
        if piece.kind == "statement":
            draft.statements[piece.id] = fill(read_statement(piece, front.id, review), scope.numbers)
            statements.append(piece.id)
            continue
        table = read_table(piece, front.id, scope)
        for row in table.rows:
            draft.take(row.id, row.place)
        draft.tables.append(table)
        tables.append(table.id)
    place = chapter.front.place(("id",))
    draft.guidelines.append(
        Guideline(
            front.id, front.title, front.edition, front.effective.since, review, tuple(statements), tuple(tables), place
        )
    )


def _check_references(draft: Draft) -> None:
    for statement in draft.statements.values():
        for citation in statement.citations:
            _known_source(citation.source, draft, statement.place)
    for place, output, name in _said(draft.tables):
        if name not in draft.statements:
            raise ContentError(
                str(place), f"there is no statement {name!r}", "Write it under ## Statements, or correct the id"
            )
        if output == "differs" and draft.statements[name].part != "difference":
            raise ContentError(
                str(place), f"{name!r} is no disagreement", "Give it - Part: difference, or say it under say"
            )


def _said(tables: Iterable[Table]) -> Iterator[tuple[Place, str, str]]:
    for table in tables:
        for row in table.rows:
            for output in STATEMENT_OUTPUTS:
                for name in row.then.get(output, ()):
                    yield row.place, output, name


def _known_source(name: str, draft: Draft, place: Place) -> None:
    if name not in draft.sources:
        raise ContentError(str(place), f"there is no source {name!r}", "Add it to sources.yaml, or correct the id")
