"""Replies as Block Kit."""

from bot.blocks.controls import ANSWER, SHOW, Controls
from bot.blocks.reply import message, render, sending, shared

__all__ = ["ANSWER", "SHOW", "Controls", "message", "render", "sending", "shared"]
