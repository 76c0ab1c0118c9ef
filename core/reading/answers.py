"""Short replies to the questions just asked, and numbers that name nothing: what they must belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.facts import Value
from core.lexicon import Lexicon
from core.reading.context import Context
from core.reading.items import Item, Number
from core.reading.lone import PICK, fits_scale, quiet
from core.reading.marks import ASKED, LIMIT, OTHER, SUPPOSED
from core.reading.pieces import adds_nothing, mere_talk, names_itself, not_known, numbered, own_names, pieces, words_of
from core.reading.reading import Doubt, Mention
from core.reading.values import amount

NAMES = frozenset({"drugs", "drugs_stopped", "contexts", "regimen", "allergic_to"})
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
    if not keys:
        return answers
    unfit = frozenset(at for at in range(len(items)) if context.has(at, ASKED | LIMIT | OTHER | SUPPOSED))
    used = used | unfit
    parts = list(numbered(items, len(keys)))
    for position, chunk in parts:
        if not names_itself(items, chunk, sorted(one.start for one in stated if one.key == keys[position])):
            _interpret(items, chunk, [keys[position]], used, lexicon, answers)
    if not parts:
        _in_order(items, keys, stated, used, unfit, lexicon, answers)
    return answers


def _in_order(
    items: Sequence[Item],
    keys: Sequence[str],
    stated: Sequence[Mention],
    used: frozenset[int],
    unfit: frozenset[int],
    lexicon: Lexicon,
    answers: Answers,
) -> None:
    """An unnumbered reply follows the order of the questions, except where a piece names its own."""
    named, places = {one.key for one in stated}, sorted(one.start for one in stated)
    still = [key for key in keys if key not in named and not (key == "temp_c" and "temp_max_c" in named)]
    chunks = pieces(items, lexicon)
    counted = len([chunk for chunk in chunks if _just_a_number(items, chunk, used, lexicon)])
    loose = _said_to_something_else(items, chunks, keys, stated, used, unfit, lexicon)
    yes_no, own = lexicon.answers["yes_no"], [*own_names(items, chunks, keys, stated), set()]
    for place, chunk in enumerate(chunks):
        spoken = words_of(items, chunk)
        due = next((key for key in keys if key in still or key in named), "")
        named -= own[place]
        told_behind = due in own[place + 1] or _differs(items, chunks[place + 1 : place + 2], due, spoken, lexicon)
        if place in loose or (spoken in yes_no and told_behind):
            continue  # "no, alert", "no, moderate": the piece behind it answers in its own words
        if not still or _for_all(spoken, still, items[chunk[0]], lexicon, answers):
            return
        if not_known(spoken, lexicon):
            answers.declined.extend(still if len(chunks) == 1 else still[:1])
            still = still[1:]
        elif not names_itself(items, chunk, places):
            number = _just_a_number(items, chunk, used, lexicon)
            if number and (counted > len(keys) or _open_to_choice(items, number[0], still, counted, lexicon)):
                continue
            key = _interpret(items, chunk, still, used, lexicon, answers)
            still = [one for one in still if one != key]


def _differs(items: Sequence[Item], chunks: Sequence[Sequence[int]], key: str, spoken: str, lexicon: Lexicon) -> bool:
    """Whether a piece names another choice of this question than the bare word would be."""
    choices = lexicon.answers.get(key, {})
    named = {choices.get(items[at].text) for chunk in chunks for at in chunk} - {None}
    return bool(named - {choices.get(spoken)})


def _said_to_something_else(
    items: Sequence[Item],
    chunks: Sequence[Sequence[int]],
    keys: Sequence[str],
    stated: Sequence[Mention],
    used: frozenset[int],
    unfit: frozenset[int],
    lexicon: Lexicon,
) -> frozenset[int]:
    """The bare "no" and "yes" that answer no question: "no, he weighs 70 kg" contradicts, it does not answer.

    One answers where it stands alone or next to another answer; a "yes" also to the only question there was.
    """
    yes_no = lexicon.answers["yes_no"]
    bare = {place for place, chunk in enumerate(chunks) if words_of(items, chunk) in yes_no}
    if not bare or len(bare) == len(chunks):
        return frozenset()
    spoken = [place for place, chunk in enumerate(chunks) if not adds_nothing(items, chunk, unfit, lexicon)]
    asked = sorted(one.start for one in stated if one.key in keys or one.key == "temp_max_c")
    answering = {
        place for place in spoken if place in bare or _could_answer(items, chunks[place], keys, asked, used, lexicon)
    }
    stands = set()
    for at, place in enumerate(spoken):
        beside = {*spoken[max(0, at - 1) : at], *spoken[at + 1 : at + 2]}
        only_yes = len(keys) == 1 and yes_no.get(words_of(items, chunks[place])) == "yes"
        if not beside or beside & answering or only_yes:
            stands.add(place)
    return frozenset(bare - stands)


def _could_answer(
    items: Sequence[Item],
    chunk: Sequence[int],
    keys: Sequence[str],
    asked: Sequence[int],
    used: frozenset[int],
    lexicon: Lexicon,
) -> bool:
    """Whether a piece is an answer itself, or names an item that was asked."""
    spoken = words_of(items, chunk)
    if not_known(spoken, lexicon) or names_itself(items, chunk, asked):
        return True
    words = lexicon.answers.get(keys[0], {})
    if any(items[at].key == keys[0] or (at > chunk[0] and items[at].text in words) for at in chunk):
        return True  # "no, fully alert"
    numbers = _just_a_number(items, chunk, used, lexicon)
    return any(_value(items, chunk, spoken, numbers, numbers, key, lexicon) is not None for key in keys)


def _for_all(spoken: str, keys: Sequence[str], item: Item, lexicon: Lexicon, answers: Answers) -> bool:
    """Whether one word answers every question: "all no"."""
    for table, word in (("all_no", "no"), ("all_yes", "yes")):
        if spoken in lexicon.tables[table]:
            _all(keys, word, item, lexicon, answers)
            return True
    return False


def _interpret(
    items: Sequence[Item],
    chunk: Sequence[int],
    keys: Sequence[str],
    used: frozenset[int],
    lexicon: Lexicon,
    answers: Answers,
) -> str:
    """The first open question this piece can answer; its key, or nothing."""
    spoken = words_of(items, chunk)
    if not_known(spoken, lexicon):
        answers.declined.append(keys[0])
        return keys[0]
    item = items[chunk[0]]
    spans = [at for at in chunk if items[at].number is not None and at not in used]
    numbers = _just_a_number(items, chunk, used, lexicon)
    for key in keys:
        value = _value(items, chunk, spoken, numbers, spans, key, lexicon)
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
    items: Sequence[Item],
    chunk: Sequence[int],
    spoken: str,
    numbers: Sequence[int],
    spans: Sequence[int],
    key: str,
    lexicon: Lexicon,
) -> Value | None:
    """What the words answer to the question for *key*; None when they cannot be its answer."""
    if key in NAMES:
        return None
    if key in lexicon.measures:
        return _number_value(items, numbers, key, lexicon)
    if key == "temp_sustained" and (lasting := _lasting(items, spans)) is not None:
        return lasting
    choices = lexicon.answers.get(key)
    first = _first_word(items, chunk, key, choices or lexicon.answers["yes_no"], lexicon)
    if choices is not None:
        return choices.get(spoken) or first
    plain = lexicon.answers["yes_no"].get(spoken) or first
    return None if plain is None else plain == "yes"


def _first_word(
    items: Sequence[Item], chunk: Sequence[int], key: str, choices: Mapping[str, str], lexicon: Lexicon
) -> str | None:
    """The answer in the first word where the rest speaks of the same item or is mere talk: "no not that I know".

    "No other allergies" and "fine to give it" answer nothing: what follows is about something else.
    """
    if not chunk or any(not (items[at].key == key or mere_talk(items[at], lexicon)) for at in chunk[1:]):
        return None
    return choices.get(items[chunk[0]].text)


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
        value = _value([], [], word, [], [], key, lexicon)
        if value is not None:
            answers.mentions.append(Mention(key, value, item.text, item.start, item.end))
