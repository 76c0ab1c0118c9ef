"""`python -m bot.index write` makes content/passages.jsonl anew; `check` says whether that would change it.

The only importer of the text splitter, and imported by nothing: the splitter comes with the extra `content` and is
not there where the bot serves.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from langchain_core.documents import Document
from langchain_text_splitters import MarkdownHeaderTextSplitter

from bot.library import load
from bot.library.folder import PASSAGES, REBUILD, open_folder
from bot.library.markdown import SECTIONS, Chapter, Piece, body_of, read_chapter
from bot.library.passages import Entry, Origin, source_hash, written
from bot.library.statements import named_in, read_statement
from core.errors import ContentError, NadirError
from core.guideline import Handbook, Statement
from core.passages import terms_in
from core.passages.terms import Terms

HEADERS = [("#", "chapter"), ("##", "section"), ("###", "statement")]  # never below: a statement is not cut


def index_text(folder: Path) -> str:
    """The index of a content folder: the same bytes for the same folder, on whatever day.

    Raises:
        ContentError: the folder cannot be used, or a statement is not whole in its passage (the author's fault).
    """
    library, content = load(folder), open_folder(folder)
    began = max(guideline.since for guideline in library.handbook.guidelines)
    handbook, terms = load(folder, began).handbook, terms_in(library.lexicon)
    chapters = tuple(read_chapter(content.text(path), path) for path in content.under("guidelines", ".md"))
    entries = [
        _entry(passage, piece, handbook, terms)
        for chapter in chapters
        for passage, piece in _whole(chapter, content.text(chapter.file))
    ]
    return written(Origin(handbook.edition, terms, chapters), entries)


def passages_of(text: str, file: str) -> list[Document]:
    """The statements of a guideline file, split at their headings; tables and prose are no passages."""
    split = MarkdownHeaderTextSplitter(HEADERS).split_text("\n".join(body_of(text, file)))
    return [one for one in split if SECTIONS.get(one.metadata.get("section", "")) == "statement" and _headed(one)]


def _headed(passage: Document) -> bool:
    return "statement" in passage.metadata


def _whole(chapter: Chapter, text: str) -> Iterator[tuple[Document, Piece]]:
    """Each passage with the statement it is: the splitter's words are the loader's, nothing lost and nothing cut."""
    statements = [piece for piece in chapter.pieces if piece.kind == "statement"]
    passages = passages_of(text, chapter.file)
    for passage, piece in zip(passages, statements, strict=False):
        if _hash_of(passage) != source_hash(piece.source):
            problem = f"statement {piece.id} is not whole in its passage"
            raise ContentError(str(piece.place), problem, "Take out signs that are not printed, such as hard spaces")
        yield passage, piece
    if len(passages) != len(statements):
        problem = f"it has {len(statements)} statements and was split into {len(passages)} passages"
        raise ContentError(chapter.file, problem, "Give every statement a heading of its own: ### Title {#id}")


def _hash_of(passage: Document) -> str:
    return source_hash(f"### {passage.metadata['statement']}\n{passage.page_content}")


def _entry(passage: Document, piece: Piece, handbook: Handbook, terms: Terms) -> Entry:
    said = handbook.statements[piece.id]
    found = terms.passage(said.title, said.asks, said.words)
    return Entry(
        id=piece.id,
        file=piece.place.file,
        headers=(passage.metadata["chapter"], passage.metadata["section"], piece.title),
        sha256=_hash_of(passage),
        numbers=_numbers(piece, said, handbook),
        title=found.title,
        asks=dict(zip(said.asks, found.asks, strict=True)),
        words={audience: terms.of(words) for audience, words in said.words.items()},
    )


def _numbers(piece: Piece, said: Statement, handbook: Handbook) -> dict[str, str]:
    """The thresholds that a statement prints."""
    names = named_in(read_statement(piece, said.guideline, said.review))
    return {name: f"{handbook.number(name):f}" for name in sorted(names)}


def main() -> int:
    """Write or check the index of the content of this tree."""
    (verb,) = sys.argv[1:]
    folder = Path(str(files("content")))
    target = folder / PASSAGES
    try:
        text = index_text(folder)
    except NadirError as fault:
        sys.stderr.write(f"nadir index: {fault}\n")
        return 1
    if verb == "write":
        target.write_text(text, encoding="utf-8")
        return 0
    if verb == "check" and target.is_file() and target.read_bytes() == text.encode():
        return 0
    sys.stderr.write(f"nadir index: content/{PASSAGES} is not what the guidelines make. {REBUILD}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
