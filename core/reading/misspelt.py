"""Long names of measures with a typing error: "nuetrphils" is read as neutrophils, and the echo says so."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from core.lexicon import END, Lexicon, Term

ALLOWED = 2  # letters that may be wrong in a name of ten or more, one less in a shorter one
SURE_LENGTH = 10
TAIL = 2  # last letters that must be right: "neutrophilic" and "leukocytosis" are other words


def misspelt(word: str, lexicon: Lexicon) -> Term | None:
    """The measure whose long name the word misspells; None when it is far from all, or near to two."""
    allowed = ALLOWED if len(word) >= SURE_LENGTH else ALLOWED - 1
    near: dict[str, Term] = {}
    for name in lexicon.tables["long_measures"]:
        if name[0] != word[0] or name[-TAIL:] != word[-TAIL:]:
            continue
        if OSA.distance(word, name, score_cutoff=allowed) <= allowed:
            term = lexicon.terms[name][END][0]
            near[term.key] = term
    return next(iter(near.values())) if len(near) == 1 else None
