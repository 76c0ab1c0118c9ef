"""Names as laboratory systems print them: "Neutro Auto", "Neutrophile abs.", "NEUT % (AUTO)", dots up to the value."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from core.lexicon import END, Lexicon, Term
from core.reading.printed.gentlemen import GENT, told_apart
from core.reading.printed.items import Item, Number
from core.reading.printed.numbers import Token

CLOSES: Final = frozenset({":", "=", ")", "%", "#", "|"})  # what may stand between such a name and its value
LINKS: Final = frozenset({":", "=", "-"})
THOUSANDS: Final = 100  # from this on a bare total is of single cells
NAMES: Final = frozenset({"measure", "other"})  # roles of what a laboratory names
DOTS: Final = 4  # from this many on they lead to a value, whatever stands before


def with_suffixes(term: Term, tokens: list[Token], after: int, lexicon: Lexicon) -> tuple[Term, int]:
    """The name with the words that say how it was counted; of a share "abs." makes the count."""
    absolute = False
    while (suffix := _suffix(tokens, after, lexicon)) is not None:
        absolute = absolute or tokens[suffix[0]][1] in lexicon.tables["absolute_suffixes"]
        after = suffix[1]
    if absolute and term.role == "measure" and (key := lexicon.measures[term.key].absolute_key):
        term = replace(term, key=key, needs="")
    return term, after


def _suffix(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Place of the word that opens here, perhaps in brackets, and the end of it; None when it is part of no name."""
    bracket = at < len(tokens) and tokens[at][1] in ("(", ",")
    word = at + bracket
    if word >= len(tokens):
        return None
    absolute = tokens[word][1] in lexicon.tables["absolute_suffixes"]
    if not absolute and tokens[word][1] not in lexicon.tables["name_suffixes"]:
        return None
    end = word + 1
    if end < len(tokens) and tokens[end][1] == "." and tokens[end][2] == tokens[word][3]:
        end += 1
    if bracket and tokens[at][1] == "(":
        return (word, end + 1) if end < len(tokens) and tokens[end][1] == ")" else None
    return (word, end) if _goes_on(tokens, end, lexicon) else None


def _goes_on(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a value, its sign or a further suffix follows, so that "platelets auto SCT" keeps its transplant."""
    if at >= len(tokens):
        return False
    kind, text, _, _ = tokens[at]
    tables = lexicon.tables
    return (
        kind in ("number", "line")
        or text in CLOSES
        or text in {"(", "<", ">", "."}
        or (text in tables["name_suffixes"] or text in tables["absolute_suffixes"])
    )


def totals(items: list[Item], folded: str, lexicon: Lexicon) -> list[Item]:
    """The pieces with "TC" as a total count where a number follows ("TC 1800/cumm"), and "gent" as a man."""
    items = told_apart(items, lexicon.tables) if GENT in folded else items
    names = lexicon.tables["totals"]
    if not any(name in folded for name in names):
        return items
    for at, item in enumerate(items):
        if item.role not in ("regimen", "") or item.text not in names:
            continue
        behind = at + 2 if at + 1 < len(items) and items[at + 1].text in LINKS else at + 1
        number = items[behind].number if behind < len(items) else None
        unit = number.unit if number is not None else None
        if number is None or number.mask or (number.whole and number.value < THOUSANDS and unit is None):
            continue  # "TC 4 cycles"
        if item.text == "tc" and _warm(number, lexicon):
            term = lexicon.terms["temp"][END][0]
            items[at] = item.with_term(term, term.cues)
            continue
        large = number.value >= THOUSANDS or not item.role  # "gran 0.4"
        counted = unit.measures("cells") if unit is not None else large
        term = lexicon.terms[names[item.text]][END][0] if counted else Term("other", words=item.text)
        items[at] = item.with_term(term, term.cues)
    return items


def _warm(number: Number, lexicon: Lexicon) -> bool:
    """Whether it is a temperature: "TC 38.1°" on Italian charts, "Tm 102.3 Tc 100.6" on American ones."""
    shapes, unit = lexicon.tables["shapes"], number.unit
    scales = (("temp_low", "temp_high"), ("fahrenheit_low", "fahrenheit_high"))
    fits = any(Decimal(shapes[low]) <= number.value < Decimal(shapes[high]) for low, high in scales)
    return fits and number.other is None and (unit.measures("temperature") if unit is not None else not number.whole)


def leader(tokens: list[Token], at: int, items: list[Item]) -> int:
    """The place behind the dots that lead from a name to its value: "Hb ....... 92"; *at* when they do not."""
    end = at
    while end < len(tokens) and tokens[end][1] == ".":
        end += 1
    named = bool(items) and items[-1].role in ("measure", "other")
    valued = end < len(tokens) and (tokens[end][0] == "number" or tokens[end][1] in {":", "<", ">"})
    return end if valued and end - at >= (2 if named else DOTS) else at
