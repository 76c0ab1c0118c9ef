"""Import directions that import-linter cannot say: what core may use at all, and what serving loads."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PURE = {
    "__future__", "bisect", "collections", "core", "dataclasses", "datetime", "decimal", "enum", "fractions",
    "functools", "hashlib", "heapq", "itertools", "json", "math", "operator", "rapidfuzz", "re", "string", "types",
    "typing", "unicodedata",
}  # fmt: skip
UNUSED = {"aiosqlite", "alembic", "cryptography", "langchain", "langsmith", "sqlalchemy"}
IMPURE_CALLS = {"input", "now", "open", "print", "today", "utcnow"}


def core_trees(repository: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every module of core, parsed."""
    for path in sorted((repository / "core").rglob("*.py")):
        yield path.relative_to(repository).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """The top-level packages a module imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "core").split(".")[0])
    return found


def called(tree: ast.Module) -> set[str]:
    """The bare names of everything a module calls."""
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        one.id if isinstance(one, ast.Name) else one.attr
        for one in functions
        if isinstance(one, ast.Name | ast.Attribute)
    }


def test_core_imports_only_what_is_pure(repository: Path) -> None:
    """A module of core uses core and a short list of pure libraries: adding to the list is a decision."""
    strangers = {name: sorted(imported(tree) - PURE) for name, tree in core_trees(repository)}

    assert {name: found for name, found in strangers.items() if found} == {}


def test_core_reads_no_clock_and_no_file_and_prints_nothing(repository: Path) -> None:
    """The time comes in with the message, the handbook comes in loaded, the reply goes out as a value."""
    impure = {name: sorted(called(tree) & IMPURE_CALLS) for name, tree in core_trees(repository)}

    assert {name: found for name, found in impure.items() if found} == {}


def test_serving_never_loads_the_splitter() -> None:
    """All that serves, and a question answered, leave out langchain, telemetry and the extra `oauth`."""
    program = (
        "import sys, bot.app, bot.cli, bot.cli.ask, bot.cli.main\n"
        "from bot.cli.installation import installation\n"
        "assert installation().answer('when to repeat the count').turn.remarks.found.covered\n"
        "print('\\n'.join(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()

    assert "bot.cli" in loaded
    assert [name for name in loaded if name.split("_")[0].split(".")[0] in UNUSED] == []
