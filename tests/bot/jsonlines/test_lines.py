"""One line of JSON: what is refused, and what comes out."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from bot.jsonlines.lines import LineError, dump, parse


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b'{"id": 1', "no JSON"),
        (b"[1, 2]", "a JSON list, no object"),
        (b"3", "a JSON int, no object"),
        (b"null", "a JSON NoneType, no object"),
        (b'{"a": NaN}', "JSON has no such number"),
        (b'{"a": -Infinity}', "JSON has no such number"),
        (b'{"id": 1, "id": 2}', "it is given twice"),
        (b'{"facts": {"anc": 1, "anc": 2}}', "it is given twice"),
        (b'{"a": "\xff"}', "no UTF-8"),
        (b'{"a": ' + b"9" * 5000 + b"}", "it has 5000 digits"),
        (b'{"a": 0.' + b"3" * 5000 + b"}", "it has 5002 digits"),
        (b'{"a": ' + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_a_lenient_reader_would_guess_is_refused(line: bytes, problem: str) -> None:
    with pytest.raises(LineError, match=problem):
        parse(line)


def test_a_number_keeps_its_digits_as_typed() -> None:
    assert str(parse(b'{"anc": 1.50}')["anc"]) == "1.50"


def test_output_is_one_line_of_plain_json() -> None:
    line = dump({"id": "ä\n", "n": Decimal("0.988"), "whole": Decimal("60.0"), "names": frozenset({"b", "a"})})
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line) == {"id": "ä\n", "n": 0.988, "whole": 60, "names": ["a", "b"]}


def test_half_of_a_surrogate_pair_goes_out_as_it_came() -> None:
    line = dump({"id": parse(b'{"id": "\\ud800"}')["id"]})
    assert json.loads(line) == {"id": "\ud800"}
