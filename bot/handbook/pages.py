"""Every page of the site, by its path: the handbook in, Markdown out, and the same handbook gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bot.handbook.guideline import cited, guideline_page
from bot.handbook.text import code, escape, grid, link, target
from core.facts import Item
from core.guideline import Handbook
from core.proof import Proof

BEFORE = "Generated from content/ by `make handbook`: change the guideline, never this page."


def pages(handbook: Handbook, proof: Proof) -> Mapping[str, str]:
    """The whole site before it is built."""
    return {
        "index.md": _index(handbook, proof),
        **{f"guideline-{one.id}.md": guideline_page(one, handbook) for one in handbook.guidelines},
        "thresholds.md": _page("Every threshold, with its history", _thresholds(handbook)),
        "differences.md": _page("Where sources differ", _differences(handbook)),
        "sources.md": _page("Sources", _sources(handbook)),
        "facts.md": _page("The chart: what is asked and in which unit", _facts(handbook)),
        "proof.md": _page("What is proven", _proof(handbook, proof)),
    }


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join([f"# {title}", "", *lines]) + "\n"


def _index(handbook: Handbook, proof: Proof) -> str:
    names = [f"guideline-{one.id}" for one in handbook.guidelines]
    lists = ("thresholds", "differences", "sources", "facts", "proof")
    lines = [
        "# The handbook of Nadir",
        "",
        f"Edition {handbook.edition}, digest {code(handbook.digest)}.",
        "",
        f"{handbook.phrases['foot.disclaimer']} All content is under review: no clinician has approved it.",
        "",
        *grid(
            ("guideline", "edition", "review due", "statements", "tables"),
            (
                (
                    link(escape(one.title), f"chapter-{one.id}"),
                    one.edition,
                    str(one.review.due),
                    str(len(one.statements)),
                    str(len(one.tables)),
                )
                for one in handbook.guidelines
            ),
        ),
        "## Proven of this edition",
        "",
        *(f"- {count:,} {name}" for name, count in proof.counts.items()),
        "",
        BEFORE,
        "",
        *_contents("Guidelines", names),
        *_contents("Lists", lists),
    ]
    return "\n".join(lines) + "\n"


def _contents(caption: str, names: Iterator[str] | tuple[str, ...] | list[str]) -> Iterator[str]:
    yield from ("```{toctree}", ":hidden:", f":caption: {caption}", "", *names, "```", "")


def _thresholds(handbook: Handbook) -> Iterator[str]:
    chapters = {one.place.file: link(one.id, f"chapter-{one.id}") for one in handbook.guidelines}
    yield from grid(
        ("name", "value, oldest first", "unit", "source", "guideline"),
        (
            (
                code(one.name),
                "; ".join(f"{value:f} from {start}" for start, value in one.values),
                escape(one.unit),
                cited(one.citation, handbook),
                chapters.get(one.place.file, "local policy"),
            )
            for one in sorted(handbook.thresholds.values(), key=lambda one: one.name)
        ),
    )


def _differences(handbook: Handbook) -> Iterator[str]:
    yield from ("The safer source is followed, and the other is shown.", "")
    for one in handbook.statements.values():
        if one.part == "difference":
            yield from (f"## {escape(one.title)}", "", escape(one.say("clinician")), "")
            yield from (f"- {link(one.id, one.id)}: {'; '.join(cited(each, handbook) for each in one.citations)}", "")


def _sources(handbook: Handbook) -> Iterator[str]:
    citing: dict[str, list[str]] = {}
    for statement in handbook.statements.values():
        for name in dict.fromkeys(each.source for each in statement.citations):
            citing.setdefault(name, []).append(link(statement.id, statement.id))
    for threshold in handbook.thresholds.values():
        citing.setdefault(threshold.citation.source, []).append(code(threshold.name))
    for name, source in handbook.sources.items():
        yield from (target(f"source-{name}"), f"## {escape(source.title)}", "")
        address = f", <{source.link}>" if source.link else ""
        yield from (f"{code(name)}, {source.kind}, {escape(source.year)}{address}", "")
        yield from (f"Cited by {', '.join(citing.get(name, ['nothing']))}.", "")


def _facts(handbook: Handbook) -> Iterator[str]:
    yield from grid(
        ("key", "label", "values", "asked as"),
        (
            (code(key), escape(item.label), escape(_values(item)), escape(item.ask))
            for key, item in handbook.items.items()
        ),
    )


def _values(item: Item) -> str:
    if item.kind == "number":
        return f"{_number(item.low)} to {_number(item.high)} {item.unit}".strip()
    return ", ".join(item.values) or {"flag": "yes, no"}.get(item.kind, "names")


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _proof(handbook: Handbook, proof: Proof) -> Iterator[str]:
    yield from (f"Of edition {handbook.edition}, digest {code(handbook.digest)}, by `nadir check`:", "")
    yield from grid(("count", "what"), ((f"{count:,}", escape(name)) for name, count in proof.counts.items()))
    yield from ("Every combination of the names its columns can take meets exactly one row of a table:", "")
    yield from grid(
        ("table", "rows", "cases"),
        (
            (link(escape(table.title), table.id), str(len(table.rows)), f"{_cases(handbook, table.columns):,}")
            for table in handbook.tables
            if not table.every
        ),
    )


def _cases(handbook: Handbook, columns: tuple[str, ...]) -> int:
    count = 1
    for name in columns:
        count *= len(handbook.columns[name].values)
    return count
