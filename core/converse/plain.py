"""Short replies without a consult: help, thanks, nothing understood."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core.converse import intent as intents
from core.converse.fold import FEVER_FROM
from core.converse.turn import Message
from core.converse.worst import KEPT_AS
from core.facts import SIGNS, Facts, Stated
from core.guideline import Handbook
from core.lexicon import Lexicon, fold
from core.passages import Found
from core.reading.reading import Reading
from core.reply.parts import Reply
from core.reply.words import number

OF_SOMEBODY = "of somebody else"  # how the reading explains a value of another person


def words(handbook: Handbook, name: str, **slots: str) -> str:
    """A fixed sentence of the handbook with its slots filled."""
    return handbook.phrases[name].format(**slots)


def aside(name: str, handbook: Handbook) -> Reply:
    """The answer to a message that says nothing about a patient and asks nothing of the handbook."""
    return Reply(headline=words(handbook, name, fever=number(handbook.number(FEVER_FROM))))


def aside_name(kind: str, message: Message, reading: Reading, lexicon: Lexicon, *, no_case: bool) -> str:
    """Which fixed sentence answers such a message."""
    if kind == intents.NOTHING and any(one.why.startswith(OF_SOMEBODY) for one in reading.explain()):
        return "somebody_else"
    if kind == intents.CHITCHAT and no_case:
        return "hello"
    if kind == intents.NOTHING:
        said = message.text.strip() or message.button
        known = not no_case and fold(message.text).strip(" .!") in lexicon.tables["nothing_new"]
        return "nothing_new" if known else "not_understood" if said else "empty"
    return {intents.HELP: "help", intents.CHITCHAT: "thanks", intents.SWITCH: "new_case"}.get(kind, "two_patients")


def not_covered(found: Found, handbook: Handbook) -> Reply:
    """A question the handbook does not answer: said so, with the nearest topics to pick from."""
    topics = [handbook.statements[one].title for one in found.nearest] or [one.title for one in handbook.guidelines]
    return Reply(
        headline=words(handbook, "not_covered"), notices=(words(handbook, "topics", topics="; ".join(topics)),)
    )


def read_names(reading: Reading) -> tuple[str, ...]:
    """The phrases for what is said of the message itself: identifiers to remove, a text cut short, whose it is."""
    named = {
        "identifiers": reading.identifiers,
        "too_long": reading.too_long,
        "relative": reading.relative and reading.mentions,
    }
    return tuple(name for name, holds in named.items() if holds)


def worst_notices(before: Facts, after: Facts, handbook: Handbook) -> tuple[str, ...]:
    """What got better with this message and still counts, and how to say that it never was so."""
    signs = sorted(after.names(SIGNS) - before.names(SIGNS))
    named = [handbook.phrases.get(f"name.{sign}", sign.replace("_", " ")) for sign in signs]
    said = [(name, words(handbook, "worst_kept.sign", sign=name)) for name in named]
    for key, kept in KEPT_AS.items():
        worst, now = after.number(kept), after.number(key)
        if worst is not None and worst != before.number(kept) and now is not None:
            label = handbook.items[key].label
            example = words(handbook, "worst_kept.number", label=label, value=number(now))
            said.append((f"{label} {number(worst)}", example))
    if not said:
        return ()
    return (words(handbook, "worst_kept", worst=", ".join(one for one, _ in said), example=said[0][1]),)


def earlier_notices(earlier: Sequence[Stated], after: Facts, handbook: Handbook) -> tuple[str, ...]:
    """Which values are kept as history, and how to say that one is the newest."""
    told = [one for one in earlier if KEPT_AS.get(one.key, "") not in after]  # a worst one is told by itself
    shown = [(one.key, one.value) for one in told if isinstance(one.value, Decimal)]
    if not shown:
        return ()
    (key, value), label = shown[-1], handbook.items[shown[-1][0]].label
    present = after.number(key)
    return (
        words(
            handbook,
            "earlier_alone" if present is None else "earlier_kept",
            values=", ".join(f"{handbook.items[name].label} {number(one)}" for name, one in shown),
            now=f"{label} {number(value if present is None else present)}",
            example=f"{label} {number(value)} now",
        ),
    )
