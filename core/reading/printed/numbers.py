"""Numbers as people print them: pairs, ranges, units, and the numbers that measure nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from core.lexicon import END, Lexicon
from core.quantity import Printed, Unit, parse
from core.reading.printed.items import Number

Token = tuple[str, str, int, int]  # kind, folded text, start, end
LETTERS: Final = 3  # shorter words are letters that name a measure, "W 2.2 H 8.1"
LETTER_UNITS: Final = frozenset("cfhdygmuas") | {"mm", "mo", "oc", "ml", "cm"}
DEGREES: Final = frozenset({"c", "f"})
AGES: Final = frozenset({"year-old", "month-old", "week-old", "day-old"})
ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
SEXES: Final = frozenset("mf")
SPANS: Final = frozenset({Decimal(7), Decimal(12), Decimal(24), Decimal(52)})  # 3/7 days, 3/52 weeks, 3/12 months
LARGEST_POWER: Final = 30  # of ten: no laboratory goes so far, and larger ones only cost time
CLOSERS: Final = frozenset({",", ";", ".", ")", "!", "?", "|"})
MONTHS: Final = 12  # of the year: what a date may hold
DAYS: Final = 31  # of a month
WEEKS: Final = 52  # of a year, as in 6/52
CLOCK: Final = re.compile(r"[01]\d[0-5]\d|2[0-3][0-5]\d")
TENTH: Final = re.compile(r"\d\d?")
GROUP: Final = re.compile(r"\d{3}")
YEAR: Final = re.compile(r"(?:19|20)\d\d")
DATE_WORDS: Final = frozenset(
    {
        "in",
        "since",
        "of",
        "year",
        "from",
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "june",
        "july",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
    }
)
CLOCK_WORDS: Final = frozenset({"@", "at", "since", "by", "until", "from", "time"})


def number_at(tokens: list[Token], at: int, lexicon: Lexicon, *, counted: bool = False) -> tuple[Number, int]:
    """The number that starts at *at*, with its pair, range and unit, and where the rest goes on.

    `counted` says that a count of cells is named before it: then a blank may set its thousands apart.
    """
    text = tokens[at][1]
    printed = _parsed(text)
    number = Number(printed.value, text, printed.step, printed.grouped)
    mask = _mask(tokens, at)
    number, after = (
        _powered(tokens, at, number)
        or _with_degree(tokens, at, number)
        or _with_apostrophe(tokens, at, number)
        or _spaced(tokens, at, number, lexicon, counted)
        or _joined(tokens, at, number, lexicon)
    )
    number, after = with_unit(tokens, after, number, lexicon)
    if after == at + 1 and not mask:
        mask = _mask_after(tokens, at)
    return (number.but(mask=mask) if mask and not number.mask else number), after


def _parsed(text: str) -> Printed:
    printed = parse(text)
    assert printed is not None, text  # the token pattern admits only numbers
    return printed


def _powered(tokens: list[Token], at: int, number: Number) -> tuple[Number, int] | None:
    """A number with a power of ten as instruments export it: "1e3"."""
    if at + 2 >= len(tokens) or tokens[at + 1][1] != "e" or tokens[at + 2][0] != "number":
        return None
    if not (_glued(tokens, at + 1) and _glued(tokens, at + 2) and tokens[at + 2][1].isdigit()):
        return None
    power = min(int(tokens[at + 2][1][:3]), LARGEST_POWER)
    return Number(number.value.scaleb(power), f"{number.printed}e{tokens[at + 2][1]}"), at + 3


def _with_degree(tokens: list[Token], at: int, number: Number) -> tuple[Number, int] | None:
    """The sign of degrees where the point stands, as French charts print it: "38°5"."""
    if at + 2 >= len(tokens) or tokens[at + 1][1] != "°" or not TENTH.fullmatch(tokens[at + 2][1]) or not number.whole:
        return None
    if not (_glued(tokens, at + 1) and _glued(tokens, at + 2)):
        return None
    digits = tokens[at + 2][1]
    step = Decimal(1).scaleb(-len(digits))
    return Number(number.value + Decimal(digits) * step, f"{number.printed}°{digits}", step), at + 3


def _with_apostrophe(tokens: list[Token], at: int, number: Number) -> tuple[Number, int] | None:
    """An apostrophe as the sign of thousands (Swiss: 1'500) or of decimals (Spanish: 38'7)."""
    if at + 2 >= len(tokens) or tokens[at + 1][1] != "'" or not tokens[at + 2][1].isdigit() or not number.whole:
        return None
    if not (_glued(tokens, at + 1) and _glued(tokens, at + 2)):
        return None
    digits = tokens[at + 2][1]
    text = f"{number.printed}'{digits}"
    if GROUP.fullmatch(digits):
        return Number(number.value * 1000 + Decimal(digits), text), at + 3
    return Number(number.value + Decimal(digits).scaleb(-len(digits)), text, Decimal(1).scaleb(-len(digits))), at + 3


def _spaced(tokens: list[Token], at: int, number: Number, lexicon: Lexicon, counted: bool) -> tuple[Number, int] | None:
    """Thousands set apart by a blank, when a count is named before or a unit of single cells follows: "3 500/mm3"."""
    if (
        at + 1 >= len(tokens)
        or not (number.whole and 0 < number.value < 1000)
        or not GROUP.fullmatch(tokens[at + 1][1])
    ):
        return None
    found = unit_at(tokens, at + 2, lexicon)
    single = found is not None and found[0].counted
    if _glued(tokens, at + 1) or not (single or (counted and found is None and _closes(tokens, at + 2))):
        return None
    text = f"{number.printed} {tokens[at + 1][1]}"
    return Number(number.value * 1000 + Decimal(tokens[at + 1][1]), text), at + 2


def _closes(tokens: list[Token], at: int) -> bool:
    """Whether nothing that would make the number before another one stands here: "130/80", "12.5", "100%"."""
    return at >= len(tokens) or tokens[at][1] in CLOSERS or tokens[at][0] in ("word", "line")


def _glued(tokens: list[Token], at: int) -> bool:
    return 0 < at < len(tokens) and tokens[at][2] == tokens[at - 1][3]


def _mask(tokens: list[Token], at: int) -> str:
    """Why the words before make this number no value: a clock time, a year, a count of times."""
    text = tokens[at][1]
    before = tokens[at - 1][1] if at else ""
    if CLOCK.fullmatch(text) and (text[0] == "0" or before in CLOCK_WORDS):
        return "time"
    if YEAR.fullmatch(text) and before in DATE_WORDS:
        return "year"
    if before == "x" and _glued(tokens, at):
        return "times"
    if before == "#" and _glued(tokens, at):
        return "code"
    return ""


def _mask_after(tokens: list[Token], at: int) -> str:
    """Why the letters that touch this number make it no value: an ordinal or a code such as 4B."""
    if not _glued(tokens, at + 1) or tokens[at + 1][0] != "word":
        return ""
    word = tokens[at + 1][1]
    if word in ORDINALS:
        return "ordinal"
    if word == "x" and tokens[at][1].isdigit() and (at + 2 >= len(tokens) or tokens[at + 2][0] != "number"):
        return "times"  # "2x vanc"
    return "code" if len(word) == 1 and word not in SEXES and word not in "lxtns" else ""


def _joined(tokens: list[Token], at: int, number: Number, lexicon: Lexicon) -> tuple[Number, int]:
    """With its partner when the number is half of a pair (110/70) or of a range (0.5-0.8)."""
    if at + 2 >= len(tokens) or tokens[at + 2][0] != "number":
        return number, at + 1
    sign = tokens[at + 1][1]
    partner = _parsed(tokens[at + 2][1])
    tight = _glued(tokens, at + 1) and _glued(tokens, at + 2)
    open_ = not _glued(tokens, at + 1) and not _glued(tokens, at + 2)
    printed = f"{number.printed}{sign}{tokens[at + 2][1]}"
    if sign == "/" and (tight or (open_ and is_pressure(number.value, partner.value, lexicon))):
        return _pair(tokens, at, number.but(printed=printed), partner.value)
    if sign == "-" and (tight or (open_ and not _begins_anew(tokens, at, number, lexicon))):
        if partner.value > number.value:
            return number.but(high=partner.value, printed=printed), at + 3
        return number.but(mask="code", printed=printed), at + 3
    return number, at + 1


def _pair(tokens: list[Token], at: int, number: Number, other: Decimal) -> tuple[Number, int]:
    end = at + 3
    mask = "span" if other in SPANS and number.whole and number.value <= WEEKS else ""
    if number.whole and number.value <= MONTHS and DAYS < other < 100:
        mask = "date"  # 9/93
    if (
        number.whole
        and number.value <= DAYS
        and other <= DAYS
        and min(number.value, other) <= MONTHS
        and other == other.to_integral_value()
    ):
        mask = mask or "date"  # 11/20
    while (
        end + 1 < len(tokens) and tokens[end][1] == "/" and tokens[end + 1][0] == "number" and _glued(tokens, end + 1)
    ):
        mask, end = "code", end + 2  # three in a row: a date or a score, no pair
    return number.but(other=other, mask=mask), end


def _begins_anew(tokens: list[Token], at: int, number: Number, lexicon: Lexicon) -> bool:
    """Whether something else begins behind the dash: an age, a count of things or of days: "0.3 - 2 units given"."""
    partner = _parsed(tokens[at + 2][1])
    things = at + 3 < len(tokens) and tokens[at + 3][0] == "word" and unit_at(tokens, at + 3, lexicon) is None
    if partner.step != number.step and things:
        return True
    unit = unit_at(tokens, at + 3, lexicon)
    counts = unit is not None and not unit[2] and any(unit[0].measures(family) for family in ("days", "hours", "dose"))
    amounts = unit is not None and not unit[0].factors
    return counts or amounts or _aged_patient(tokens, at + 2, number.value, lexicon)


def _aged_patient(tokens: list[Token], at: int, before: Decimal, lexicon: Lexicon) -> bool:
    """Whether the number is the age of a patient with the sex behind, no end of a range: "lactate 1.1 - 62M"."""
    sex = tokens[at + 1][1] if at + 1 < len(tokens) and _glued(tokens, at + 1) else ""
    degrees = sex == "f" and before >= Decimal(lexicon.tables["shapes"]["fahrenheit_low"])
    return sex in SEXES and tokens[at][1].isdigit() and not degrees


def is_pressure(high: Decimal, low: Decimal, lexicon: Lexicon) -> bool:
    """Whether two numbers set apart by a slash may be a blood pressure."""
    shapes = lexicon.tables["shapes"]
    fits_high = Decimal(shapes["sbp_low"]) <= high <= Decimal(shapes["sbp_high"])
    return fits_high and Decimal(shapes["dbp_low"]) <= low <= Decimal(shapes["dbp_high"]) and high > low


def with_unit(tokens: list[Token], at: int, number: Number, lexicon: Lexicon) -> tuple[Number, int]:
    """The number with the unit that stands behind it, and where the rest goes on."""
    found = unit_at(tokens, at, lexicon)
    if found is None and at + 1 < len(tokens) and tokens[at][1] == "-" and _glued(tokens, at):
        found = unit_at(tokens, at + 1, lexicon)
        if found and found[0].name not in AGES and found[0].factors:  # "37-kDa" is of nothing we read
            found = None
    if found is None:
        return number, at
    unit, end, loose = found
    printed = number.printed + " " + "".join(token[1] for token in tokens[at:end])
    return number.but(printed=printed, unit=unit, loose=loose), end


def unit_at(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[Unit, int, bool] | None:
    """The longest unit that starts at *at*: the unit, where it ends, whether it may be just a letter."""
    node: Any = lexicon.units
    best = None
    end = at
    while end < len(tokens) and (node := node.get(tokens[end][1])) is not None:
        end += 1
        for unit, must_touch in node.get(END, ()):
            if (must_touch and not _glued(tokens, at)) or (end - at == 1 and _opens_a_term(tokens, at, lexicon)):
                continue
            best = (unit, end, end - at == 1 and tokens[at][1] in LETTER_UNITS)
    return best


def _opens_a_term(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the word is no unit but the name of what follows: "BP 128/76 HR 80", "38.9 F 47"; not "3 days 0.6"."""
    word, behind = tokens[at][1], tokens[at + 1] if at + 1 < len(tokens) else None
    if behind is None or word not in lexicon.terms or not word.isalpha():
        return False
    if behind[1] == "&" and _glued(tokens, at + 1):
        return True  # "T 38.4 H&N cancer"
    if word in DEGREES and _glued(tokens, at) and not _glued(tokens, at + 1):
        return False  # "39.3C 88/40"
    if behind[0] == "number":
        return len(word) < LETTERS or END in lexicon.terms[word]
    return behind[1] in ":=" or behind[1] in lexicon.number_words
