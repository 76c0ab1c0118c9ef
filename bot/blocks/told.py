"""Answers and words where a form stood, and the two questions of `/anc audience` and `/anc forget`."""

from __future__ import annotations

from collections.abc import Iterable

from bot.blocks import kit, limits
from bot.blocks.controls import which_reader
from bot.blocks.layout import Block
from bot.blocks.objects import Confirm
from bot.blocks.reply import answered
from bot.blocks.surfaces import Message, Modal
from bot.outbox import Rendered
from bot.presses import FORGET
from core.reply.parts import Question, Reply

TOLD = "told"  # the callback id of a view in which nothing is asked
TITLE, CLOSE = "Nadir", "Close"


def modal_told(text: str) -> Modal:
    """A sentence in place of a form."""
    return _view(kit.literal(text))


def modal_answer(reply: Reply) -> Modal:
    """An answer in place of the form that led to it, without questions or buttons: the case is private."""
    return _view(answered(reply))


def _view(blocks: Iterable[Block]) -> Modal:
    return Modal(
        callback_id=TOLD,
        title=kit.words(TITLE, limits.VIEW_TITLE),
        close=kit.words(CLOSE, limits.VIEW_BUTTON),
        blocks=tuple(blocks),
    )


def asked_wording(question: Reply, readers: Question) -> Rendered:
    """Which wording somebody reads, with its answers as buttons."""
    return _asked(question, *which_reader(readers, ""))


def asked_to_forget(question: Reply) -> Rendered:
    """Whether to forget a person: asked again by Slack before it is done."""
    sure = Confirm(
        title=kit.words("Forget everything?"),
        text=kit.words("What you told is deleted at once and cannot be brought back."),
        confirm=kit.words("Forget it"),
        deny=kit.words("Keep it"),
        style="danger",
    )
    button = kit.button("Forget everything", action="forget", value=FORGET, told="Forget everything I told")
    return _asked(question, *kit.actions([button.model_copy(update={"confirm": sure, "style": "danger"})]))


def _asked(question: Reply, *blocks: Block) -> Rendered:
    told = [*kit.headline(question.headline, urgent=False), *kit.literal(*question.notices), *blocks]
    text = kit.escape("\n".join([question.headline, *question.notices]))
    return Message(text=text, blocks=tuple(told)).rendered()
