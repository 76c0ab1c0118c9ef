"""Everything stated in a message, or in a part of it: the stages that need no knowledge of the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, final

from core.lexicon import Lexicon
from core.reading.answers.answers import canonical
from core.reading.answers.mascc_command import by_order
from core.reading.answers.pieces import says_yes_or_no
from core.reading.counts import shares
from core.reading.counts.aged import kept, usual_pressure
from core.reading.counts.attach import attach
from core.reading.counts.candidate import Candidate
from core.reading.counts.choose import choose
from core.reading.counts.differential import without_shares, without_stray_bands
from core.reading.counts.earlier_day import with_earlier_days
from core.reading.counts.ellipsis import own_doubts, owned
from core.reading.counts.mended import mend
from core.reading.counts.missed import with_missed
from core.reading.counts.sources import two_sources
from core.reading.counts.tables import lay_out
from core.reading.counts.temperature import choose_temperatures
from core.reading.counts.weighing import Valued, weigh
from core.reading.drugs import drugs
from core.reading.drugs.allergies import allergies
from core.reading.drugs.antibiotics import by_the_clock, treated_for
from core.reading.drugs.held import held_days, phase
from core.reading.drugs.therapy import therapy
from core.reading.findings import people
from core.reading.findings.children import child
from core.reading.findings.diseases import tumours
from core.reading.findings.findings import find
from core.reading.meaning.context import Context
from core.reading.meaning.dates import stamps
from core.reading.meaning.marks import PAST
from core.reading.printed.items import Item
from core.reading.printed.panel import panel
from core.reading.printed.quartet import quartet
from core.reading.printed.saturation import saturation
from core.reading.printed.slash import named_by_order
from core.reading.reading import Doubt, Mention

NAMES: Final = frozenset({"drugs", "drugs_stopped", "contexts", "regimen", "allergic_to"})
COOL: Final = frozenset({"temp_c", "temp_max_c", "fever_denied"})
FEVERISH: Final = frozenset({"temp_c", "temp_max_c", "fever_reported"})
UNSAID: Final = frozenset({"ignored", "ignored_pct", "no_drugs", ""})


@final
class Gathered:
    """The facts of a message or of a part of it, before the reply to a question is looked at."""

    __slots__ = ("aged", "doubts", "found", "mentions", "series", "supposed", "used", "weighed")

    def __init__(
        self,
        mentions: list[Mention],
        doubts: list[Doubt],
        series: list[tuple[str, Decimal]],
        supposed: list[Mention],
        used: frozenset[int],
        aged: Sequence[tuple[int, Decimal]],
        found: Sequence[Candidate],
        weighed: Mapping[str, Sequence[Valued]],
    ) -> None:
        self.mentions = mentions
        self.doubts = doubts
        self.series = series
        self.supposed = supposed
        self.used = used
        self.aged = aged
        self.found = found
        self.weighed = weighed


def gather(items: list[Item], context: Context, lexicon: Lexicon, asked: Sequence[str] = ()) -> Gathered:
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
    mended = mend(items, context, *attach(items, context, lexicon, table.named, ordered), lexicon)
    found, used = mended.found, mended.used
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
    doubts = [*mended.doubts, *chosen.doubts, *temp_doubts, *drug_doubts, *earlier_doubts]
    doubts += [*own_doubts(items, context.unsure, lexicon), *by_the_clock(items, context, lexicon, taken, treated)]
    mentions, doubts = with_missed(items, context, (found, used), mentions, doubts, lexicon)
    mentions, doubts = with_earlier_days(items, context, weighed, dates, (mentions, doubts))
    supposed = [*chosen.supposed, *(chosen.supposed and find(items, context, found, supposed=True)), *supposed_drugs]
    return Gathered(settle(mentions, context), doubts, chosen.series, supposed, used, aged, found, weighed)


def settle(mentions: Sequence[Mention], context: Context) -> list[Mention]:
    """One statement a key; a denied fever falls before a measured or reported one."""
    keys = {one.key for one in mentions}
    hot = not keys.isdisjoint(FEVERISH) and _hot(mentions, context)
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


def _hot(mentions: Sequence[Mention], context: Context) -> bool:
    """Whether a fever is reported or measured."""
    fever = Decimal(context.rules["limits"]["fever"])
    return any(
        (one.key == "fever_reported" and one.value is True)
        or (one.key in ("temp_c", "temp_max_c") and isinstance(one.value, Decimal) and one.value >= fever)
        for one in mentions
    )
