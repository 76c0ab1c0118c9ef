"""The shapes of the lines that come in; what an envelope holds beside them (labels, remarks) is left alone."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.jsonlines.lines import LineError


def _time(raw: object) -> object:
    """Only text is a time: a bare number could be seconds or milliseconds of anything."""
    if raw is not None and not isinstance(raw, str):
        raise ValueError("a time is written as text, such as 2026-11-23T14:05:00Z")
    return raw


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=False)


class ReadLine(_Line):
    """A message to read."""

    text: str


class ConsultLine(_Line):
    """Facts to decide on."""

    facts: dict[str, Any]


class TurnLine(_Line):
    """One message of a conversation; `asked` puts the conversation into the state "this was just asked"."""

    user: str
    asked: tuple[str, ...] | None = None
    at: Annotated[AwareDatetime | None, BeforeValidator(_time)] = None


class ConverseLine(_Line):
    """A conversation, turn by turn."""

    turns: tuple[TurnLine, ...]


class AnswerLine(_Line):
    """A question to the handbook."""

    q: str


class GoldLine(_Line):
    """A labelled text: what is to be read, what may be, what must not, and what is to be asked.

    `form` says how it is judged, as a message or as a passage of a report; without it the tags tell.
    """

    id: str
    text: str
    expect: dict[str, Any]
    allow: dict[str, Any] = {}
    forbid: dict[str, Any] = {}
    ask: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    form: Literal["message", "passage"] | None = None


Shape = TypeVar("Shape", bound=_Line)


def typed(shape: type[Shape], line: dict[str, Any]) -> Shape:
    """The line as *shape*.

    Raises:
        LineError: the first thing that does not fit (the sender's fault).
    """
    try:
        return shape.model_validate(line)
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "line"
        raise LineError(where, first["msg"], f"Send {', '.join(shape.model_fields)} as the interface says") from None
