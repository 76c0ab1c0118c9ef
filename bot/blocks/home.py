"""The App Home of one person: what the bot does and does not do, the edition in force, how to use and forget it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.blocks import controls, kit
from bot.blocks.layout import Block, Divider, Header, Section
from bot.blocks.objects import Mrkdwn
from bot.blocks.surfaces import Home
from bot.words import HOW
from core.guideline import Handbook
from core.reply.compose import footer
from core.reply.parts import Question

NAME = "Nadir"
DOES = (
    "Neutrophil counts and what you know of the patient in; what cannot wait, what to do next and from which source, "
    "out. Published guidelines written as tables decide: no language model. The same words, time and edition give the "
    "same answer."
)
DOES_NOT = (
    "It does not know the patient beyond what is typed, and assumes nothing that was not said.",
    "It reads adults' counts and fever; for children and in pregnancy it points to their own pathway first.",
    "It does not read pictures, files or voice.",
    "It is no medical device, is not validated clinically, and does not replace a senior or your local policy.",
)
MORE_WAYS = (
    "/mascc opens the MASCC score as a form.",
    'On a message with results: More actions, "Assess these labs".',
)
FORGET = "Values are deleted {hours} hours after the last message of a case. Sooner: /anc forget."
NEWEST = 3  # chapters shown as changed last


def home(
    handbook: Handbook, readers: Question, audience: str = "", *, news: Sequence[str] = (), retention_hours: int = 72
) -> Home:
    """The page. *readers* is the question which wording somebody reads, *audience* what this person has chosen.

    *news* are the newest changes in sentences; without any, the chapters that changed last are named.
    """
    return Home(blocks=tuple(_page(handbook, readers, audience, news, retention_hours)))


def _page(
    handbook: Handbook, readers: Question, audience: str, news: Sequence[str], retention_hours: int
) -> Iterator[Block]:
    yield Header(text=kit.words(NAME))
    yield from kit.literal(DOES)
    yield from kit.listed("How to use it", [f"• {line}" for line in (*HOW, *MORE_WAYS)])
    yield from kit.listed("What it does not do", [f"• {line}" for line in DOES_NOT])
    yield Divider()
    yield _wording(readers, audience)
    yield Divider()
    yield from kit.listed("The handbook in force", [f"• {line}" for line in _edition(handbook)])
    yield from kit.listed("What changed last", [f"• {line}" for line in news or _newest(handbook)])
    yield from kit.listed("How to make it forget", [FORGET.format(hours=retention_hours)])
    yield from kit.small([line for line in footer(handbook) if line != handbook.phrases["follow-up"]])


def _wording(readers: Question, audience: str) -> Section:
    return Section(
        text=Mrkdwn(text=f"*Your wording*\n{kit.escape(readers.text)}"),
        accessory=controls.audience(readers, audience),
        expand=True,
    )


def _edition(handbook: Handbook) -> Iterator[str]:
    """Edition, review and size; how much of it is approved is said as it is."""
    statuses = [one.review.status for one in handbook.guidelines]
    approved = sum(status == "approved" for status in statuses)
    yield f"Edition {handbook.edition}, {len(handbook.guidelines)} chapters; approved by reviewers: {approved}."
    yield f"{len(handbook.statements)} statements from {len(_cited(handbook))} sources."
    if handbook.local is not None:
        yield f"With the local policy of {handbook.local.name}."


def _cited(handbook: Handbook) -> set[str]:
    return {one.source for statement in handbook.statements.values() for one in statement.citations}


def _newest(handbook: Handbook) -> Iterator[str]:
    """The chapters that changed last; how many, where they are many."""
    since = max(one.since for one in handbook.guidelines)
    newest = [one for one in handbook.guidelines if one.since == since]
    if len(newest) > NEWEST:
        yield f"{since.isoformat()}: {len(newest)} of {len(handbook.guidelines)} chapters (edition {handbook.edition})"
    else:
        yield from (f"{since.isoformat()}: {one.title} (edition {one.edition})" for one in newest)
