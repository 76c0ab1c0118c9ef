"""The editorial standing every guideline file states, the handbook's own and a hospital's alike."""

from __future__ import annotations

from datetime import date

from bot.library.shapes import ReviewShape
from bot.library.text import Document
from core.errors import ContentError

UNDER_REVIEW = "under-review"


def check_review(review: ReviewShape, front: Document, day: date) -> None:
    """Refuse a file whose review has expired on *day*, or that calls itself approved.

    Raises:
        ContentError: either of the two (the author's fault).
    """
    if review.status != UNDER_REVIEW:
        where = str(front.place(("review", "status")))
        raise ContentError(
            where,
            f"review status {review.status!r}",
            f"Write {UNDER_REVIEW}: nobody who builds Nadir may approve it",
        )
    if review.due < day:
        where = str(front.place(("review", "due")))
        raise ContentError(
            where, f"the review was due on {review.due}", "Have the guideline reviewed and set the next date"
        )
