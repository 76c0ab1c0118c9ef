"""`nadir read`: what was understood of one message, and with --explain what each piece of it became."""

from __future__ import annotations

import sys
from dataclasses import asdict

from rich.text import Text

from bot.cli.installation import installation
from bot.cli.paper import console, printable
from bot.cli.underline import MARKS, listed, underlined
from bot.jsonlines.lines import dump
from bot.jsonlines.verbs import PATIENT, read_line
from bot.library import Library
from core.converse.said import stated_of
from core.facts import Value
from core.reading import read
from core.reading.reading import ASKED, LEFT, TAKEN, WORD, Explained, Reading

COLOURS = {TAKEN: "green", ASKED: "yellow", LEFT: "red", WORD: "dim"}
LEGEND = {TAKEN: "taken", ASKED: "asked", LEFT: "not taken", WORD: "a word of the vocabulary"}


def show_reading(text: str, *, explain: bool, as_json: bool) -> None:
    """Print what a message states; nothing of it is kept."""
    library = installation().library
    reading = read(text, library.lexicon)
    if as_json:
        found = read_line({"text": text}, library)
        if explain:
            found["explained"] = [asdict(one) for one in reading.explain()]
        sys.stdout.buffer.write(dump(found))
        return
    if explain:
        _explain(text, reading)
    _understood(reading, library)


def _say(words: str, style: str = "") -> None:
    console().print(Text(printable(words), style=style), soft_wrap=True)


def _explain(text: str, reading: Reading) -> None:
    """The message with marks, then its pieces: first the numbers and facts, then the words of the vocabulary."""
    said = reading.explain()
    for line in underlined(text, said, console().width):
        _say(line)
    _say("  ".join(f"{MARKS[kind]} {words}" for kind, words in LEGEND.items()), "dim")
    for number, one in listed(said):
        if number:
            _say(f"{number:>3}  {_piece(one)}", COLOURS[one.kind])
    for one in said:
        if one.kind == WORD:
            _say(f"     {_piece(one)}", COLOURS[WORD])
    _say("")


def _piece(one: Explained) -> str:
    words = " ".join(one.words.split())
    told = {TAKEN: one.became, WORD: one.became}.get(one.kind, f"{one.kind}{f' as {one.became}' if one.became else ''}")
    return f"{words}  =>  {told}{f'  ({one.why})' if one.why else ''}"


def _understood(reading: Reading, library: Library) -> None:
    """Facts with their units, then what has to be asked."""
    if reading.two_patients:
        _say(f"ask {PATIENT}: two patients in one message, so nothing is taken", COLOURS[ASKED])
        return
    items = library.handbook.items
    stated, impossible = stated_of(reading.mentions, items)
    for one in stated:
        unit = items[one.key].unit
        notes = f"  ({one.note})" if one.note else ""
        _say(f"{one.key} = {_value(one.value)}{f' {unit}' if unit else ''}  from “{one.printed}”{notes}")
    for doubt in (*reading.doubts, *impossible):
        _say(f"ask {doubt.key}: “{doubt.printed}” {doubt.why}", COLOURS[ASKED])
    if reading.identifiers:
        _say("identifiers: the message names somebody and should be removed", COLOURS[ASKED])
    if not (stated or reading.doubts or impossible):
        _say("nothing is stated")


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
