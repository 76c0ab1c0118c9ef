"""The written rules of the house, where a linter cannot hold them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

EXCUSE = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover|ruff:\s*noqa|mypy:)")
WITH_REASON = re.compile(r"#\s*(noqa: [A-Z0-9, ]+|type: ignore\[[a-z0-9, -]+\]|pragma: no cover)\s+(-|#)\s*\S.{7,}")
CODE = ("bot", "core", "content", "tests")
# A home or workplace folder of somebody's machine, as it would slip in from a copied command.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(home|root|Users|work)/\w")


def files(repository: Path, *suffixes: str) -> Iterator[Path]:
    """Every file of ours with one of these endings."""
    for path in sorted(repository.rglob("*")):
        parts = path.relative_to(repository).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts)
        if path.suffix in suffixes and not hidden and "__pycache__" not in parts:
            yield path


def test_every_ignored_lint_rule_has_its_reason(repository: Path) -> None:
    """Beside each rule that ruff is told to ignore stands why."""
    ruff = (repository / "pyproject.toml").read_text().split("[tool.ruff.lint]")[1].split("[tool.mypy]")[0]
    ignored = re.findall(r'^    "([A-Z]+[0-9]*)",(.*)$', ruff, re.MULTILINE)

    assert ignored
    assert [rule for rule, beside in ignored if not re.match(r"\s+# \w+.{8,}", beside)] == []


def test_every_exception_in_the_code_names_its_rule_and_its_reason(repository: Path) -> None:
    """A line that silences a tool says which rule and why: `# noqa: PLR0913 - the seven items of the score`."""
    silent = [
        f"{path.relative_to(repository)}:{number}"
        for path in files(repository, ".py")
        if path.relative_to(repository).parts[0] in CODE and path.name != Path(__file__).name
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if EXCUSE.search(line) and not WITH_REASON.search(line)
    ]

    assert silent == []


def test_no_path_of_somebodys_machine_is_in_the_project(repository: Path) -> None:
    """A clone works anywhere: nothing names a folder of the machine it was written on."""
    named = [
        str(path.relative_to(repository))
        for path in files(repository, ".py", ".md", ".toml", ".yaml", ".json", ".txt", ".sh", "")
        if path.is_file() and MACHINE_PATH.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]

    assert named == []


def test_no_module_outgrows_a_reading(repository: Path) -> None:
    """A module of ours has at most 300 lines."""
    long = [
        f"{path.relative_to(repository)}: {lines}"
        for path in files(repository, ".py")
        if path.relative_to(repository).parts[0] in {"bot", "core"}
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    ]

    assert long == []


def test_no_content_calls_itself_approved(repository: Path) -> None:
    """Nobody who builds Nadir may mark content as approved: every guideline ships as under-review."""
    statuses = {
        path.name: re.findall(r"^review:.*status:\s*([\w-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        for path in (repository / "content" / "guidelines").glob("*.md")
    }

    assert statuses
    assert {name: found for name, found in statuses.items() if found != ["under-review"]} == {}


@pytest.mark.parametrize("kind", ["content", "safety"])
def test_a_change_of_the_handbook_says_where_and_from_when(repository: Path, kind: str) -> None:
    """Such a fragment names the guideline and the ids it touches in backquotes, and a date."""
    unclear = [
        path.name
        for path in (repository / "changelog.d").glob(f"*.{kind}.md")
        if not re.search(r"`[\w.]+`.*\d{4}-\d{2}-\d{2}", path.read_text(encoding="utf-8"), re.DOTALL)
    ]

    assert unclear == []


def test_every_fragment_is_of_a_known_kind(repository: Path) -> None:
    """A fragment of a kind that towncrier does not know is passed over: such a change would go untold."""
    kinds = {"safety", "content", "added", "changed", "fixed"}
    fragments = [path for path in (repository / "changelog.d").iterdir() if path.name != "README.md"]

    assert [path.name for path in fragments if path.suffixes[-2:] not in [[f".{kind}", ".md"] for kind in kinds]] == []
