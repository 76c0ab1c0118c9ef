"""What a message holds that looks like a value or a correction, and that was neither taken nor explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon
from core.reading.counts.lone import CHANGE, PICK, part_of, quiet
from core.reading.counts.units import stray_unit
from core.reading.explain import Seen
from core.reading.meaning.marks import ASKED as IN_A_QUESTION
from core.reading.meaning.marks import OTHER, SUPPOSED
from core.reading.meaning.quoted import PRINTED_AS, Known, holders, plainly, wrong_ones
from core.reading.meaning.retractions import taking_back
from core.reading.printed.items import Item, Number
from core.reading.printed.no_value import MISTAKES
from core.reading.printed.numbers import Token
from core.reading.printed.values import amount, bounded
from core.reading.reading import LEFT, Leftover, Loose, Reading
from core.reading.reasons import unplaced

STRONG: Final = frozenset(
    {"correction", "correction:", "i meant", "i mean", "meant", "meant to say", "edit:", "amended"}
) | {
    "should read",
    "should say",
    "should have said",
    "misread",
    "mistyped",
    "wrong one",
    "scratch that",
    "my mistake",
    "typo",
}


def leftover(
    seen: Seen, tokens: list[Token], known: Known, asked: Sequence[str], lexicon: Lexicon, reading: Reading
) -> Leftover:
    """What of the message has to be asked about, its question and what it supposes left out."""
    items, context = seen.items, seen.context
    aside = IN_A_QUESTION | SUPPOSED | OTHER
    told = {one.key for one in reading.mentions}
    asked = [key for key in asked if key not in told]
    reasons = {(one.start, one.end): one.why for one in reading.explain() if one.kind == LEFT and not one.became}
    numbers = [
        (at, loose)
        for at, item in enumerate(items)
        if item.number is not None and unplaced(reasons.get(seen.plain.place(item.start, item.end), ""))
        if not context.has(at, aside) and (loose := _loose(items, at, known, asked, lexicon)) is not None
    ]
    back = taking_back(items, context, lexicon)
    left = tuple(one if context.sentence[at] not in back else _denied(one) for at, one in numbers)
    pending = any("pending" in item.cues for item in items)
    measures = [] if pending else [one for one in _named(items, seen) if not context.has(one, aside)]
    return Leftover(
        left,
        tuple(dict.fromkeys((items[at].key, items[at].text) for at in measures)),
        stray_unit(tokens, lexicon),
        bool(back) or any(item.text in STRONG or item.text in MISTAKES for item in items if not item.number),
    )


def _denied(one: Loose) -> Loose:
    """A number of a sentence that takes something back: no value of the case is so."""
    return one if one.held else one._replace(readings=(), wrong=True)


def _named(items: list[Item], seen: Seen) -> Iterator[int]:
    """The measures no number was found for."""
    taken = {one.term for one in seen.found}
    return (at for at, item in enumerate(items) if item.role == "measure" and at not in taken and not item.number)


def _loose(items: list[Item], at: int, known: Known, asked: Sequence[str], lexicon: Lexicon) -> Loose | None:
    """The number with what it may be; None where the words beside it make it a count of things, or a pick."""
    number = items[at].number
    assert number is not None
    first, end = part_of(items, at)
    beside = [items[j] for j in range(first, end) if j != at]
    if any(item.text in lexicon.tables["never_beside"] for item in beside):
        return None
    held, wrong = bool(holders(number, known, lexicon)), at in wrong_ones(items)
    if held:  # "not 76, 67" put right already, "0.9" told already
        return Loose(number.printed, wrong=wrong, held=True)
    alone = all(quiet(item, lexicon) or item.cues.keys() & CHANGE for item in beside)
    if number.whole and number.unit is None and number.other is None and not alone:
        return None if number.value < PICK or _counts_things(items, at, lexicon) else Loose(number.printed, alone=False)
    nothing = wrong or number.bound == ">"  # a lower bound is the value of nothing
    readings = () if nothing else tuple(_readings(number, known, asked, lexicon))
    return Loose(number.bound + number.printed, readings, wrong, alone=alone)


def _counts_things(items: list[Item], at: int, lexicon: Lexicon) -> bool:
    """Whether a plain word in the plural follows, which is what the number counts: "104 patients"."""
    follows = items[at + 1] if at + 1 < len(items) else None
    plural = follows is not None and follows.kind == "word" and follows.text.endswith("s") and not follows.cues
    return follows is not None and plural and not quiet(follows, lexicon)


def _readings(number: Number, known: Known, asked: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[str, Decimal]]:
    """What it may be: a value that was asked, else one of those told last, else any told, or the neutrophils."""
    told = [PRINTED_AS.get(one.key, one.key) for one in known.facts]
    lead = () if number.whole else ("anc",)
    for keys in (asked, (*lead, *known.latest), told):
        found = [one for key in dict.fromkeys(keys) if (one := _as_value(number, key, lexicon)) is not None]
        if found:
            yield from found
            return


def _as_value(number: Number, key: str, lexicon: Lexicon) -> tuple[str, Decimal] | None:
    """The number as a value of a fact, a bound as its bound."""
    if key not in lexicon.measures or not plainly(key, number, lexicon):
        return None
    value = amount(key, number, lexicon).value
    assert value is not None
    fact = bounded(key, value, lexicon.tables["limits"], below=True) if number.bound else (key, value)
    return (fact[0], fact[1]) if fact is not None and isinstance(fact[1], Decimal) else None
