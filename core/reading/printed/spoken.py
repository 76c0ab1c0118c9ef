"""Numbers as they are spoken or dictated: "nought point three", "38 point 7", "one hundred and four over sixty"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon
from core.reading.printed.items import Number
from core.reading.printed.numbers import Token, is_pressure, number_at, unit_at, with_unit

LONGEST: Final = 4  # words behind the point
OVER: Final = frozenset({"over", "by", "sur", "sobre", "su"})  # between the two numbers of a blood pressure
HALF: Final = (("and", "a", "half"), ("and", "half"))
POINTED_AT: Final = frozenset(
    {"this", "that", "the", "which", "what", "some", "one", "a", "any", "no", "to", "end", "my"}
)
THOUSAND: Final = 1000
TIMES: Final = ("hours", "days", "minutes")
NAMES_A_PRESSURE: Final = frozenset({"bp", "pressure", "was", "is", "of", "at", ":", "=", "-"})
FIGURES: Final = re.compile(r"\d\d?")
TWENTY: Final = 20  # words below it may lead a pair of words: "eleven twenty", "one oh four"


def spoken_at(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[Number, int] | None:
    """The number in words that starts at *at*, its unit, and where the rest goes on; figures may be mixed in.

    None where no word of a number takes part: plain figures are read elsewhere.
    """
    if tokens[at][0] == "number" and at + 1 < len(tokens) and tokens[at + 1][0] == "number":
        return _pressure_apart(tokens, at, lexicon)
    found = _whole(tokens, at, lexicon)
    whole, end = found or (None, at)
    part = ""
    if _kind(tokens, end, lexicon) == "point" and not _points_out(tokens, at, lexicon):
        part, end = _behind_the_point(tokens, end + 1, lexicon) or ("", end)
    elif whole is not None and (half := next((one for one in HALF if _are(tokens, end, one)), ())):
        part, end = "5", end + len(half)
    elif whole is not None and tokens[at][0] == "word" and whole < 100:  # "thirty eight six"
        part, end = _run_on(tokens, end, lexicon)
    if (whole is None and not part) or (tokens[at][0] == "number" and end == at + 1):
        return None
    printed = " ".join(token[1] for token in tokens[at:end])
    value = Decimal(f"{whole or 0}.{part or 0}") if part else Decimal(whole or 0)
    return with_unit(tokens, end, Number(value, printed, Decimal(1).scaleb(-len(part)), worded=True), lexicon)


def with_lower(tokens: list[Token], at: int, number: Number, lexicon: Lexicon) -> tuple[Number, int]:
    """With the diastolic pressure that is spoken behind "over" or "by": "ninety over fifty", "90 by 50"."""
    if at + 1 >= len(tokens) or tokens[at][1] not in OVER or number.other is not None or number.unit is not None:
        return number, at
    second = spoken_at(tokens, at + 1, lexicon)
    if second is None and tokens[at + 1][0] == "number":
        second = number_at(tokens, at + 1, lexicon)
    if second is None or not (number.whole and second[0].whole) or second[0].mask or number.mask:
        return number, at
    lower, unit = second[0].value, second[0].unit
    if not is_pressure(number.value, lower, lexicon) or (unit is not None and not unit.measures("pressure")):
        return number, at
    return number.but(other=lower, unit=unit, printed=f"{number.printed}/{second[0].printed}"), second[1]


def _pressure_apart(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[Number, int] | None:
    """A blood pressure with a blank in its first number, as scans and copies print it: "BP was 8 0/60"."""
    if at + 3 >= len(tokens) or not at or tokens[at + 2][1] != "/" or tokens[at - 1][1] not in NAMES_A_PRESSURE:
        return None
    parts = [tokens[j][1] for j in (at, at + 1, at + 3)]
    closed = tokens[at + 2][2] == tokens[at + 1][3] and tokens[at + 3][2] == tokens[at + 2][3]
    if not closed or not all(part.isdigit() for part in parts) or len(parts[0]) > 2 or len(parts[1]) > 1:
        return None
    value, lower = Decimal(parts[0] + parts[1]), Decimal(parts[2])
    if not is_pressure(value, lower, lexicon):
        return None
    return with_unit(tokens, at + 4, Number(value, f"{value}/{lower}", Decimal(1), other=lower), lexicon)


def _kind(tokens: list[Token], at: int, lexicon: Lexicon) -> str:
    return lexicon.number_words.get(tokens[at][1], ("", 0))[0] if at < len(tokens) else ""


def _are(tokens: list[Token], at: int, words: Sequence[str]) -> bool:
    return [token[1] for token in tokens[at : at + len(words)]] == list(words)


def _points_out(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether "point" opens the number and is no decimal sign: "at this point 3 doses", "point 2 of the protocol"."""
    if _kind(tokens, at, lexicon) != "point":
        return False
    before, after = tokens[at - 1][1] if at else "", [token[1] for token in tokens[at + 1 : at + 3]]
    return before in POINTED_AT or (after[:1] != [] and after[0].isdigit() and after[1:] in (["of"], [":"], [")"]))


def _behind_the_point(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[str, int] | None:
    """The digits spoken behind the point; the last of several is the hours' when these follow."""
    if at < len(tokens) and tokens[at][0] == "number":
        return (tokens[at][1], at + 1) if tokens[at][1].isdigit() else None
    part, end = _run_on(tokens, at, lexicon)
    if part:
        return part, end
    found = _below_hundred(tokens, at, lexicon)
    return (str(found[0]), found[1]) if found else None


def _run_on(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[str, int]:
    """Single digits one after the other: "three five"."""
    end = at
    while end - at < LONGEST and _kind(tokens, end, lexicon) == "unit":
        end += 1
    if end > at and _kind(tokens, end, lexicon) in ("hundred", "scale"):
        end -= 1
    timed = unit_at(tokens, end, lexicon) if end > at else None
    if (
        timed
        and any(timed[0].measures(family) for family in TIMES)
        and (end - at > 1 or _kind(tokens, at - 1, lexicon) != "point")
    ):
        end -= 1
    return "".join(str(lexicon.number_words[token[1]][1]) for token in tokens[at:end]), end


def _whole(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The whole number in words, or in figures before a word of the number: "twelve hundred", "4 hundred"."""
    if tokens[at][0] == "number":
        found = (int(tokens[at][1]), at + 1) if tokens[at][1].isdigit() and len(tokens[at][1]) < LONGEST else None
        return _hundreds(tokens, found, lexicon) if found and _size(tokens, found[1], lexicon) == 100 else found
    found = _group(tokens, at, lexicon)
    if found is None or _size(tokens, found[1], lexicon) != THOUSAND:
        return found
    rest = found[1] + 1 + _are(tokens, found[1] + 1, ("and",))
    more = _group(tokens, rest, lexicon)
    return (found[0] * THOUSAND + more[0], more[1]) if more else (found[0] * THOUSAND, found[1] + 1)


def _size(tokens: list[Token], at: int, lexicon: Lexicon) -> int:
    """The hundred or thousand that stands here."""
    return lexicon.number_words[tokens[at][1]][1] if _kind(tokens, at, lexicon) == "scale" else 0


def _group(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """A number below a thousand, or of hundreds: "one hundred and four", "one oh four", "one twenty"."""
    led = (at > 0 and tokens[at - 1][1] == "a") or _kind(tokens, at + 1, lexicon) == "point"  # "a hundred"
    found = (1, at) if led and _size(tokens, at, lexicon) else _below_hundred(tokens, at, lexicon)
    if found is None or _size(tokens, found[1], lexicon) == 100:
        return _hundreds(tokens, found, lexicon) if found else None
    value, end = found
    if end - at == 1 and 0 < value < TWENTY:
        paired = _below_hundred(tokens, end, lexicon)
        oh = _kind(tokens, end, lexicon) == "unit" and lexicon.number_words[tokens[end][1]][1] == 0
        if oh and value < 10 and (last := _below_hundred(tokens, end + 1, lexicon)) and 0 < last[0] < 10:
            return value * 100 + last[0], last[1]
        if paired and _kind(tokens, end, lexicon) in ("tens", "teen"):
            return value * 100 + paired[0], paired[1]
    return found


def _hundreds(tokens: list[Token], found: tuple[int, int], lexicon: Lexicon) -> tuple[int, int]:
    """So many hundreds, and what is added to them."""
    value, end = found[0] * 100, found[1] + 1
    behind = end + _are(tokens, end, ("and",))
    rest = _below_hundred(tokens, behind, lexicon)
    if behind > end and rest is None and behind < len(tokens) and FIGURES.fullmatch(tokens[behind][1]):
        rest = int(tokens[behind][1]), behind + 1  # "5 hundred and 20"
    return (value + rest[0], rest[1]) if rest and rest[0] else (value, end)


def _below_hundred(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """What is below a hundred: "thirty eight", "thirty-eight", "seventeen", "four"."""
    kind = _kind(tokens, at, lexicon)
    if kind not in ("unit", "teen", "tens"):
        return None
    value = lexicon.number_words[tokens[at][1]][1]
    if kind != "tens":
        return value, at + 1
    hyphen = at + 1 < len(tokens) and tokens[at + 1][1] == "-" and tokens[at + 1][2] == tokens[at][3]
    last = at + 1 + hyphen
    unit = _kind(tokens, last, lexicon) == "unit" and lexicon.number_words[tokens[last][1]][1]
    return (value + unit, last + 1) if unit else (value, at + 1)
