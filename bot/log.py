"""Logs without patients: our own events by name and id, and the words of libraries withheld at the source.

Bolt logs the whole body of a badly signed request, and the SDK logs payloads at DEBUG. No filter on a
handler can be trusted to catch that everywhere, so the record itself is made without their words.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

WITHHELD = "words withheld: they may hold a message"
FOREIGN = ("slack_bolt", "slack_sdk", "aiohttp", "asyncio", "aiosqlite", "sqlalchemy")

_ours = logging.getLogger("nadir")
_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def note(event: str, level: int = logging.INFO, /, **ids: str | float | None) -> None:
    """Log that *event* happened, with ids and counts only: never a word or a value of a message."""
    _ours.log(level, event, extra={"ids": ids})


def place(fault: BaseException) -> str:
    """Where *fault* was raised, as file and line, without its words."""
    frames = traceback.extract_tb(fault.__traceback__)
    return " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames[-4:]))


def quiet() -> None:
    """Withhold the words of foreign loggers from every handler, now and later; doing it twice changes nothing."""
    made = logging.getLogRecordFactory()
    if not getattr(made, "withholds", False):
        logging.setLogRecordFactory(_Withholding(made))


class _Withholding:
    """A record factory that keeps who spoke and where, and drops what was said."""

    withholds = True

    def __init__(self, make: Callable[..., logging.LogRecord]) -> None:
        self._make = make

    def __call__(self, *args: object, **kwargs: object) -> logging.LogRecord:
        record = self._make(*args, **kwargs)
        if record.name.startswith(FOREIGN):
            record.msg, record.args = WITHHELD, None
            if record.exc_info and record.exc_info[1] is not None:
                record.msg = f"{WITHHELD} ({_told(record.exc_info)})"
            record.exc_info = record.exc_text = record.stack_info = None
        return record


def _told(raised: _Raised) -> str:
    fault = raised[1]
    return "" if fault is None else f"{type(fault).__name__} at {place(fault)}"


class JsonLines(logging.Formatter):
    """One JSON object a line; of an exception only its type and place."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON: a line break or escape code in it cannot forge a second line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "ids", {}),
        }
        if not record.name.startswith("nadir"):
            line["where"] = f"{record.filename}:{record.lineno}"
        if record.exc_info:
            line["raised"] = _told(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)


def install(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send our events to *stream* (standard error) as JSON lines, and other libraries' from WARNING on."""
    quiet()
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    _ours.setLevel(level)
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)
