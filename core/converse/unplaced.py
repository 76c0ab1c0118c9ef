"""A message is never passed over in silence: a number, a name or a correction that came to nothing is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.converse import intent as intents
from core.converse.fold import Case
from core.converse.hearing import Heard
from core.facts import Facts
from core.guideline import Handbook
from core.reading.reading import Doubt, Leftover, Loose
from core.reply.words import echo

WITHOUT = frozenset(
    {intents.QUESTION, intents.HYPOTHETICAL, intents.HELP, intents.UNDO, intents.TWO_PATIENTS, intents.CHITCHAT}
)
COUNT = frozenset({"anc", "anc_below"})


def said_aloud(heard: Heard, before: Case, handbook: Handbook) -> Heard:
    """The message with what it left unplaced put into words, and into doubt where nothing else came of it.

    A first message may tell much that is nobody's business here: only what may be its missing count is asked.
    """
    turn = heard.turn
    something = turn.stated or turn.retracted or turn.declined or turn.doubts
    if heard.intent in WITHOUT:
        return heard
    left = heard.reading.leftover()
    if (before.empty and not before.asked) or turn.new_case:
        return _with_its_count(heard, left, handbook)
    if something:
        left = left._replace(numbers=tuple(one._replace(readings=()) for one in left.numbers))
    loose = [one for one in left.numbers if one.readings]
    sentences = tuple(_sentences(left, handbook, told=bool(something)))
    if len(loose) != 1:
        return replace(heard, unplaced=(*(_lost(one, handbook) for one in loose), *sentences))
    return replace(_in_doubt(heard, loose[0], before, handbook), unplaced=sentences)


def _with_its_count(heard: Heard, left: Leftover, handbook: Handbook) -> Heard:
    """A first message without a count, and the one nameless number with decimals in it: is it the count?"""
    counts = {one.key for one in heard.turn.stated} | {one.key for one in heard.doubts}
    loose = [one for one in left.numbers if dict(one.readings).keys() & COUNT]
    if not heard.turn.stated or counts & COUNT or len(loose) != 1:
        return heard
    return _in_doubt(heard, loose[0], Case(), handbook)


def _sentences(left: Leftover, handbook: Handbook, *, told: bool) -> Iterator[str]:
    """What to say of each piece that came to nothing; a name or a unit only where the message told nothing else."""
    phrases = handbook.phrases
    plain: dict[str, list[str]] = {"number": [], "quoted": [], "held": [], "denied": []}
    told = told or any(one.readings for one in left.numbers)
    for one in left.numbers:
        name = _kind(one)
        if not one.readings and not (told and (one.held or not one.alone)):
            plain[name].append(one.printed)
    for name, printed in plain.items():
        if printed:
            yield phrases[f"unplaced.{name}"].format(printed=", ".join(dict.fromkeys(printed)))
    if left.numbers or told:
        return
    if left.correction:
        yield phrases["unplaced.correction"]
    elif left.measures:
        yield phrases["unplaced.measure"].format(names=", ".join(words for _, words in left.measures))
    elif left.unit:
        yield phrases["unplaced.unit"]


def _kind(one: Loose) -> str:
    """Which sentence a number gets that may be nothing we know."""
    if one.held:
        return "denied" if one.wrong else "held"
    return "quoted" if one.wrong else "number"


def _lost(one: Loose, handbook: Handbook) -> str:
    names = _either(one, handbook)
    return handbook.phrases["unplaced.which"].format(printed=one.printed, names=names)


def _in_doubt(heard: Heard, one: Loose, before: Case, handbook: Handbook) -> Heard:
    """The turn with both the values known and the one told possible, for each fact it may be a value of."""
    keys = [key for key, _ in one.readings]
    known = [key for key in keys if key in before.facts]
    doubt = Doubt(keys[0], one.printed, tuple(value for _, value in one.readings), _why(one, known, before, handbook))
    readings = [(key, value) for key, told in one.readings for value in (before.facts.number(key), told)]
    turn = replace(
        heard.turn,
        intent=intents.CORRECT if heard.reading.correction else intents.ADD if before.facts else heard.intent,
        doubts=(*heard.turn.doubts, *keys),
        readings=(*heard.turn.readings, *((key, value) for key, value in readings if value is not None)),
        unplaced=one.readings,
    )
    return replace(heard, intent=turn.intent, turn=turn, doubts=(*heard.doubts, doubt))


def _why(one: Loose, known: Sequence[str], before: Case, handbook: Handbook) -> str:
    """The question what it is, and which earlier values stay meanwhile."""
    asked = handbook.phrases["unplaced.is-it"].format(names=_either(one, handbook))
    if not known:
        return asked
    values = echo(Facts.of(replace(before.facts.stated[key], note="") for key in known), handbook)
    return f"{asked} {handbook.phrases['unplaced.stays'].format(values=values)}"


def _either(one: Loose, handbook: Handbook) -> str:
    labels = [handbook.items[key].label for key, _ in one.readings]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}"
