"""The lock: every dependency pinned with hashes, from no named host, and no splitter where we serve."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ["runtime.txt", "dev.txt", "mutation.txt", "handbook.txt", "browser.txt"]
IMPORTED_AS = {"markdown-it-py": "markdown_it", "PyYAML": "yaml"}


def pinned(lock: Path) -> dict[str, str]:
    """Each package of a lock file and its one version."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", lock.read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pins}


def wanted(repository: Path, lock: str) -> list[Requirement]:
    """What pyproject.toml asks of a lock file."""
    settings = tomllib.loads((repository / "pyproject.toml").read_text())
    if lock in ("handbook.txt", "browser.txt"):
        return [Requirement(one) for one in settings["dependency-groups"][lock.removesuffix(".txt")]]
    asked = list(settings["project"]["dependencies"])
    if lock == "dev.txt":
        extras = settings["project"]["optional-dependencies"]
        asked += extras["content"] + extras["oauth"] + extras["trends"] + settings["dependency-groups"]["dev"]
        asked += settings["build-system"]["requires"]
    if lock == "mutation.txt":
        asked += settings["dependency-groups"]["dev"] + settings["dependency-groups"]["mutation"]
    return [Requirement(one) for one in asked]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_answers_pyproject(repository: Path, lock: str) -> None:
    """Each dependency of pyproject.toml is locked, at a version it allows: run `make lock` when this fails."""
    pins = pinned(repository / "requirements" / lock)

    unanswered = [
        str(one)
        for one in wanted(repository, lock)
        if not one.specifier.contains(pins.get(canonicalize_name(one.name), "0"))
    ]

    assert unanswered == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_host_is_named(repository: Path, lock: str) -> None:
    """A changed file is refused, and nobody's package mirror is written into the project."""
    text = (repository / "requirements" / lock).read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)

    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert not re.search(r"^\s*--?(index|extra|find|trusted|i\b|f\b)", text, re.MULTILINE)


def test_serving_and_developing_use_the_same_versions(repository: Path) -> None:
    """What is tested is what is served."""
    runtime, dev, mutation, _, browser = (pinned(repository / "requirements" / lock) for lock in LOCKS)

    assert runtime.items() <= dev.items()
    assert [name for name in dev.keys() & mutation.keys() if dev[name] != mutation[name]] == []
    assert [name for name in dev.keys() & browser.keys() if dev[name] != browser[name]] == []


def test_a_server_is_not_given_the_splitter_or_the_tools(repository: Path) -> None:
    """The runtime lock holds neither langchain and its telemetry client nor any test tool."""
    unwanted = re.compile(r"langchain|langsmith|pytest|mypy|ruff|hypothesis|sphinx|furo|myst|playwright")

    assert [name for name in pinned(repository / "requirements/runtime.txt") if unwanted.match(name)] == []


def test_every_dependency_is_used_or_says_why_it_is_there(repository: Path) -> None:
    """Nothing is installed beside a clinical bot that no module imports, unless a remark gives the reason."""
    block = (repository / "pyproject.toml").read_text().split("\ndependencies = [")[1].split("\n]")[0]
    named = re.findall(r'^    "([A-Za-z0-9_-]+)[^"]*",(.*)$', block, re.MULTILINE)
    code = "\n".join(
        path.read_text(encoding="utf-8") for part in ("bot", "core") for path in (repository / part).rglob("*.py")
    )

    unused = [
        name
        for name, remark in named
        if "#" not in remark
        and not re.search(rf"^\s*(from|import) {IMPORTED_AS.get(name, name.replace('-', '_'))}\b", code, re.MULTILINE)
    ]

    assert named
    assert unused == []
