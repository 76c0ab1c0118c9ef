"""The statements of a handbook made searchable."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.guideline import Handbook
from core.passage import Passage
from core.passages.terms import Terms

# Constants of ranking, none of them a medical number. Title and authored questions are the words
# people search by, so they count more than the running text.
TITLE_WEIGHT, ASKS_WEIGHT, WORDS_WEIGHT = 2.0, 1.5, 1.0
BM25_K, BM25_B = 1.2, 0.6  # the usual saturation, a little less length penalty: statements are short
UNSEARCHED = frozenset({"headline", "dose"})  # said by a row to the patient it fits: nothing without their case


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way a statement is asked for: its terms, their weight, and the statement's place."""

    statement: int
    terms: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Index:
    """The handbook made searchable: per term the statements that use it and the phrases that ask with it."""

    ids: tuple[str, ...]
    terms: Terms
    rarity: Mapping[str, float]
    unknown: float
    uses: Mapping[str, tuple[tuple[int, float], ...]]
    asked: Mapping[str, tuple[int, ...]]
    phrases: tuple[Phrase, ...]
    known_words: Mapping[str, str]
    spellings: Mapping[str, tuple[str, ...]]
    differences: frozenset[int]


def build_index(handbook: Handbook, terms: Terms) -> Index:
    """Weigh the terms of every statement that may answer a question.

    The terms of the handbook's own statements come with it; those of what a hospital says are found here.
    """
    statements = [one for one in handbook.statements.values() if one.part not in UNSEARCHED]
    passages = [handbook.passages.get(one.id) or terms.passage(one.title, one.asks, one.words) for one in statements]
    counts = [_counts(passage) for passage in passages]
    spread = Counter(term for count in counts for term in count)
    rarity = {term: math.log(1 + (len(counts) - n + 0.5) / (n + 0.5)) for term, n in spread.items()}
    known_words = {term: term for term in rarity if term.isalpha()} | terms.single_words(rarity)
    phrases = [
        Phrase(place, asked, sum(rarity[term] for term in asked))
        for place, passage in enumerate(passages)
        for asked in (tuple(dict.fromkeys(way)) for way in (passage.title, *passage.asks))
    ]
    return Index(
        ids=tuple(one.id for one in statements),
        terms=terms,
        rarity=rarity,
        unknown=max(rarity.values(), default=1.0),
        uses=_inverted_counts(counts),
        asked=_inverted((number, one.terms) for number, one in enumerate(phrases)),
        phrases=tuple(phrases),
        known_words=known_words,
        spellings=_spellings(known_words),
        differences=frozenset(place for place, one in enumerate(statements) if one.part == "difference"),
    )


def _counts(passage: Passage) -> dict[str, float]:
    asked = ((ASKS_WEIGHT, way) for way in passage.asks)
    counts: defaultdict[str, float] = defaultdict(float)
    for weight, terms in ((TITLE_WEIGHT, passage.title), *asked, (WORDS_WEIGHT, passage.words)):
        for term in terms:
            counts[term] += weight
    return dict(counts)


def _inverted_counts(counts: Sequence[Mapping[str, float]]) -> dict[str, tuple[tuple[int, float], ...]]:
    """BM25's saturated frequency of every term in every statement."""
    lengths = [sum(count.values()) for count in counts]
    mean = sum(lengths) / max(len(lengths), 1)
    uses: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, count in enumerate(counts):
        norm = BM25_K * (1 - BM25_B + BM25_B * lengths[place] / mean) if mean else BM25_K
        for term, frequency in count.items():
            uses[term].append((place, frequency * (BM25_K + 1) / (frequency + norm)))
    return {term: tuple(places) for term, places in uses.items()}


def _inverted(rows: Iterable[tuple[int, Iterable[str]]]) -> dict[str, tuple[int, ...]]:
    table: defaultdict[str, list[int]] = defaultdict(list)
    for number, terms in rows:
        for term in terms:
            table[term].append(number)
    return {term: tuple(numbers) for term, numbers in table.items()}


def _spellings(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    table: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        for triple in triples(word):
            table[triple].append(word)
    return {triple: tuple(found) for triple, found in table.items()}


def triples(word: str) -> frozenset[str]:
    """The letter triples of a word with its ends marked: what a typing error mostly leaves alone."""
    padded = f"^{word}$"
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))
