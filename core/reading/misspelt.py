"""Long drug names typed wrongly: the one drug a word is near to."""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from core.lexicon import Lexicon, Term

SURE_LENGTH: Final = 10  # letters from which two typing errors may be forgiven


def guess_drug(word: str, lexicon: Lexicon) -> Term | None:
    """The one drug whose long name this word misspells; None when it is far from all, or near to two."""
    if word in lexicon.vocabulary:
        return None
    allowed = 2 if len(word) >= SURE_LENGTH else 1
    near: dict[str, int] = {}
    for length in range(len(word) - allowed, len(word) + allowed + 1):
        names = lexicon.long_names.get(f"{word[0]}{length}", {})
        for name, distance, _ in extract(word, names.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None):
            near[names[name]] = min(distance, near.get(names[name], distance))
    if not near or (len(near) > 1 and min(near.values()) == sorted(near.values())[1]):
        return None
    generic = min(near, key=lambda name: near[name])
    return Term("drug", "drugs", generic, None, word)
