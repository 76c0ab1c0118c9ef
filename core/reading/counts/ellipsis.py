"""The patient's own numbers behind a rule or another's values: "needs neuts 1.5 and plts 100. She is 1.2 and 140".

The measures are not named again. They are those set aside before, in the order named; where the numbers do not tell
which is which, they are asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon
from core.reading.counts.candidate import Candidate
from core.reading.counts.fit import second, shape
from core.reading.meaning.context import Context
from core.reading.meaning.marks import LIMIT, OTHER, SUPPOSED, UNREAL
from core.reading.meaning.quoted import plainly
from core.reading.printed.items import Item, Number
from core.reading.printed.no_value import is_no_value
from core.reading.printed.values import amount
from core.reading.reading import Doubt

OWNS: Final = frozenset({"hers", "his", "her", "theirs", "ours", "mine", "pat", "our own"})
SUBJECTS: Final = frozenset({"he", "she", "they"})
STARTS: Final = frozenset({".", ";", ",", ":", "-", "\n", "(", ")", "?", "!", "but", "while", "whereas", "however"})
JOINED_ON: Final = frozenset({"and", "so", "now", "today", "well", "currently", "yet", "ok"})
BE: Final = frozenset({"is", "was", "are", "'", "s", "'s"})
LINKS: Final = BE | frozenset(
    {"at", "has", "had", "got", "has got", "with", "on", ":", "=", "-", "only", "just", "sits", "still", "came", "back"}
    | {"is at", "reads", "stands", "runs", "comes", "out", "for", "a", "count", "value", "of", "hat", "liegt", "bei"}
)
JOINS: Final = frozenset({"/", "&", "and", ",", "+", "resp"})
CLOSES: Final = frozenset(
    {
        ",",
        ".",
        ";",
        "!",
        "?",
        "\n",
        ")",
        "(",
        "-",
        ":",
        "|",
        "/",
        "and",
        "but",
        "so",
        "with",
        "or",
        "then",
        "which",
        "on",
    }
    | {"ok", "please", "pls", "thanks", "resp", "respectively", "is", "can", "do", "should", "shall", "what", "go"}
)
# What a number is asked about rather than an age.
COUNTS: Final = frozenset({"anc", "wbc", "platelets", "hgb", "temp_c"})
LINKED: Final = 5  # pieces from the patient to the number
LED: Final = 40  # pieces from the rule to the patient
NEAR: Final = 4  # pieces from a measure to its number


def own_values(items: list[Item], context: Context, lexicon: Lexicon) -> Context:
    """The context with the patient's own numbers, told behind measures that are set aside."""
    if not _spoken_of(context) or not any(item.number is not None for item in items):
        return context
    own: dict[int, tuple[str, ...]] = {}
    unsure: dict[int, tuple[str, ...]] = {}
    marks = list(context.marks)
    for at in range(1, len(items)):
        if not _is_the_patient(items, context, at) or not (places := _numbers(items, at)):
            continue
        if not (ruled := _set_aside(items, context, at)):
            unsure.update(_of_nothing_named(items, context, at, places, lexicon))
            continue
        places, sure = _without_age(items, context, at, places, ruled)
        told = [(place, one) for place in places for one in _parts(items[place].number)]
        keys = _in_order([one for _, one in told], [measured(items[j]) for j in ruled], lexicon)
        if not keys or (not sure and not COUNTS.issuperset(keys[0])):
            continue
        sure = sure and all(len(one) == 1 for one in keys)
        told += _later(items, context, places[-1], keys, lexicon) if sure else []
        for (place, _), one in zip(told, (*keys, *keys), strict=False):
            (own if sure else unsure)[place] = (*(own if sure else unsure).get(place, ()), *one)
        for j in range(at, _end(items, context, places[-1])):
            marks[j] &= ~(LIMIT | OTHER)
    return context.marked(marks, own, unsure) if own or unsure else context


def _of_nothing_named(
    items: list[Item], context: Context, at: int, places: Sequence[int], lexicon: Lexicon
) -> dict[int, tuple[str, ...]]:
    """A number against another where no measure is named: "my last one went to 0.1. This one is 1.6"; asked."""
    number = _number(items, places[0])
    compared = any(item.number is not None and not item.number.mask for item in items[:at])
    alone = len(places) == 1 and not number.whole and number.unit is None and not number.bound
    if context.roles & {"measure", "other"} or not compared or not alone or not plainly("anc", number, lexicon):
        return {}
    return {places[0]: ("anc",)}


def _later(
    items: list[Item], context: Context, at: int, keys: Sequence[tuple[str, ...]], lexicon: Lexicon
) -> list[tuple[int, Number]]:
    """The same measures told again: "... 0.8 and 70 last week, now 1.3 and 90"."""
    for j in range(at + 1, min(at + 1 + LINKED, len(items))):
        if context.sentence[j] != context.sentence[at] or items[j].role in ("measure", "other"):
            break
        if items[j].cues.keys() & {"now", "arrow"} and (places := _numbers(items, j)):
            told = [(place, one) for place in places for one in _parts(items[place].number)]
            return told if _in_order([one for _, one in told], [key for (key,) in keys], lexicon) == list(keys) else []
    return []


def _spoken_of(context: Context) -> bool:
    return "self" in context.cues or "pronoun" in context.cues or not context.words.isdisjoint(OWNS)


def _is_the_patient(items: list[Item], context: Context, at: int) -> bool:
    """Whether a part of the message opens with the patient, and is neither supposed nor of somebody else."""
    item, before = items[at], items[at - 1]
    named = item.text in OWNS or item.text in SUBJECTS or ("self" in item.cues and item.role == "cue")
    if not named or context.has(at, SUPPOSED | OTHER):
        return False
    fresh = before.text in STARTS or "arrow" in before.cues
    return fresh or (before.text in JOINED_ON and (_is_told(items, at) or not context.has(at, LIMIT)))


def _is_told(items: list[Item], at: int) -> bool:
    """Whether the rule's own sentence goes on to the patient: "... and hers is 1.2", "... and he is at 0.8"."""
    follows = [one.text for one in items[at + 1 : at + 3]]
    return follows == ["is", "at"] or (items[at].text in OWNS and follows[:1] == ["is"])


def _numbers(items: list[Item], at: int) -> list[int]:
    """The places of the bare numbers told of the patient named at *at*; none where they go on to their own name."""
    j = at + 1
    while j < min(len(items), at + LINKED) and (
        items[j].text in LINKS or items[j].cues.keys() & {"now", "approx", "than"}
    ):
        j += 1
    places: list[int] = []
    while j < len(items) and _is_bare(items, j):
        places.append(j)
        j += 1
        step = next((n for n in (1, 2) if _joins(items, j, n)), 0)
        if not step:
            break
        j += step
    if not places or j >= len(items):
        return places
    follows = items[j]
    closed = follows.text in CLOSES or bool(follows.cues.keys() & {"now", "past", "yesterday", "suppose"})
    return places if closed else []


def _joins(items: list[Item], at: int, many: int) -> bool:
    """Whether so many words of a list stand here, and a bare number without a name of its own behind them."""
    end = at + many
    if end >= len(items) or any(item.text not in JOINS for item in items[at:end]) or not _is_bare(items, end):
        return False
    return end + 1 >= len(items) or items[end + 1].role not in ("measure", "other") or items[end + 1].glued


def _is_bare(items: list[Item], at: int) -> bool:
    """Whether it is a number that may be a count or a temperature: no dose, no time, no code, no age with its unit."""
    number = items[at].number
    if number is None or number.mask or is_no_value(items, at, number):
        return False
    return number.unit is None or any(number.unit.measures(one) for one in ("cells", "haemoglobin", "temperature"))


def _set_aside(items: list[Item], context: Context, at: int) -> list[int]:
    """The measures of the rule, or of the other person, that stands last before the patient; each once."""
    sentence = -1
    found: list[int] = []
    for j in range(at - 1, max(-1, at - LED), -1):
        if found and context.sentence[j] != sentence:
            break
        if measured(items[j]) and next(_beside(items, context, j), None) is not None:
            sentence = context.sentence[j]
            found.append(j)
    first = next((j for j in reversed(found) if _is_a_rule(items, context, j)), None)
    if first is None:
        return []
    once: dict[str, int] = {}
    for j in reversed(found):
        if j >= first:
            once.setdefault(measured(items[j]), j)
    return list(once.values())


def measured(item: Item) -> str:
    """The measure a piece names; a fever's threshold is a temperature."""
    if "limit" in item.cues and "fever" in item.text:
        return "temp_c"
    return item.key if item.role == "measure" else ""


def _beside(items: list[Item], context: Context, at: int) -> Iterator[int]:
    """The places of the numbers right behind a measure or right before it."""
    for j in (*range(at + 1, min(len(items), at + 1 + NEAR)), at - 1):
        if j >= 0 and items[j].number is not None and context.sentence[j] == context.sentence[at]:
            yield j


def _is_a_rule(items: list[Item], context: Context, at: int) -> bool:
    """Whether a measure is set aside by the words around, or has a bound or a range for a value."""
    nearest = next(_beside(items, context, at))
    number = _number(items, nearest)
    return context.has(at, UNREAL) or context.has(nearest, UNREAL) or bool(number.bound) or number.high is not None


def _without_age(
    items: list[Item], context: Context, at: int, places: list[int], ruled: Sequence[int]
) -> tuple[list[int], bool]:
    """The numbers without a leading age and trailing vital signs, and whether none left may be an age.

    "She is 45, 0.8" has her age in front; "she is 45" alone may be either. Behind another's values it is the age.
    """
    keys = {measured(items[j]) for j in ruled}
    while len(places) > len(ruled) and (kind := shape(_number(items, places[-1]), context)) and kind not in keys:
        places = places[:-1]
    first = _number(items, places[0])
    oldest = Decimal(context.rules["shapes"]["age_high"])
    plain_is = all(items[j].text in BE or items[j].text == "-" for j in range(at + 1, places[0]))
    speaks = items[at].text not in OWNS
    aged = first.whole and first.unit is None and first.other is None and 0 < first.value <= oldest
    if not (aged and plain_is and speaks):
        return places, True
    if len(places) > len(ruled):
        return places[1:], True
    if len(places) > 1:
        return places, True
    return ([], True) if context.has(ruled[0], OTHER) else (places, False)


def _number(items: list[Item], at: int) -> Number:
    number = items[at].number
    assert number is not None
    return number


def _parts(number: Number | None) -> list[Number]:
    """One number, or the two of a pair."""
    assert number is not None
    return [number] if number.other is None else [number.one_of_two(), second(number)]


def _in_order(numbers: Sequence[Number], keys: Sequence[str], lexicon: Lexicon) -> list[tuple[str, ...]]:
    """The key of each number: of as many measures in their order, or the only one it fits; several are a doubt."""
    if not numbers or len(numbers) > len(keys):
        return []
    ends = [number.end_of_range() for number in numbers]  # a range is of the measure, and asked as such
    fitting = [tuple(key for key in sorted(keys, key="anc".__ne__) if plainly(key, end, lexicon)) for end in ends]
    if not all(fitting):
        return []
    if len(numbers) == len(keys) and all(key in fits for key, fits in zip(keys, fitting, strict=True)):
        return [(key,) for key in keys]
    return fitting


def _end(items: list[Item], context: Context, at: int) -> int:
    """Where what is told of the patient ends: with the sentence, or where a new rule or person begins."""
    return next(
        (
            j
            for j in range(at + 1, len(items))
            if context.sentence[j] != context.sentence[at] or items[j].cues.keys() & {"limit", "suppose", "person"}
        ),
        len(items),
    )


def owned(items: list[Item], own: Mapping[int, tuple[str, ...]]) -> list[Candidate]:
    """The second values of pairs, the first having found their place by order."""
    return [
        Candidate(keys[1], second(_number(items, at)), at, -1, "order")
        for at, keys in own.items()
        if len(keys) > 1 and _number(items, at).other is not None
    ]


def own_doubts(items: list[Item], unsure: Mapping[int, tuple[str, ...]], lexicon: Lexicon) -> list[Doubt]:
    """The question which measure a number is of, and what it would be."""
    doubts = []
    for at, keys in unsure.items():
        number = _number(items, at)
        values = {value for key in keys if (value := amount(key, number, lexicon).value) is not None}
        doubts.append(Doubt(keys[0], number.printed, tuple(sorted(values)), "nothing says what is measured"))
    return doubts
