"""One heading of a guideline as a statement: the words for each audience, and the list of its properties."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.library.markdown import Block, Grid, Piece
from core.errors import ContentError
from core.guideline import NOT_GRADED, Citation, Place, Review, Statement

PARTS = (
    "headline",
    "check",
    "action",
    "finding",
    "plan",
    "monitoring",
    "cause",
    "drug",
    "gcsf",
    "caveat",
    "safety-net",
    "difference",
    "meta",
    "contact",
    "dose",
)
LOCAL_PARTS = ("contact", "dose")  # whom to ring and how much: only a hospital's own folder says it
STRENGTHS = ("strong", "conditional", "practice", "label", "article", "judgement")
CHECKED = ("A", "B", "C")
CERTAINTIES = (  # GRADE's four words, and IDSA's three kinds of evidence: trials, other studies, opinion
    "high",
    "moderate",
    "low",
    "very low",
    "IDSA I",
    "IDSA II",
    "IDSA III",
    NOT_GRADED,
)
PROPERTIES = ("Part", "Source", "Strength", "Certainty", "Checked", "Asks", "Rank")
DEFAULT_RANK = "50"  # said after everything that has a rank of its own
DRUG_RANK = "20"  # what a label says of a drug the patient takes comes before general advice
_AUDIENCE = re.compile(r"(Trainee|Patient):\s*(.+)", re.DOTALL)
_PROPERTY = re.compile(r"([A-Z][a-z]+):\s*(.*)", re.DOTALL)
_CITATION = re.compile(r"(?P<source>[\w.-]+)(?:\s+\((?P<at>.+)\))?")
_NAMED = re.compile(r"\{([a-z][a-z0-9_.-]*)\}")


def read_statement(piece: Piece, guideline: str, review: Review) -> Statement:
    """The statement one heading makes.

    Raises:
        ContentError: words or a property missing, repeated, unknown or out of place (the author's fault).
    """
    words = _words(piece)
    properties = _properties(piece)
    return Statement(
        id=piece.id,
        title=piece.title,
        words=words,
        part=_one_of(properties, "Part", PARTS, piece),
        citations=_citations(properties, piece),
        strength=_one_of(properties, "Strength", STRENGTHS, piece),
        checked=_one_of(properties, "Checked", CHECKED, piece),
        guideline=guideline,
        review=review,
        certainty=_certainty(properties),
        asks=_asks(properties),
        rank=_rank(properties),
        place=piece.place,
    )


def fill(statement: Statement, numbers: Mapping[str, str]) -> Statement:
    """The statement with every `{threshold}` replaced by its number in force."""
    words = {audience: filled(text, numbers, statement.place) for audience, text in statement.words.items()}
    return replace(statement, title=filled(statement.title, numbers, statement.place), words=words)


def named_in(statement: Statement, audience: str = "") -> frozenset[str]:
    """The thresholds a statement prints: for one audience, or anywhere."""
    texts = [statement.words[audience]] if audience else [statement.title, *statement.words.values()]
    return frozenset(name for text in texts for name in _NAMED.findall(text))


def filled(text: str, numbers: Mapping[str, str], place: Place) -> str:
    """The sentence with its numbers.

    >>> filled("T of {fever_once} or more", {"fever_once": "38.3"}, Place("fn.md", 9))
    'T of 38.3 or more'
    """

    def number(found: re.Match[str]) -> str:
        if found[1] not in numbers:
            raise ContentError(
                str(place), f"there is no threshold {found[1]!r}", "Declare it in the front matter of a guideline"
            )
        return numbers[found[1]]

    return _NAMED.sub(number, text)


def filled_known(text: str, numbers: Mapping[str, str]) -> str:
    """A fixed phrase with its numbers; every other slot is left for the reply to fill.

    >>> filled_known("{score} below {mascc_low}", {"mascc_low": "21"})
    '{score} below 21'
    """
    return _NAMED.sub(lambda found: numbers.get(found[1], found[0]), text)


def _words(piece: Piece) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in piece.blocks:
        if isinstance(block, Grid):
            raise ContentError(str(block.place), "a table stands in a statement", "Move it under ## Decision tables")
        if block.listed:
            continue
        audience = _AUDIENCE.fullmatch(block.text)
        name = audience[1].lower() if audience else "clinician"
        text = audience[2] if audience else block.text
        if name != "clinician" and name in found:
            raise ContentError(str(block.place), f"words for the {name} are repeated", "Keep one paragraph")
        if name == "clinician" and set(found) - {"clinician"}:
            raise ContentError(
                str(block.place), "a plain paragraph follows another audience's", "Put the clinician's words first"
            )
        found[name] = f"{found[name]} {text}" if name in found else text
    if "clinician" not in found:
        raise ContentError(
            str(piece.place), f"statement {piece.id} has no words for clinicians", "Add a plain paragraph"
        )
    return found


def _properties(piece: Piece) -> dict[str, Block]:
    listed = [block for block in piece.blocks if isinstance(block, Block) and block.listed]
    if listed and piece.blocks[-len(listed) :] != tuple(listed):
        raise ContentError(
            str(listed[0].place), "the list of properties is not the last thing", "Move it below the words"
        )
    found: dict[str, Block] = {}
    for block in listed:
        named = _PROPERTY.fullmatch(block.text)
        if not named or named[1] not in PROPERTIES or not named[2]:
            raise ContentError(
                str(block.place), f"{block.text!r} is no property", f"Write one of {', '.join(PROPERTIES)}: value"
            )
        if named[1] in found:
            raise ContentError(str(block.place), f"{named[1]} is repeated", "Keep one of the two")
        found[named[1]] = replace(block, text=named[2])
    return found


def _needed(properties: Mapping[str, Block], name: str, piece: Piece) -> Block:
    if name not in properties:
        raise ContentError(str(piece.place), f"statement {piece.id} has no {name}", f"Add the line - {name}: ...")
    return properties[name]


def _one_of(properties: Mapping[str, Block], name: str, allowed: Sequence[str], piece: Piece) -> str:
    return _allowed(_needed(properties, name, piece), name, allowed)


def _allowed(block: Block, name: str, allowed: Sequence[str]) -> str:
    if block.text not in allowed:
        raise ContentError(str(block.place), f"{name} {block.text!r} is not known", f"Use one of {', '.join(allowed)}")
    return block.text


def _certainty(properties: Mapping[str, Block]) -> str:
    """How sure the source is of its evidence; nothing written means that the source does not grade it."""
    if "Certainty" not in properties:
        return NOT_GRADED
    return _allowed(properties["Certainty"], "Certainty", CERTAINTIES)


def _citations(properties: Mapping[str, Block], piece: Piece) -> tuple[Citation, ...]:
    block = _needed(properties, "Source", piece)
    found = []
    for part in _outside_brackets(block.text):
        cited = _CITATION.fullmatch(part)
        if not cited:
            raise ContentError(
                str(block.place), f"{part!r} is no citation", "Write: source-id (place); source-id (place)"
            )
        found.append(Citation(cited["source"], cited["at"] or ""))
    return tuple(found)


def _outside_brackets(text: str) -> list[str]:
    """Cut at the semicolons that stand outside brackets.

    >>> _outside_brackets("seed (Step 4; line 2); nice")
    ['seed (Step 4; line 2)', 'nice']
    """
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == ";" and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def _asks(properties: Mapping[str, Block]) -> tuple[str, ...]:
    if "Asks" not in properties:
        return ()
    return tuple(way for part in properties["Asks"].text.split("|") if (way := part.strip()))


def _rank(properties: Mapping[str, Block]) -> int:
    if "Rank" not in properties:
        return int(DRUG_RANK if properties["Part"].text == "drug" else DEFAULT_RANK)
    block = properties["Rank"]
    if not block.text.isdecimal():
        raise ContentError(
            str(block.place), f"Rank {block.text!r} is no whole number", "Write 1 for what is said first"
        )
    return int(block.text)
