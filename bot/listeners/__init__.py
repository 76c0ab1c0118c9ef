"""What the bot listens to. Bolt tries listeners in turn, so the commonest come first and there are few."""

from slack_bolt.async_app import AsyncApp

from bot.desk import Desk
from bot.listeners import answer, command, direct_message, forms, home, mascc, mention, shortcut, unknown
from bot.pages import Pages


def register(app: AsyncApp, desk: Desk, pages: Pages) -> None:
    """Attach every listener to *app*."""
    command.register(app, desk, pages)
    mention.register(app, desk)
    direct_message.register(app, desk)
    answer.register(app, desk, pages)
    mascc.register(app, desk, pages)
    forms.register(app, desk, pages)
    home.register(app, desk, pages)
    shortcut.register(app, desk)
    unknown.register(app, desk, pages)
