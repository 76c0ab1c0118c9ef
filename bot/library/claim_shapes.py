"""The shapes of proofs.yaml; an unknown key or a missing one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.library.shapes import Flag, Identifier, Name

Part = Literal["headline", "actions", "echo", "score", "plan", "changes", "differs", "net", "first_screen", "reply"]
Raw = str | tuple[str, ...]
Listed = Annotated[tuple[Name, ...], BeforeValidator(lambda raw: [raw] if isinstance(raw, str) else raw)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class AxisShape(_Shape):
    """One axis: a measurement and the columns that cut it, or its steps in words."""

    of: str = ""
    cut: Listed = ()
    step: Decimal | None = None
    steps: tuple[Raw | Mapping[Name, Raw], ...] = ()
    every: Literal["", "drug"] = ""
    worse: Literal["", "lower", "higher", "later"] = ""
    from_: Annotated[str, Field(alias="from")] = ""
    stated: Flag = False


class DomainShape(_Shape):
    """One domain: its axes by name, and the orders that hold in it."""

    about: Name
    axes: tuple[Name, ...] = ()
    each: tuple[Name, ...] = ()
    at_once: int = Field(default=1, ge=1, le=2)
    given: Mapping[Name, Raw] = {}
    given_as: str = ""
    orders: Annotated[tuple[Name, ...], Field(min_length=1)]
    replies: int = Field(default=0, ge=0)
    quick: Flag = False


class AllowedShape(_Shape):
    """One declared exception."""

    about: Name
    axes: Annotated[tuple[Name, ...], Field(min_length=1)]
    orders: tuple[Name, ...] = ("urgency",)
    when: Mapping[Name, Listed] = {}
    still: Mapping[Name, Listed] = {}
    says: tuple[Name, ...] = ()


class InvariantShape(_Shape):
    """One thing that always, or never, holds."""

    about: Name
    when: Mapping[Name, Listed] = {}
    then: Mapping[Name, Listed] = {}
    says: tuple[Name, ...] = ()
    never_says: tuple[Name, ...] = ()
    words: tuple[Name, ...] = ()
    never_words: tuple[Name, ...] = ()
    first_words: tuple[Name, ...] = ()
    parts: tuple[Part, ...] = ("reply",)
    unless: tuple[Name, ...] = ()


class RowShape(_Shape):
    """What fits together in every single row."""

    about: Name
    when: Annotated[Mapping[Name, Listed], Field(min_length=1)]
    then: Annotated[Mapping[Name, Listed], Field(min_length=1)]


class SweepShape(_Shape):
    """The resolution sweep."""

    across: Mapping[Name, Annotated[tuple[Decimal, ...], Field(min_length=2, max_length=2)]]
    beside: tuple[Name, ...]
    concludes: Annotated[tuple[Name, ...], Field(min_length=1)]


class ClaimsShape(_Shape):
    """The whole file."""

    orders: Mapping[Name, tuple[Listed, ...]] = {}
    patients: Mapping[Identifier, Mapping[Name, Raw]] = {}
    axes: Mapping[Identifier, AxisShape] = {}
    domains: Mapping[Identifier, DomainShape] = {}
    exceptions: Mapping[Identifier, AllowedShape] = {}
    invariants: Mapping[Identifier, InvariantShape] = {}
    rows: Mapping[Identifier, RowShape] = {}
    sweep: SweepShape | None = None
