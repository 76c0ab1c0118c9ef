"""A reply made again from its turn and the turns before it: the same bytes, without the words of the message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.converse.converse import answer_to, reply_id
from core.converse.turn import Turn
from core.errors import NadirError
from core.guideline import Handbook
from core.reply.parts import Reply


class ReplayError(NadirError):
    """A reply cannot be made again with the handbook that is installed."""


def replay(before: Sequence[Turn], turn: Turn, handbook: Handbook) -> Reply:
    """The reply to *turn*, which was given when only the turns *before* had arrived.

    Raises:
        ReplayError: It was made with another handbook; the remedy names the edition.
    """
    if reply_id(turn, handbook) != turn.reply_id:
        where, problem = (
            f"reply {turn.reply_id}",
            f"it was made with another handbook than this one, {handbook.edition}",
        )
        raise ReplayError(where, problem, f"Install the release and site folder whose edition is {turn.edition}")
    return answer_to(before, replace(turn, asked=(), reply_id=""), handbook).reply
