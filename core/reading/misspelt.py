"""Long drug names typed wrongly: the one drug a word is near to."""

from __future__ import annotations

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from core.lexicon import Lexicon, Term, errors_allowed


def guess_drug(word: str, lexicon: Lexicon) -> Term | None:
    """The one drug whose long name this word misspells; None when it is far from all, or near to two."""
    if word in lexicon.vocabulary:
        return None
    names, allowed = lexicon.long_names.get(f"{word[0]}{len(word)}", {}), errors_allowed(len(word))
    near: dict[str, int] = {}
    for name, distance, _ in extract(word, names.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None):
        near[names[name]] = min(distance, near.get(names[name], distance))
    if not near or (len(near) > 1 and min(near.values()) == sorted(near.values())[1]):
        return None
    generic = min(near, key=lambda name: near[name])
    return Term("drug", "drugs", generic, None, word)
