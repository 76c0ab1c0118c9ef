"""One call from a content folder to a handbook that can be consulted and a lexicon that can read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.library.assemble import assemble
from bot.library.chart import read_items, read_sources
from bot.library.draft import Draft
from bot.library.folder import Folder, open_folder, open_passages, open_site
from bot.library.limits import Limits
from bot.library.markdown import Chapter, read_chapter
from bot.library.overlay import Layer
from bot.library.passages import Origin, in_force, read_passages
from bot.library.shapes import typed
from bot.library.site import read_site
from bot.library.statements import filled_known
from bot.library.text import parse
from core.errors import ContentError
from core.facts import Item
from core.guideline import Handbook
from core.lexicon import Lexicon, compile_lexicon
from core.passages import index_of, terms_in
from core.proof import prove


@dataclass(frozen=True, slots=True)
class Library:
    """What content/ holds: the handbook, and the words the reader knows."""

    handbook: Handbook
    lexicon: Lexicon


def load(folder: Path | None = None, day: date | None = None, site: Path | None = None) -> Library:
    """Read a content folder whole, with a hospital's own folder over it, or refuse it.

    Args:
        folder: The folder to read, whose statements are made searchable when first asked for; when left out the one
            installed with the program, which comes with its index.
        day: The day whose thresholds are in force and on which reviews must not be overdue; today when left out.
        site: The hospital's own folder, if there is one.

    Raises:
        ContentError: the first fault found, with file, line and remedy (the author's fault).
    """
    content, own = open_folder(folder), open_site(site) if site else None
    day = day or datetime.now(UTC).date()
    layer = Layer(Limits(read_site(own, content, day))) if own else None
    lexicon, chapters = _lexicon(content), _chapters(content)
    handbook = handbook_from(content, _draft(content, chapters, _drug_classes(lexicon), day, layer), layer)
    if folder is None:
        handbook = _searchable(handbook, chapters, lexicon, layer)
    if own is None or layer is None:
        return Library(handbook, lexicon)
    return Library(_named(handbook, layer, content, own), lexicon)


def load_proven(site: Path | None = None) -> Library:
    """What a bot may start with: the installed handbook and the hospital's folder over it, both proven.

    Raises:
        ContentError: the first thing that does not hold, with file, line and remedy (the author's fault).
    """
    library = load(site=site)
    for fault in prove(library.handbook).faults:
        raise ContentError(fault.where, fault.problem, fault.remedy)
    index_of(library.handbook, library.lexicon)  # made now: the first question waits no longer than the others
    return library


def _searchable(handbook: Handbook, chapters: tuple[Chapter, ...], lexicon: Lexicon, layer: Layer | None) -> Handbook:
    """The handbook with the passages of its committed index, but for what a hospital says in other words."""
    entries = read_passages(open_passages(), Origin(handbook.edition, terms_in(lexicon), chapters))
    numbers = {name: f"{handbook.number(name):f}" for name in handbook.thresholds}
    otherwise = layer.instead_of if layer else {}
    passages = in_force((entry for entry in entries if entry.id not in otherwise), numbers)
    return replace(handbook, passages=passages)


def _named(handbook: Handbook, layer: Layer, content: Folder, own: Folder) -> Handbook:
    """The handbook under the name of both folders: another edition and digest than either."""
    edition = f"{handbook.edition}+{layer.site.about.id}.{layer.site.about.edition}"
    digest = hashlib.sha256(f"{content.digest()} {own.digest()}".encode()).hexdigest()
    return replace(handbook, edition=edition, digest=digest, local=layer.local())


def _chapters(content: Folder) -> tuple[Chapter, ...]:
    guidelines = content.under("guidelines", ".md")
    if not guidelines:
        raise ContentError(content.name, "there is no guideline", "Add at least one file to guidelines/")
    return tuple(read_chapter(content.text(path), path) for path in guidelines)


def _draft(
    content: Folder,
    chapters: tuple[Chapter, ...],
    drug_classes: Mapping[str, frozenset[str]],
    day: date,
    layer: Layer | None,
) -> Draft:
    sources = {**read_sources(content), **(layer.site.sources if layer else {})}
    return assemble(Draft(day, read_items(content), sources, drug_classes), chapters, layer)


def handbook_from(content: Folder, draft: Draft, layer: Layer | None = None) -> Handbook:
    """The handbook of an assembled draft, with the phrases and the digest of its folder."""
    numbers = draft.numbers()
    phrases = {**_phrases(content), **(layer.phrases(_phrases(content)) if layer else {})}
    editions = [one.edition for one in draft.guidelines if layer is None or not layer.site.is_own(one.id)]
    return Handbook(
        edition=max(editions, key=_by_number),
        digest=content.digest(),
        day=draft.day,
        items={key: _with_numbers(item, numbers) for key, item in draft.items.items()},
        sources=draft.sources,
        thresholds=draft.thresholds,
        columns=draft.columns,
        statements=draft.statements,
        tables=tuple(draft.tables),
        scores=draft.scores,
        guidelines=tuple(draft.guidelines),
        phrases={name: filled_known(words, numbers) for name, words in phrases.items()},
        drug_classes=draft.drug_classes,
    )


def _by_number(edition: str) -> tuple[tuple[int, str], ...]:
    """Editions in the order they appeared: 2026.9 before 2026.10."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in edition.split("."))


def _with_numbers(item: Item, numbers: Mapping[str, str]) -> Item:
    return replace(item, ask=filled_known(item.ask, numbers), meaning=filled_known(item.meaning, numbers))


def _phrases(content: Folder) -> Mapping[str, str]:
    phrases: Mapping[str, str] = typed(dict[str, str], parse(content.text("phrases.yaml"), "phrases.yaml"))
    return phrases


def _lexicon(content: Folder) -> Lexicon:
    """The reader's vocabulary: every file of lexicon/ by its name, and the units."""
    paths = {path.removeprefix("lexicon/").removesuffix(".yaml"): path for path in content.under("lexicon", ".yaml")}
    words = {name: parse(content.text(path), path).data for name, path in {**paths, "units": "units.yaml"}.items()}
    try:
        return compile_lexicon(words)
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        problem = f"an entry has not its shape ({type(fault).__name__}: {fault})"
        raise ContentError("lexicon", problem, "Compare the files of lexicon/ with the installed ones") from fault


def _drug_classes(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """Each class of drugs with its generic names, from each drug with its classes."""
    found: dict[str, set[str]] = {}
    for drug, classes in lexicon.drug_classes.items():
        for name in classes:
            found.setdefault(name, set()).add(drug)
    return {name: frozenset(drugs) for name, drugs in found.items()}
