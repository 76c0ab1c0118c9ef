"""The log: our events by name and id, and not a word of anybody's message."""

import io
import json
import logging
import sys

import pytest

from bot import log

SECRET_WORDS = "ZXQ-PATIENT"


@pytest.mark.parametrize("name", ["slack_bolt.AsyncApp", "slack_bolt.nadir:x", "slack_sdk.web.async_client", "asyncio"])
@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR])
def test_a_librarys_words_are_withheld(caplog: pytest.LogCaptureFixture, name: str, level: int) -> None:
    """Who spoke and where stays; what was said goes, with its arguments, before any handler sees it."""
    caplog.set_level(logging.DEBUG, logger=name)
    logging.getLogger(name).log(level, "body: %s and " + SECRET_WORDS, {"text": SECRET_WORDS})

    assert SECRET_WORDS not in caplog.text
    assert ("test_log.py", log.WITHHELD) == (caplog.records[-1].filename, caplog.records[-1].message)


def test_an_exceptions_words_are_withheld(caplog: pytest.LogCaptureFixture) -> None:
    """Of an exception in a library its type and place remain."""
    try:
        raise ValueError(SECRET_WORDS)
    except ValueError:
        logging.getLogger("slack_bolt.AsyncApp").exception("failed")

    assert SECRET_WORDS not in caplog.text
    assert "ValueError at test_log.py" in caplog.text


def test_withholding_twice_changes_nothing() -> None:
    """The record factory is wrapped once."""
    log.quiet()
    first = logging.getLogRecordFactory()
    log.quiet()

    assert first is logging.getLogRecordFactory()


@pytest.fixture
def lines() -> io.StringIO:
    """What an installed log writes."""
    return io.StringIO()


@pytest.fixture
def installed(lines: io.StringIO) -> object:
    """The log as `serve` installs it; afterwards all is as before."""
    root, ours = logging.getLogger(), logging.getLogger("nadir")
    before = root.handlers[:], root.level, ours.level
    log.install("DEBUG", lines)
    yield
    root.handlers[:], root.level, ours.level = before


@pytest.mark.usefixtures("installed")
def test_our_events_are_one_json_object_a_line(lines: io.StringIO) -> None:
    """Name, level, time and ids; a line break in a value cannot forge a second line."""
    log.note("outbox sent", logging.INFO, row=7, error="a\nb\x1b[31m")

    [line] = lines.getvalue().splitlines()
    told = json.loads(line)
    assert ("outbox sent", "info", 7, "a\nb\x1b[31m") == (told["event"], told["level"], told["row"], told["error"])


@pytest.mark.usefixtures("installed")
def test_an_exception_is_told_by_type_and_place(lines: io.StringIO) -> None:
    """Its words could hold a message, and so could a traceback's source lines."""
    try:
        raise ValueError(SECRET_WORDS)
    except ValueError:
        logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=sys.exc_info())

    told = json.loads(lines.getvalue())
    assert SECRET_WORDS not in lines.getvalue()
    assert told["raised"].startswith("ValueError at test_log.py:")
