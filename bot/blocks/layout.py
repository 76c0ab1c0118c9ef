"""The blocks of Block Kit that we use, each within Slack's limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bot.blocks import limits
from bot.blocks.elements import (
    Checkboxes,
    Interactive,
    NumberInput,
    Picture,
    PlainTextInput,
    RadioButtons,
    StaticSelect,
)
from bot.blocks.objects import Mrkdwn, PlainText, SlackFile, Strict, Text, at_most

BlockId = Annotated[str, Field(min_length=1, max_length=limits.BLOCK_ID, pattern=r"^[0-9a-z_:]+$")] | None
Element = Interactive | PlainTextInput | NumberInput


class Header(Strict):
    """A first line in large type."""

    type: Literal["header"] = "header"
    text: Annotated[PlainText, AfterValidator(at_most(limits.HEADER))]
    block_id: BlockId = None


class Section(Strict):
    """Words, or short fields in two columns, with one element beside them. `expand`: never behind "See more"."""

    type: Literal["section"] = "section"
    text: Text | None = None
    fields: (
        Annotated[
            tuple[Annotated[PlainText | Mrkdwn, AfterValidator(at_most(limits.FIELD))], ...],
            Field(min_length=1, max_length=limits.FIELDS),
        ]
        | None
    ) = None
    accessory: Annotated[Interactive | Picture, Field(discriminator="type")] | None = None
    expand: Literal[True] | None = None
    block_id: BlockId = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text is None and self.fields is None:
            raise ValueError("has neither text nor fields")
        return self


class Context(Strict):
    """Small print."""

    type: Literal["context"] = "context"
    elements: Annotated[
        tuple[Annotated[PlainText | Mrkdwn | Picture, Field(discriminator="type")], ...],
        Field(min_length=1, max_length=limits.CONTEXT),
    ]
    block_id: BlockId = None


class Actions(Strict):
    """A row of things to press or to choose; at most one of them is the main one."""

    type: Literal["actions"] = "actions"
    elements: Annotated[
        tuple[Annotated[Interactive, Field(discriminator="type")], ...],
        Field(min_length=1, max_length=limits.ACTIONS),
    ]
    block_id: BlockId = None

    @model_validator(mode="after")
    def _one_main(self) -> Self:
        if [one.style for one in self.elements if one.type == "button"].count("primary") > 1:
            raise ValueError("has two main buttons")
        return self


class Divider(Strict):
    """A line between parts."""

    type: Literal["divider"] = "divider"
    block_id: BlockId = None


class Image(Strict):
    """A picture across the message, with what it shows in words."""

    type: Literal["image"] = "image"
    image_url: Annotated[str, Field(pattern=r"^https://", max_length=limits.IMAGE_URL)] | None = None
    slack_file: SlackFile | None = None
    alt_text: Annotated[str, Field(min_length=1, max_length=limits.IMAGE_ALT)]
    title: Annotated[PlainText, AfterValidator(at_most(limits.IMAGE_TITLE))] | None = None
    block_id: BlockId = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.image_url is None) == (self.slack_file is None):
            raise ValueError("shows an address or a file of Slack's")
        return self


class Input(Strict):
    """A question of a form: label, element, and what is meant. Errors of a form are told by its block id."""

    type: Literal["input"] = "input"
    block_id: Annotated[str, Field(min_length=1, max_length=limits.BLOCK_ID, pattern=r"^[0-9a-z_:]+$")]
    label: Annotated[PlainText, AfterValidator(at_most(limits.LABEL))]
    element: Annotated[
        PlainTextInput | NumberInput | StaticSelect | RadioButtons | Checkboxes, Field(discriminator="type")
    ]
    hint: Annotated[PlainText, AfterValidator(at_most(limits.HINT))] | None = None
    optional: bool | None = None


Block = Header | Section | Context | Actions | Divider | Image | Input


def interactive(block: Block) -> Sequence[Element]:
    """What can be pressed, chosen or typed into in a block."""
    if block.type == "actions":
        return block.elements
    if block.type == "input":
        return (block.element,)
    if block.type == "section" and block.accessory is not None and block.accessory.type != "image":
        return (block.accessory,)
    return ()
