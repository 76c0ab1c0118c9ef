"""Short replies without a consult: help, thanks, nothing understood."""

from __future__ import annotations

from core.converse import intent as intents
from core.converse.turn import Message
from core.guideline import Handbook
from core.passages import Found
from core.reading.reading import Reading
from core.reply.parts import Reply


def words(handbook: Handbook, name: str, **slots: str) -> str:
    """A fixed sentence of the handbook with its slots filled."""
    return handbook.phrases[name].format(**slots)


def aside(kind: str, message: Message, handbook: Handbook) -> Reply:
    """The answer to a message that says nothing about a patient and asks nothing of the handbook."""
    if kind == intents.NOTHING:
        name = "not_understood" if message.text.strip() or message.button else "empty"
    else:
        name = {intents.HELP: "help", intents.CHITCHAT: "thanks", intents.SWITCH: "new_case"}.get(kind, "two_patients")
    return Reply(headline=words(handbook, name))


def not_covered(found: Found, handbook: Handbook) -> Reply:
    """A question the handbook does not answer: said so, with the nearest topics to pick from."""
    topics = [handbook.statements[one].title for one in found.nearest] or [one.title for one in handbook.guidelines]
    return Reply(
        headline=words(handbook, "not_covered"), notices=(words(handbook, "topics", topics="; ".join(topics)),)
    )


def read_notices(reading: Reading, handbook: Handbook) -> tuple[str, ...]:
    """What has to be said of the message itself: identifiers to remove, a text cut short."""
    named = {"identifiers": reading.identifiers, "too_long": reading.too_long}
    return tuple(words(handbook, name) for name, holds in named.items() if holds)
