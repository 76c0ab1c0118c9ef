"""Chapters, chart and sources put together into one handbook, every reference checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.library.columns import read_bands, read_column
from bot.library.draft import Draft
from bot.library.markdown import Chapter, Piece
from bot.library.order import URGENCY, in_order
from bot.library.overlay import Layer
from bot.library.review import check_review
from bot.library.shapes import FrontShape, ScoreShape, typed
from bot.library.statements import LOCAL_PARTS, fill, read_statement
from bot.library.tables import STATEMENT_OUTPUTS, Scope, read_table
from bot.library.thresholds import known_source, read_threshold
from core.consult.decision import URGENCIES
from core.errors import ContentError
from core.guideline import (
    UNKNOWN,
    Column,
    Guideline,
    Place,
    Review,
    Score,
    ScoreItem,
    Statement,
    Table,
    Threshold,
)


def assemble(draft: Draft, chapters: Iterable[Chapter], layer: Layer | None = None) -> Draft:
    """Fill the draft from every chapter, with a hospital's own *layer* over them.

    Thresholds come first, for sentences and columns of any chapter may name them; then columns,
    scores, statements and tables; references are checked when everything is there.

    Raises:
        ContentError: the first thing that is wrong, with its place and what to do (the author's fault).
    """
    read = [(chapter, _front(chapter, draft)) for chapter in chapters]
    for chapter, front in read:
        _thresholds(chapter, front, draft)
    if layer:
        layer.limits.move_thresholds(draft)
    for chapter, front in read:
        _columns(chapter, front, draft, layer)
    if URGENCY not in draft.columns:
        draft.columns[URGENCY] = Column(URGENCY, URGENCIES)
    for chapter, front in read:
        _scores(chapter, front.scores, draft)
        _pieces(chapter, front, draft, layer)
    if layer:
        layer.add(draft)
    _check_references(draft)
    draft.tables = list(in_order(draft.tables, draft.columns, draft.scores))
    return draft


def _front(chapter: Chapter, draft: Draft) -> FrontShape:
    front: FrontShape = typed(FrontShape, chapter.front)
    draft.take(front.id, chapter.front.place(("id",)))
    check_review(front.review, chapter.front, draft.day)
    return front


def _thresholds(chapter: Chapter, front: FrontShape, draft: Draft) -> None:
    for name, shape in front.thresholds.items():
        place = chapter.front.place(("thresholds", name))
        _new(name, draft.thresholds, place, "threshold")
        draft.thresholds[name] = read_threshold(name, shape, place, draft.sources)


def _columns(chapter: Chapter, front: FrontShape, draft: Draft, layer: Layer | None) -> None:
    for name, shape in front.columns.items():
        place = chapter.front.place(("columns", name))
        _new(name, draft.columns, place, "column")
        read = layer.limits.read_column if layer else read_column
        draft.columns[name] = read(name, shape, place, draft.known())


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


def _pieces(chapter: Chapter, front: FrontShape, draft: Draft, layer: Layer | None) -> None:
    scope = Scope(draft.columns, draft.numbers())
    review = Review(front.review.status, front.review.due, front.review.reviewers)
    statements, tables = [], []
    for piece in chapter.pieces:
        draft.take(piece.id, piece.place)
        if piece.kind == "statement":
            draft.statements[piece.id] = _statement(piece, front.id, review, draft, layer)
            statements.append(piece.id)
            continue
        table = read_table(piece, front.id, scope)
        draft.take_table(table)
        tables.append(table.id)
    place = chapter.front.place(("id",))
    draft.guidelines.append(
        Guideline(
            front.id, front.title, front.edition, front.effective.since, review, tuple(statements), tuple(tables), place
        )
    )


def _statement(piece: Piece, guideline: str, review: Review, draft: Draft, layer: Layer | None) -> Statement:
    """The handbook's own words, or those a hospital says in their place."""
    written = read_statement(piece, guideline, review)
    if written.part in LOCAL_PARTS:
        problem = f"the handbook has no statement of part {written.part}"
        raise ContentError(str(piece.place), problem, "Only a hospital's own folder says whom to ring and how much")
    return fill(layer.say(written, piece, draft) if layer else written, draft.numbers())


def _check_references(draft: Draft) -> None:
    for statement in draft.statements.values():
        for citation in statement.citations:
            known_source(citation.source, draft.sources, statement.place)
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
