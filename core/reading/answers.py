"""Short replies to the questions just asked, and numbers that name nothing: what they must belong to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.facts import Value
from core.lexicon import Lexicon
from core.reading.context import Context
from core.reading.items import Item, Number
from core.reading.lone import PICK, fits_scale, quiet
from core.reading.marks import ASKED, LIMIT, OTHER, SUPPOSED
from core.reading.reading import Doubt, Mention
from core.reading.values import amount

SPLITS = frozenset({",", ";", ".", "/", "\n", "|", "!", "\t"})
NAMES = frozenset({"drugs", "drugs_stopped", "contexts", "regimen", "allergic_to"})
_NUMBER = re.compile(r"\d")
SHORT = 24  # letters of a reply that are kept as printed


@dataclass
class Answers:
    """What the replies say: facts, and questions answered with "don't know"."""

    mentions: list[Mention] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def canonical(asked: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Fact keys, whatever name the question was given."""
    names = lexicon.tables["asked_words"]
    return list(dict.fromkeys(names.get(key, key) for key in asked))


def answer(
    items: Sequence[Item],
    context: Context,
    asked: Sequence[str],
    stated: Sequence[Mention],
    used: frozenset[int],
    lexicon: Lexicon,
) -> Answers:
    """Give each piece of the reply that names nothing itself to the question it answers."""
    answers = Answers()
    keys = canonical(asked, lexicon)
    unfit = frozenset(at for at in range(len(items)) if context.has(at, ASKED | LIMIT | OTHER | SUPPOSED))
    used = used | unfit
    numbered = list(_numbered(items, len(keys))) if keys else []
    for position, chunk in numbered:
        if not _names_itself(items, chunk, sorted(one.start for one in stated if one.key == keys[position])):
            _interpret(items, chunk, [keys[position]], used, lexicon, answers)
    if keys and not numbered:
        _in_order(items, keys, stated, used, lexicon, answers)
    return answers


def _in_order(
    items: Sequence[Item],
    keys: Sequence[str],
    stated: Sequence[Mention],
    used: frozenset[int],
    lexicon: Lexicon,
    answers: Answers,
) -> None:
    """An unnumbered reply follows the order of the questions, except where a piece names its own."""
    named, places = {one.key for one in stated}, sorted(one.start for one in stated)
    still = [key for key in keys if key not in named and not (key == "temp_c" and "temp_max_c" in named)]
    chunks = _chunks(items, lexicon)
    counted = len([chunk for chunk in chunks if _just_a_number(items, chunk, used, lexicon)])
    for chunk in chunks:
        spoken = _spoken(items, chunk)
        if not still or _for_all(spoken, still, items[chunk[0]], lexicon, answers):
            return
        if _unknown(spoken, lexicon):
            answers.declined.extend(still if len(chunks) == 1 else still[:1])
            still = still[1:]
        elif not _names_itself(items, chunk, places):
            number = _just_a_number(items, chunk, used, lexicon)
            if number and (counted > len(keys) or _open_to_choice(items, number[0], still, counted, lexicon)):
                continue
            key = _interpret(items, chunk, still, used, lexicon, answers)
            still = [one for one in still if one != key]


def _for_all(spoken: str, keys: Sequence[str], item: Item, lexicon: Lexicon, answers: Answers) -> bool:
    """Whether one word answers every question: "all no"."""
    for table, word in (("all_no", "no"), ("all_yes", "yes")):
        if spoken in lexicon.tables[table]:
            _all(keys, word, item, lexicon, answers)
            return True
    return False


def _unknown(spoken: str, lexicon: Lexicon) -> bool:
    """Whether the piece says that it is not known: "not sure, notes are in storage"."""
    words = lexicon.tables["unknown"]
    return spoken in words or any(spoken.startswith(f"{phrase} ") for phrase in words)


def _numbered(items: Sequence[Item], count: int) -> Iterator[tuple[int, list[int]]]:
    """The pieces of "1 none 2 no 3 no": each with its position; nothing when the reply is not numbered."""
    heads: list[int] = []
    for at, item in enumerate(items):
        number = item.number
        fresh = at == 0 or items[at - 1].text in SPLITS or heads
        if number is None or not number.whole or number.unit or number.other is not None or not fresh:
            continue
        if number.value == len(heads) + 1 and number.value <= count:
            heads.append(at)
    if len(heads) < 2 and not (heads and heads[0] == 0 and len(items) > 1 and items[1].text in (")", ".", ":")):
        return
    for position, head in enumerate(heads):
        end = heads[position + 1] if position + 1 < len(heads) else len(items)
        chunk = [at for at in range(head + 1, end) if items[at].kind not in ("sign", "line") or items[at].text == "'"]
        if chunk:
            yield position, chunk


def _chunks(items: Sequence[Item], lexicon: Lexicon) -> list[list[int]]:
    """The pieces of an unnumbered reply: between commas, or every answer word by itself ("no no no solid")."""
    chunks: list[list[int]] = [[]]
    for at, item in enumerate(items):
        if item.text in SPLITS or (item.text in ("and", "&", "-") and item.number is None):
            chunks.append([])
        else:
            chunks[-1].append(at)
    short = {word for kind in ("yes_no", "mascc.burden", "malignancy") for word in lexicon.answers[kind]}
    split: list[list[int]] = []
    for chunk in chunks:
        if len(chunk) > 1 and all(items[at].text in short for at in chunk):
            split.extend([at] for at in chunk)
        elif chunk:
            split.append(chunk)
    return split


def _spoken(items: Sequence[Item], chunk: Sequence[int]) -> str:
    words = " ".join(items[at].text for at in chunk).replace("'", " ' ")
    return " ".join(words.split()).strip(" ?")


def _names_itself(items: Sequence[Item], chunk: Sequence[int], places: Sequence[int]) -> bool:
    """Whether the generic reading took something from this piece; `places` are where its statements begin."""
    first = bisect_left(places, items[chunk[0]].start)
    return first < len(places) and places[first] < items[chunk[-1]].end


def _interpret(
    items: Sequence[Item],
    chunk: Sequence[int],
    keys: Sequence[str],
    used: frozenset[int],
    lexicon: Lexicon,
    answers: Answers,
) -> str:
    """The first open question this piece can answer; its key, or nothing."""
    spoken = _spoken(items, chunk)
    if _unknown(spoken, lexicon):
        answers.declined.append(keys[0])
        return keys[0]
    item = items[chunk[0]]
    spans = [at for at in chunk if items[at].number is not None and at not in used]
    numbers = _just_a_number(items, chunk, used, lexicon)
    for key in keys:
        value = _value(items, spoken, numbers, spans, key, lexicon)
        if value is not None:
            answers.mentions.append(
                Mention(
                    key if key != "age_years" or not isinstance(value, bool) else "age_under_60",
                    value,
                    spoken if len(spoken) < SHORT else item.text,
                    item.start,
                    items[chunk[-1]].end,
                )
            )
            if key == "fever_reported" and value is False:
                answers.mentions.append(Mention("fever_denied", True, spoken[:SHORT], item.start, item.end))
            return key
        if numbers and key in lexicon.measures and (doubt := _doubt(items[numbers[0]].number, key, lexicon)):
            answers.doubts.append(doubt)
            return key
    return ""


def _just_a_number(items: Sequence[Item], chunk: Sequence[int], used: frozenset[int], lexicon: Lexicon) -> list[int]:
    """The number of a piece that holds nothing else: "51", "he's 51", "about 38.2"; nothing otherwise."""
    numbers = [at for at in chunk if items[at].number is not None]
    if len(numbers) != 1 or numbers[0] in used:
        return []
    return numbers if all(at in numbers or quiet(items[at], lexicon) for at in chunk) else []


def _open_to_choice(items: Sequence[Item], at: int, keys: Sequence[str], counted: int, lexicon: Lexicon) -> bool:
    """Whether several questions are open and the number does not tell which it answers: a small one is a pick.

    `counted` is how many numbers the reply has: of several, each answers in the order of the questions.
    """
    number = items[at].number
    assert number is not None
    fitting = [key for key in keys if key in lexicon.measures and fits_scale(key, number, lexicon)]
    return len(keys) > 1 and number.whole and ((len(fitting) > 1 and counted == 1) or number.value < PICK)


def _doubt(number: Number | None, key: str, lexicon: Lexicon) -> Doubt | None:
    assert number is not None
    if not fits_scale(key, number, lexicon):
        return None
    read = amount(key, number, lexicon)
    return Doubt(key, number.printed, read.readings, read.why) if read.value is None and read.readings else None


def _value(
    items: Sequence[Item], spoken: str, numbers: Sequence[int], spans: Sequence[int], key: str, lexicon: Lexicon
) -> Value | None:
    """What the words answer to the question for *key*; None when they cannot be its answer."""
    if key in NAMES:
        return None
    if key in lexicon.measures:
        return _number_value(items, numbers, key, lexicon)
    if key == "temp_sustained" and (lasting := _lasting(items, spans)) is not None:
        return lasting
    choices = lexicon.answers.get(key)
    first = "" if _NUMBER.search(spoken) else spoken  # "normal is 2 to 7" answers nothing
    if choices is not None:
        return choices.get(spoken) or _first_word(first, choices)
    plain = lexicon.answers["yes_no"].get(spoken) or _first_word(first, lexicon.answers["yes_no"])
    return None if plain is None else plain == "yes"


def _first_word(spoken: str, choices: Mapping[str, str]) -> str | None:
    """The answer in the first word, when it is a plain one: "yes, on inhalers", "no not that I know"."""
    first = spoken.split(" ", maxsplit=1)[0] if spoken else ""
    return choices.get(first) if len(first) > 1 or spoken == first else None


def _number_value(items: Sequence[Item], numbers: Sequence[int], key: str, lexicon: Lexicon) -> Value | None:
    for at in numbers:
        number = items[at].number
        assert number is not None
        if number.mask:
            continue
        if number.bound and key == "age_years":
            return number.bound == "<" if number.value == Decimal(lexicon.tables["limits"]["young"]) else None
        if number.bound or not ((number.other is not None and key == "sbp") or fits_scale(key, number, lexicon)):
            continue
        return amount(key, number, lexicon).value
    return None


def _lasting(items: Sequence[Item], numbers: Sequence[int]) -> bool | None:
    """How long it has lasted, against the hour of the definition."""
    for at in numbers:
        number = items[at].number
        if number is None or number.unit is None:
            continue
        if number.unit.measures("hours"):
            return number.unit.convert(number.value, "hours") >= 1
    return None


def _all(keys: Sequence[str], word: str, item: Item, lexicon: Lexicon, answers: Answers) -> None:
    """One word for every question that takes yes or no."""
    for key in keys:
        value = _value([], word, [], [], key, lexicon)
        if value is not None:
            answers.mentions.append(Mention(key, value, item.text, item.start, item.end))
