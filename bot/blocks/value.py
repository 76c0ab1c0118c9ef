"""A form for one number that was asked: its label, its unit, and the range a laboratory or a monitor can report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.blocks import kit, limits
from bot.blocks.elements import NumberInput
from bot.blocks.layout import Input
from bot.blocks.surfaces import Modal
from core.facts import Item
from core.reply.parts import Question
from core.reply.words import number

VALUE = "value"  # the callback id, and the ids of its one field


def modal_value(reply_key: str, place: int, question: Question, item: Item) -> Modal:
    """The form for question *place* of a reply; what is out of range Slack refuses beside the field."""
    return Modal(
        callback_id=VALUE,
        title=kit.words("Add a value", limits.VIEW_TITLE),
        submit=kit.words("Add", limits.VIEW_BUTTON),
        close=kit.words("Cancel", limits.VIEW_BUTTON),
        private_metadata=f"{reply_key}:{place}",
        blocks=(
            Input(
                block_id=VALUE,
                label=kit.words(question.text, limits.LABEL),
                hint=kit.words(hint, limits.HINT) if (hint := _hint(question, item)) else None,
                element=NumberInput(
                    action_id=VALUE,
                    is_decimal_allowed=True,
                    min_value=None if item.low is None else str(item.low),
                    max_value=None if item.high is None else str(item.high),
                    placeholder=kit.words(f"{item.label} {item.unit}".strip(), limits.PLACEHOLDER),
                ),
            ),
        ),
    )


def _hint(question: Question, item: Item) -> str:
    """What is meant, and what can be reported: known before Slack refuses it."""
    if item.low is None or item.high is None:
        return question.meaning
    reported = f"From {number(item.low)} to {number(item.high)} {item.unit}".strip()
    return f"{question.meaning} {reported}.".strip()


def typed_value(values: Mapping[str, Any]) -> str:
    """The number as it was typed, from `view.state.values` of the submission; empty for a form that is not ours."""
    return str(values.get(VALUE, {}).get(VALUE, {}).get("value") or "")
