"""What must hold for any bytes that arrive as a message: the targets of the fuzzer, run on its seeds by the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

from bot.library import Library, load
from core.converse import Message, converse
from core.converse.turn import Turn
from core.facts import Value
from core.lexicon import split
from core.reading import read
from core.reading.reader import LIMIT
from core.reading.reading import Mention, Reading
from core.reply import plain

START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ASKED = ("anc", "temp_c", "mascc.copd", "age_years", "malignancy", "drugs")
CODE = re.compile(r"[A-Z]{5}\d{5}")  # stands for a number of record; no unit or drug looks so
MESSAGES = 3  # of one conversation


@cache
def library() -> Library:
    """The handbook and vocabulary as shipped."""
    return load(day=date(2026, 11, 23))


def text_of(data: bytes) -> str:
    """Any bytes as a text; what is no UTF-8 becomes the lone surrogates a broken sender may send."""
    return data.decode("utf-8", "surrogateescape")


def reading(data: bytes) -> None:
    """One message is read as the first and as an answer; what comes of it is sound."""
    text = text_of(data)
    first = read(text, library().lexicon)
    later = read(text, library().lexicon, asked=ASKED, recent=("wbc", "anc"), doubted={"anc": (Decimal(1), Decimal(2))})
    for one in (first, later):
        _sound(one, text)


def conversation(data: bytes) -> None:
    """Up to three messages, set apart by an empty line: each has a reply."""
    turns: tuple[Turn, ...] = ()
    for number, text in enumerate(text_of(data).split("\n\n", MESSAGES - 1)):
        message = Message(text, START + timedelta(minutes=number), "U1", f"Ev{number}")
        outcome = converse(turns, message, library().handbook, library().lexicon)
        assert plain(outcome.reply).strip(), "an empty reply"
        assert not (set(CODE.findall(text)) & set(CODE.findall(plain(outcome.reply)))), "a number of record is echoed"
        _sound(outcome.reading, text)
        turns = (*turns, outcome.turn)


def _sound(found: Reading, text: str) -> None:
    """Spans lie in the text, values are finite, and what is echoed are words of ours with their numbers."""
    for one in _mentions(found):
        assert 0 <= one.start <= one.end <= len(text), f"a span outside: {one}"
        _finite(one.value)
        assert not (set(CODE.findall(text)) & set(CODE.findall(one.printed.upper()))), f"a number of record: {one}"
    for doubt in found.doubts:
        for value in doubt.readings:
            _finite(value)
    assert found.too_long == (len(text) > LIMIT)
    for piece in found.explain():
        assert 0 <= piece.start <= piece.end <= len(text), f"a span outside: {piece}"


def _mentions(found: Reading) -> Iterator[Mention]:
    yield from found.mentions
    yield from found.supposed
    for part in found.patients:
        yield from part


def _finite(value: Value) -> None:
    assert not isinstance(value, Decimal) or value.is_finite(), f"no number: {value}"


def words() -> Iterator[bytes]:
    """The vocabulary as the fuzzer's dictionary: it finds "neutrophils" by itself as little as a monkey does."""
    seen = set(library().lexicon.vocabulary) | set(library().lexicon.units)
    for table in library().lexicon.tables.values():
        if isinstance(table, frozenset):
            seen.update(token for phrase in table for token in split(phrase))
    for word in sorted(seen):
        if word and len(word) < 40:
            yield word.encode("utf-8", "surrogateescape")


TARGETS = {"reading": reading, "conversation": conversation}
