"""Sentences with their sources: every statement said gets its numbered citations."""

from __future__ import annotations

from dataclasses import replace

from core.guideline import Citation, Handbook, Statement
from core.reply.parts import CitedSource, Line


class Sourcing:
    """The numbered source list of one reply, filled as statements are said."""

    def __init__(self, handbook: Handbook, audience: str) -> None:
        self.handbook, self.audience = handbook, audience
        self._places: dict[str, dict[str, None]] = {}

    def part(self, name: str) -> str:
        """Where in a reply a statement belongs."""
        return self.handbook.statements[name].part

    def rank(self, name: str) -> int:
        """How early among the actions a statement is said."""
        return self.handbook.statements[name].rank

    def cited(self, name: str) -> str:
        """A statement in the reader's wording with its citation numbers behind it."""
        line = self.line(name)
        return with_cites(line.text, line.cites)

    def line(self, name: str) -> Line:
        """A statement in the reader's wording, with the numbers of its sources."""
        statement, local = self.handbook.statements[name], self.handbook.local
        line = self.quoted(statement)
        marked = local is not None and name in local.statements
        return replace(line, text=f"{line.text} {self.handbook.phrases['local.mark']}") if marked else line

    def quoted(self, statement: Statement) -> Line:
        """A statement as it is written, with the numbers of its sources."""
        cites = dict.fromkeys(self.number(cited) for cited in statement.citations)
        return Line(statement.say(self.audience), statement.id, tuple(cites))

    def number(self, citation: Citation) -> int:
        """One number a source, in the order they are first cited; every place in it is kept."""
        self._places.setdefault(citation.source, {})[citation.at] = None
        return list(self._places).index(citation.source) + 1

    def sources(self) -> tuple[CitedSource, ...]:
        """The sources cited so far, numbered from 1."""
        return tuple(self._listed(name, number) for number, name in enumerate(self._places, 1))

    def _listed(self, name: str, number: int) -> CitedSource:
        source = self.handbook.sources[name]
        places = "; ".join(place for place in self._places[name] if place)
        return CitedSource(
            number, f"{source.title} ({source.kind}, {source.year})" + (f": {places}" if places else ""), source.link
        )


def with_cites(text: str, cites: tuple[int, ...]) -> str:
    """A sentence and the numbers of its sources.

    >>> with_cites("Treat now.", (1, 3))
    'Treat now. [1, 3]'
    """
    return f"{text} [{', '.join(str(number) for number in cites)}]" if cites else text
