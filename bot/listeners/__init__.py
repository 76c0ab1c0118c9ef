"""What the bot listens to. Bolt tries listeners in turn, so the commonest come first and there are few."""

from slack_bolt.async_app import AsyncApp

from bot.desk import Desk
from bot.listeners import answer, command, direct_message, mention
from bot.listeners.command import Draw

__all__ = ["Draw", "register"]


def register(app: AsyncApp, desk: Desk, draw: Draw) -> None:
    """Attach every listener to *app*. *draw* turns a reply into a message, for the one answered in the ack."""
    command.register(app, desk, draw)
    mention.register(app, desk)
    direct_message.register(app, desk)
    answer.register(app, desk)
