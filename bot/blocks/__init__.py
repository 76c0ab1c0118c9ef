"""Replies, forms and the App Home as Block Kit. Nothing here decides, and nothing is sent that Slack would refuse."""

from bot.blocks.controls import ANSWER, AUDIENCE, FEEDBACK, REMIND, SHARE, SHOW, VALUE, Controls, reminder
from bot.blocks.home import home
from bot.blocks.mascc import MASCC, mascc_answers, modal_mascc
from bot.blocks.reply import message, render, sending, shared
from bot.blocks.share import share_preview
from bot.blocks.told import asked_to_forget, asked_wording, modal_answer, modal_told
from bot.blocks.value import modal_value, typed_value

__all__ = [
    "ANSWER",
    "AUDIENCE",
    "FEEDBACK",
    "MASCC",
    "REMIND",
    "SHARE",
    "SHOW",
    "VALUE",
    "Controls",
    "asked_to_forget",
    "asked_wording",
    "home",
    "mascc_answers",
    "message",
    "modal_answer",
    "modal_mascc",
    "modal_told",
    "modal_value",
    "reminder",
    "render",
    "sending",
    "share_preview",
    "shared",
    "typed_value",
]
