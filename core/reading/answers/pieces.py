"""The pieces of a reply: numbered, between commas, or every answer word by itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from core.lexicon import Lexicon
from core.reading.printed.items import Item
from core.reading.reading import Mention

LEADS: Final = frozenset(
    {"sorry", "correction", "correction:", "actually", "oops", "number", "no", "q", "#", "answer", ",", ":"}
) | {
    "question",
    "item",
    "wait",
    "edit",
    "edit:",
    "my bad",
    "my mistake",
    "oh",
    "the",
    "for",
}
SAYS: Final = frozenset(
    {"should", "be", "should be", "should say", "should read", "is", "was", "means", "meant", "to", "->", "→"}
) | {
    "actually",
    "a",
    "really",
    ":",
    "=",
    "should have been",
    "i meant",
}
SPLITS: Final = frozenset({",", ";", ".", "/", "\n", "|", "!", "\t"})


def not_known(spoken: str, lexicon: Lexicon) -> bool:
    """Whether the piece says that it is not known: "not sure, notes are in storage"."""
    words = lexicon.tables["unknown"]
    return spoken in words or any(spoken.startswith(f"{phrase} ") for phrase in words)


def numbered(items: list[Item], count: int) -> Iterator[tuple[int, list[int]]]:
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


def put_right(items: list[Item], count: int) -> Iterator[tuple[int, list[int]]]:
    """The answer that a message puts right by its number, of as many as were given: "sorry, 3 should be no"."""
    at = next((j for j, item in enumerate(items) if item.text not in LEADS), len(items))
    number = items[at].number if at < len(items) else None
    if number is None or not number.whole or number.unit or number.other is not None or not 0 < number.value <= count:
        return
    told = next((j for j in range(at + 1, len(items)) if items[j].text not in SAYS), len(items))
    if not any("hold_on" in item.cues or item.text.startswith("should") for item in items[:told]):
        return  # "3 is no" answers the question of now
    end = next((j for j in range(told, len(items)) if items[j].text in SPLITS or items[j].text == "not"), len(items))
    if end > told > at + 1:
        yield int(number.value) - 1, list(range(told, end))


def pieces(items: list[Item], lexicon: Lexicon) -> list[list[int]]:
    """The pieces of an unnumbered reply: between commas, or every answer word by itself ("no no no solid")."""
    chunks: list[list[int]] = [[]]
    for at, item in enumerate(items):
        joins = item.text in ("and", "&") or (item.text == "-" and not _one_word(items, at, lexicon))
        if item.text in SPLITS or (joins and item.number is None):
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


def _one_word(items: list[Item], at: int, lexicon: Lexicon) -> bool:
    """Whether the hyphen makes one word of both sides: "non-smoker"; that of "no-no-solid" does not."""
    behind = items[at + 1] if at + 1 < len(items) else None
    return items[at].glued and behind is not None and behind.glued and behind.text in lexicon.tables["of_the_lungs"]


def says_yes_or_no(items: list[Item], lexicon: Lexicon) -> bool:
    """Whether some piece of the reply is a bare yes or no."""
    return any(words_of(items, chunk) in lexicon.answers["yes_no"] for chunk in pieces(items, lexicon))


def words_of(items: list[Item], chunk: Sequence[int]) -> str:
    """What a piece says, as the tables of answers spell it."""
    words = " ".join(items[at].text for at in chunk).replace("'", " ' ")
    return " ".join(words.split()).strip(" ?")


def names_itself(items: list[Item], chunk: Sequence[int], places: Sequence[int]) -> bool:
    """Whether the generic reading took something from this piece; `places` are where its statements begin."""
    first = bisect_left(places, items[chunk[0]].start)
    return first < len(places) and places[first] < items[chunk[-1]].end


def own_names(
    items: list[Item], chunks: Sequence[Sequence[int]], keys: Sequence[str], stated: Sequence[Mention]
) -> Iterator[set[str]]:
    """The items asked about that each piece names itself."""
    places = {key: sorted(one.start for one in stated if one.key == key) for key in keys}
    for chunk in chunks:
        yield {key for key in keys if names_itself(items, chunk, places[key])}


def adds_nothing(items: list[Item], chunk: Sequence[int], unfit: frozenset[int], lexicon: Lexicon) -> bool:
    """Whether a piece is a question of its own or mere talk: it decides nothing about the "no" beside it."""
    spoken = words_of(items, chunk)
    if spoken in lexicon.answers["yes_no"]:
        return False
    return all(at in unfit for at in chunk) or all(mere_talk(items[at], lexicon) for at in chunk)


def without_the_lungs(items: list[Item], chunks: Sequence[list[int]], lexicon: Lexicon) -> list[list[int]]:
    """The pieces of an answer to the question for COPD without words of the same organ: "never smoked, no"."""
    words, beside = lexicon.tables["of_the_lungs"], lexicon.tables["beside_the_lungs"]
    result = []
    for chunk in chunks:
        of_them = any(items[at].text in words for at in chunk)
        if not of_them or any(
            items[at].text not in words and items[at].text not in beside and not mere_talk(items[at], lexicon)
            for at in chunk
        ):
            result.append(chunk)
        elif answering := _bare(items, chunk, words, lexicon):
            result.append(answering)
    return result


def _bare(items: list[Item], chunk: Sequence[int], words: frozenset[str], lexicon: Lexicon) -> list[int]:
    """The yes or no that opens or ends the piece and belongs to no word of it: "no never smoked", not "no inhalers"."""
    said = lexicon.answers["yes_no"]
    first, last = items[chunk[0]].text, items[chunk[-1]].text
    if last in said:
        return [chunk[-1]]
    return [chunk[0]] if first in said and first not in {"never", "non"} and items[chunk[1]].text not in words else []


def mere_talk(item: Item, lexicon: Lexicon) -> bool:
    """Whether a word names nothing: it may follow a yes or no and leave it one."""
    return item.number is None and item.text in lexicon.tables["talk_beside_answer"]
