"""What a mutation of the reader must be caught by: the messages of tests/core/reading, in one test.

mutmut calls tests by their ids, and an id that is a clinician's message cannot be typed; so it sees one test, which
makes the same calls as pytest would and stops at the first that fails. Examples drawn by chance are left out: a figure
must not change by itself. `make mutation` runs this; `make test` does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from inspect import signature
from itertools import product
from types import ModuleType
from typing import Any

from tests.core.reading import (
    test_cases,
    test_clinical_words,
    test_context,
    test_followups,
    test_kinds,
    test_negation,
    test_replies,
    test_units,
)

CAUGHT_BY = (
    test_context,
    test_negation,
    test_units,
    test_cases,
    test_followups,
    test_kinds,
    test_replies,
    test_clinical_words,
)


def test_the_messages_are_read() -> None:
    calls = 0
    for module in CAUGHT_BY:
        for test, arguments in every_call(module):
            test(**arguments)
            calls += 1
    assert calls > 1000  # a file that is not read any more would let every mutant live


def every_call(module: ModuleType) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each test of the file with the arguments of each of its rows."""
    for name, test in vars(module).items():
        if name.startswith("test_"):
            marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
            for rows in product(*(list(_rows(*mark.args[:2])) for mark in marks)):
                arguments = {name: value for row in rows for name, value in row.items()}
                assert arguments.keys() == signature(test).parameters.keys()
                yield test, arguments


def _rows(names: str | tuple[str, ...], rows: Any) -> Iterator[dict[str, Any]]:
    for row in rows:
        values = getattr(row, "values", row) if not isinstance(row, dict) else row
        yield {names: values} if isinstance(names, str) else dict(zip(names, values, strict=True))
