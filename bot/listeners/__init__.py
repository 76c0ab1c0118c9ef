"""What the bot listens to. Bolt tries listeners in turn, so the commonest come first and there are few."""

from slack_bolt.async_app import AsyncApp

from bot.desk import Desk
from bot.listeners import answer, command, direct_message, mention


def register(app: AsyncApp, desk: Desk) -> None:
    """Attach every listener to *app*."""
    command.register(app, desk)
    mention.register(app, desk)
    direct_message.register(app, desk)
    answer.register(app, desk)
