"""What the documents say is true: commands exist, links lead somewhere, CI runs what the README says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings

DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/HAZARDS.md",
    "docs/PRIVACY.md",
    "docs/SITE.md",
    "docs/SLACK.md",
    "docs/adr/README.md",
]


def verbs(repository: Path) -> set[str]:
    """The targets of the Makefile that a person may call."""
    return set(re.findall(r"^([a-z]+):.*## ", (repository / "Makefile").read_text(), re.MULTILINE))


def test_continuous_integration_runs_the_test_command_of_the_readme(repository: Path) -> None:
    """Who ran what the README says ran what decides, but for Node.js, proof, site, browser and compiler."""
    readme = (repository / "README.md").read_text(encoding="utf-8")
    commands = [line for line in (repository / ".ci/run").read_text().splitlines() if line.startswith("make ")]

    assert re.search(r"^    make test\b", readme, re.MULTILINE)
    assert [command.split()[:2] for command in commands] == [
        ["make", "test"],
        ["make", "emulate"],
        ["make", "prove"],
        ["make", "handbook"],
        ["make", "browser"],
        ["make", "test-fast"],
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_verb_a_document_names_exists(repository: Path, document: str) -> None:
    """Nobody is sent to a command that is not there."""
    named = set(
        re.findall(r"(?:^    |`)make ([a-z]+)", (repository / document).read_text(encoding="utf-8"), re.MULTILINE)
    )

    assert named <= verbs(repository)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_inside_the_project_leads_to_a_file(repository: Path, document: str) -> None:
    """A link or a backquoted path of ours points to something that is there."""
    text = (repository / document).read_text(encoding="utf-8")
    folder = (repository / document).parent
    linked = [folder / target for target in re.findall(r"\]\(([^)#:]+)\)", text)]
    quoted = [repository / path for path in re.findall(r"`((?:bot|core|content|tests|docs|scripts)/[\w./-]+)`", text)]

    assert [str(path) for path in linked + quoted if not path.exists()] == []


def test_every_decision_record_is_listed(repository: Path) -> None:
    """The list of decisions names each record once, in order."""
    folder = repository / "docs/adr"
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))

    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))


def test_the_example_settings_are_the_settings(repository: Path) -> None:
    """Whoever copies .env.example sees each setting there is, and none that is not."""
    shown = re.findall(r"^NADIR_(\w+)=", (repository / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)

    assert [name.lower() for name in shown] == list(Settings.model_fields)


def test_the_example_of_the_readme_is_what_the_bot_answers(repository: Path) -> None:
    """The first thing anybody reads is true: run `make readme` when this fails, and read what changed."""
    checked = subprocess.run([sys.executable, repository / "scripts/example", "--check"], check=False)

    assert checked.returncode == 0
