"""`nadir replay`: a reply again, from its stored turn and the handbook it was made with."""

from __future__ import annotations

import sys

from bot.cli.installation import installation
from bot.cli.paper import show
from bot.settings import load_settings
from bot.store.archive import find_reply
from bot.store.codec import dump_reply
from bot.words import dressed
from core.converse import replay


def replay_reply(reply_id: str) -> bool:
    """Print the reply; returns whether it is, to the byte, the one that was given."""
    kept = find_reply(load_settings().database, reply_id)
    reply = dressed(replay(kept.before, kept.turn, installation().library.handbook), kept.turn)
    show(reply)
    same = dump_reply(reply) == kept.reply
    if not kept.reply:
        sys.stderr.write(f"reply {reply_id}: the reply itself is not kept any more; this one comes from its turn\n")
        return True
    words = "the same, byte for byte" if same else "NOT the reply that was given: turns before it are no longer kept"
    sys.stderr.write(f"reply {reply_id}: {words}\n")
    return same
