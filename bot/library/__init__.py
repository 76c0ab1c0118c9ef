"""The content folder as a handbook and a lexicon; the only door through which content enters the program."""

from bot.library.load import Library, load

__all__ = ["Library", "load"]
