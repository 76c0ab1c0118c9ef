"""An invalid block cannot be built, and what we build another library's checks accept as well."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

from bot.blocks import kit, limits
from bot.blocks.elements import (
    Button,
    Checkboxes,
    NumberInput,
    Overflow,
    Picture,
    PlainTextInput,
    RadioButtons,
    StaticSelect,
)
from bot.blocks.layout import Actions, Context, Divider, Header, Image, Input, Section
from bot.blocks.objects import Confirm, Mrkdwn, Option, OptionGroup, PlainText, SlackFile
from bot.blocks.surfaces import Home, Message, Modal, drawn
from tests.bot.blocks.scenes import SCENES

YES = Option(text=PlainText(text="Yes"), value="1")
NO = Option(text=PlainText(text="No"), value="0")
PRESS = Button(text=PlainText(text="Go"), action_id="go", value="k:1")
RADIO = RadioButtons(action_id="r", options=(YES, NO))
ASK = Input(block_id="q", label=PlainText(text="Which?"), element=RADIO)
NUMBER = Input(
    block_id="n", label=PlainText(text="How much?"), element=NumberInput(action_id="n", is_decimal_allowed=True)
)
TITLE = PlainText(text="Title")


def said(length: int) -> PlainText:
    """Plain words of a length."""
    return PlainText(text="x" * length)


def options(number: int) -> tuple[Option, ...]:
    """As many different options."""
    return tuple(Option(text=PlainText(text="x"), value=str(one)) for one in range(number))


REFUSED: dict[str, Callable[[], object]] = {
    "an empty text": lambda: PlainText(text=""),
    "a text too long": lambda: said(limits.TEXT + 1),
    "an emoji in plain words": lambda: PlainText.model_validate({"text": "x", "emoji": True}),
    "a link that Slack finds by itself": lambda: Mrkdwn.model_validate({"text": "x", "verbatim": False}),
    "a field Slack does not know": lambda: Header.model_validate({"text": TITLE, "colour": "red"}),
    "a header too long": lambda: Header(text=said(limits.HEADER + 1)),
    "a section that says nothing": Section,
    "too many fields": lambda: Section(fields=(TITLE,) * (limits.FIELDS + 1)),
    "a field too long": lambda: Section(fields=(said(limits.FIELD + 1),)),
    "an empty row": lambda: Actions(elements=()),
    "too long a row": lambda: Actions(elements=(PRESS,) * (limits.ACTIONS + 1)),
    "two main buttons": lambda: Actions(elements=(PRESS.model_copy(update={"style": "primary"}),) * 2),
    "an input in a row": lambda: Actions.model_validate({"elements": (ASK.element, PlainTextInput(action_id="t"))}),
    "too much small print": lambda: Context(elements=(TITLE,) * (limits.CONTEXT + 1)),
    "a picture without words": lambda: Image.model_validate({"image_url": "https://a.example/1.png"}),
    "a picture of two places": lambda: Image(image_url="https://a", slack_file=SlackFile(id="F1"), alt_text="x"),
    "a picture of no place": lambda: Picture(alt_text="x"),
    "a picture over plain HTTP": lambda: Image(image_url="http://a.example/1.png", alt_text="x"),
    "a file of two names": lambda: SlackFile(id="F1", url="https://a.example"),
    "a label too long": lambda: Button(text=said(limits.BUTTON_TEXT + 1), action_id="a"),
    "a value that is not opaque": lambda: Button(text=TITLE, action_id="a", value="ANC 0.3"),
    "a style of our own": lambda: Button.model_validate({"text": TITLE, "action_id": "a", "style": "red"}),
    "a long label for a screen reader": lambda: Button(text=TITLE, action_id="a", accessibility_label="x" * 76),
    "a confirmation too long": lambda: Confirm(title=TITLE, text=said(301), confirm=TITLE, deny=TITLE),
    "an option that is a clinical value": lambda: Option(text=TITLE, value="ANC 0.3"),
    "a menu of nothing": lambda: StaticSelect(action_id="a"),
    "a menu both flat and grouped": lambda: StaticSelect(
        action_id="a", options=(YES,), option_groups=(OptionGroup(label=TITLE, options=(NO,)),)
    ),
    "one value twice": lambda: RadioButtons(action_id="a", options=(YES, YES)),
    "too many choices": lambda: RadioButtons(action_id="a", options=options(limits.CHOICES + 1)),
    "a beginning not offered": lambda: RadioButtons(action_id="a", options=(YES,), initial_option=NO),
    "boxes ticked that are not there": lambda: Checkboxes(action_id="a", options=(YES,), initial_options=(NO,)),
    "too long an overflow": lambda: Overflow(action_id="a", options=options(limits.OVERFLOW + 1)),
    "more asked than taken": lambda: PlainTextInput(action_id="a", min_length=9, max_length=3),
    "a number beyond its bounds": lambda: NumberInput(
        action_id="a", is_decimal_allowed=True, min_value="0", initial_value="-1"
    ),
    "a message of no words": lambda: Message(text="", blocks=(Divider(),)),
    "a message of no blocks": lambda: Message(text="x", blocks=()),
    "too many blocks": lambda: Message(text="x", blocks=(Divider(),) * (limits.MESSAGE_BLOCKS + 1)),
    "a text too long to update": lambda: Message(text="x" * (limits.MESSAGE_TEXT + 1), blocks=(Divider(),)),
    "more than Slack draws": lambda: Message(text="x", blocks=(Section(text=said(3000)),) * 4),
    "a form in a message": lambda: Message(text="x", blocks=(ASK,)),
    "one action twice": lambda: Message(text="x", blocks=(Actions(elements=(PRESS,)), Actions(elements=(PRESS,)))),
    "one block id twice": lambda: Message(text="x", blocks=(Divider(block_id="a"), Divider(block_id="a"))),
    "a form that cannot be sent": lambda: Modal(callback_id="a", title=TITLE, blocks=(ASK,)),
    "a title too long": lambda: Modal(callback_id="a", title=said(limits.VIEW_TITLE + 1), blocks=(Divider(),)),
    "a patient in the metadata": lambda: Modal(
        callback_id="a", title=TITLE, blocks=(Divider(),), private_metadata="ANC 0.3"
    ),
    "too long a form": lambda: Modal(callback_id="a", title=TITLE, blocks=(Divider(),) * (limits.VIEW_BLOCKS + 1)),
    "a number asked at home": lambda: Home(blocks=(NUMBER,)),
    "a mention": lambda: Mrkdwn(text="<!channel>"),
    "a link of nobody": lambda: Mrkdwn(text="<http://evil.example|x>"),
    "a mention in plain words": lambda: PlainText(text="<@U1>"),
    "text turned round": lambda: PlainText(text="ANC \u202e4.0"),
}


@pytest.mark.parametrize("build", REFUSED.values(), ids=REFUSED.keys())
def test_what_slack_would_refuse_cannot_be_built(build: Callable[[], object]) -> None:
    """Each limit and rule of Slack's, one step beyond it."""
    with pytest.raises(ValidationError):
        build()


def test_what_lies_on_the_limit_can_be_built() -> None:
    """The limits are Slack's own, not narrower."""
    Header(text=said(limits.HEADER))
    Actions(elements=(PRESS,) * limits.ACTIONS)
    Button(text=said(limits.BUTTON_TEXT), action_id="a" * limits.ACTION_ID, value="1" * limits.BUTTON_VALUE)
    Message(text="x" * limits.MESSAGE_TEXT, blocks=(Divider(),) * limits.MESSAGE_BLOCKS)
    Modal(callback_id="a", title=said(limits.VIEW_TITLE), submit=TITLE, blocks=(ASK, NUMBER))
    Home(blocks=(Divider(),) * limits.VIEW_BLOCKS)
    StaticSelect(action_id="a", option_groups=(OptionGroup(label=TITLE, options=(YES, NO)),), initial_option=NO)
    Section(fields=(said(limits.FIELD),) * 2, accessory=Overflow(action_id="a", options=options(limits.OVERFLOW)))


def test_a_fault_never_quotes_the_text() -> None:
    """What is refused may be a patient's; the fault names the place alone."""
    with pytest.raises(ValidationError) as raised:
        Header(text=PlainText(text="ZXQPATIENT " * 20))

    assert "ZXQPATIENT" not in str(raised.value)


def test_a_block_does_not_change() -> None:
    """A block is built once and is what it was checked to be."""
    with pytest.raises(ValidationError):
        TITLE.text = "<!channel>"  # type: ignore[misc]  # it is frozen, and that is what is tested


@pytest.mark.parametrize("scene", SCENES)
def test_slacks_own_library_finds_no_fault(scene: str) -> None:
    """slack_sdk's checks, written by others, take every block and view of ours."""
    payload = SCENES[scene]()
    if "type" in payload:
        SdkView(**payload).validate_json()
    for block in SdkBlock.parse_all(payload["blocks"]):
        block.validate_json()
    assert len(payload["blocks"]) == len(SdkBlock.parse_all(payload["blocks"]))


@pytest.mark.parametrize("scene", SCENES)
def test_what_we_count_is_no_less_than_what_is_sent(scene: str) -> None:
    """The size we allow for covers the JSON that Slack counts."""
    payload: dict[str, Any] = SCENES[scene]()
    if "text" not in payload:
        return
    sent = Message.model_validate_json(json.dumps(payload))

    assert len(json.dumps(payload["blocks"], ensure_ascii=False)) <= sum(map(drawn, sent.blocks))


@given(st.one_of(st.text(max_size=3500), st.text(alphabet="<>!@#&:‹… \u202e\n0a", max_size=3500)))
def test_any_text_becomes_a_block(text: str) -> None:
    """Whatever is typed, words and small print can be built from it, and nothing opens in them."""
    shown = kit.words(text)

    assert 1 <= len(shown.text) <= limits.TEXT
    assert not re.search(r"<[!@#a-zA-Z/]", shown.text)
    list(kit.literal(text))
    list(kit.small([text]))
    list(kit.listed(text, [text]))
    list(kit.headline(text, urgent=True))
    list(kit.headline(text, urgent=False))


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "http://a.example", "https://a.example/x|y", "https://a b", ""]
)
def test_only_an_address_becomes_a_link(address: str) -> None:
    """Anything else is shown as the title alone."""
    assert "IDSA" == kit.link(address, "IDSA")
