"""Short replies to the questions just asked: which piece answers which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from core.lexicon import Lexicon
from core.reading.answers.answered import answered, doubtful, just_a_number
from core.reading.answers.pieces import (
    adds_nothing,
    names_itself,
    not_known,
    numbered,
    own_names,
    pieces,
    put_right,
    without_the_lungs,
    words_of,
)
from core.reading.counts.lone import PICK
from core.reading.counts.spoilt import without_spoilt
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, LIMIT, OTHER, SUPPOSED
from core.reading.meaning.quoted import plainly
from core.reading.printed.items import Item
from core.reading.printed.no_value import is_mistaken
from core.reading.printed.values import fits_scale
from core.reading.reading import Doubt, Mention

SHORT: Final = 24  # letters of a reply that are kept as printed


@final
class Answers:
    """What the replies say: facts, and questions answered with "don't know"."""

    __slots__ = ("declined", "doubts", "mentions")

    def __init__(
        self, mentions: Sequence[Mention] = (), declined: Sequence[str] = (), doubts: Sequence[Doubt] = ()
    ) -> None:
        self.mentions = list(mentions)
        self.declined = list(declined)
        self.doubts = list(doubts)


def canonical(asked: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Fact keys, whatever name the question was given."""
    names = lexicon.tables["asked_words"]
    return list(dict.fromkeys(names.get(key, key) for key in asked))


def asked_again(items: list[Item], asked: Sequence[str], answered: Sequence[str]) -> Sequence[str]:
    """What the reply answers: what was *answered* before where it puts one of those right by its number."""
    return answered if list(put_right(items, len(answered))) else asked


def answer(
    items: list[Item],
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
    unfit = frozenset(at for at in range(len(items)) if _is_unfit(items, context, at))
    used = used | unfit
    parts = list(numbered(items, len(keys))) or list(put_right(items, len(keys)))
    for position, chunk in parts:
        if not names_itself(items, chunk, sorted(one.start for one in stated if one.key == keys[position])):
            _interpret(items, chunk, [keys[position]], used, lexicon, answers)
    if not parts:
        _in_order(items, keys, stated, used, unfit, lexicon, answers)
    told, spoilt = without_spoilt(items, context, answers.mentions)
    return Answers(told, answers.declined, [*answers.doubts, *spoilt])


def _is_unfit(items: list[Item], context: Context, at: int) -> bool:
    """Whether a piece answers nothing: asked, supposed, a limit, somebody else's, or denied ("not 38.5")."""
    if context.has(at, ASKED | LIMIT | OTHER | SUPPOSED):
        return True
    return items[at].number is not None and is_mistaken(items, at)


def _in_order(
    items: list[Item],
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
    chunks = without_the_lungs(items, chunks, lexicon) if "mascc.copd" in keys else chunks
    counted = len([chunk for chunk in chunks if just_a_number(items, chunk, used, lexicon)])
    if counted == len(chunks) and _skips_one(items, chunks, still, lexicon):
        return
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
            number = just_a_number(items, chunk, used, lexicon)
            if number and (counted > len(keys) or _open_to_choice(items, number[0], still, counted, lexicon)):
                continue
            key = _interpret(items, chunk, still, used, lexicon, answers)
            still = [one for one in still if one != key]


def _skips_one(items: list[Item], chunks: Sequence[Sequence[int]], keys: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether several bare numbers do not follow the order asked: 97 and 88 for pressure and respiratory rate."""
    numbers = [item for chunk in chunks for at in chunk if (item := items[at].number) is not None]
    measured = [key for key in keys if key in lexicon.measures]
    if len(numbers) < 2:
        return False
    return not all(plainly(key, number.one_of_two(), lexicon) for key, number in zip(measured, numbers, strict=False))


def _differs(items: list[Item], chunks: Sequence[Sequence[int]], key: str, spoken: str, lexicon: Lexicon) -> bool:
    """Whether a piece names another choice of this question than the bare word would be."""
    choices = lexicon.answers.get(key, {})
    named = {choices.get(items[at].text) for chunk in chunks for at in chunk} - {None}
    return bool(named - {choices.get(spoken)})


def _said_to_something_else(
    items: list[Item],
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
    items: list[Item],
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
    numbers = just_a_number(items, chunk, used, lexicon)
    return any(answered(items, chunk, spoken, numbers, numbers, key, lexicon) is not None for key in keys)


def _for_all(spoken: str, keys: Sequence[str], item: Item, lexicon: Lexicon, answers: Answers) -> bool:
    """Whether one word answers every question: "all no"."""
    for table, word in (("all_no", "no"), ("all_yes", "yes")):
        if spoken in lexicon.tables[table]:
            _all(keys, word, item, lexicon, answers)
            return True
    return False


def _interpret(
    items: list[Item],
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
    numbers = just_a_number(items, chunk, used, lexicon)
    for key in keys:
        fact = answered(items, chunk, spoken, numbers, spans, key, lexicon)
        if fact is not None:
            printed = spoken if len(spoken) < SHORT else item.text
            answers.mentions.append(Mention(*fact, printed, item.start, items[chunk[-1]].end))
            if fact == ("fever_reported", False):
                answers.mentions.append(Mention("fever_denied", True, spoken[:SHORT], item.start, item.end))
            return key
        if (doubt := doubtful(items, chunk, numbers, key, lexicon)) is not None:
            answers.doubts.append(doubt)
            return key
    return ""


def _open_to_choice(items: list[Item], at: int, keys: Sequence[str], counted: int, lexicon: Lexicon) -> bool:
    """Whether several questions are open and the number does not tell which it answers: a small one is a pick.

    `counted` is how many numbers the reply has: of several, each answers in the order of the questions.
    """
    number = items[at].number
    assert number is not None
    fitting = [key for key in keys if key in lexicon.measures and fits_scale(key, number, lexicon)]
    return len(keys) > 1 and number.whole and ((len(fitting) > 1 and counted == 1) or number.value < PICK)


def _all(keys: Sequence[str], word: str, item: Item, lexicon: Lexicon, answers: Answers) -> None:
    """One word for every question that takes yes or no."""
    for key in keys:
        fact = answered([], [], word, [], [], key, lexicon)
        if fact is not None:
            answers.mentions.append(Mention(*fact, item.text, item.start, item.end))
