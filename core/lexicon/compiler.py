"""Plain content to the compiled vocabulary; the author's mistakes are told with their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.errors import ContentError
from core.facts import Value
from core.lexicon.letters import fold, split
from core.lexicon.vocabulary import END, ERRORS, LONG, Bare, Lexicon, Measure, Node, Term, errors_allowed
from core.quantity import Unit, factor


def compile_lexicon(data: Mapping[str, Any]) -> Lexicon:
    """Build the vocabulary from parsed content: file stem -> data whose scalars are all text.

    Raises `ContentError` (the author's fault) when a spelling is claimed twice by one role, or a unit is unknown.
    """
    units = _units(data["units"]["units"])
    terms: Node = {}
    for term in _all_terms(data):
        _plant(terms, term.words, term)
    _settle(terms)
    analytes = data["analytes"]
    drugs = data["drugs"]["drugs"]
    return Lexicon(
        terms=terms,
        units=_unit_tree(data["units"]["units"], units),
        measures={key: _measure(key, raw, units) for key, raw in analytes["measures"].items()},
        drug_classes={name: frozenset(one.get("classes", [])) for name, one in drugs.items()},
        diseases={name: frozenset(one.get("groups", [])) for name, one in data["diseases"]["diseases"].items()},
        regimens={name: frozenset(one.get("groups", [])) for name, one in data["regimens"]["regimens"].items()},
        long_names=_long_names(drugs),
        number_words={
            word: (kind, int(size)) for kind, row in data["numbers"]["words"].items() for word, size in row.items()
        },
        tables={name: _phrases(rows) for name, rows in data.get("rules", {}).items()},
        vocabulary=frozenset(_vocabulary(terms)),
        answers={kind: _answers(row) for kind, row in data["answers"]["answers"].items()},
        concepts=data["concepts"]["concepts"],
    )


def _phrases(rows: Any) -> Any:
    """A list of spellings as a set of phrases cut like a message; other rules as they are."""
    return frozenset(" ".join(split(words)) for words in rows) if isinstance(rows, list) else rows


def _answers(row: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    return {" ".join(split(words)): value for value, many in row.items() for words in many}


def _units(raw: Iterable[Mapping[str, Any]]) -> dict[str, Unit]:
    return {
        one["name"]: Unit(
            one["name"],
            {family: factor(size) for family, size in (one.get("factors") or {}).items()},
            one.get("counted") == "true",
        )
        for one in raw
    }


def _unit_tree(raw: Iterable[Mapping[str, Any]], units: Mapping[str, Unit]) -> Node:
    tree: Node = {}
    for one in raw:
        glued = set(one.get("glued", ()))
        for words in [*one.get("words", ()), *glued]:
            _plant(tree, words, (units[one["name"]], words in glued))
    return tree


def _measure(key: str, raw: Mapping[str, Any], units: Mapping[str, Unit]) -> Measure:
    bare = []
    for row in raw.get("bare", ()):
        if row["unit"] not in units:
            raise ContentError(f"analytes.yaml, {key}", f"no unit {row['unit']!r}", "Declare it in units.yaml")
        bare.append(Bare(Decimal(row.get("from", "0")), Decimal(row.get("below", "Infinity")), units[row["unit"]]))
    return Measure(
        key,
        raw["family"],
        Decimal(raw.get("low", "0")),
        Decimal(raw.get("high", "Infinity")),
        tuple(bare),
        raw.get("percent_key", ""),
        raw.get("absolute_key", ""),
        raw.get("mend") == "true",
    )


def _all_terms(data: Mapping[str, Any]) -> Iterator[Term]:
    for stem in sorted(data):
        for raw in data[stem].get("terms", ()) if isinstance(data[stem], Mapping) else ():
            yield from _plain_terms(raw)
    for name, one in data["drugs"]["drugs"].items():
        yield from _named("drug", "drugs", name, one, ("brands", "abbreviations", "misspellings", "abroad"))
    for name, one in data["regimens"]["regimens"].items():
        yield from _named("regimen", "regimen", name, one, ("words",))
    for name, one in data["diseases"]["diseases"].items():
        yield from _named("disease", "malignancy", name, one, ("words",), str(one.get("malignancy", "")))


def _plain_terms(raw: Mapping[str, Any]) -> Iterator[Term]:
    either = {name: frozenset(near) for name, near in (raw.get("either") or {}).items()}
    shape = Term(
        raw["role"],
        raw.get("key", ""),
        _value(raw.get("value")),
        _value(raw.get("negated")),
        needs=raw.get("needs", ""),
        also=raw.get("also", ""),
        either=either,
    )
    for words in raw.get("words", ()):
        yield _spelled(shape, words, "")
    for words in raw.get("cased", ()):
        yield _spelled(shape, words, words)


def _spelled(shape: Term, words: str, cased: str) -> Term:
    return Term(shape.role, shape.key, shape.value, shape.negated, words, cased, shape.needs, shape.also, shape.either)


def _named(
    role: str, key: str, name: str, one: Mapping[str, Any], lists: Sequence[str], also: str = ""
) -> Iterator[Term]:
    if one.get("spoken") != "false":
        yield Term(role, key, name, None, name, also=also)
    for words in (words for part in lists for words in one.get(part, ())):
        yield Term(role, key, name, None, words, also=also)
    for words in one.get("cased", ()):
        yield Term(role, key, name, None, words, words, also=also)


def _value(raw: str | None) -> Value | None:
    if not raw:
        return None
    return raw == "true" if raw in ("true", "false") else raw


def _plant(tree: Node, words: str, leaf: Any) -> None:
    tokens = split(words)
    if not tokens:
        raise ContentError("lexicon", f"{words!r} has nothing to match", "Write letters or digits")
    node = tree
    for token in tokens:
        node = node.setdefault(token, {})
    node.setdefault(END, []).append(leaf)


def _long_names(drugs: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, str]]:
    """Long names a typing error may be guessed from, by the first letter and the length of the wrong word ("d9")."""
    names: dict[str, dict[str, str]] = {}
    for generic, one in drugs.items():
        for name in (generic, *one.get("brands", ()), *one.get("misspellings", ()), *one.get("abroad", ())):
            folded = fold(name)
            if len(folded) > LONG and folded.isalpha() and one.get("guess") != "false":
                for length in range(len(folded) - ERRORS, len(folded) + ERRORS + 1):
                    if abs(length - len(folded)) <= errors_allowed(length):
                        names.setdefault(f"{folded[0]}{length}", {})[folded] = generic
    return names


def _settle(tree: Node) -> None:
    """At the end of every spelling leave (the term, the term in its own capitals), cues merged into them."""
    stack = [tree]
    while stack:
        node = stack.pop()
        stack.extend(below for token, below in node.items() if token != END)
        if END in node:
            node[END] = _merge(node[END])


def _merge(many: Sequence[Term]) -> tuple[Term | None, Term | None]:
    cues = {term.key: str(term.value or "") for term in many if term.role == "cue"}
    plain = [term for term in many if term.role != "cue" and not term.cased]
    cased = [term for term in many if term.cased]
    plain = [term for term in plain if term.role != "noise"] or plain
    facts = {(term.role, term.key) for term in plain}
    if len(facts) < len({(term.role, term.key, term.value) for term in plain}) or (
        ("other", "") in facts and len(facts) > 1
    ):
        raise ContentError(
            "lexicon", f"{plain[0].words!r} means {[str(t.value or t.key) for t in plain]}", "Keep one of them"
        )
    base = (
        replace(plain[0], cues=cues, more=tuple(plain[1:]))
        if plain
        else Term("cue", words=many[0].words, cues=cues)
        if cues
        else None
    )
    return base, replace(cased[0], cues=cues) if cased else None


def _vocabulary(tree: Node) -> Iterator[str]:
    stack = [tree]
    while stack:
        node = stack.pop()
        for token, below in node.items():
            if token != END:
                yield token
                stack.append(below)
