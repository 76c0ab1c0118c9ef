"""Before an answer is shown to a channel: exactly what will be posted, and a word about who will read it."""

from __future__ import annotations

from bot.blocks import kit, limits
from bot.blocks.layout import Divider
from bot.blocks.reply import shared
from bot.blocks.surfaces import Modal
from core.reply.parts import Reply

SHARE = "share"  # the callback id
TITLE, CLOSE = "Share this answer", "Cancel"
WARNING = (
    "Everybody in {place} will see what stands below, and can copy it. Make sure that nothing in it tells who the "
    "patient is."
)


def share_preview(reply: Reply, reply_key: str, channel: str, name: str = "", by: str = "") -> Modal:
    """The form that asks before posting; below the line stands, block by block, the message that `shared` posts.

    *channel* is the id of the channel and *name* its name, where Slack tells it; *by* the id of who shares.
    """
    place = f"#{name}" if name else "this channel"
    return Modal(
        callback_id=SHARE,
        title=kit.words(TITLE, limits.VIEW_TITLE),
        submit=kit.words(f"Post to {place}", limits.VIEW_BUTTON),
        close=kit.words(CLOSE, limits.VIEW_BUTTON),
        private_metadata=f"{reply_key}:{channel}",
        blocks=(*kit.literal(WARNING.format(place=place)), Divider(), *shared(reply, by).blocks),
    )
