"""What a hospital adds of its own: whom to ring, signed doses, its own lines, and the tables that say them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.library.columns import read_column
from bot.library.draft import Draft
from bot.library.markdown import Piece
from bot.library.site import LocalChapter, Site
from bot.library.statements import fill, read_statement
from bot.library.tables import ANY, Scope, read_table
from core.errors import ContentError
from core.guideline import Guideline, Place, Review, Row, Statement

Check = Callable[[Statement, Piece], None]
SAY = "say"


def add_chapters(site: Site, draft: Draft, check_words: Check) -> set[str]:
    """Put every statement and table of the hospital's own into the draft; gives the ids of the statements.

    Raises:
        ContentError: an id that is not marked as the hospital's, a part or conclusion it may not have, a dose
            without a signature or given to whom it must not be (the author's fault).
    """
    for local in site.chapters:
        _columns(local, site, draft)
    added: dict[str, LocalChapter] = {}
    for local in site.chapters:
        for piece in local.chapter.pieces:
            if piece.kind == "statement" and site.is_own(piece.id):
                draft.take(piece.id, piece.place)
                draft.statements[piece.id] = _statement(piece, local, site, draft, check_words)
                added[piece.id] = local
    for local in site.chapters:
        _tables(local, site, draft, set(added))
        _review(local, site, draft, [name for name, where in added.items() if where is local])
    return set(added)


def _columns(local: LocalChapter, site: Site, draft: Draft) -> None:
    """Columns of the hospital's own read the chart; they ask nothing, so its tables change no question."""
    for name, shape in local.front.columns.items():
        place = local.chapter.front.place(("columns", name))
        if name in draft.columns and not site.is_own(name):
            continue  # bands of the handbook's own column, already turned
        _marked(name, place, site, "column")
        if name in draft.columns:
            raise ContentError(str(place), f"column {name!r} is repeated", "Declare it once")
        if not shape.of:
            raise ContentError(str(place), f"column {name!r} is read from no fact", "Name its fact with `of`")
        draft.columns[name] = read_column(name, shape.model_copy(update={"asks": ()}), place, draft.known())


def _statement(piece: Piece, local: LocalChapter, site: Site, draft: Draft, check_words: Check) -> Statement:
    said = read_statement(piece, local.front.id, standing(local))
    where = str(piece.place)
    if said.part not in site.permit.added:
        problem = f"{said.id} is of part {said.part}, which a hospital does not add to"
        raise ContentError(where, problem, f"Use one of {', '.join(site.permit.added)}")
    if said.part == "dose":
        _check_dose(said, local, where)
    answered = {way.lower(): one.id for one in draft.statements.values() for way in one.asks}
    for way in said.asks:
        if way.lower() in answered:
            problem = f"{said.id} would answer {way!r}, as {answered[way.lower()]} does"
            raise ContentError(where, problem, "Leave that question to it, or ask yours in other words")
    check_words(said, piece)
    return fill(said, draft.numbers())


def _check_dose(said: Statement, local: LocalChapter, where: str) -> None:
    if local.front.signature is None:
        problem = f"{said.id} is a dose, and nobody has signed this file"
        raise ContentError(where, problem, "Add signature: {name, role, signed, until, sha256} to the front matter")
    if said.asks:
        problem = f"{said.id} would be said to whoever asks for it"
        raise ContentError(where, problem, "Leave Asks out: a dose is said by a row, to the patient the row describes")


def _tables(local: LocalChapter, site: Site, draft: Draft, own: set[str]) -> None:
    scope = Scope(draft.columns, draft.numbers())
    for piece in local.chapter.pieces:
        if piece.kind != "table":
            continue
        _marked(piece.id, piece.place, site, "table")
        draft.take(piece.id, piece.place)
        table = read_table(piece, local.front.id, scope)
        if table.outputs != (SAY,):
            problem = f"{table.id} concludes {', '.join(table.outputs)}"
            raise ContentError(str(table.place), problem, "A hospital's table may only say: one column, → say")
        for row in table.rows:
            _check_row(row, site, draft, own)
        # What it reads and does not know is asked about only where the handbook itself asks.
        draft.take_table(replace(table, asked_when={table.columns[0]: frozenset()}))


def _check_row(row: Row, site: Site, draft: Draft, own: set[str]) -> None:
    _marked(row.id, row.place, site, "row")
    said = row.then.get(SAY, ())
    strange = [name for name in said if name not in own]
    if strange:
        problem = f"{row.id} says {strange[0]!r}, which is not yours"
        raise ContentError(str(row.place), problem, "Say only statements of your own; the handbook's have their rows")
    if not any(draft.statements[name].part == "dose" for name in said):
        return
    for column, values in site.permit.dose_rows.items():
        cell = row.cells.get(column, frozenset())
        if not cell or not cell <= set(values):
            problem = f"{row.id} says a dose, and its {column} is {', '.join(sorted(cell)) or ANY}"
            raise ContentError(str(row.place), problem, f"Give the row a cell {column} of {', '.join(values)}")


def standing(local: LocalChapter) -> Review:
    """The editorial standing of a file of the hospital's."""
    review = local.front.review
    return Review(review.status, review.due, review.reviewers)


def _review(local: LocalChapter, site: Site, draft: Draft, statements: list[str]) -> None:
    """A file of the handbook's id lends its review date to that guideline; any other is a chapter of its own."""
    front, place = local.front, local.chapter.front.place(("id",))
    known = [number for number, one in enumerate(draft.guidelines) if one.id == front.id]
    if known:
        before = draft.guidelines[known[0]]
        review = replace(before.review, due=min(before.review.due, front.review.due))
        draft.guidelines[known[0]] = replace(before, review=review)
        if front.signature is not None:
            raise ContentError(str(place), "a signed file replaces nothing", f"Give it an id of {site.about.id}-")
        return
    _marked(front.id, place, site, "guideline")
    draft.take(front.id, place)
    tables = tuple(piece.id for piece in local.chapter.pieces if piece.kind == "table")
    review = standing(local)
    title = front.title or front.id
    since = front.effective.since
    draft.guidelines.append(Guideline(front.id, title, front.edition, since, review, tuple(statements), tables, place))


def _marked(identifier: str, place: Place, site: Site, kind: str) -> None:
    if not site.is_own(identifier):
        problem = f"{kind} {identifier!r} is not marked as yours"
        remedy = f"Begin its id with {site.about.id}-; what the handbook has of that kind is not replaced"
        raise ContentError(str(place), problem, remedy)
