"""A message that was edited or deleted later: it is read again in its own place, or its facts go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.converse import intent as intents
from core.converse.fold import Case, fold, ordered
from core.converse.hearing import Heard, hear
from core.converse.turn import Message, Turn
from core.guideline import Handbook
from core.lexicon import Lexicon
from core.reading.reading import Reading


def in_its_place(
    conversation: Sequence[Turn], message: Message, handbook: Handbook, lexicon: Lexicon
) -> tuple[Sequence[Turn], Case, Heard]:
    """The message heard where the one it stands for was said: the turns before that place, their case, what was heard.

    A case that the old words opened stays a case of its own, whatever the new words are.
    """
    was = next((turn for turn in ordered(conversation) if turn.event_id == message.replaces), None)
    earlier = earlier_than(was, conversation)
    case = fold(earlier, handbook)
    if message.deleted:
        heard = Heard(intents.DELETED, _gone(message, handbook), Reading())
    else:
        heard = hear(earlier, case, message, handbook, lexicon)
    opened = heard.turn.new_case or (was is not None and was.new_case)
    turn = replace(heard.turn, replaces=message.replaces if was is not None else "", new_case=opened)
    return earlier, case, replace(heard, turn=turn)


def earlier_than(was: Turn | None, conversation: Sequence[Turn]) -> Sequence[Turn]:
    """The turns that stood before one of them was said; all of them where it is not known."""
    standing = ordered(conversation)
    return standing if was is None else standing[: standing.index(was)]


def _gone(message: Message, handbook: Handbook) -> Turn:
    return Turn(message.event_id, message.at, message.author, intents.DELETED, edition=handbook.edition)
