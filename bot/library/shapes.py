"""The shapes of what authors write in YAML; an unknown key or a missing one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.library.text import Document, Path
from core.errors import ContentError

Name = Annotated[str, Field(min_length=1)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]*$")]
Day = Annotated[date, BeforeValidator(lambda raw: date.fromisoformat(raw) if isinstance(raw, str) else raw)]
Flag = Annotated[bool, BeforeValidator(lambda raw: {"true": True, "false": False}.get(raw, raw))]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class SourceShape(_Shape):
    """One entry of sources.yaml."""

    title: Name
    kind: Literal["guideline", "label", "study", "review", "article", "policy"]
    year: Name
    link: str = ""


class ItemShape(_Shape):
    """One entry of facts.yaml: what a fact key means, its unit and its range."""

    kind: Literal["number", "flag", "choice", "names"]
    label: Name
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    values: tuple[Name, ...] = ()
    ask: Name
    meaning: str = ""
    options: Mapping[Name, Name] = {}
    tokens: tuple[Name, ...] = ()


class EffectiveShape(_Shape):
    """From when a guideline holds."""

    since: Day


class ReviewShape(_Shape):
    """The editorial standing: nobody who builds Nadir may mark it approved."""

    status: Name
    due: Day
    reviewers: tuple[Name, ...] = ()


class ThresholdShape(_Shape):
    """One number through time, with its unit and the place it is printed."""

    unit: Name
    values: Annotated[Mapping[Day, Decimal], Field(min_length=1)]
    source: Name
    at: str = ""


class BandShape(_Shape):
    """The ends of one band, each the name of a threshold: from is >=, above >, below <, to <=."""

    below: Name | None = None
    from_: Annotated[Name | None, Field(alias="from")] = None
    to: Name | None = None
    above: Name | None = None


class ColumnShape(_Shape):
    """One question a table asks, in one of the forms that `bot.library.columns` knows."""

    of: str = ""
    values: tuple[Name, ...] = ()
    bands: Mapping[Name, BandShape] = {}
    any_of: tuple[Name, ...] = ()
    class_: Annotated[str, Field(alias="class")] = ""
    each: tuple[Name, ...] = ()
    unknown: Flag = False
    worst: Flag = False
    single: Flag = False
    asks: tuple[Name, ...] | None = None


class ScoreItemShape(_Shape):
    """One item of a score: the column that answers it, and the points of every answer."""

    column: Name
    points: Annotated[Mapping[Name, int], Field(min_length=1)]


class ScoreShape(_Shape):
    """A published score: the bands of points that name its classes, and its items."""

    bands: Annotated[Mapping[Name, BandShape], Field(min_length=1)]
    items: Annotated[Mapping[Name, ScoreItemShape], Field(min_length=1)]


class FrontShape(_Shape):
    """The front matter of one guideline file."""

    id: Identifier
    title: Name
    edition: Name
    effective: EffectiveShape
    review: ReviewShape
    thresholds: Mapping[Identifier, ThresholdShape] = {}
    columns: Mapping[Identifier, ColumnShape] = {}
    scores: Mapping[Identifier, ScoreShape] = {}


class SignatureShape(_Shape):
    """Who answers for a dose table: name, role, the day of signing, the last day it holds, and what was signed."""

    name: Name
    role: Name
    signed: Day  # the day of signing
    until: Day
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class LocalFrontShape(_Shape):
    """The front matter of one file of a hospital's folder: what it replaces of a guideline, or a chapter of its own."""

    id: Identifier
    title: str = ""
    edition: Name
    effective: EffectiveShape
    review: ReviewShape
    signature: SignatureShape | None = None
    thresholds: Mapping[Identifier, ThresholdShape] = {}
    columns: Mapping[Identifier, ColumnShape] = {}


class SiteShape(_Shape):
    """site.yaml of a hospital's folder: who it is, and the source that is its policy."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]+$")]
    name: Name
    edition: Name
    policy: Name


class PermitShape(_Shape):
    """site.yaml of the handbook: what a hospital's folder may change of it, and how."""

    thresholds: Mapping[Identifier, Literal["lower", "higher"]]
    parts: tuple[Name, ...]
    fixed: tuple[Name, ...]
    added: tuple[Name, ...]
    dose_rows: Annotated[Mapping[Name, tuple[Name, ...]], Field(min_length=1)]
    phrases: tuple[Name, ...]
    never_said: tuple[Name, ...]


Shape = TypeVar("Shape")


def typed(shape: type[Shape], document: Document) -> Shape:
    """The document as *shape*.

    Raises:
        ContentError: the first thing that does not fit, with file, line and remedy (the author's fault).
    """
    try:
        return TypeAdapter(shape).validate_python(document.data)
    except ValidationError as fault:
        # A misspelt key is both unknown and missing: the unknown one shows the line to mend.
        first = min(fault.errors(), key=lambda detail: detail["type"] != "extra_forbidden")
        raise _told(first, document) from None


def _told(detail: ErrorDetails, document: Document) -> ContentError:
    path: Path = tuple(step for step in detail["loc"] if step != "[key]")
    name = ".".join(str(step) for step in path)
    where = str(document.place(path))
    match detail["type"]:
        case "extra_forbidden":
            return ContentError(where, f"unknown key {name!r}", "Remove it or correct its spelling")
        case "missing":
            return ContentError(where, f"{name} is missing", "Add it")
    given = "" if isinstance(detail["input"], dict | list) else f" ({detail['input']!r})"
    return ContentError(where, f"{name or 'the file'}{given}: {detail['msg']}", "Correct the value")
