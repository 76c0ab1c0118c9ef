"""Where blocks are shown: a message, a modal, the App Home. What Slack would refuse as a whole cannot be built."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bot.blocks import limits
from bot.blocks.layout import Block, interactive
from bot.blocks.objects import PlainText, Strict, at_most
from bot.outbox import Rendered

Blocks = tuple[Annotated[Block, Field(discriminator="type")], ...]
# What a modal or Home hands back to us: an opaque key, places of Slack and numbers; nothing clinical.
Opaque = Annotated[str, Field(max_length=limits.METADATA, pattern=r"^[0-9A-Za-z_:]*$")]
WRAPPED, ELEMENT = 90, 380  # characters of JSON around a text, and of a button with its label and value
CallbackId = Annotated[str, Field(min_length=1, max_length=limits.CALLBACK_ID, pattern=r"^[a-z_]+$")]


def drawn(block: Block) -> int:
    """About how many characters a block takes of what Slack draws of a message: its words and their wrapping."""
    if block.type == "section":
        beside = 0 if block.accessory is None else ELEMENT
        said = 0 if block.text is None else len(block.text.text)
        return WRAPPED + beside + said + sum(WRAPPED + len(one.text) for one in block.fields or ())
    if block.type == "context":
        return WRAPPED + sum(ELEMENT if one.type == "image" else WRAPPED + len(one.text) for one in block.elements)
    if block.type == "actions":
        options = (len(one.options or ()) for one in block.elements if one.type != "button")
        return WRAPPED + ELEMENT * len(block.elements) + WRAPPED * 2 * sum(options)
    if block.type == "image":
        return ELEMENT + len(block.alt_text) + len(block.image_url or "")
    return WRAPPED + (len(block.text.text) if block.type == "header" else 0)


def _no_id_twice(blocks: Sequence[Block]) -> None:
    for ids in (
        [block.block_id for block in blocks if block.block_id is not None],
        [element.action_id for block in blocks for element in interactive(block)],
    ):
        if len(set(ids)) < len(ids):
            raise ValueError("uses one id twice")


def _no_numbers(blocks: Sequence[Block]) -> None:
    if any(element.type == "number_input" for block in blocks for element in interactive(block)):
        raise ValueError("asks for a number outside of a modal")


class _Surface(Strict):
    def payload(self) -> dict[str, Any]:
        """As Slack takes it; what is not said is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Message(_Surface):
    """A message: full sentences for notifications and screen readers, and the blocks that show the same."""

    text: Annotated[str, Field(min_length=1, max_length=limits.MESSAGE_TEXT)]
    blocks: Annotated[Blocks, Field(min_length=1, max_length=limits.MESSAGE_BLOCKS)]

    @model_validator(mode="after")
    def _holds(self) -> Self:
        _no_id_twice(self.blocks)
        _no_numbers(self.blocks)
        if any(block.type == "input" for block in self.blocks):
            raise ValueError("has a form; forms are for modals")
        if sum(map(drawn, self.blocks)) > limits.DRAWN:
            raise ValueError("is longer than Slack draws")
        return self

    def rendered(self) -> Rendered:
        """For the outbox."""
        return Rendered(self.text, tuple(self.payload()["blocks"]))


class Modal(_Surface):
    """A form over the conversation."""

    type: Literal["modal"] = "modal"
    callback_id: CallbackId
    title: Annotated[PlainText, AfterValidator(at_most(limits.VIEW_TITLE))]
    submit: Annotated[PlainText, AfterValidator(at_most(limits.VIEW_BUTTON))] | None = None
    close: Annotated[PlainText, AfterValidator(at_most(limits.VIEW_BUTTON))] | None = None
    private_metadata: Opaque = ""
    blocks: Annotated[Blocks, Field(min_length=1, max_length=limits.VIEW_BLOCKS)]

    @model_validator(mode="after")
    def _holds(self) -> Self:
        _no_id_twice(self.blocks)
        if self.submit is None and any(block.type == "input" for block in self.blocks):
            raise ValueError("asks something and cannot be sent")
        return self


class Home(_Surface):
    """The App Home of one person."""

    type: Literal["home"] = "home"
    callback_id: CallbackId | None = None
    private_metadata: Opaque = ""
    blocks: Annotated[Blocks, Field(min_length=1, max_length=limits.VIEW_BLOCKS)]

    @model_validator(mode="after")
    def _holds(self) -> Self:
        _no_id_twice(self.blocks)
        _no_numbers(self.blocks)
        return self
