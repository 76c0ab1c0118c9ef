"""Counts of a sample that is not to be trusted: clotted, diluted, mislabelled, doubted. They are asked, never taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from core.reading.meaning.context import Context
from core.reading.meaning.marks import OTHER, PAST, RECENT, SUPPOSED
from core.reading.meaning.retractions import first_words
from core.reading.printed.items import Item
from core.reading.reading import Doubt, Mention

COUNTS: Final = {
    "anc": "anc",
    "anc_below": "anc",
    "wbc": "wbc",
    "wbc_below": "wbc",
    "platelets": "platelets",
    "hgb": "hgb",
}
SPOILT: Final = ("spoilt", "spoilt_beside", "spoilt_if_asked")
CLOSES: Final = frozenset({",", ".", ";", "?", "!", ")", "\n"})
LEADS: Final = frozenset({"?", "(", "-", "but", "is", "was", "looks", "may", "be", "possibly", "probably"})
REPEATS: Final = ("repeat", "rpt", "recheck", "new", "recount", "manual")
PLATELETS: Final = frozenset({"clumped", "clumps", "clumping", "platelet clumps", "plt clumps"})
WIDEST: Final = 4  # words of a phrase
NEAR: Final = 3  # pieces between the word and the thing it is said of
REACH: Final = 24  # pieces between a count and the word that spoils its sample
NEWER: Final = 4  # pieces before a count in which a word of now makes it a newer one
SENTENCES: Final = 2  # ends of a sentence between a count and the word behind it
ENDS: Final = frozenset({".", ";", "!", "?", "\n"})
WHY: Final = "the sample may not be reliable"


def without_spoilt(
    items: list[Item], context: Context, mentions: Sequence[Mention]
) -> tuple[list[Mention], list[Doubt]]:
    """The mentions without the counts of such a sample, and the doubts on these."""
    told = sorted((one for one in mentions if one.key in COUNTS and isinstance(one.value, Decimal)), key=_place)
    if not told or not _speaks_of_one(context):
        return list(mentions), []
    at_of = {item.start: at for at, item in enumerate(items)}
    unsure: dict[str, Doubt] = {}
    for at, phrase in _spoils(items, context):
        for one in told:
            place = at_of.get(one.start, -REACH)
            own = COUNTS[one.key] == "platelets" or phrase not in PLATELETS
            own = own and (place < at or phrase not in context.rules["retract_after"])  # "wrong tube, ANC is 0.8"
            if own and abs(place - at) < REACH and _of_this(items, context, at, place):
                assert isinstance(one.value, Decimal)
                unsure[one.key] = Doubt(COUNTS[one.key], one.printed, (one.value,), f"{WHY} ({phrase})")
    gone = unsure.keys() | ({"anc_age_h"} if "anc" in unsure else set())
    return [one for one in mentions if one.key not in gone], list(unsure.values())


def nameless(items: list[Item], context: Context, used: frozenset[int]) -> list[Doubt]:
    """The doubt on the only number, with decimals and no name, of a message on such a sample: "0.4? clotted sample"."""
    if "measure" in context.roles or not _speaks_of_one(context):
        return []
    numbers = [at for at, item in enumerate(items) if item.number is not None]
    number = items[numbers[0]].number if len(numbers) == 1 and numbers[0] not in used else None
    if number is None or number.whole or number.mask or number.unit is not None or number.other is not None:
        return []
    near = ((at, phrase) for at, phrase in _spoils(items, context) if abs(at - numbers[0]) < REACH)
    phrase = next((phrase for at, phrase in near if _of_this(items, context, at, numbers[0])), "")
    return [Doubt("anc", number.printed, (number.value,), f"{WHY} ({phrase})")] if phrase else []


def _speaks_of_one(context: Context) -> bool:
    return not context.openings.isdisjoint(_openings(*[context.rules[name] for name in SPOILT]))


@lru_cache(maxsize=4)
def _openings(*phrases: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*[first_words(many) for many in phrases])


def _place(one: Mention) -> int:
    return one.start


def _spoils(items: list[Item], context: Context) -> Iterator[tuple[int, str]]:
    """The places where a sample of this patient is said or feared to be spoilt, and the words that say so."""
    opening = _openings(*[context.rules[name] for name in SPOILT])
    for at, item in enumerate(items):
        if item.text.partition(" ")[0] not in opening or context.has(at, OTHER | SUPPOSED):
            continue
        phrase = _phrase(items, at, context.rules["spoilt"])
        if not phrase and (word := _phrase(items, at, context.rules["spoilt_beside"])):
            phrase = word if _is_of_a_sample(items, at, context.rules["samples"]) else ""
        if not phrase and (word := _phrase(items, at, context.rules["spoilt_if_asked"])):
            phrase = f"{word}?" if _is_asked(items, at, len(word.split())) else ""
        if phrase and not _denied(items, at) and not _of_another(items, context, at, phrase):
            yield at, phrase


def _phrase(items: list[Item], at: int, phrases: frozenset[str]) -> str:
    """The longest of the phrases that begins here; nothing when none does."""
    if items[at].text.partition(" ")[0] not in first_words(phrases):
        return ""
    spoken = (" ".join(item.text for item in items[at : at + size]).rstrip(" ,") for size in range(WIDEST, 0, -1))
    return next((words for words in spoken if words in phrases), "")


def _is_of_a_sample(items: list[Item], at: int, samples: frozenset[str]) -> bool:
    """Whether a sample is spoken of beside it, or a value stands right before it: "0.4 ?clotted", "sample diluted"."""
    closes = at + 1 == len(items) or items[at + 1].text in CLOSES  # "ANC 0.4, clotted", but no "dodgy tummy"
    leads = LEADS | {","} if closes else LEADS
    lead = [one for one in items[max(0, at - NEAR) : at] if one.text not in leads]
    near = (*items[max(0, at - NEAR) : at], *items[at + 1 : at + 2])
    return any(one.text in samples for one in near) or (bool(lead) and lead[-1].number is not None)


def _is_asked(items: list[Item], at: int, size: int) -> bool:
    """Whether "real" or the like is asked: "?real", "accurate?"."""
    before = items[at - 1] if at else None
    behind = items[at + size].text if at + size < len(items) else ""
    return behind == "?" or (before is not None and (before.text == "?" or "maybe" in before.cues))


def _denied(items: list[Item], at: int) -> bool:
    """Whether it is said not to be: "not clotted", "no haemolysis"."""
    return any("negation" in items[j].cues or items[j].text == "no" for j in range(max(0, at - 2), at))


def _of_another(items: list[Item], context: Context, at: int, phrase: str) -> bool:
    """Whether another test, an earlier sample or a line is meant: "K haemolysed", "first clotted", "PICC clotted"."""
    size = len(phrase.split())
    words = context.rules["spoils_another"]
    before = [j for j in range(max(0, at - NEAR), at) if items[j].text not in {"(", "-"}]
    before = [j for j in before if not any(items[k].text in {",", *ENDS} for k in range(j, at))]
    behind = [
        j for j in range(at + size, min(len(items), at + size + 2)) if context.sentence[j] == context.sentence[at]
    ]
    potassium = any(items[j].text in context.rules["spoilt_by_haemolysis"] for j in (*before, *behind))
    named = next((j for j in reversed(before) if items[j].role == "measure"), at)
    pending = named < at and all(one.number is None for one in items[named:at])
    line = (j for j in (*before, *behind[:1]) if items[j].text in words or items[j].key == "cvc")
    return pending or potassium or next(line, None) is not None


def _of_this(items: list[Item], context: Context, at: int, place: int) -> bool:
    """Whether the count at *place* is of the sample spoken of at *at*: in one sentence, no repeat between, not old."""
    if context.has(place, PAST | RECENT):
        return False
    first, last = sorted((at, place))
    ends = sum(item.text in ENDS for item in items[first + 1 : last])
    if place > at and (ends or any("now" in one.cues for one in items[max(0, place - NEWER) : place])):
        return False
    repeated = any("update" in one.cues and one.text.startswith(REPEATS) for one in items[first + 1 : last])
    return ends <= SENTENCES and not repeated
