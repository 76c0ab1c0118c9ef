"""`nadir batch`: JSON lines from standard input to standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable

from bot.cli.installation import installation
from bot.jsonlines.stream import run

EVERY = 100  # lines between two reports of progress


def answer_lines(verb: str) -> None:
    """Answer every line in order; how far it is goes to standard error, and only when somebody looks."""
    errors = run(verb, sys.stdin.buffer, sys.stdout.buffer, installation().library, _progress())
    if sys.stderr.isatty():
        sys.stderr.write(f"\rdone; {errors} lines could not be used\n")


def _progress() -> Callable[[int], None]:
    if not sys.stderr.isatty():
        return lambda _: None

    def report(count: int) -> None:
        if count % EVERY == 0:
            sys.stderr.write(f"\r{count}")
            sys.stderr.flush()

    return report
