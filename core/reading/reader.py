"""A message to a reading: the stages in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from core.lexicon import Lexicon
from core.reading import drugs, people
from core.reading.attach import Candidate, attach
from core.reading.choose import Valued, choose, weigh
from core.reading.context import Context, understand
from core.reading.findings import find
from core.reading.items import Item
from core.reading.markup import Plain, unmark
from core.reading.reading import Doubt, Mention, Reading
from core.reading.scan import scan
from core.reading.temperature import choose_temperatures
from core.reading.therapy import therapy, tumours

LIMIT = 8000  # characters; a longer message is not read at all
NAMES = frozenset({"drugs", "drugs_stopped", "contexts", "regimen"})
NO_CASE_OF_ITS_OWN = frozenset({"ignored", "ignored_pct"})


def read(text: str, lexicon: Lexicon, asked: Sequence[str] = (), recent: Sequence[str] = ()) -> Reading:
    """Everything one message states about one patient.

    `asked` are the fact keys our last reply asked, in order; `recent` the keys stated before, the latest last.
    Never raises on any text.
    """
    if len(text) > LIMIT:
        return Reading(too_long=True)
    plain = unmark(text)
    return _read_plain(plain, lexicon)


def _read_plain(plain: Plain, lexicon: Lexicon) -> Reading:
    items = scan(plain, lexicon)
    context = understand(items, lexicon.tables)
    found, used = attach(items, context, lexicon)
    aged = people.ages(items, context, found, used)
    identifiers = people.identifies(plain, items, lexicon)
    second = people.second_patient(items, context, found, aged)
    if second is not None:
        parts = (items[:second], items[second:])
        both = tuple(tuple(_gather(part, lexicon)[0]) for part in parts)
        return Reading(two_patients=True, identifiers=identifiers, patients=both)
    mentions, doubts, series, supposed = _facts(items, context, found, used, aged, lexicon)
    return Reading(tuple(mentions), tuple(doubts), series=tuple(series), supposed=tuple(supposed), identifiers=identifiers)


def _gather(items: Sequence[Item], lexicon: Lexicon) -> tuple[list[Mention], list[Doubt], list[tuple[str, Decimal]], list[Mention]]:
    """The facts of a part of a message, read by itself."""
    context = understand(items, lexicon.tables)
    found, used = attach(items, context, lexicon)
    return _facts(items, context, found, used, people.ages(items, context, found, used), lexicon)


def _facts(
    items: Sequence[Item], context: Context, found: Sequence[Candidate], used: frozenset[int], aged: Sequence[tuple[int, Decimal]], lexicon: Lexicon
) -> tuple[list[Mention], list[Doubt], list[tuple[str, Decimal]], list[Mention]]:
    weighed = weigh(items, context, found, lexicon)
    chosen = choose(items, context, weighed)
    temps, temp_doubts = choose_temperatures(items, context, weighed.get("temp_c", []))
    findings = find(items, context, found, lexicon)
    taken, supposed_drugs, drug_doubts = drugs.read_drugs(items, context, lexicon)
    mentions = [*chosen.mentions, *temps, *findings, *taken, *tumours(items, context, lexicon), *therapy(items, context, lexicon, taken, findings)]
    mentions += [*drugs.doses(items, context), *drugs.prophylaxis(items, context, lexicon)]
    age = aged[0] if aged else people.lone_age(items, context, used) if mentions else None
    if age is not None and not any(one.key == "age_years" for one in mentions):
        mentions.append(people.age_mention(items, *age))
    return _settled(mentions, weighed, context), [*chosen.doubts, *temp_doubts, *drug_doubts], chosen.series, [*chosen.supposed, *supposed_drugs]


def _settled(mentions: Sequence[Mention], weighed: Mapping[str, Sequence[Valued]], context: Context) -> list[Mention]:
    """One statement a key; what contradicts a measured fever or a placeholder falls away."""
    keys = {one.key for one in mentions}
    fever = Decimal(context.rules["limits"]["fever"])
    hot = "fever_reported" in keys or any(
        one.key in ("temp_c", "temp_max_c") and isinstance(one.value, Decimal) and one.value >= fever for one in mentions
    )
    drop = {"ignored", ""} | ({"fever_denied"} if hot else set()) | ({"anc_below"} if "anc" in keys else set())
    settled: dict[tuple[str, object], Mention] = {}
    for one in mentions:
        if one.key not in drop and not (one.key == "contexts" and one.value == "induction"):
            settled[one.key, one.value if one.key in NAMES else None] = one
    return list(settled.values())
