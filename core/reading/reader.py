"""A message to a reading: the stages in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Final

from core.lexicon import Lexicon
from core.reading.answers.acknowledged import without_acknowledgement
from core.reading.answers.answers import Answers, answer, asked_again, canonical
from core.reading.answers.intent import Intent, chatters, intend, new_patient
from core.reading.answers.mascc_command import spaced
from core.reading.counts import shares
from core.reading.counts.ellipsis import own_values
from core.reading.counts.lone import lone_number, renews, with_lone
from core.reading.counts.units import maybe_single_cells, no_numbers, settled_by_unit
from core.reading.counts.when import passed, with_time
from core.reading.explain import Seen, explain
from core.reading.findings import people
from core.reading.findings.duration import since_the_last
from core.reading.gathered import gather, settle
from core.reading.leftover import leftover
from core.reading.meaning.context import Context, understand
from core.reading.meaning.dates import with_dates
from core.reading.meaning.delays import set_delays_in_the_past
from core.reading.meaning.exercises import invented, supposed_throughout
from core.reading.meaning.generalities import set_generalities_aside
from core.reading.meaning.generic import set_aside, undecided
from core.reading.meaning.quoted import NOTHING_KNOWN, Known
from core.reading.meaning.requirements import set_requirements_aside
from core.reading.patients.patients import beside_the_patient, second_patient
from core.reading.patients.whom import of_whom
from core.reading.printed.components import totals
from core.reading.printed.fahrenheit import with_fahrenheit
from core.reading.printed.items import Item
from core.reading.printed.markup import Plain, unmark
from core.reading.printed.names import without_names
from core.reading.printed.numbers import Token
from core.reading.printed.said_again import said_again
from core.reading.printed.scan import scan, tokenise
from core.reading.printed.things import without_things
from core.reading.reading import Mention, Reading

LIMIT: Final = 8000  # characters; of a longer message only the beginning is read
NOTHING_DOUBTED: Final[Mapping[str, tuple[Decimal, ...]]] = MappingProxyType({})


def read(
    text: str,
    lexicon: Lexicon,
    asked: Sequence[str] = (),
    recent: Sequence[str] = (),
    doubted: Mapping[str, tuple[Decimal, ...]] = NOTHING_DOUBTED,
    known: Known = NOTHING_KNOWN,
) -> Reading:
    """Everything one message states about one patient.

    `asked` are the fact keys our last reply asked, in order; `recent` the keys stated before, the latest last;
    `doubted` the readings still possible of values in doubt, which a unit alone may settle; `known` the case, whose
    values a message may quote.
    Of a text beyond the limit only the beginning is read. Never raises on any text.
    """
    plain = unmark(text[:LIMIT])
    tokens = tokenise(plain.folded)
    opening = new_patient(tokens, lexicon.tables)
    if opening:  # what was asked and said was of the patient before
        tokens, asked, recent, doubted, known = tokens[opening:], (), (), {}, NOTHING_KNOWN
    items = totals(without_names(_scanned(tokens, plain, lexicon), lexicon.tables), plain.folded, lexicon)
    items = said_again(with_dates(items, lexicon.tables), plain.folded, lexicon.tables)
    context = _understood(items, lexicon, None if (recent or asked) and not known.relative else known.relative)
    if invented(items, context):
        return _of_nobody(text, plain, items, context, lexicon)
    gathered = gather(items, context, lexicon, asked)
    identifiers = people.identifies(plain, items, context, lexicon)
    second = second_patient(items, context, gathered.found, gathered.aged, lexicon, plain)
    second = 0 if recent and beside_the_patient(items, lexicon.tables["beside"]) else second
    if second is not None and (not asked or second == 0):
        both = _both(items, second, plain, lexicon)
        seen = Seen(text, plain, items, context, gathered.found, gathered.weighed, gathered.used)
        return Reading(two_patients=True, identifiers=identifiers, patients=both, seen=partial(explain, seen))
    intent = intend(tokens, items, context, lexicon, recent, known)
    mentions = _without_retracted(gathered.mentions, items, context, intent)
    if polite := chatters(tokens, lexicon):  # "ok" answers what was asked, or it is no more than thanks
        mentions = [one for one in mentions if one.key in canonical(asked, lexicon)]
    mentions += since_the_last(items, context, mentions, known.facts.number("temp_c"))
    settled = settled_by_unit(tokens, items, doubted, lexicon)
    lone, only_supposed = lone_number(items, context, gathered.used, (*doubted, *recent), lexicon, known)
    if settled or (lone and renews(items)):  # "repeat 1.4" speaks of what was said, not of the question
        answers = Answers(settled)
    else:
        answers = answer(items, context, asked_again(items, asked, known.answered), mentions, gathered.used, lexicon)
    supposed, doubts = list(gathered.supposed), [*gathered.doubts, *answers.doubts, *no_numbers(items, lexicon)]
    if answers.mentions:
        mentions = settle([*answers.mentions, *mentions], context)
    elif lone and only_supposed:
        supposed += lone
    elif lone:
        mentions, unclear, passed_by = with_lone(lone, mentions, items)
        doubts, gathered.series[:] = [*doubts, *unclear], [*gathered.series, *passed_by]
    if (doubt := maybe_single_cells(mentions, items, context)) is not None:
        mentions = [one for one in mentions if one.key != "anc"]
        doubts.append(doubt)
    mentions = without_acknowledgement(mentions, items, canonical(asked, lexicon), context)
    stated = {one.key for one in mentions}
    unsure = [key for key in undecided(items, context).values() if key not in stated]
    seen = Seen(text, plain, items, context, gathered.found, gathered.weighed, gathered.used, intent.silent, asked)
    silent = not mentions and not gathered.doubts and not answers.declined and not intent.question
    return Reading(
        mentions=tuple(_placed(one, plain) for one in with_time(mentions, items, context)),
        doubts=tuple(dict.fromkeys(one for one in doubts if one.key not in stated or one.key == "drugs")),
        retracted=intent.retracted,
        declined=tuple(dict.fromkeys(unsure or answers.declined)),
        series=tuple(gathered.series),
        passed=() if intent.correction or intent.silent else tuple(passed(gathered.weighed, mentions, items)),
        supposed=tuple(_placed(one, plain) for one in supposed),
        question=intent.question,
        hypothetical=intent.hypothetical,
        correction=intent.correction,
        new_patient=opening > 0,
        chitchat=silent and not opening and polite,
        help=intent.helps,
        undo=intent.undo and not mentions,
        identifiers=identifiers,
        relative=context.relative,
        of_whom=of_whom(items, context),
        too_long=len(text) > LIMIT,
        seen=partial(explain, seen),
        loose=partial(leftover, seen, tokens, known, canonical(asked, lexicon), lexicon),
    )


def _of_nobody(text: str, plain: Plain, items: list[Item], context: Context, lexicon: Lexicon) -> Reading:
    """The reading of an invented patient: what would be stated is a what-if, and nothing is asked again."""
    gathered = gather(items, context, lexicon)
    supposed = (_placed(one, plain) for one in (*gathered.mentions, *gathered.supposed))
    seen = Seen(text, plain, items, supposed_throughout(context), gathered.found, gathered.weighed, gathered.used)
    return Reading(
        supposed=tuple(supposed),
        hypothetical=True,
        invented=True,
        question=any(item.text == "?" for item in items),
        identifiers=people.identifies(plain, items, context, lexicon),
        too_long=len(text) > LIMIT,
        seen=partial(explain, seen),
    )


def _scanned(tokens: list[Token], plain: Plain, lexicon: Lexicon) -> list[Item]:
    """The pieces, without the numbers of things."""
    return with_fahrenheit(without_things(shares.told(spaced(scan(tokens, plain, lexicon), lexicon), lexicon)), lexicon)


def _understood(items: list[Item], lexicon: Lexicon, relative: str | None = None) -> Context:
    """How each piece is meant, with all that is set aside."""
    context = set_generalities_aside(items, set_aside(items, understand(items, lexicon.tables, relative)))
    return own_values(items, set_delays_in_the_past(items, set_requirements_aside(items, context)), lexicon)


def _both(items: list[Item], second: int, plain: Plain, lexicon: Lexicon) -> tuple[tuple[Mention, ...], ...]:
    """The facts of each of two patients, each part read by itself."""
    parts = (gather(part, _understood(part, lexicon), lexicon) for part in (items[:second], items[second:]))
    return tuple(tuple(_placed(one, plain) for one in part.mentions) for part in parts)


def _placed(one: Mention, plain: Plain) -> Mention:
    """The mention with its span in the message as it arrived."""
    if plain.origin is None:
        return one
    start, end = plain.place(one.start, one.end)
    return one.at(start, end)


def _without_retracted(
    mentions: Sequence[Mention], items: list[Item], context: Context, intent: Intent
) -> list[Mention]:
    """Nothing is stated by a sentence that takes something back."""
    if not intent.silent:
        return list(mentions)
    places = {items[at].start for at in range(len(items)) if context.sentence[at] in intent.silent}
    return [one for one in mentions if one.start not in places]
