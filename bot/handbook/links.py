"""What holds of the built site: it is of this handbook, it is whole, and every link of it leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from core.guideline import Handbook


@dataclass
class Page(HTMLParser):
    """One built page: what it can be linked at, and what it links and loads."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the ids and addresses of one element."""
        for name, value in attrs:
            if value and name == "id":
                self.ids.add(value)
            elif value and name == "href":
                (self.links if tag == "a" else self.loads).append(value)
            elif value and name == "src":
                self.loads.append(value)


def faults(site: Path, handbook: Handbook) -> Iterator[str]:
    """Everything wrong with the site, in words: a stale page, a missing id, a link or file that is not there."""
    texts = {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))
    }
    whole = "\n".join(texts.values())
    if handbook.digest not in texts.get("index.html", ""):
        yield "index.html: it is of another handbook: run make handbook again"
    for name in (*handbook.statements, *handbook.thresholds, *_rows(handbook)):
        if f">{name}<" not in whole:
            yield f"{name} is on no page: the generator in bot/handbook leaves it out"
    pages = {name: _read(text) for name, text in texts.items()}
    for name, page in pages.items():
        for address in page.links:
            yield from _broken(name, address, site, pages)
        for address in page.loads:
            yield from _from_outside(name, address, site)


def _rows(handbook: Handbook) -> Iterator[str]:
    yield from (row.id for table in handbook.tables for row in table.rows)


def _read(text: str) -> Page:
    page = Page()
    page.feed(text)
    return page


def _broken(name: str, address: str, site: Path, pages: dict[str, Page]) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return
    there = (site / name).parent / unquote(parts.path) if parts.path else site / name
    page = pages.get(there.resolve().relative_to(site.resolve()).as_posix()) if there.is_relative_to(site) else None
    if not there.exists():
        yield f"{name}: {address} leads to no page"
    elif parts.fragment and page is not None and unquote(parts.fragment) not in page.ids:
        yield f"{name}: {address} leads to nothing on that page"


def _from_outside(name: str, address: str, site: Path) -> Iterator[str]:
    """A page opens without a network: what it loads lies beside it."""
    parts = urlsplit(address)
    if parts.scheme in ("http", "https") or parts.netloc:
        yield f"{name}: {address} is loaded from elsewhere"
    elif parts.path and not parts.scheme and not ((site / name).parent / unquote(parts.path)).exists():
        yield f"{name}: {address} is not there"
