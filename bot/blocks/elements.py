"""What can be pressed, chosen or typed into: the elements of Block Kit that we use."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bot.blocks import limits
from bot.blocks.objects import Confirm, Option, OptionGroup, PlainText, SlackFile, Strict, at_most

ActionId = Annotated[str, Field(min_length=1, max_length=limits.ACTION_ID, pattern=r"^[0-9a-z_:]+$")]
Placeholder = Annotated[PlainText, AfterValidator(at_most(limits.PLACEHOLDER))]
Style = Literal["primary", "danger"]


def _distinct(options: Iterable[Option]) -> None:
    values = [option.value for option in options]
    if len(set(values)) < len(values):
        raise ValueError("offers one value twice")


class Button(Strict):
    """A button. What it stands for is an opaque value; a screen reader says its label."""

    type: Literal["button"] = "button"
    text: Annotated[PlainText, AfterValidator(at_most(limits.BUTTON_TEXT))]
    action_id: ActionId
    value: Annotated[str, Field(max_length=limits.BUTTON_VALUE, pattern=r"^[0-9A-Za-z_:]*$")] | None = None
    style: Style | None = None
    confirm: Confirm | None = None
    accessibility_label: Annotated[str, Field(min_length=1, max_length=limits.BUTTON_LABEL)] | None = None


class StaticSelect(Strict):
    """A menu: plain options, or options in groups."""

    type: Literal["static_select"] = "static_select"
    action_id: ActionId
    placeholder: Placeholder | None = None
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=limits.GROUP_OPTIONS)] | None = None
    option_groups: Annotated[tuple[OptionGroup, ...], Field(min_length=1, max_length=limits.GROUPS)] | None = None
    initial_option: Option | None = None
    confirm: Confirm | None = None

    @model_validator(mode="after")
    def _offered(self) -> Self:
        if (self.options is None) == (self.option_groups is None):
            raise ValueError("has options or groups of options")
        grouped = (option for group in self.option_groups or () for option in group.options)
        options = self.options or tuple(grouped)
        _distinct(options)
        if self.initial_option is not None and self.initial_option not in options:
            raise ValueError("begins with an option it does not offer")
        return self


class RadioButtons(Strict):
    """One of a few, all in sight."""

    type: Literal["radio_buttons"] = "radio_buttons"
    action_id: ActionId
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=limits.CHOICES)]
    initial_option: Option | None = None

    @model_validator(mode="after")
    def _offered(self) -> Self:
        _distinct(self.options)
        if self.initial_option is not None and self.initial_option not in self.options:
            raise ValueError("begins with an option it does not offer")
        return self


class Checkboxes(Strict):
    """Any of a few, all in sight."""

    type: Literal["checkboxes"] = "checkboxes"
    action_id: ActionId
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=limits.CHOICES)]
    initial_options: Annotated[tuple[Option, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _offered(self) -> Self:
        _distinct(self.options)
        if not set(self.initial_options or ()) <= set(self.options):
            raise ValueError("begins with an option it does not offer")
        return self


class Overflow(Strict):
    """A few more things to do, behind three dots."""

    type: Literal["overflow"] = "overflow"
    action_id: ActionId
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=limits.OVERFLOW)]

    @model_validator(mode="after")
    def _offered(self) -> Self:
        _distinct(self.options)
        return self


class PlainTextInput(Strict):
    """A line or a field to type into."""

    type: Literal["plain_text_input"] = "plain_text_input"
    action_id: ActionId
    placeholder: Placeholder | None = None
    multiline: bool | None = None
    min_length: Annotated[int, Field(ge=0, le=limits.TYPED)] | None = None
    max_length: Annotated[int, Field(ge=1, le=limits.TYPED)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min_length is not None and self.max_length is not None and self.min_length > self.max_length:
            raise ValueError("asks for more than it takes")
        return self


class NumberInput(Strict):
    """A number to type; the bounds are written as Slack takes them, in words."""

    type: Literal["number_input"] = "number_input"
    action_id: ActionId
    is_decimal_allowed: bool
    min_value: str | None = None
    max_value: str | None = None
    initial_value: str | None = None
    placeholder: Placeholder | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ordered = [Decimal(one) for one in (self.min_value, self.initial_value, self.max_value) if one is not None]
        if ordered != sorted(ordered):
            raise ValueError("begins or ends outside of its bounds")
        return self


class Picture(Strict):
    """A small picture in a context or beside a section, with what it shows in words."""

    type: Literal["image"] = "image"
    image_url: Annotated[str, Field(pattern=r"^https://", max_length=limits.IMAGE_URL)] | None = None
    slack_file: SlackFile | None = None
    alt_text: Annotated[str, Field(min_length=1, max_length=limits.IMAGE_ALT)]

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.image_url is None) == (self.slack_file is None):
            raise ValueError("shows an address or a file of Slack's")
        return self


Interactive = Button | StaticSelect | RadioButtons | Checkboxes | Overflow
