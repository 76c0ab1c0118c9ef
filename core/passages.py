"""Questions in plain words, answered by whole statements of the handbook: ranking, never composing."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.guideline import Handbook, Statement
from core.lexicon import END, Lexicon, Node

# Constants of ranking. They say how alike two wordings must be; none of them is a medical number.
# Title and authored questions are the words people search by, so they count more than the running text.
TITLE_WEIGHT, ASKS_WEIGHT, WORDS_WEIGHT = 2.0, 1.5, 1.0
BM25_K, BM25_B = 1.2, 0.6  # the usual saturation, a little less length penalty: statements are short
PHRASE_SHARE, COVER_SHARE, BM25_SHARE = 0.45, 0.35, 0.20  # how the three likenesses make one score
HOLDS_HERE = 0.12  # what it is worth that the consult already says the statement for this patient
COVERED_PHRASE, COVERED_WORDS = 0.40, 0.60  # below both nothing is near enough to be offered
DIRECT_PHRASE, DIRECT_MARGIN = 0.62, 0.08  # above both the first is shown as the answer, not offered
SPELLING = 0.60  # how many letter triples an unknown word shares with a known one to be taken for it
SHOWN, NEAREST = 5, 3
UNSEARCHED = frozenset({"headline"})  # first lines of a consult: they say nothing without their case

SMALL_WORDS = "=small_words"  # the concept of content/lexicon/concepts.yaml that carries no meaning of its own
_WORD = re.compile(r"[a-z]+|\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Found:
    """What the handbook has on a question: ids of whole statements, best first, at most five.

    `direct`: clear enough to be shown as the answer; else `statements` are offered. Not `covered`:
    nothing is near enough to be called an answer, and `nearest` names the closest topics.
    """

    covered: bool
    direct: bool
    statements: tuple[str, ...]
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """How words are made alike on both sides: stems, then concepts (several words that mean one thing)."""

    concepts: Mapping[tuple[str, ...], str]
    longest: int

    def of(self, text: str) -> tuple[str, ...]:
        """The terms of a text: concepts where one begins, longest first, else stems; small words are left out."""
        words = _stems(text)
        terms: list[str] = []
        place = 0
        while place < len(words):
            length, term = self._concept(words, place)
            terms.append(term)
            place += length
        return tuple(term for term in terms if term != SMALL_WORDS)

    def _concept(self, words: Sequence[str], place: int) -> tuple[int, str]:
        for length in range(min(self.longest, len(words) - place), 0, -1):
            term = self.concepts.get(tuple(words[place : place + length]))
            if term:
                return length, term
        return 1, words[place]


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
    spellings: Mapping[str, tuple[str, ...]]


def rank(question: str, handbook: Handbook, lexicon: Lexicon, said: Collection[str] = ()) -> Found:
    """The statements nearest to a question, those the consult says for this patient (*said*) before their like.

    Plain and deterministic: equal scores keep the order of the handbook.
    """
    index = _index(_Same(handbook), _Same(lexicon))
    weights = _weights(index, question)
    if not weights:
        return Found(False, False, ())
    phrase, cover, bm25 = _likeness(index, weights)
    top = max(bm25.values(), default=1.0)
    scores = {
        place: PHRASE_SHARE * phrase[place]
        + COVER_SHARE * share
        + BM25_SHARE * bm25[place] / top
        + (HOLDS_HERE if index.ids[place] in said else 0.0)
        for place, share in cover.items()
    }
    best = sorted(scores, key=lambda place: (-scores[place], place))
    ids = tuple(index.ids[place] for place in best)
    covered = bool(best) and (phrase[best[0]] >= COVERED_PHRASE or cover[best[0]] >= COVERED_WORDS)
    if not covered:
        return Found(False, False, (), ids[:NEAREST])
    margin = scores[best[0]] - scores[best[1]] if len(best) > 1 else scores[best[0]]
    direct = phrase[best[0]] >= DIRECT_PHRASE and margin >= DIRECT_MARGIN
    return Found(True, direct, ids[:SHOWN], ids[:NEAREST])


def _likeness(
    index: Index, weights: Mapping[str, float]
) -> tuple[dict[int, float], dict[int, float], dict[int, float]]:
    """Per statement: the best match with one way of asking, the share of the question found, and BM25."""
    total = sum(weights.values())
    cover: defaultdict[int, float] = defaultdict(float)
    bm25: defaultdict[int, float] = defaultdict(float)
    common: defaultdict[int, float] = defaultdict(float)
    for term, weight in weights.items():
        for place, frequency in index.uses.get(term, ()):
            cover[place] += weight / total
            bm25[place] += weight * frequency
        for number in index.asked.get(term, ()):
            common[number] += weight
    phrase: defaultdict[int, float] = defaultdict(float)
    for number, shared in common.items():
        one = index.phrases[number]
        phrase[one.statement] = max(phrase[one.statement], 2 * shared / (total + one.weight))
    return phrase, dict(cover), dict(bm25)


def _weights(index: Index, question: str) -> dict[str, float]:
    """The question's terms by rarity; a word no statement uses weighs most, so that it speaks against a match."""
    weights: dict[str, float] = {}
    for term in index.terms.of(question):
        known = term if term in index.rarity else _respelt(index, term)
        weights[known] = index.rarity.get(known, index.unknown)
    return weights


def _respelt(index: Index, word: str) -> str:
    """The known word that shares most letter triples with a mistyped one, or the word itself."""
    triples = _triples(word)
    shared = Counter(known for triple in triples for known in index.spellings.get(triple, ()))
    likeness = {known: 2 * count / (len(triples) + len(_triples(known))) for known, count in shared.items()}
    near = min(likeness, key=lambda known: (-likeness[known], known), default=word)
    return near if len(word) > 4 and likeness.get(near, 0) >= SPELLING else word


class _Same:
    """A key that is equal only to itself's object: the handbook is compiled once, not compared field by field."""

    __slots__ = ("it",)

    def __init__(self, it: object) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.it is self.it


@lru_cache(maxsize=4)
def _index(handbook: _Same, lexicon: _Same) -> Index:
    """The index of one handbook, kept with the handbook so that its identity cannot be given to another."""
    assert isinstance(handbook.it, Handbook)
    return build_index(handbook.it, _terms(lexicon))


@lru_cache(maxsize=4)
def _terms(lexicon: _Same) -> Terms:
    assert isinstance(lexicon.it, Lexicon)
    return terms_of(lexicon.it.concepts, dict(_drug_spellings(lexicon.it.terms)))


def _drug_spellings(node: Node) -> Iterator[tuple[str, str]]:
    """Every spelling of a drug in the reader's vocabulary, with its generic name."""
    for token, below in node.items():
        if token != END:
            yield from _drug_spellings(below)
            continue
        for term in below:
            if term.role == "drug" and not term.cased:
                yield term.words, str(term.value)


def question_terms(question: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The terms a question is searched by: stems, concepts as ``=name``, drugs by generic name."""
    return _terms(_Same(lexicon)).of(question)


def terms_of(concepts: Mapping[str, Iterable[str]], drugs: Mapping[str, str]) -> Terms:
    """The concepts as stems; a drug's brand or clipped name is one with its generic name."""
    table = {_stems(spelling): f"={generic}" for spelling, generic in drugs.items()}
    table |= {_stems(word): f"={name}" for name, words in concepts.items() for word in words}
    table.pop((), None)
    return Terms(table, max((len(words) for words in table), default=1))


def build_index(handbook: Handbook, terms: Terms) -> Index:
    """Count the terms of every statement that may answer a question."""
    statements = [one for one in handbook.statements.values() if one.part not in UNSEARCHED]
    counts = [_counts(one, terms) for one in statements]
    spread = Counter(term for count in counts for term in count)
    rarity = {term: math.log(1 + (len(counts) - n + 0.5) / (n + 0.5)) for term, n in spread.items()}
    phrases = [
        Phrase(place, asked, sum(rarity[term] for term in asked))
        for place, one in enumerate(statements)
        for asked in (tuple(dict.fromkeys(terms.of(text))) for text in (one.title, *one.asks))
    ]
    return Index(
        ids=tuple(one.id for one in statements),
        terms=terms,
        rarity=rarity,
        unknown=max(rarity.values(), default=1.0),
        uses=_inverted_counts(counts),
        asked=_inverted((number, one.terms) for number, one in enumerate(phrases)),
        phrases=tuple(phrases),
        spellings=_spellings(term for term in rarity if term.isalpha()),
    )


def _counts(statement: Statement, terms: Terms) -> dict[str, float]:
    fields = (
        (TITLE_WEIGHT, (statement.title,)),
        (ASKS_WEIGHT, statement.asks),
        (WORDS_WEIGHT, tuple(statement.words.values())),
    )
    counts: defaultdict[str, float] = defaultdict(float)
    for weight, texts in fields:
        for term in (term for text in texts for term in terms.of(text)):
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
        for triple in _triples(word):
            table[triple].append(word)
    return {triple: tuple(found) for triple, found in table.items()}


def _triples(word: str) -> frozenset[str]:
    padded = f"^{word}$"
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(letter for letter in folded if not unicodedata.combining(letter)))


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _words(text))


def stem(word: str) -> str:
    """A word without its English ending, crude on purpose: both sides lose the same letters.

    >>> stem("antibiotics"), stem("stopped"), stem("dosing") == stem("doses")
    ('antibiotic', 'stop', True)
    """
    for ending, rest in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + rest
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word
