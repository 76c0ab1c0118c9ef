"""`nadir diff`: two handbooks, each a folder or a git revision, and the patients they answer differently."""

from __future__ import annotations

import io
import multiprocessing
import subprocess
import sys
import tarfile
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bot.library import load
from bot.library.site import SITE
from core.compare import LESS, Comparison, Edits, compare, edits_between, patients, report
from core.errors import WrongUse
from core.facts import Facts
from core.guideline import Handbook

WORKERS = 2
FEW = 2000  # patients that are compared sooner than another process starts
GUIDELINES = "guidelines"


def show_difference(old: str, new: str, *, examples: int) -> bool:
    """Print the report; true when no patient compared becomes less urgent."""
    before, after = handbook_of(old), handbook_of(new)
    edits = edits_between(before, after)
    found = _compared(before, after, edits)
    sys.stdout.write(report(before, after, edits, found, examples))
    return not found.of_kind(LESS)


def handbook_of(name: str) -> Handbook:
    """The handbook of a content folder, of a hospital's folder over the installed one, or of a git revision.

    Raises:
        WrongUse: *name* is neither.
        ContentError: the handbook there cannot be used (its author's fault).
    """
    folder = Path(name)
    if (folder / SITE).is_file() and not (folder / "facts.yaml").is_file():
        return load(site=folder).handbook
    if (folder / GUIDELINES).is_dir():
        return load(folder).handbook
    if (folder / "content" / GUIDELINES).is_dir():
        return load(folder / "content").handbook
    return _of_revision(name)


def _of_revision(name: str) -> Handbook:
    """content/ as a revision of the repository around the current folder had it."""
    top = _git("rev-parse", "--show-toplevel")
    revision = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}") if top else None
    archive = (
        _git("-C", top.decode().strip(), "archive", revision.decode().strip(), "content") if top and revision else None
    )
    if archive is None:
        problem = "this is no folder of content, and no git revision that holds content/"
        raise WrongUse(
            name, problem, "Name a folder with guidelines/, a hospital's folder, or a revision such as HEAD~1"
        )
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(folder, filter="data")
        return load(Path(folder) / "content").handbook


def _git(*words: str) -> bytes | None:
    """What git prints, or None where it refuses or is not installed."""
    try:
        ran = subprocess.run(["git", *words], capture_output=True, check=False)  # noqa: S603, S607 - a fixed program, its words no shell
    except FileNotFoundError:
        return None
    return ran.stdout if ran.returncode == 0 else None


def _compared(old: Handbook, new: Handbook, edits: Edits) -> Comparison:
    """Both handbooks over the walk, by two processes where there is much to walk."""
    if not edits.tables:
        return Comparison(0, ())
    everybody = list(patients(old, new, edits.tables))
    if len(everybody) <= FEW:
        return compare(old, new, edits, everybody)
    shares = [everybody[share::WORKERS] for share in range(WORKERS)]
    with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn")) as pool:
        found = list(pool.map(_share, [(old, new, edits, share) for share in shares]))
    changes = tuple(change for one in found for change in one.changes)
    return Comparison(len(everybody), changes)


def _share(given: tuple[Handbook, Handbook, Edits, list[Facts]]) -> Comparison:
    return compare(*given)
