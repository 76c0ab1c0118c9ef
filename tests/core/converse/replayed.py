"""Another process: reads a log of turns and prints the replies made again from it, one a line."""

import json
import sys
from datetime import date
from pathlib import Path

from bot.library import load
from bot.store.codec import dump_reply, load_turn
from core.converse import replay


def main(log: str, day: str) -> None:
    """Print each reply of each conversation in the log."""
    handbook = load(day=date.fromisoformat(day)).handbook
    for conversation in json.loads(Path(log).read_text(encoding="utf-8")):
        turns = [load_turn(one) for one in conversation]
        for number, turn in enumerate(turns):
            sys.stdout.write(dump_reply(replay(turns[:number], turn, handbook)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
