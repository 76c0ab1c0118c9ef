"""The content folder as a handbook and a lexicon; the only door through which content enters the program."""

from bot.library.load import Library, load, load_proven

__all__ = ["Library", "load", "load_proven"]
