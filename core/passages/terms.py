"""How words are made alike on both sides of a search: stems, concepts, drugs by their generic name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.lexicon import END, Lexicon, Node
from core.passage import Passage

SMALL_WORDS = "=small_words"  # the concept of content/lexicon/concepts.yaml that carries no meaning of its own
_WORD = re.compile(r"[a-z]+|\d+(?:[.,]\d+)?")


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

    def passage(self, title: str, asks: Iterable[str], words: Mapping[str, str]) -> Passage:
        """The terms of one statement, its numbers printed."""
        return Passage(
            title=self.of(title),
            asks=tuple(self.of(way) for way in asks),
            words=tuple(term for text in words.values() for term in self.of(text)),
        )

    def digest(self) -> str:
        """One hash over the whole vocabulary: equal digests make equal terms of equal words."""
        return hashlib.sha256(repr(sorted(self.concepts.items())).encode()).hexdigest()

    def single_words(self, known: Collection[str]) -> dict[str, str]:
        """The words that alone mean one of the *known* terms: what a mistyped word may have been."""
        return {words[0]: term for words, term in self.concepts.items() if len(words) == 1 and term in known}

    def _concept(self, words: Sequence[str], place: int) -> tuple[int, str]:
        for length in range(min(self.longest, len(words) - place), 0, -1):
            term = self.concepts.get(tuple(words[place : place + length]))
            if term:
                return length, term
        return 1, words[place]


def compile_terms(lexicon: Lexicon) -> Terms:
    """The terms of one vocabulary: its concepts and every spelling of its drugs."""
    return terms_of(lexicon.concepts, dict(_drug_spellings(lexicon.terms)))


def _drug_spellings(node: Node) -> Iterator[tuple[str, str]]:
    """Every spelling of a drug in the reader's vocabulary, with its generic name."""
    for token, below in node.items():
        if token != END:
            yield from _drug_spellings(below)
            continue
        plain, _ = below
        for term in (plain, *plain.more) if plain else ():
            if term.role == "drug":
                yield term.words, str(term.value)


def terms_of(concepts: Mapping[str, Iterable[str]], drugs: Mapping[str, str]) -> Terms:
    """The concepts as stems; a drug's brand or clipped name is one with its generic name."""
    table = {_stems(spelling): f"={generic}" for spelling, generic in drugs.items()}
    table |= {_stems(word): f"={name}" for name, words in concepts.items() for word in words}
    table.pop((), None)
    return Terms(table, max((len(words) for words in table), default=1))


def _words(text: str) -> list[str]:
    folded = text.casefold()
    if not folded.isascii():
        folded = "".join(one for one in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(one))
    return _WORD.findall(folded)


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
