"""A message to a reading: the stages in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Final, NamedTuple

from core.lexicon import Lexicon
from core.reading import drugs, people, shares
from core.reading.acknowledged import without_acknowledgement
from core.reading.aged import kept, usual_pressure
from core.reading.allergies import allergies
from core.reading.answers import Answers, answer, asked_again, canonical
from core.reading.antibiotics import by_the_clock, treated_for
from core.reading.attach import Candidate, attach
from core.reading.children import child
from core.reading.choose import choose
from core.reading.components import totals
from core.reading.context import Context, understand
from core.reading.dates import stamps, with_dates
from core.reading.delays import set_delays_in_the_past
from core.reading.differential import without_shares, without_stray_bands
from core.reading.diseases import tumours
from core.reading.duration import since_the_last
from core.reading.earlier_day import with_earlier_days
from core.reading.ellipsis import own_doubts, own_values, owned
from core.reading.exercises import invented, supposed_throughout
from core.reading.explain import Seen, explain
from core.reading.fahrenheit import with_fahrenheit
from core.reading.findings import find
from core.reading.generalities import set_generalities_aside
from core.reading.generic import set_aside, undecided
from core.reading.held import held_days, phase
from core.reading.intent import Intent, chatters, intend, new_patient
from core.reading.items import Item
from core.reading.leftover import leftover
from core.reading.lone import lone_number, renews, with_lone
from core.reading.marks import PAST
from core.reading.markup import Plain, unmark
from core.reading.mascc_command import by_order, spaced
from core.reading.mended import mend
from core.reading.missed import with_missed
from core.reading.names import without_names
from core.reading.numbers import Token
from core.reading.panel import panel
from core.reading.patients import beside_the_patient, second_patient
from core.reading.pieces import says_yes_or_no
from core.reading.quartet import quartet
from core.reading.quoted import NOTHING_KNOWN, Known
from core.reading.reading import Doubt, Mention, Reading
from core.reading.requirements import set_requirements_aside
from core.reading.said_again import said_again
from core.reading.saturation import saturation
from core.reading.scan import scan, tokenise
from core.reading.slash import named_by_order
from core.reading.sources import two_sources
from core.reading.tables import lay_out
from core.reading.temperature import choose_temperatures
from core.reading.therapy import therapy
from core.reading.things import without_things
from core.reading.units import maybe_single_cells, no_numbers, settled_by_unit
from core.reading.weighing import Valued, weigh
from core.reading.when import passed, with_time
from core.reading.whom import of_whom

LIMIT: Final = 8000  # characters; of a longer message only the beginning is read
NOTHING_DOUBTED: Final[Mapping[str, tuple[Decimal, ...]]] = MappingProxyType({})
NAMES: Final = frozenset({"drugs", "drugs_stopped", "contexts", "regimen", "allergic_to"})
COOL: Final = frozenset({"temp_c", "temp_max_c", "fever_denied"})
UNSAID: Final = frozenset({"ignored", "ignored_pct", "no_drugs", ""})


class Gathered(NamedTuple):
    """The facts of a message or of a part of it, before the reply to a question is looked at."""

    mentions: list[Mention]
    doubts: list[Doubt]
    series: list[tuple[str, Decimal]]
    supposed: list[Mention]
    used: frozenset[int]
    aged: Sequence[tuple[int, Decimal]]
    found: Sequence[Candidate]
    weighed: Mapping[str, Sequence[Valued]]


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
    gathered = _gather(items, context, lexicon, asked)
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
        mentions = _settled([*answers.mentions, *mentions], context)
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
        help=intent.help,
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
    gathered = _gather(items, context, lexicon)
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


def _gather(items: list[Item], context: Context, lexicon: Lexicon, asked: Sequence[str] = ()) -> Gathered:
    """All stages that need no knowledge of the case; a bare number among answers to what was *asked* is no age."""
    ordered = {
        **named_by_order(items, lexicon.tables),
        **(panel(items) if "n" in context.words else {}),
        **saturation(items),
        **quartet(items),
    }
    ordered.update((at, keys[0]) for at, keys in (*context.own.items(), *context.unsure.items()))
    dates = stamps(items, context)
    table = lay_out(items, dates, lexicon.tables)
    found, used, mended = mend(items, context, *attach(items, context, lexicon, table.named, ordered), lexicon)
    found = [*(one for one in found if one.at not in context.unsure), *owned(items, context.own)]
    found = two_sources(items, context, shares.with_counts(items, found, lexicon), lexicon)
    aged = people.ages(items, context, used)
    weighed = weigh(items, context, found, lexicon, dates, table.timed)
    weighed = without_stray_bands(without_shares(weighed), items)
    chosen = choose(items, context, weighed)
    temps, temp_doubts = choose_temperatures(items, context, weighed.get("temp_c", []))
    findings = find(items, context, found)
    dated, earlier_doubts = kept(items, context, weighed, chosen, {one.key for one in (*chosen.mentions, *temps)})
    allergic = allergies(items, context, lexicon)
    taken, supposed_drugs, drug_doubts = drugs.read_drugs(items, context, lexicon, allergic.barred)
    mentions = [
        *chosen.mentions,
        *temps,
        *dated,
        *usual_pressure(weighed, items),
        *(one for one in findings if one.key != "chemo_recent"),  # therapy weighs it with the drugs
        *allergic.mentions,
        *taken,
        *tumours(items, context, lexicon),
        *therapy(items, context, lexicon, taken, findings),
        *by_order(items, lexicon),
        *held_days(items, context, taken),
    ]
    treated = treated_for(items, context, lexicon, taken)
    mentions += [*treated, *drugs.doses(items, context, taken), *drugs.prophylaxis(items, context, lexicon)]
    if not any(one.key == "cml_phase" for one in mentions):
        mentions += phase(items, context, lexicon)
    age = next((one for one in aged if not context.has(one[0], PAST)), aged[0] if aged else None)
    stated = next((one for one in mentions if one.key == "age_years"), None)
    answering = bool(asked) and "age_years" not in canonical(asked, lexicon) and says_yes_or_no(items, lexicon)
    if age is None and stated is None and mentions and not answering:
        age = people.lone_age(items, context, used)
    if age is not None and (stated is None or items[age[0]].start < stated.start):
        mentions = [*(one for one in mentions if one.key != "age_years"), people.age_mention(items, *age)]
    elif stated is None and (young := child(items, context)) is not None:
        mentions.append(young)
    doubts = [*mended, *chosen.doubts, *temp_doubts, *drug_doubts, *earlier_doubts]
    doubts += [*own_doubts(items, context.unsure, lexicon), *by_the_clock(items, context, lexicon, taken, treated)]
    mentions, doubts = with_missed(items, context, (found, used), mentions, doubts, lexicon)
    mentions, doubts = with_earlier_days(items, context, weighed, dates, (mentions, doubts))
    supposed = [*chosen.supposed, *(chosen.supposed and find(items, context, found, supposed=True)), *supposed_drugs]
    return Gathered(_settled(mentions, context), doubts, chosen.series, supposed, used, aged, found, weighed)


def _both(items: list[Item], second: int, plain: Plain, lexicon: Lexicon) -> tuple[tuple[Mention, ...], ...]:
    """The facts of each of two patients, each part read by itself."""
    parts = (_gather(part, _understood(part, lexicon), lexicon) for part in (items[:second], items[second:]))
    return tuple(tuple(_placed(one, plain) for one in part.mentions) for part in parts)


def _placed(one: Mention, plain: Plain) -> Mention:
    """The mention with its span in the message as it arrived."""
    if plain.origin is None:
        return one
    start, end = plain.place(one.start, one.end)
    return one._replace(start=start, end=end)


def _without_retracted(
    mentions: Sequence[Mention], items: list[Item], context: Context, intent: Intent
) -> list[Mention]:
    """Nothing is stated by a sentence that takes something back."""
    if not intent.silent:
        return list(mentions)
    places = {items[at].start for at in range(len(items)) if context.sentence[at] in intent.silent}
    return [one for one in mentions if one.start not in places]


def _settled(mentions: Sequence[Mention], context: Context) -> list[Mention]:
    """One statement a key; a denied fever falls before a measured or reported one."""
    keys = {one.key for one in mentions}
    fever = Decimal(context.rules["limits"]["fever"])
    hot = any(
        (one.key == "fever_reported" and one.value is True)
        or (one.key in ("temp_c", "temp_max_c") and isinstance(one.value, Decimal) and one.value >= fever)
        for one in mentions
    )
    drop = {"fever_denied": hot, "anc_below": "anc" in keys}
    shaky = any(one.key in ("rigors", "unwell") and one.value is True and not one.note for one in mentions)
    settled: dict[tuple[str, object], Mention] = {}
    for one in mentions:
        if one.key == "temp_sustained" and one.value is True and not hot and keys & COOL:
            continue  # "37.4 since morning": what lasts is no fever
        if shaky and one.key == "mascc.burden" and one.value == "none_mild":
            continue  # rigors are no "none or mild" symptoms, whatever else is said
        if one.key not in UNSAID and not drop.get(one.key) and not (one.key == "contexts" and one.value == "induction"):
            settled[one.key, one.value if one.key in NAMES else None] = one
    return list(settled.values())
