"""The texts and options that blocks are made of. What would be markup, or would hide other text, cannot be built."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.blocks import limits

# Controls (a new line and a tab are kept) and the characters that turn text round: they can hide or forge what is read.
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# An angle bracket that could open a mention, a ping, a link or a date; "<0.5" and "< 0.5" are numbers of a ward.
OPENS = re.compile(r"<(?=[^\s\d=.,<\u2039…-])")
# The only markup in angle brackets we write ourselves: a source's address, a person who shares, a time of day.
OURS = re.compile(
    r"<https://[^\s<>|]{1,2900}\|[^<>|]{1,200}>|<@[UW][A-Z0-9]{1,40}>|<!date\^\d{1,12}\^\{time\}\|[^<>|]{1,40}>"
)


def hides(text: str) -> bool:
    """Whether *text* holds a hidden character; nearly all text is told to hold none without looking at each."""
    return not text.replace("\n", "").isprintable() and HIDDEN.search(text) is not None


class Strict(BaseModel):
    """A piece of Block Kit exactly as Slack documents it: nothing more, nothing else, and it does not change.

    A fault names the place and never quotes the text: it may be a patient's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


def _clean(text: str) -> str:
    if hides(text):
        raise ValueError("holds a character that hides or turns round other text")
    return text


def _literal(text: str) -> str:
    if "<" in text and OPENS.search(text):
        raise ValueError("holds an angle bracket that could open markup")
    return _clean(text)


def _marked(text: str) -> str:
    bare = OURS.sub("", text) if "<" in text else text
    if "<" in bare or ">" in bare:
        raise ValueError("holds markup that we do not write")
    return _clean(text)


class PlainText(Strict):
    """Words shown letter by letter; a name between colons stays what was typed."""

    type: Literal["plain_text"] = "plain_text"
    text: Annotated[str, Field(min_length=1, max_length=limits.TEXT), AfterValidator(_literal)]
    emoji: Literal[False] = False


class Mrkdwn(Strict):
    """Words with Slack's own marks. `verbatim`: a bare address or name in it never becomes a link or a ping."""

    type: Literal["mrkdwn"] = "mrkdwn"
    text: Annotated[str, Field(min_length=1, max_length=limits.TEXT), AfterValidator(_marked)]
    verbatim: Literal[True] = True


Text = Annotated[PlainText | Mrkdwn, Field(discriminator="type")]


def at_most(limit: int) -> Callable[[Any], Any]:
    """A check that a text is no longer than its place allows."""

    def short(text: Any) -> Any:
        if len(text.text) > limit:
            raise ValueError(f"has more than {limit} characters")
        return text

    return short


class Option(Strict):
    """One thing to choose. Its value is an opaque number, never a clinical value."""

    text: Annotated[PlainText, AfterValidator(at_most(limits.OPTION_TEXT))]
    value: Annotated[str, Field(min_length=1, max_length=limits.OPTION_VALUE, pattern=r"^[0-9a-z_:]+$")]
    description: Annotated[PlainText, AfterValidator(at_most(limits.OPTION_DESCRIPTION))] | None = None


class OptionGroup(Strict):
    """Options under a heading."""

    label: Annotated[PlainText, AfterValidator(at_most(limits.GROUP_LABEL))]
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=limits.GROUP_OPTIONS)]


class Confirm(Strict):
    """A question asked before something is done."""

    title: Annotated[PlainText, AfterValidator(at_most(limits.CONFIRM_TITLE))]
    text: Annotated[PlainText, AfterValidator(at_most(limits.CONFIRM_TEXT))]
    confirm: Annotated[PlainText, AfterValidator(at_most(limits.CONFIRM_BUTTON))]
    deny: Annotated[PlainText, AfterValidator(at_most(limits.CONFIRM_BUTTON))]
    style: Literal["primary", "danger"] | None = None


class SlackFile(Strict):
    """A picture that was uploaded to Slack: by its id or by its address."""

    id: Annotated[str, Field(pattern=r"^F[A-Z0-9]{1,40}$")] | None = None
    url: Annotated[str, Field(pattern=r"^https://", max_length=limits.IMAGE_URL)] | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> SlackFile:
        if (self.id is None) == (self.url is None):
            raise ValueError("names the file by its id or by its address")
        return self
