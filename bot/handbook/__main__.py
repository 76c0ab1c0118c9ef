"""`python -m bot.handbook write FOLDER` writes the pages; `check FOLDER` says what is wrong with the built site."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.handbook.links import faults
from bot.handbook.pages import pages
from bot.library import load_proven
from bot.settings import load_settings
from core.guideline import Handbook
from core.proof import prove


def write(folder: Path, handbook: Handbook) -> int:
    """Every page into *folder*, which holds nothing else afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        old.unlink()
    for name, text in pages(handbook, prove(handbook)).items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


def check(folder: Path, handbook: Handbook) -> int:
    """Print what is wrong; 1 when anything is."""
    found = list(faults(folder, handbook))
    sys.stderr.write("".join(f"nadir handbook: {one}\n" for one in found))
    return int(bool(found))


def main() -> int:
    """Do one of the two, for the handbook of this installation."""
    verb, folder = sys.argv[1:]
    return {"write": write, "check": check}[verb](Path(folder), load_proven(load_settings().site).handbook)


if __name__ == "__main__":
    sys.exit(main())
