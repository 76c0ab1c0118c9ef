"""The files of a content folder: their bytes, their names, and the digest of them all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from core.errors import ContentError

_KINDS = (".md", ".yaml")
REBUILD = "Run `make index`, which makes it anew from the guidelines"
PASSAGES = "passages.jsonl"  # made from the others, so no part of the digest


@dataclass(frozen=True, slots=True)
class Folder:
    """Every content file by its path within the folder, in sorted order."""

    name: str
    texts: Mapping[str, bytes]
    prefix: str = ""  # before each path in a message to its author, where several folders are read

    def text(self, path: str) -> str:
        """The words of one file.

        Raises:
            ContentError: the file is missing or no UTF-8 (the author's fault).
        """
        if path not in self.texts:
            raise ContentError(f"{self.name}/{path}", "the file is missing", "Add it; every handbook folder has one")
        try:
            return self.texts[path].decode("utf-8")
        except UnicodeDecodeError as fault:
            line = self.texts[path][: fault.start].count(b"\n") + 1
            raise ContentError(f"{self.prefix}{path}:{line}", "this is no UTF-8", "Save the file as UTF-8") from None

    def under(self, folder: str, ending: str) -> tuple[str, ...]:
        """The files of *folder* whose names end so, sorted."""
        return tuple(path for path in self.texts if path.startswith(f"{folder}/") and path.endswith(ending))

    def digest(self) -> str:
        """One hash over names and bytes: equal digests mean equal handbooks."""
        whole = hashlib.sha256()
        for path, text in self.texts.items():
            whole.update(f"{path}\0{len(text)}\0".encode())
            whole.update(text)
        return whole.hexdigest()


def open_site(path: Path) -> Folder:
    """Read a hospital's own folder; every message about it names it."""
    if not path.is_dir():
        raise ContentError(
            str(path),
            "there is no such folder",
            "Set NADIR_SITE to the folder that holds your site.yaml, or leave it empty",
        )
    name = path.resolve().name
    return Folder(name, dict(sorted(_walk(path, ""))), f"{name}/")


def open_folder(path: Path | None = None) -> Folder:
    """Read the content folder at *path*, or the one installed with the program."""
    root: Traversable = files("content") if path is None else path
    if not root.is_dir():
        raise ContentError(
            str(path), "there is no such folder", "Name the folder that holds guidelines/, facts.yaml and sources.yaml"
        )
    name = "content" if path is None else path.name
    return Folder(name, dict(sorted(_walk(root, ""))))


def open_passages() -> str:
    """The index of passages installed with the program.

    Raises:
        ContentError: it is not there or no UTF-8 (the author's fault).
    """
    try:
        return (files("content") / PASSAGES).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        raise ContentError(PASSAGES, "the index of passages cannot be read", REBUILD) from None


def _walk(root: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    for entry in root.iterdir():
        path = f"{above}{entry.name}"
        if entry.is_dir():
            yield from _walk(entry, f"{path}/")
        elif path.endswith(_KINDS):
            yield path, entry.read_bytes()
