"""Questions in plain words, answered by whole statements of the handbook: ranking, never composing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.guideline import Handbook
from core.lexicon import Lexicon
from core.passages.index import Index, build_index, triples
from core.passages.terms import Terms, compile_terms

# Constants of ranking. They say how alike two wordings must be; none of them is a medical number.
PHRASE_SHARE, COVER_SHARE, BM25_SHARE = 0.45, 0.35, 0.20  # how the three likenesses make one score
HOLDS_HERE = 0.12  # what it is worth that the consult already says the statement for this patient
COVERED_PHRASE, COVERED_WORDS = 0.36, 0.45  # below both nothing is near enough to be offered
HELD_PHRASE, HELD_WORDS = 0.25, 0.30  # the same for what the consult says of this patient: its conditions hold
SEVERAL, LONE_WORD = 2, 0.50  # where one word of several is all that is shared, it must be half of the question
BESIDE = 0.2  # what a word beside the sentence that asks is worth: it tells of the patient
DIRECT_PHRASE, DIRECT_MARGIN = 0.62, 0.08  # above both the first is shown as the answer, not offered
NUMBER_WEIGHT = 0.3  # values go to the rules first; as words they find little ("3 months" is not "3 months old")
UNKNOWN_WEIGHT = 1.25  # a word the handbook never uses speaks against every match
AFTER_ITS_STATEMENT = 0.1  # "where sources differ" is read after the statement it belongs to
SPELLING = 0.66  # how many letter triples an unknown word shares with a known one to be taken for it
SHORT = 4  # letters of a word too short to be guessed from a typing error
SHOWN, NEAREST = 5, 3
_ENDS = re.compile(r"(?<=[.?!])\s+|\s[-–]\s|:\s")  # "ANC 0.4" holds a point and no end


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


def rank(question: str, handbook: Handbook, lexicon: Lexicon, said: Collection[str] = ()) -> Found:
    """The statements nearest to a question, those the consult says for this patient (*said*) before their like.

    Plain and deterministic: equal scores keep the order of the handbook.
    """
    return search(question, index_of(handbook, lexicon), said)


def index_of(handbook: Handbook, lexicon: Lexicon) -> Index:
    """The handbook made searchable: once, when first needed."""
    return _index(_Same(handbook), _Same(lexicon))


def search(question: str, index: Index, said: Collection[str] = ()) -> Found:
    """Rank the statements of an index and say how near the best one is."""
    weights = _weights(index, question)
    if not weights:
        return Found(covered=False, direct=False, statements=())
    phrase, cover, bm25 = _likeness(index, weights)
    top = max(bm25.values(), default=1.0)
    scores = {
        place: PHRASE_SHARE * phrase[place]
        + COVER_SHARE * share
        + BM25_SHARE * bm25[place] / top
        + (HOLDS_HERE if index.ids[place] in said else 0.0)
        - (AFTER_ITS_STATEMENT if place in index.differences else 0.0)
        for place, share in cover.items()
    }
    best = sorted(scores, key=lambda place: (-scores[place], place))
    ids = tuple(index.ids[place] for place in best)
    held = bool(best) and index.ids[best[0]] in said
    least_phrase, least_words = (HELD_PHRASE, HELD_WORDS) if held else (COVERED_PHRASE, COVERED_WORDS)
    alone = bool(best) and _shared(index, weights, best[0]) < min(len(weights), SEVERAL)
    if not best or (
        (alone or phrase[best[0]] < least_phrase) and cover[best[0]] < (LONE_WORD if alone else least_words)
    ):
        return Found(covered=False, direct=False, statements=(), nearest=ids[:NEAREST])
    margin = scores[best[0]] - (scores[best[1]] if len(best) > 1 else 0.0)
    direct = phrase[best[0]] >= DIRECT_PHRASE and margin >= DIRECT_MARGIN
    return Found(covered=True, direct=direct, statements=ids[:SHOWN], nearest=ids[:NEAREST])


def _shared(index: Index, weights: Mapping[str, float], place: int) -> int:
    """How many of the question's terms a statement uses."""
    return sum(any(used == place for used, _ in index.uses.get(term, ())) for term in weights)


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
    asking = set(index.terms.of(asked_in(question)))
    weights: dict[str, float] = {}
    for term in index.terms.of(question):
        known = term if term in index.rarity else _respelt(index, term)
        weight = index.rarity.get(known, index.unknown * UNKNOWN_WEIGHT)
        weight = weight if not asking or term in asking else weight * BESIDE
        weights[known] = weight * NUMBER_WEIGHT if known[0].isdigit() else weight
    return weights


def asked_in(question: str) -> str:
    """The sentences of a message that ask: those with a question mark, else the last.

    >>> asked_in("Chemo is due tomorrow. ANC 0.4: do we go ahead?")
    'do we go ahead?'
    """
    sentences = [one for one in _ENDS.split(question) if one.strip()]
    return " ".join([one for one in sentences if one.rstrip().endswith("?")] or sentences[-1:])


def _respelt(index: Index, word: str) -> str:
    """The term of the known word that shares most letter triples with a mistyped one, or the word itself."""
    if len(word) <= SHORT:
        return word
    letters = triples(word)
    alike = (known for triple in letters for known in index.spellings.get(triple, ()) if known[0] == word[0])
    likeness = {known: 2 * n / (len(letters) + len(triples(known))) for known, n in Counter(alike).items()}
    near = min(likeness, key=lambda known: (-likeness[known], known), default="")
    return index.known_words[near] if near and likeness[near] >= SPELLING else word


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
    return compile_terms(lexicon.it)


def terms_in(lexicon: Lexicon) -> Terms:
    """How a vocabulary makes words alike, compiled once."""
    return _terms(_Same(lexicon))


def question_terms(question: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The terms a question is searched by: stems, concepts as ``=name``, drugs by generic name."""
    return terms_in(lexicon).of(question)
