"""A hospital's own folder: files read, review and signature checked, before anything is laid over the handbook.

site.yaml         who it is, its edition, and which source is its policy
sources.yaml      its policy and whatever else it cites, in the form of the handbook's
guidelines/*.md   an id of the handbook: what is said or cut otherwise; an id of its own: contacts, doses, lines
phrases.yaml      a few fixed words, where it wants them otherwise
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.library.chart import read_sources
from bot.library.folder import Folder
from bot.library.markdown import Chapter, read_chapter
from bot.library.review import check_review
from bot.library.shapes import LocalFrontShape, PermitShape, SiteShape, typed
from bot.library.text import Document, parse
from core.errors import ContentError
from core.guideline import Place, Source

SITE = "site.yaml"
LISTS = (SITE, "sources.yaml", "phrases.yaml")


@dataclass(frozen=True, slots=True)
class LocalChapter:
    """One guideline file of a hospital's folder."""

    chapter: Chapter
    front: LocalFrontShape


@dataclass(frozen=True, slots=True)
class Site:
    """Everything a hospital's folder holds, and what the handbook permits it."""

    about: SiteShape
    permit: PermitShape
    chapters: tuple[LocalChapter, ...]
    sources: Mapping[str, Source]
    phrases: Document

    def is_own(self, identifier: str) -> bool:
        """Whether an id belongs to the hospital: it begins with the hospital's own."""
        return identifier == self.about.id or identifier.startswith((f"{self.about.id}.", f"{self.about.id}-"))


def read_site(folder: Folder, content: Folder, day: date) -> Site:
    """Read a hospital's folder whole, or refuse it.

    Raises:
        ContentError: a file that nobody reads, a review or signature that does not hold on *day*, a shape that
            does not fit (the author's fault).
    """
    _only_known_files(folder)
    about_document = parse(folder.text(SITE), f"{folder.prefix}{SITE}")
    about: SiteShape = typed(SiteShape, about_document)
    permit: PermitShape = typed(PermitShape, parse(content.text(SITE), SITE))
    site = Site(
        about,
        permit,
        tuple(_chapter(folder, path, day) for path in folder.under("guidelines", ".md")),
        read_sources(folder),
        parse(folder.text("phrases.yaml"), f"{folder.prefix}phrases.yaml")
        if "phrases.yaml" in folder.texts
        else Document("phrases.yaml", {}, {}),
    )
    for source in site.sources.values():
        _own_source(source, site)
    if about.policy not in site.sources:
        where = str(about_document.place(("policy",)))
        raise ContentError(where, f"there is no source {about.policy!r}", "List your policy in your own sources.yaml")
    return site


def _only_known_files(folder: Folder) -> None:
    for path in folder.texts:
        if path not in LISTS and not (path.startswith("guidelines/") and path.endswith(".md")):
            problem = "a hospital's folder has no such file"
            remedy = f"Keep {', '.join(LISTS)} and guidelines/*.md; it no longer replaces the handbook whole"
            raise ContentError(f"{folder.prefix}{path}:1", problem, remedy)


def _own_source(source: Source, site: Site) -> None:
    if not site.is_own(source.id):
        problem = f"source {source.id!r} is not marked as yours"
        remedy = f"Begin its id with {site.about.id}-; what the handbook cites is cited without listing it again"
        raise ContentError(str(source.place), problem, remedy)


def _chapter(folder: Folder, path: str, day: date) -> LocalChapter:
    text = folder.text(path)
    chapter = read_chapter(text, f"{folder.prefix}{path}")
    front: LocalFrontShape = typed(LocalFrontShape, chapter.front)
    check_review(front.review, chapter.front, day)
    if front.signature is not None:
        _check_signature(front, chapter.front, text, day)
    return LocalChapter(chapter, front)


def _check_signature(front: LocalFrontShape, document: Document, text: str, day: date) -> None:
    """A signature holds from its day to its last, and for the very words that were signed."""
    signature = front.signature
    assert signature is not None
    if day < signature.signed:
        _refuse(document, "signed", f"the signature is of {signature.signed}, which is to come", "Correct the day")
    if day > signature.until:
        problem = f"the signature expired on {signature.until}"
        _refuse(document, "until", problem, "Have the table read and signed again, or take the file out of the folder")
    expected = signed_words(text, signature.sha256)
    if expected != signature.sha256:
        problem = "the file is not what was signed"
        remedy = f"Have it read and signed again; the signer then writes sha256: {expected}"
        _refuse(document, "sha256", problem, remedy)


def signed_words(text: str, written: str) -> str:
    """The SHA-256 of a file without the one that is written in it: any other letter changed gives another."""
    return hashlib.sha256(text.replace(written, "").encode()).hexdigest()


def _refuse(document: Document, key: str, problem: str, remedy: str) -> None:
    place: Place = document.place(("signature", key))
    raise ContentError(str(place), problem, remedy)
