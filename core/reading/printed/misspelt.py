"""Long names typed wrongly: the one drug, or the one measure, a word is near to; the echo says so."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from core.lexicon import END, Lexicon, Term, errors_allowed

TAIL: Final = 2  # last letters of a measure that must be right: "neutrophilic" and "leukocytosis" are other words


def guess_name(word: str, lexicon: Lexicon) -> Term | None:
    """The drug whose long name this word misspells, or else the measure; None for a word that is known."""
    if word in lexicon.vocabulary or word in lexicon.tables["ordinary_words"]:
        return None
    near = {} if word.endswith(_sorted(lexicon.tables["ordinary_endings"])) else _drugs(word, lexicon)
    if not near:
        return _measure(word, lexicon)
    if len(near) > 1 and min(near.values()) == sorted(near.values())[1]:
        return None
    generic = min(near, key=lambda name: near[name])
    return Term("drug", "drugs", generic, None, word)


def _drugs(word: str, lexicon: Lexicon) -> dict[str, int]:
    """The drugs near to the word, each with the letters that are wrong."""
    names, allowed = lexicon.long_names.get(f"{word[0]}{len(word)}", {}), errors_allowed(len(word))
    near: dict[str, int] = {}
    for name, distance, _ in extract(word, names.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None):
        near[names[name]] = min(distance, near.get(names[name], distance))
    return near


def _measure(word: str, lexicon: Lexicon) -> Term | None:
    """The one measure near to the word; None when it is far from all, or near to two."""
    allowed = errors_allowed(len(word))
    near: dict[str, Term] = {}
    for name in _by_their_ends(lexicon.tables["long_measures"]).get((word[0], word[-TAIL:]), ()):
        if OSA.distance(word, name, score_cutoff=allowed) <= allowed:
            term: Term = lexicon.terms[name][END][0]
            near[term.key] = term
    return next(iter(near.values())) if len(near) == 1 else None


@lru_cache(maxsize=16)
def _by_their_ends(names: frozenset[str]) -> Mapping[tuple[str, str], list[str]]:
    """Names by what must be right in them: the first letter and the last ones."""
    found: dict[tuple[str, str], list[str]] = {}
    for name in sorted(names):
        found.setdefault((name[0], name[-TAIL:]), []).append(name)
    return found


@lru_cache(maxsize=16)
def _sorted(endings: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(endings))
