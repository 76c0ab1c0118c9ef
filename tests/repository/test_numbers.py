"""No number of medicine in Python: thresholds, points and doses live in content/ alone."""

import ast
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

# Numbers that count things (two ends, three digits) and do not measure a patient.
COUNTS = {Decimal(number) for number in (*range(11), 100, 1000)}
# Conversion of units (32 and 5/9 belong to Fahrenheit) and weights of the search: neither decides about a patient.
OTHER_ARITHMETIC = {"core/quantity.py", "core/passages.py"}


def numbers(tree: ast.Module) -> Iterator[tuple[int, Decimal]]:
    """Every number a module writes, as a literal or inside `Decimal("...")`, with its line; doctests are words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
            yield node.lineno, Decimal(str(node.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decimal":
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    try:
                        yield node.lineno, Decimal(argument.value)
                    except InvalidOperation:
                        continue


def explained(tree: ast.Module, lines: list[str]) -> set[int]:
    """The lines that give names to numbers at the top of a module and say beside them what they are."""
    return {
        node.lineno
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and "  # " in lines[node.lineno - 1]
    }


def unexplained(source: str) -> list[str]:
    """Line and number of whatever measures something and is not a named, explained constant."""
    tree = ast.parse(source)
    fine = explained(tree, source.splitlines())
    return [f"{line}: {number}" for line, number in numbers(tree) if number not in COUNTS and line not in fine]


def test_core_holds_no_number_of_medicine(repository: Path) -> None:
    """Whoever changes a threshold changes the handbook; nothing in core would still say otherwise."""
    found = {
        path.relative_to(repository).as_posix(): unexplained(path.read_text(encoding="utf-8"))
        for path in sorted((repository / "core").rglob("*.py"))
        if path.relative_to(repository).as_posix() not in OTHER_ARITHMETIC
    }

    assert {name: where for name, where in found.items() if where} == {}


@pytest.mark.parametrize("planted", ["if anc < 0.5: pass", 'LOW = Decimal("38.3")', "low = score >= 21"])
def test_a_planted_number_is_found(planted: str) -> None:
    """The search above finds a threshold as it would be written by mistake."""
    assert unexplained(planted) != []
