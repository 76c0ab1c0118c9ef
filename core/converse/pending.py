"""Putting a conversation into the state "this was just asked": for harnesses and replayed dialogues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.converse.fold import ordered
from core.converse.turn import Turn
from core.guideline import Handbook

BEFORE_ANYTHING = "asked-first"  # the event id of a turn that only asks


def with_asked(
    conversation: Sequence[Turn], tokens: Sequence[str], handbook: Handbook, at: datetime
) -> tuple[Turn, ...]:
    """The conversation as if our last reply had asked *tokens*: fact keys or their other names, in order.

    `at` is the time of the message to come; with no turn yet, one that only asks is put before it.
    Names that no fact has are left out.
    """
    keys = tuple(key for token in tokens if (key := _key(token, handbook)))
    turns = ordered(conversation)
    if not turns:
        return (Turn(BEFORE_ANYTHING, at - timedelta(microseconds=1), "", "question", asked=keys),)
    return (*turns[:-1], replace(turns[-1], asked=keys))


def _key(token: str, handbook: Handbook) -> str:
    if token in handbook.items:
        return token
    return next((key for key, item in handbook.items.items() if token in item.tokens), "")
