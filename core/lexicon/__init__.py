"""The reader's vocabulary, compiled once from plain data: words to terms, units, measures and drugs."""

from core.lexicon.compiler import compile_lexicon
from core.lexicon.letters import TOKEN, fold, split
from core.lexicon.vocabulary import END, LONG, Bare, Lexicon, Measure, Node, Term

__all__ = ["END", "LONG", "TOKEN", "Bare", "Lexicon", "Measure", "Node", "Term", "compile_lexicon", "fold", "split"]
