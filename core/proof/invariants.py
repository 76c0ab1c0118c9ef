"""What must always, and what must never, be said: checked on conclusions, on statements, and on replies in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.consult import consult_on, says_of
from core.consult.evaluation import Evaluation
from core.guideline import AUDIENCES, Handbook, Table
from core.proof.claims import Invariant, Names
from core.reply import Reply, compose, plain, summary
from core.reply.outlook import Outlook

NOTHING = "nothing"  # among the names of a condition: no row concludes anything
OPEN = "open"  # among the names of a condition: the column may still be several
SOURCES = "\nSources:"  # a title of a source may name anything


def stands(names: Names, case: Evaluation) -> bool:
    """Whether each column can only be one of the names listed for it; `open` admits several, `nothing` none."""
    return all(_stands(case.seen(column), allowed) for column, allowed in names.items())


def _stands(seen: frozenset[str], allowed: frozenset[str]) -> bool:
    if not seen:
        return NOTHING in allowed
    return seen <= allowed or (OPEN in allowed and len(seen) > 1)


def saying(names: Iterable[str], handbook: Handbook) -> tuple[Table, ...]:
    """The tables that can say one of these statements."""
    named = frozenset(names)
    return tuple(
        table for table in handbook.tables if any(named.intersection(row.then.get("say", ())) for row in table.rows)
    )


@dataclass(frozen=True)
class Rule:
    """One invariant with the tables that could say what it speaks of."""

    claim: Invariant
    handbook: Handbook

    @cached_property
    def must(self) -> frozenset[str]:
        """The statements that have to be said."""
        return frozenset(self.claim.says)

    @cached_property
    def never(self) -> frozenset[str]:
        """The statements that may not be said."""
        return frozenset(
            name for name in self.handbook.statements if any(fits(name, one) for one in self.claim.never_says)
        )

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables that can say one of either."""
        return saying(self.must | self.never, self.handbook)

    @property
    def speaks(self) -> bool:
        """Whether conclusions and statements can break it, without a reply in full."""
        return bool(self.claim.then or self.must or self.never)

    def broken(self, case: Evaluation) -> str:
        """What one case breaks of it, in words; nothing where it holds. Words are looked at in `broken_in`."""
        if not stands(self.claim.when, case):
            return ""
        if not stands(self.claim.then, case):
            name = next(name for name, allowed in self.claim.then.items() if not _stands(case.seen(name), allowed))
            return f"{name} is {'/'.join(sorted(case.seen(name)))}"
        said = says_of(case, self.tables)
        lacking, forbidden = self.must - said, self.never & said
        if lacking:
            return f"it does not say {', '.join(sorted(lacking))}"
        return f"it says {', '.join(sorted(forbidden))}" if forbidden else ""

    def broken_in(self, parts: Mapping[str, str], case: Evaluation) -> str:
        """What the words of one reply break of it."""
        if not stands(self.claim.when, case):
            return ""
        begins = self.claim.first_words
        if begins and not parts["headline"].startswith(begins):
            return f"it begins {parts['headline'][:60]!r}"
        text = "\n".join(parts[part] for part in self.claim.parts).lower()
        for words in self.claim.unless:
            text = text.replace(words.lower(), "")
        lacking = next((words for words in self.claim.words if words.lower() not in text), "")
        if lacking:
            return f"it has not the words {lacking!r}"
        found = next((words for words in self.claim.never_words if words.lower() in text), "")
        return f"it has the words {found!r}" if found else ""


def fits(name: str, pattern: str) -> bool:
    """Whether a statement is the one named, or begins as the pattern does.

    >>> fits("gcsf.timing", "gcsf.*"), fits("fn.oral", "fn.oral"), fits("fn.oral-x", "fn.oral")
    (True, True, False)
    """
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


def rules(claims: Sequence[Invariant], handbook: Handbook) -> tuple[Rule, ...]:
    """Every invariant, ready to be looked at."""
    return tuple(Rule(claim, handbook) for claim in claims)


def broken_replies(case: Evaluation, worded: Sequence[Rule]) -> Iterator[tuple[Rule, str]]:
    """What the replies to one patient break, in the words for every audience."""
    held = [rule for rule in worded if stands(rule.claim.when, case)]
    ahead = Outlook(consult_on(case), case)
    for audience in AUDIENCES:
        parts = words_of(compose(ahead.decision, case.told, case.handbook, audience=audience, ahead=ahead))
        for rule in held:
            found = rule.broken_in(parts, case)
            if found:
                yield rule, f"{found} (for the {audience})"


def words_of(reply: Reply) -> dict[str, str]:
    """A reply by its parts, in words."""
    lines = {"actions": reply.actions, "plan": reply.plan, "net": reply.safety_net}
    return {
        "headline": reply.headline,
        "echo": reply.echo,
        "score": reply.score,
        "changes": "\n".join(reply.changes),
        "differs": "\n".join(one.text for one in reply.differs),
        "first_screen": summary(reply),
        "reply": plain(reply).split(SOURCES)[0],
        **{part: "\n".join(line.text for line in found) for part, found in lines.items()},
    }
