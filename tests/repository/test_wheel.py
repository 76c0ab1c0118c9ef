"""What is shipped: the handbook travels in the wheel, the tests do not."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatchling.build import build_wheel


@pytest.fixture(scope="module")
def shipped(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The wheel, built from this tree."""
    folder, before = tmp_path_factory.mktemp("wheel"), Path.cwd()
    os.chdir(repository)
    try:
        name = build_wheel(str(folder))
    finally:
        os.chdir(before)
    with zipfile.ZipFile(folder / name) as wheel:
        yield wheel


def test_every_file_of_the_handbook_is_in_the_wheel(repository: Path, shipped: zipfile.ZipFile) -> None:
    """An installed bot finds each guideline, lexicon and source file that this tree has."""
    kinds = (".md", ".yaml", ".jsonl")
    here = {
        path.relative_to(repository).as_posix() for path in (repository / "content").rglob("*") if path.suffix in kinds
    }

    assert here
    assert here <= set(shipped.namelist())


def test_every_file_of_the_page_is_in_the_wheel(repository: Path, shipped: zipfile.ZipFile) -> None:
    """`nadir try` works where the wheel was installed: its page, scripts and styles travel along."""
    folder = repository / "bot/rehearsal/static"
    here = {path.relative_to(repository).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert {"css", "html", "js", "svg"} == {name.rpartition(".")[2] for name in here}
    assert here <= set(shipped.namelist())


def test_only_the_three_packages_are_in_the_wheel(shipped: zipfile.ZipFile) -> None:
    """No test, no tool and no sample data is installed with the bot."""
    roots = {name.split("/")[0] for name in shipped.namelist() if ".dist-info/" not in name}

    assert roots == {"bot", "content", "core"}


def test_the_wheel_brings_the_command_and_the_licence(shipped: zipfile.ZipFile) -> None:
    """Installing the wheel gives the command `nadir`, under Apache-2.0."""
    names = shipped.namelist()
    entry_points = next(name for name in names if name.endswith("entry_points.txt"))

    assert "nadir = bot.cli:main" in shipped.read(entry_points).decode()
    assert any(name.endswith("licenses/LICENSE") for name in names)
