"""Replies as Block Kit."""

from bot.blocks.reply import ANSWER, SHOW, render, sending

__all__ = ["ANSWER", "SHOW", "render", "sending"]
