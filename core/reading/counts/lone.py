"""A number that names nothing: when it may replace a value stated before, and when it states nothing.

A stray number is a day, a dose, an hour or a count of things far more often than a result. It is taken only
where its part of the message holds nothing else but words of correction or of a new result.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from core.lexicon import Lexicon
from core.reading.counts.fit import JOINS
from core.reading.meaning.before import CELLS
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, LIMIT, NOW, OTHER, PAST, RECENT, SPECIMEN, SUPPOSED
from core.reading.meaning.quoted import NOTHING_KNOWN, Known, mended, plainly, should_be, undecided, wrong_ones
from core.reading.meaning.retractions import first_words
from core.reading.printed.items import Item
from core.reading.printed.no_value import is_no_value
from core.reading.printed.values import amount, bounded
from core.reading.reading import Doubt, Mention

SEPARATORS: Final = frozenset({"but", "?", ",", ";", ".", "\n", "|", "!", "\t", "-", ":", "(", ")"})
CHANGE: Final = frozenset({"hold_on", "update", "now"})  # cues that say a value is new or mended
CLOSING: Final = frozenset(
    {",", ".", ";", "!", ")", "\n", "-", "after", "first", "sorry", "and", "then"}
)  # behind a verdict
QUIET: Final = CHANGE | {"approx", "than", "arrow"}  # cues that may stand beside a lone number
OF_BOUNDS: Final = {"anc_below": "anc", "wbc_below": "wbc"}  # a later number replaces a bound of its measure
AGES: Final = {"anc": "anc_age_h", "temp_c": "temp_max_age_h"}  # how old the value is that a newer one replaces
PICK: Final = Decimal(10)  # a lone whole number below may be a choice from a list, a day, a count of things
CORRECT_IS: Final = frozenset({"correct is", "correct :", "one is", "value is", "result is", "should be", "actual is"})
WHEN_COUNTED: Final = frozenset({"when anc", "when neuts", "when neut", "when neutrophils"})


def lone_number(
    items: list[Item],
    context: Context,
    used: frozenset[int],
    recent: Sequence[str],
    lexicon: Lexicon,
    known: Known = NOTHING_KNOWN,
) -> tuple[list[Mention], bool]:
    """The measures that numbers without a name must belong to, and whether they are only supposed.

    Outside a supposition it needs words of correction or of a new result and nothing else beside it, or a quoted
    value of the case that it replaces.
    """
    if (instead := mended(items, known, lexicon)) is not None and instead[0] not in used:
        return _listed(_instead(items, *instead, lexicon)), False
    if undecided(items, known, lexicon):
        return [], False
    recent = [OF_BOUNDS.get(key, key) for key in recent]
    numbers = [at for at, item in enumerate(items) if item.number is not None and at not in used]
    wrong = frozenset(wrong_ones(items)) if len(numbers) > 1 else frozenset()
    numbers = [at for at in numbers if at not in wrong]
    free = [at for at in numbers if _free(items, context, at) or (recent and should_be(items, at))]
    supposed = [at for at in free if context.has(at, SUPPOSED)]
    stated = [at for at in free if not context.has(at, SUPPOSED)]
    if len(stated) > 1:  # "repeat: 1.2 (was 0.3)"
        stated = [at for at in stated if not (at and "before" in items[at - 1].cues)]
        present = [at for at in stated if not context.has(at, PAST | RECENT) or context.has(at, NOW)]
        stated = present if len(present) == 1 else stated  # "yesterday 0.45, today 0.2"
    if len(stated) > 1 and _in_one_list(items, stated) and _renews(items, context, stated[0], lexicon):
        keys = _replaceable(items, context, stated[-1], recent, used, lexicon)
        return _listed(_first_fit(items, stated[-1], keys, lexicon, known.latest)), False
    if len(stated) == 1 and _renews(items, context, stated[0], lexicon):
        keys = _replaceable(items, context, stated[0], recent, used, lexicon)
        if _is_of_a_person(items, stated[0]):  # "plt 40, sorry he's 62"
            keys = [key for key in keys if key == "age_years"]
        return _listed(_first_fit(items, stated[0], keys, lexicon, known.latest)), False
    if len(stated) == 2 and all(_renews(items, context, at, lexicon) for at in stated):
        return _both(items, context, stated, lexicon), False
    if len(supposed) == 1 and not stated:
        order = [key for key in ("anc", *reversed(recent)) if key in lexicon.measures]
        return _listed(_first_fit(items, supposed[0], order, lexicon)), True
    return [], False


def _in_one_list(items: list[Item], places: Sequence[int]) -> bool:
    """Whether numbers alike follow each other with commas only: "this week 2.0, 1.9, 1.6"."""
    pointed = all((number := items[at].number) is not None and not number.whole and not number.unit for at in places)
    names = {item.key for item in items[: places[0]] if item.role == "measure"}
    listed = all(after - at == 2 and items[at + 1].text == "," for at, after in pairwise(places))
    return pointed and listed and len(names) == 1


def _listed(one: Mention | None) -> list[Mention]:
    return [] if one is None else [one]


def _both(items: list[Item], context: Context, pair: Sequence[int], lexicon: Lexicon) -> list[Mention]:
    """Two numbers joined by "and" for the two measures named before, in their order: "repeat: 1.4 and 3.3"."""
    named = [
        item.key
        for at, item in enumerate(items[: pair[0]])
        if item.role == "measure" and item.key in lexicon.measures and not context.has(at, OTHER | SUPPOSED | SPECIMEN)
    ]
    keys = list(dict.fromkeys(named))
    joined = pair[1] - pair[0] == 2 and items[pair[0] + 1].text in JOINS
    if len(keys) != 2 or len(named) != 2 or not joined:
        return []
    both = [one for at, key in zip(pair, keys, strict=True) for one in _listed(_first_fit(items, at, [key], lexicon))]
    return both if len(both) == 2 else []


def _free(items: list[Item], context: Context, at: int) -> bool:
    """Whether it is a plain number of the patient that nothing has taken, and not the wrong one of two."""
    number = items[at].number
    if number is None or number.mask or number.other is not None or number.high is not None:
        return False
    if is_no_value(items, at, number) or _of_years(items, context, at):
        return False
    return not context.has(at, OTHER | LIMIT) and not (at and items[at - 1].text == "not")


def _of_years(items: list[Item], context: Context, at: int) -> bool:
    """Whether it is the age of a person: "gentleman of 58"."""
    led = at > 1 and items[at - 1].text in context.rules["of_words"] | {"aged"}
    return led and items[at - 2].text in context.rules["sexes"]


def _renews(items: list[Item], context: Context, at: int, lexicon: Lexicon) -> bool:
    """Whether the words around say that this number is a new or a mended result, and ask nothing."""
    number = items[at].number
    assert number is not None
    if number.bound == ">" or (number.whole and number.value < PICK):
        return False
    if should_be(items, at):
        return True
    if context.has(at, ASKED):
        return False
    if restored(items, at, lexicon.tables["restores"]):
        return True
    if " ".join(item.text for item in items[max(0, at - 2) : at]) in CORRECT_IS:
        return True
    first, end = part_of(items, at)
    end = next((j for j in range(at + 1, end) if items[j].role in ("measure", "other")), end)  # "repeat 0.3 T 38.9"
    days = frozenset() if number.whole else context.rules["weekdays"]  # "repeat Thursday 1.9"
    if not all(
        j == at or quiet(items[j], lexicon) or items[j].text in days or _later(items, j) for j in range(first, end)
    ):
        return False
    before = part_of(items, first - 2)[0] if first > 1 else first
    moved = lexicon.tables["moved"]
    return any(items[j].cues.keys() & CHANGE or items[j].text in moved for j in range(before, end)) or (
        number.unit is not None and any("hold_on" in item.cues for item in items[end + 1 : end + 2])
    )


def _later(items: list[Item], at: int) -> bool:
    """Whether it belongs to "a week later", "two days later"."""
    return any("later" in one.cues for one in items[at : at + 3])


def restored(items: list[Item], at: int, phrases: frozenset[str]) -> bool:
    """Whether the words right behind a number put it back: "no, 0.3 was right"."""
    if at + 1 == len(items) or items[at + 1].text.partition(" ")[0] not in first_words(phrases):
        return False
    behind = [item.text for item in items[at + 1 : at + 7]]
    sizes = [size for size in range(1, len(behind) + 1) if " ".join(behind[:size]) in phrases]
    return any(size == len(behind) or behind[size] in CLOSING for size in sizes)


def _is_of_a_person(items: list[Item], at: int) -> bool:
    """Whether a whole number is said of a person: "she is 62", "he's 62"."""
    number, before = items[at].number, items[max(0, at - 2 if at > 1 and items[at - 1].text == "is" else at - 1)]
    return number is not None and number.whole and number.unit is None and "pronoun" in before.cues


def part_of(items: list[Item], at: int) -> tuple[int, int]:
    """First and past-the-last piece of the part between separators in which *at* stands."""
    first = end = at
    while first > 0 and items[first - 1].text not in SEPARATORS:
        first -= 1
    while end < len(items) and items[end].text not in SEPARATORS:
        end += 1
    return first, end


def quiet(item: Item, lexicon: Lexicon) -> bool:
    """Whether the piece may stand beside a lone number without making it something else than a result."""
    if item.text in lexicon.tables["never_beside"]:
        return False
    tables = lexicon.tables
    spoken = item.text in tables["lone_fillers"] or item.text in tables["moved"]
    return spoken or bool(item.cues.keys() & QUIET) or _wrong_one(item)


def _wrong_one(item: Item) -> bool:
    """Whether it is a number at all: the other one of "0.4 not 1.4"."""
    return item.number is not None and not item.number.mask


def _replaceable(
    items: list[Item], context: Context, number: int, recent: Sequence[str], used: frozenset[int], lexicon: Lexicon
) -> list[str]:
    """What was measured before, here or in earlier messages: the neutrophils first, as they are what is repeated.

    A measure named in a later sentence, or behind with a value of its own, is none that the number may have replaced.
    A count that told when something was done was measured too: "held when neuts 0.7, now 1.1".
    """
    here = [
        item.key or "anc"
        for at, item in enumerate(items)
        if (item.role == "measure" or (at < number and item.text in WHEN_COUNTED))
        and not context.has(at, OTHER)
        and (not context.has(at, SUPPOSED) or context.sentence[at] < context.sentence[number])
        and (at < number or (at not in used and context.sentence[at] == context.sentence[number]))
    ]
    keys = [key for key in dict.fromkeys((*reversed(here), *reversed(recent))) if key in lexicon.measures]
    if not keys and any(item.role in ("drug", "combined") for item in items):
        return ["anc"]  # "… do we stop the dasatinib? currently 0.8": a drug is held for one count
    return (["anc"] if "anc" in keys else []) + [key for key in keys if key != "anc"]


def _instead(items: list[Item], at: int, key: str, lexicon: Lexicon) -> Mention | None:
    """The right number of "57 not 67": the wrong one says which fact it is."""
    number = items[at].number
    assert number is not None
    value = amount(key, number, lexicon).value
    assert value is not None
    fact = bounded(key, value, lexicon.tables["limits"], below=number.bound == "<") if number.bound else (key, value)
    return Mention(*fact, number.printed, items[at].start, items[at].end) if fact else None


def _first_fit(
    items: list[Item], at: int, keys: Sequence[str], lexicon: Lexicon, latest: Sequence[str] = ()
) -> Mention | None:
    """The neutrophils when the number fits them, else the one measure it fits: of those told last, or of all.

    Two of them are no answer.
    """
    number = items[at].number
    assert number is not None
    fitting = [key for key in keys if plainly(key, number, lexicon)]
    told_last = [key for key in fitting if key in latest]
    fitting = told_last if len(told_last) == 1 and "anc" not in fitting[:1] else fitting
    if not fitting or (fitting[0] != "anc" and len(fitting) > 1) or (number.bound and fitting[0] != "anc"):
        return None
    key, value = fitting[0], amount(fitting[0], number, lexicon).value
    assert value is not None
    name = "anc_below" if number.bound == "<" else key
    note = f"taken as {key.upper() if key == 'anc' else key}"
    return Mention(name, value, number.printed, items[at].start, items[at].end, note, guessed=True)


def renews(items: list[Item]) -> bool:
    """Whether the words speak of a value said before: "repeat", "correction"."""
    return any(item.cues.keys() & {"hold_on", "update"} and "now" not in item.text for item in items)


def with_lone(
    lone: Sequence[Mention], mentions: Sequence[Mention], items: list[Item]
) -> tuple[list[Mention], list[Doubt], list[tuple[str, Decimal]]]:
    """With the numbers that name nothing, what is asked, and what became an earlier value.

    Where a value of the measure is named too, the words must say that the number is newer: otherwise it is asked.
    """
    kept, doubts, series = list(mentions), [], []
    for one in lone:
        before = next((named for named in kept if named.key == one.key), None)
        if before is not None and before.value == one.value:  # "he's 57, not 67": read by its name already
            continue
        kept = [named for named in kept if named is not before and named.key != AGES.get(one.key)]
        if before is None:
            kept.append(one)
        elif _supersedes(before, one, len(lone), items):
            kept.append(one.named())
            series += [(before.key, before.value)] if isinstance(before.value, Decimal) else []
        else:
            doubts.append(_between(before, one))
    return kept, doubts, series


def _supersedes(stated: Mention, lone: Mention, count: int, items: list[Item]) -> bool:
    """Whether the number is the newer value of the only count named before it: "ANC 1.2. Repeat today 0.4".

    A correction, or a question, leaves open which of the two was wrong.
    """
    at = next(j for j, item in enumerate(items) if item.start == lone.start)
    first, end = part_of(items, at)
    while first > 1 and items[first - 1].text == "," and items[first - 2].number is not None:
        first = part_of(items, first - 2)[0]  # "this week 2.0, 1.9, 1.6"
    before = part_of(items, first - 2)[0] if first > 1 else first
    named = [item.key for item in items[:at] if item.role == "measure" and item.key in CELLS]
    newer = any(item.cues.keys() & {"now", "update"} for item in items[before:end])
    since = (item for item in items[:at] if item.start >= stated.end)
    mended = any("hold_on" in item.cues or item.text == "?" for item in since)
    return newer and not mended and stated.start < lone.start and len(named) == len(set(named)) == count


def _between(stated: Mention, lone: Mention) -> Doubt:
    """Which of two values of one message holds: that with its name, or the later one without."""
    readings = tuple(sorted({value for value in (stated.value, lone.value) if isinstance(value, Decimal)}))
    return Doubt(lone.key, lone.printed, readings, "two values are given")
