"""One number of a front matter: its unit, its dated values, its place in a source that is listed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from bot.library.shapes import ThresholdShape
from core.errors import ContentError
from core.guideline import Citation, Place, Source, Threshold


def read_threshold(name: str, shape: ThresholdShape, place: Place, sources: Mapping[str, Source]) -> Threshold:
    """The threshold of that name.

    Raises:
        ContentError: its source is not listed, or its dates are out of order (the author's fault).
    """
    known_source(shape.source, sources, place)
    for earlier, later in pairwise(shape.values):
        if later <= earlier:
            raise ContentError(
                str(place),
                f"{name}: {later} does not come after {earlier}",
                "Write the dates oldest first, each once",
            )
    return Threshold(name, shape.unit, tuple(shape.values.items()), Citation(shape.source, shape.at), place)


def known_source(name: str, sources: Mapping[str, Source], place: Place) -> None:
    """Refuse a citation of what sources.yaml does not list."""
    if name not in sources:
        raise ContentError(str(place), f"there is no source {name!r}", "Add it to sources.yaml, or correct the id")
