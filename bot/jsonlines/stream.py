"""Lines in, lines out, in the same order; a bad line is answered with its error and the next one follows."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, BinaryIO

from bot.jsonlines.fault import told
from bot.jsonlines.lines import LineError, dump, parse
from bot.jsonlines.verbs import VERBS
from bot.library import Library
from core.errors import NadirError

Work = Callable[[dict[str, Any], Library], dict[str, Any]]


def run(
    verb: str,
    source: Iterable[bytes],
    sink: BinaryIO,
    library: Library,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Answer every line of *source* on *sink*; returns how many could not be used.

    Each answer is flushed before the next line is read, so that another program may wait for it.
    """
    work, errors, count = VERBS[verb], 0, 0
    for raw in source:
        line = raw.removeprefix(BOM_UTF8)  # some editors put one before the first line
        if not line.strip():
            continue
        count += 1
        found = _answer(work, line, library)
        errors += "error" in found
        sink.write(dump(found))
        sink.flush()
        progress(count)
    return errors


def _answer(work: Work, line: bytes, library: Library) -> dict[str, Any]:
    identifier: object = None
    try:
        asked = parse(line)
        identifier = _identifier(asked)
        return {"id": identifier, **work(asked, library)}
    except NadirError as fault:
        return {"id": identifier, "error": str(fault)}
    except Exception as fault:  # noqa: BLE001 - one line that breaks us must not cost the others their answers
        return {
            "id": identifier,
            "error": f"this line broke Nadir ({told(fault)}). Report it: the fault is ours",
        }


def _identifier(line: dict[str, Any]) -> object:
    identifier = line.get("id")
    if isinstance(identifier, dict | list | Decimal):
        raise LineError("id", "it is no plain word or whole number", "Give each line an id of text or a whole number")
    return identifier
