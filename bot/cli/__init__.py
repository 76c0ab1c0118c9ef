"""The command line: `nadir ask`, `chat`, `serve`, `check`, `batch`."""

from bot.cli.main import main

__all__ = ["main"]
