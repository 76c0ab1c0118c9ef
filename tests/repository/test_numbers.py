"""No number of medicine in Python: thresholds, points and doses live in content/ alone."""

import ast
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

# The only numbers anybody may write without a reason: nothing, one, a pair, the last.
PLAIN = {Decimal(number) for number in (-1, 0, 1, 2)}
# Where a part of core writes others, what they are: none decides about a patient.
NAMED: dict[str, tuple[set[str], str]] = {
    "core/compare/walk.py": ({"4000"}, "patients of one walk crossed from the facts nearest to an edit"),
    "core/converse/doubt.py": ({"16"}, "readings tried together: four values in doubt, two readings each"),
    "core/converse/history.py": ({"24"}, "hours of a day"),
    "core/converse/replying.py": ({"3"}, "statements offered"),
    "core/converse/codec.py": ({"3"}, "the fourth part of what a stored turn found"),
    "core/converse/same.py": ({"12"}, "hours of a night on call"),
    "core/converse/wish.py": ({"80"}, "letters of a message that is nothing but a wish"),
    "core/consult/kept.py": ({"64"}, "cases kept in memory"),
    "core/reply/asking.py": ({"3", "4"}, "questions a reply shows; open facts weighed, and answers tried of each"),
    "core/guideline.py": ({"50"}, "the rank of a statement that has none of its own: said last"),
    "core/lexicon/vocabulary.py": ({"7", "10"}, "letters from which one, or two, typing errors may be guessed"),
    "core/proof/whole.py": ({"100"}, "values of a measurement in one portion of the sweep"),
    "core/reply/changes.py": ({"0.01", "3"}, "the resolution of a laboratory; limits looked at for one fact"),
    "core/reply/compose.py": ({"5", "12"}, "actions a reply shows, and the rank of stop at once"),
    "core/reply/words.py": ({"0.01", "3"}, "two places of a count, letters of an abbreviation"),
}
# Conversion of units (32 and 5/9 belong to Fahrenheit) and weights of the search.
OTHER_ARITHMETIC = ("core/quantity.py", "core/passages")
# The reader measures words, dates and clocks, no patient. There a number above ten has a name and a remark beside it.
READER = "core/reading"
COUNTS = {Decimal(number) for number in (*range(11), 100, 1000)}


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


def unexplained(source: str, *, counts: set[Decimal] = PLAIN, remarked: bool = False) -> list[str]:
    """Line and number of whatever may measure a patient: not among *counts*, nor (*remarked*) named and explained."""
    lines = source.splitlines()
    found: list[str] = []

    def visit(node: ast.AST) -> None:
        if counting(node) or (remarked and named(node, lines)):
            return
        number = number_of(node)
        if number is not None and number not in counts:
            found.append(f"{getattr(node, 'lineno', 0)}: {number}")
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(source))
    return found


def modules(repository: Path, *, reader: bool) -> dict[str, str]:
    """The text of every module of core, of the reader or of all the rest."""
    paths = {path.relative_to(repository).as_posix(): path for path in sorted((repository / "core").rglob("*.py"))}
    return {
        name: path.read_text(encoding="utf-8")
        for name, path in paths.items()
        if name.startswith(READER) == reader and not name.startswith(OTHER_ARITHMETIC)
    }


def test_core_holds_no_number_of_medicine(repository: Path) -> None:
    """But for -1, 0, 1 and 2 every number of core is named above with its reason; thresholds live in the handbook."""
    found = {name: unexplained(source) for name, source in modules(repository, reader=False).items()}
    strange = {
        name: [one for one in where if one.split(": ")[1] not in NAMED.get(name, (set(), ""))[0]]
        for name, where in found.items()
    }

    assert {name: where for name, where in strange.items() if where} == {}


def test_every_named_number_is_still_there(repository: Path) -> None:
    """An exception nobody needs would let a number of medicine in."""
    found = {
        name: {one.split(": ")[1] for one in unexplained(source)}
        for name, source in modules(repository, reader=False).items()
    }

    assert {
        name: numbers - found.get(name, set())
        for name, (numbers, _) in NAMED.items()
        if numbers - found.get(name, set())
    } == {}


def test_the_reader_explains_its_numbers(repository: Path) -> None:
    """It measures words and clocks: what is no small count has a name and a remark."""
    found = {
        name: unexplained(source, counts=COUNTS, remarked=True)
        for name, source in modules(repository, reader=True).items()
    }

    assert {name: where for name, where in found.items() if where} == {}


@pytest.mark.parametrize("planted", ["if anc < 0.5: pass", 'LOW = Decimal("38.3")', "low = score >= 21"])
def test_a_planted_number_is_found(planted: str) -> None:
    """The search above finds a threshold as it would be written by mistake."""
    assert unexplained(planted) != []
