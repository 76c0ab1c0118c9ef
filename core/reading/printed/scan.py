"""From letters to items: tokens, the lexicon's longest matches, numbers, and long drug names typed wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from core.lexicon import END, LONG, Lexicon, Term, pieces
from core.reading.printed.components import NAMES, leader, with_suffixes
from core.reading.printed.items import NO_CUES, Item, Number
from core.reading.printed.markup import Plain
from core.reading.printed.misspelt import guess_name
from core.reading.printed.numbers import CLOSERS, Token, number_at, unit_at
from core.reading.printed.spoken import spoken_at, with_lower

LETTERS: Final = frozenset({"n", "p", "l", "m", "e", "b"})  # of a differential: "N/L/M/E 60/30/8/2"
POWERS: Final = frozenset({"10", "109", "103", "106"})  # a unit in a column of its own begins like a number
MENDING: Final = {"hold_on": ""}  # what the star of a chat says of the number behind it
LINKS: Final = frozenset({"-", ":", "="})
APART: Final = re.compile(r"\.?(\d\d?)")
POINTED: Final = frozenset({"cells", "temperature", "haemoglobin", "lactate"})  # what is printed with decimals


def tokenise(folded: str) -> list[Token]:
    """Cut the folded text into words, numbers, dates, signs and line ends; formatting marks are dropped.

    >>> [token[1] for token in tokenise("wbc4 anc1.6 t37")]
    ['wbc', '4', 'anc', '1.6', 't', '37']
    """
    tokens = [(found.lastgroup or "sign", found[0], found.start(), found.end()) for found in pieces(folded)]
    if "*" in folded:
        tokens = [("sign", *token[1:]) if _mends(tokens, at) else token for at, token in enumerate(tokens)]
    return [token for token in tokens if token[0] != "drop"]


def _mends(tokens: list[Token], at: int) -> bool:
    """Whether it is the star of a chat before the right number: "ANC 4.0 *0.40"; bold has a second star."""
    kind, text, start, end = tokens[at]
    if text != "*" or kind != "drop" or [(one[0], one[2]) for one in tokens[at + 1 : at + 2]] != [("number", end)]:
        return False
    behind = tokens[at + 2][1] if at + 2 < len(tokens) else "."
    if at == 0:
        return behind in CLOSERS
    before = tokens[at - 1]
    apart = before[0] == "line" or (before[3] < start and (before[0] == "number" or before[1] in CLOSERS))
    return apart and behind != "*"


def scan(tokens: list[Token], plain: Plain, lexicon: Lexicon) -> list[Item]:
    """Every piece of the message in order: the longest term first, then numbers, then plain words."""
    items: list[Item] = []
    roots = lexicon.terms
    at = 0
    while at < len(tokens):
        kind, text, start, end = tokens[at]
        if text == "(" and [token[1] for token in tokens[at : at + 3]] == ["(", "!", ")"]:
            at += 3  # the mark of records for an abnormal value
            continue
        if text == "." and (after := leader(tokens, at, items)) > at:
            at = after
            continue
        glued = at > 0 and tokens[at - 1][3] == start and tokens[at - 1][0] != "line"
        if text in roots and (found := _term_at(tokens, at, plain, lexicon)):
            term, after = _whole_name(*found, tokens, lexicon)
            items.append(_term_item(term, plain.folded, start, tokens[after - 1][3], glued))
        elif (
            kind == "number"
            and text in POWERS
            and (unit := unit_at(tokens, at, lexicon))
            and unit[1] - at >= 3
            and not _is_the_value(items, tokens, unit[1])
        ):
            after = unit[1]
            items.append(Item("unit", text, start, tokens[after - 1][3], glued, unit=unit[0]))
        elif (
            kind != "number"
            and text in lexicon.units
            and (unit := unit_at(tokens, at, lexicon))
            and any(token[0] == "number" for token in tokens[at : unit[1]])
        ):  # the digits of "cells/mm3" are no value
            after = unit[1]
            items.append(Item("unit", text, start, tokens[after - 1][3], glued, unit=unit[0]))
        elif _may_be_spoken(tokens, at, lexicon) and (worded := spoken_at(tokens, at, lexicon)):
            number, after = with_lower(tokens, worded[1], worded[0], lexicon)
            items.append(Item("number", text, start, tokens[after - 1][3], glued, number=_bounded(items, number)))
        elif kind == "number":
            items.extend(_numbers(items, tokens, at, plain, lexicon))
            after = _past(tokens, at, items[-1])
        else:
            after = at + 1
            guess = guess_name(text, lexicon) if kind == "word" and len(text) >= LONG else None
            if guess:
                items.append(
                    _term_item(guess, plain.folded, start, end, glued, note=f"read as {guess.value or guess.words}")
                )
            else:
                items.append(Item(kind, text, start, end, glued, None, None, MENDING if text == "*" else NO_CUES))
        at = after
    return items


def _may_be_spoken(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word of a number stands here, or right behind a figure: "38 point 7", "4 hundred", "8 0/60"."""
    kind, text = tokens[at][:2]
    if kind == "word":
        return text in lexicon.number_words
    after = tokens[at + 1][1] if kind == "number" and at + 1 < len(tokens) else ""
    return after == "and" or after in lexicon.number_words or after.isdigit()


def _whole_name(term: Term, after: int, tokens: list[Token], lexicon: Lexicon) -> tuple[Term, int]:
    """The name with what the laboratory prints behind it, if anything."""
    if term.role in NAMES and after < len(tokens) and tokens[after][1] in lexicon.tables["suffix_openers"]:
        return with_suffixes(term, tokens, after, lexicon)
    return term, after


def _numbers(items: list[Item], tokens: list[Token], at: int, plain: Plain, lexicon: Lexicon) -> list[Item]:
    """The number at *at* with its partner and unit, or the numbers of a panel one by one."""
    slashed = at + 1 < len(tokens) and tokens[at + 1][1] == "/"
    if slashed and (size := _panel(items, tokens, at) or _course(items, tokens, at, lexicon)):
        return list(_apart(tokens, at, at + 2 * size - 1, lexicon))
    _, text, start, _ = tokens[at]
    number, after = number_at(tokens, at, lexicon, counted=_after_a_count(items, lexicon))
    number, after = with_lower(tokens, after, number, lexicon)
    number, after = _with_lost_point(items, tokens, after, plain, lexicon, number)
    glued = at > 0 and tokens[at - 1][3] == start and tokens[at - 1][0] != "line"
    return [Item("number", text, start, tokens[after - 1][3], glued, number=_bounded(items, number))]


def _panel(items: list[Item], tokens: list[Token], at: int) -> int:
    """How many numbers with slashes stand here for as many names with slashes before: "WBC/Hb/plt 1.2/8.9/20"."""
    j = len(items) - 1
    while j >= 0 and items[j].text in {":", "=", "is"}:
        j -= 1
    names = 0
    while j >= 0 and (items[j].role in ("measure", "other") or items[j].text in LETTERS):
        names += 1
        if j < 1 or items[j - 1].text != "/":
            break
        j -= 2
    numbers = [k for k in range(at, min(at + 2 * names, len(tokens)), 2) if tokens[k][0] == "number"]
    slashes = all(tokens[k][1] == "/" for k in range(at + 1, min(at + 2 * names - 1, len(tokens)), 2))
    more = at + 2 * names - 1 < len(tokens) and tokens[at + 2 * names - 1][1] == "/"
    return names if names > 2 and len(numbers) == names and slashes and not more else 0


def _course(items: list[Item], tokens: list[Token], at: int, lexicon: Lexicon) -> int:
    """How many values of one count stand here between slashes, with decimals as no date has: "neuts 0.1/0.3/0.8"."""
    named = next(
        (item for item in reversed(items[-3:]) if item.role not in ("", "finding") and item.text not in LINKS), None
    )
    if named is None or named.role != "measure" or lexicon.measures[named.key].family != "cells":
        return 0
    size = 1
    while at + 2 * size < len(tokens) and tokens[at + 2 * size - 1][1] == "/" and tokens[at + 2 * size][0] == "number":
        size += 1
    pointed = all("." in tokens[at + 2 * k][1] or "," in tokens[at + 2 * k][1] for k in range(size))
    return size if size > 2 and pointed else 0


def _apart(tokens: list[Token], at: int, end: int, lexicon: Lexicon) -> Iterator[Item]:
    """The numbers and slashes of a panel one by one; the last may have a unit."""
    for k in range(at, end):
        kind, text, start, last = tokens[k]
        glued = k > 0 and tokens[k - 1][3] == start
        if kind != "number":
            yield Item(kind, text, start, last, glued)
            continue
        number, after = number_at(tokens if k == end - 1 else tokens[: k + 1], k, lexicon)
        yield Item("number", text, start, tokens[after - 1][3], glued, number=number)


def _past(tokens: list[Token], at: int, item: Item) -> int:
    """The first token from *at* on that stands behind this piece."""
    while at < len(tokens) and tokens[at][2] < item.end:
        at += 1
    return at


def _is_the_value(items: list[Item], tokens: list[Token], after: int) -> bool:
    """Whether "103 /uL" is a value of its own, no unit: a measure stands before and no number behind."""
    return bool(items) and items[-1].role == "measure" and (after >= len(tokens) or tokens[after][0] != "number")


def _after_a_count(items: list[Item], lexicon: Lexicon) -> bool:
    """Whether the name of a cell count stands right before, so that "1 500" is one number."""
    before = items[-1] if items else None
    if before is not None and before.text in LINKS and len(items) > 1:
        before = items[-2]
    return before is not None and before.role == "measure" and lexicon.measures[before.key].family == "cells"


def _with_lost_point(
    items: list[Item], tokens: list[Token], after: int, plain: Plain, lexicon: Lexicon, number: Number
) -> tuple[Number, int]:
    """With the decimal that stands apart: "temp 38 5", "neuts 0 .4", "Hb 8. 4"; but not "temp 38 2 h ago"."""
    named = items[-2] if len(items) > 1 and items[-1].text in LINKS else items[-1] if items else None
    complete = number.unit is not None or number.other is not None or number.mask
    if named is None or named.role != "measure" or complete:
        return number, after
    digits, end = _decimal_apart(tokens, after)
    if not digits or not number.whole or lexicon.measures[named.key].family not in POINTED:
        return number, after
    shapes = lexicon.tables["shapes"]
    warm = Decimal(shapes["temp_low"]) <= number.value < Decimal(shapes["temp_high"])
    bare = end == after + 1 and tokens[after][1] == digits
    nought = number.value == 0 and named.key != "temp_c"  # "neut 0 2"
    if bare and not nought and not (warm and named.key == "temp_c" and len(digits) == 1):
        return number, after
    if end < len(tokens) and tokens[end][0] != "line" and tokens[end][1] not in CLOSERS:
        found = _term_at(tokens, end, plain, lexicon)
        if found is None or found[0].role != "measure":
            return number, after
    step = Decimal(1).scaleb(-len(digits))
    printed = f"{number.printed} {digits}"
    return number.but(value=number.value + Decimal(digits) * step, printed=printed, step=step), end


def _decimal_apart(tokens: list[Token], at: int) -> tuple[str, int]:
    """One or two digits that stand here, a point before them or not, and where they end; nothing otherwise."""
    pointed = at < len(tokens) and tokens[at][1] == "."
    at += pointed
    found = APART.fullmatch(tokens[at][1]) if at < len(tokens) and tokens[at][0] == "number" else None
    return (found[1], at + 1) if found else ("", at)


def _term_item(term: Term, folded: str, start: int, end: int, glued: bool, note: str = "") -> Item:
    return Item("term", folded[start:end], start, end, glued, term, None, term.cues, note)


def _bounded(items: list[Item], number: Number) -> Number:
    """With the bound printed before it; between two numbers the sign is an arrow of a trend, no bound."""
    if items and (bound := items[-1].cues.get("than")) and not (len(items) > 1 and items[-2].kind == "number"):
        return number.but(bound=bound)
    return number


def _term_at(tokens: list[Token], at: int, plain: Plain, lexicon: Lexicon) -> tuple[Term, int] | None:
    """The longest term that starts at *at*, and where the rest goes on."""
    node: Any = lexicon.terms.get(tokens[at][1])
    best = None
    end = at
    while node is not None:
        end += 1
        if END in node and (term := _chosen(node[END], plain, tokens[at][2], tokens[end - 1][3])):
            best = (term, end)
        if _over_hyphen(tokens, end, node):
            end += 1
        node = node.get(tokens[end][1]) if end < len(tokens) else None
    return best


def _over_hyphen(tokens: list[Token], end: int, node: Any) -> bool:
    """Whether a hyphen or a colon stands where the spelling has a blank: "white-cell count", "BP: fine"."""
    if (
        end + 1 >= len(tokens)
        or tokens[end][1] not in LINKS
        or tokens[end][1] in node
        or tokens[end + 1][1] not in node
    ):
        return False
    if tokens[end][1] != "-":
        return True
    return tokens[end][2] == tokens[end - 1][3] and tokens[end + 1][2] == tokens[end][3]


def _chosen(ends: tuple[Term | None, Term | None], plain: Plain, start: int, end: int) -> Term | None:
    """The term spelled so: the one in its own capitals where these stand out, otherwise the plain one."""
    term, cased = ends
    if cased and plain.typed[start:end] == cased.cased and not _all_capitals(plain, start, end):
        return cased
    return term


def _all_capitals(plain: Plain, start: int, end: int) -> bool:
    """Whether the words around are capitals too, so that capitals tell nothing."""
    around = [
        word
        for word in (plain.typed[max(0, start - 30) : start] + plain.typed[end : end + 30]).split()
        if len(word) > 3 and word.isalpha()
    ]
    return len(around) > 1 and all(word.isupper() for word in around)
