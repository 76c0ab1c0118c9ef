"""No number of medicine in Python: thresholds, points and doses live in content/ alone."""

import ast
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

# Numbers that count things (two ends, three digits) and do not measure a patient.
COUNTS = {Decimal(number) for number in (*range(11), 100, 1000)}
# Conversion of units (32 and 5/9 belong to Fahrenheit) and weights of the search: neither decides about a patient.
OTHER_ARITHMETIC = ("core/quantity.py", "core/passages")


def number_of(node: ast.AST) -> Decimal | None:
    """The number a node writes, as a literal or as `Decimal("...")`; a number in a string is words."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return Decimal(str(value))
        case ast.Call(func=ast.Name(id="Decimal"), args=[ast.Constant(value=str(text))]):
            try:
                return Decimal(text)
            except InvalidOperation:
                return None
    return None


def counting(node: ast.AST) -> bool:
    """Whether the numbers in a node count letters, words or bits: slices, ranges, shifts, the size of a cache."""
    match node:
        case (
            ast.Slice() | ast.Call(func=ast.Name(id="range" | "lru_cache")) | ast.BinOp(op=ast.LShift() | ast.RShift())
        ):
            return True
    return False


def named(node: ast.AST, lines: list[str]) -> bool:
    """Whether a node gives a number a name, with a remark beside it that says what it is."""
    return isinstance(node, ast.Assign | ast.AnnAssign) and "  # " in lines[node.lineno - 1]


def unexplained(source: str) -> list[str]:
    """Line and number of whatever may measure a patient: not a count, and not a named and explained constant."""
    lines = source.splitlines()
    found: list[str] = []

    def visit(node: ast.AST) -> None:
        if counting(node) or named(node, lines):
            return
        number = number_of(node)
        if number is not None and number not in COUNTS:
            found.append(f"{getattr(node, 'lineno', 0)}: {number}")
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(source))
    return found


def test_core_holds_no_number_of_medicine(repository: Path) -> None:
    """Whoever changes a threshold changes the handbook; nothing in core would still say otherwise."""
    paths = {path.relative_to(repository).as_posix(): path for path in sorted((repository / "core").rglob("*.py"))}
    found = {
        name: unexplained(path.read_text(encoding="utf-8"))
        for name, path in paths.items()
        if not name.startswith(OTHER_ARITHMETIC)
    }

    assert {name: where for name, where in found.items() if where} == {}


@pytest.mark.parametrize("planted", ["if anc < 0.5: pass", 'LOW = Decimal("38.3")', "low = score >= 21"])
def test_a_planted_number_is_found(planted: str) -> None:
    """The search above finds a threshold as it would be written by mistake."""
    assert unexplained(planted) != []
