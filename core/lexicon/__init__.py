"""The reader's vocabulary, compiled once from plain data: words to terms, units, measures and drugs."""

from core.lexicon.compiler import compile_lexicon
from core.lexicon.letters import fold, pieces, split
from core.lexicon.vocabulary import END, LONG, Bare, Lexicon, Measure, Node, Term, errors_allowed

__all__ = [
    "END",
    "LONG",
    "Bare",
    "Lexicon",
    "Measure",
    "Node",
    "Term",
    "compile_lexicon",
    "errors_allowed",
    "fold",
    "pieces",
    "split",
]
