"""Who the message is about: the patient's age, and identifiers that do not belong here."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon
from core.quantity import GRAIN, rounded
from core.reading.meaning.context import Context
from core.reading.meaning.marks import OTHER, PAST, SUPPOSED, UNREAL
from core.reading.printed.items import Item, Number
from core.reading.printed.markup import PHONE_LINK, Plain
from core.reading.printed.no_value import OLDEST, may_be_sex
from core.reading.printed.numbers import AGES, MONTHS
from core.reading.reading import Mention

SAMPLES: Final = frozenset({"sample", "samples", "specimen", "tube"})  # what may be some days old
# No sex: "patient 60" may be a number of the list.
PERSONS: Final = frozenset({"patient", "pt", "person", "pat", "paz", "pz", "pcte"})
WARM, HOT = 34, 43  # a number that opens a message may be a temperature
NOT_AN_AGE: Final = frozenset({"ago", "history", "of"})
OPENERS: Final = frozenset({",", ".", ";", "/", "\n", "(", "and"})
BEDSIDE: Final = frozenset({"mascc.setting", "mascc.dehydration", "mascc.burden"})  # behind which stands no duration
CLOSERS: Final = frozenset({",", ".", ";", "/", "\n", ")", "!", "("})
SPANS: Final = frozenset(
    {"for", "in", "over", "after", "within", "every", "past", "last", "next", "another", "further", "x"}
)
MONTHS_OF: Final = frozenset({"of", "ago", "post", "into", "later", "course", "since"})  # behind a number of months
SPOKEN_OF: Final = frozenset({"self", "person"})  # "my mum is 62", where she is the patient
GROWN_UP: Final = 16  # years: "advice for 62M" is of a man, "for 6m" half a year
# Each begins with a letter or digit of its own, and looks back behind it for the start of a word: so the search passes
# over all other signs at once.
NAME: Final = re.compile(
    r"[MPpNnRr](?<!\w.)(?:(?:(?<=M)(?:r|rs|s|iss|ister)\.?\s+(?P<one>[A-Z][a-z]{2,20})\b)"
    r"|(?:(?<=[Pp])t|(?<=[Pp])atient|(?<=P)T|(?<=P)ATIENT|(?<=[Nn])ame|(?<=N)AME|(?<=[Rr])e)"
    r"(?:\s+name)?\s{0,2}[:.\-]?\s{1,3}(?P<first>[A-Z][A-Za-z'\-]{1,20}),?\s{1,2}(?P<second>[A-Z][a-z'\-]{1,20}|[A-Z]\b\.?|[A-Z]{2,20}))"
)
# At the start of a line.
NAME_AND_BIRTH: Final = re.compile(
    r"[A-Z][a-z]{1,20} [A-Z][a-z]{1,20},? {1,2}\(?\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\b"
)
BIRTH: Final = ("dob", "d.o.b", "date of birth", "born", "birthdate", "birth date", "geb", "nacido", "nacida")
BORN: Final = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, BIRTH))})\b\.?:?\s{{0,3}}(?:on\s)?\d")
MAIL: Final = re.compile(r"\b[\w.+\-]{1,40}@[\w\-]{1,40}\.[a-z]{2,8}\b", re.IGNORECASE)
LONG_NUMBER: Final = re.compile(
    r"[+(\d](?<![\w.].)(?:(?<=\+)\d{1,3}[ \-]?\(?\d{3,5}|(?<=\()\d{3,5}|(?<=\d)\d{2,4})\)?[ \-]"
    r"\d{3}[ \-]?\d{3,4}(?![\w.])",
    re.ASCII,
)
STREETS: Final = ("Street", "St", "Road", "Rd", "Avenue", "Ave", "Lane", "Drive", "Close", "Crescent", "Way", "Court")
STREET: Final = re.compile(rf"\d(?<!\w.)\d{{0,3}}[a-z]?,?\s[A-Z][a-z]{{2,20}}\s(?:{'|'.join(STREETS)})\b")
INITIALS_OK: Final = frozenset({"has", "is", "on", "with", "was"})


def ages(items: list[Item], context: Context, used: frozenset[int]) -> list[tuple[int, Decimal]]:
    """Every age of a patient in order: (place, years). A relative's age is not one."""
    result = []
    for at, item in enumerate(items):
        if item.number is None or at in used or item.number.mask or context.has(at, OTHER | SUPPOSED):
            continue
        if at and items[at - 1].text in SAMPLES:
            continue  # "sample 3 days old"
        years = _age(items, context, at)
        if years is not None:
            result.append((at, years))
    return result


def _age(items: list[Item], context: Context, at: int) -> Decimal | None:
    """The age printed at *at*, in years, when the words around make the number one."""
    number = items[at].number
    assert number is not None
    unit, value = number.unit, number.value
    if number.high is not None or number.other is not None or number.bound or _in_a_code(items, context, at):
        return None
    if _text(items, at + 1) == "m" and _lasts(items, at):
        return None
    low, high = (Decimal(context.rules["shapes"][name]) for name in ("age_low", "age_high"))
    if unit is not None and unit.name in AGES:
        years = unit.convert(value, "age")
        return _years(years) if years <= OLDEST else None
    if not number.whole or not 0 < value <= high:
        return None
    if unit is not None and unit.name == "months" and len(_text(items, at + 1)) > 1 and _beside_sex(items, context, at):
        return _years(value / MONTHS)  # "8mo boy"
    if unit is not None and unit.measures("age"):
        told = _of_a_person(items, context, at, number)
    elif unit is not None and not may_be_sex(number):
        told = False
    else:
        told = _with_glued_sex(items, at) or (
            (value >= low and (_beside_sex(items, context, at) or _said_to_be(items, at)))
            or _child_of(items, context, at)
            or (value >= low and _in_german(items, context, at))
        )
    return _years(value) if told else None


def _in_a_code(items: list[Item], context: Context, at: int) -> bool:
    """Whether the number is part of a code: 18F-FDG, L1A0."""
    if at + 1 < len(items) and items[at + 1].glued and items[at + 1].text == "-" and _word_follows(items, at + 2):
        return True
    before = items[at - 1] if at and items[at].glued else None
    return before is not None and before.kind == "word" and before.text not in context.rules["sexes"]


def _word_follows(items: list[Item], at: int) -> bool:
    return at < len(items) and items[at].glued


def _of_a_person(items: list[Item], context: Context, at: int, number: Number) -> bool:
    """Years beside a person: "woman 49 years", "patient of 67 years", "64y"."""
    sexes, ofs = context.rules["sexes"], context.rules["of_words"]
    before, after = _text(items, at - 1), _text(items, at + 1)
    before = _text(items, at - 2) if before == "." else before  # "Pat. 61 J."
    beside = before in sexes or after in sexes or (before in ofs and _text(items, at - 2) in sexes) or number.loose
    return (beside or _said_to_be(items, at)) and after not in NOT_AN_AGE


def _with_glued_sex(items: list[Item], at: int) -> bool:
    """The number with its sex: 62M, 58F."""
    number = items[at].number
    assert number is not None
    sexed = number.unit is not None or (_text(items, at + 1) in {"m", "f"} and items[at + 1].glued)
    return sexed and not (at > 0 and items[at].glued and items[at - 1].text not in {",", "(", "/", '"', "\u201c"})


def _lasts(items: list[Item], at: int) -> bool:
    """Whether "6m" is how long something lasts: "in 3m", "letrozole for 18m", "6m of imatinib"."""
    before, behind = items[at - 1] if at else None, _text(items, at + 2)
    if behind in MONTHS_OF:
        return True
    if before is None or before.text not in SPANS:
        return False
    number = items[at].number
    assert number is not None
    treated = at > 1 and items[at - 2].role in ("drug", "combined", "regimen", "finding", "context", "disease")
    return before.text not in {"for", "in"} or treated or number.value < GROWN_UP


def _beside_sex(items: list[Item], context: Context, at: int) -> bool:
    """A sex before or behind: "F 47", "62 male"."""
    told = context.rules["sexes"] - PERSONS
    of = _text(items, at - 1) in context.rules["of_words"] and _text(items, at - 2) in told  # "lady of 34"
    return of or _text(items, at - 1) in told or _text(items, at + 1) in told


def _in_german(items: list[Item], context: Context, at: int) -> bool:
    """As in "Pat. 61 J,": J for years behind a word for a patient."""
    before = _text(items, at - 2) if _text(items, at - 1) == "." else _text(items, at - 1)
    return before in context.rules["sexes"] and _text(items, at + 1) == "j" and _text(items, at + 2) in {"", *CLOSERS}


def _child_of(items: list[Item], context: Context, at: int) -> bool:
    """As in "child of 6" and "boy of 4"."""
    of = _text(items, at - 1) in context.rules["of_words"] and at > 1
    return of and "child" in items[at - 2].cues


def _text(items: list[Item], at: int) -> str:
    return items[at].text if 0 <= at < len(items) else ""


def _said_to_be(items: list[Item], at: int) -> bool:
    """As in "She is 61," or "he's 61": a pronoun, and nothing behind the number."""
    before = items[at - 1] if at else None
    if before is not None and before.text == "is" and at > 1:
        before = items[at - 2]
    spoken = before is not None and (
        "pronoun" in before.cues or (before is not items[at - 1] and not before.cues.keys().isdisjoint(SPOKEN_OF))
    )
    return spoken and (at + 1 == len(items) or items[at + 1].text in CLOSERS)


def _years(value: Decimal) -> Decimal:
    return value if value == value.to_integral_value() else rounded(value, GRAIN)


def lone_age(items: list[Item], context: Context, used: frozenset[int]) -> tuple[int, Decimal] | None:
    """A bare whole number that is a clause of its own in a list of bedside words: ", 67,"."""
    low, high = (Decimal(context.rules["shapes"][name]) for name in ("age_low", "age_high"))
    for at, item in enumerate(items):
        number = item.number
        if (
            number is None
            or at in used
            or number.mask
            or not (number.unit is None or _years_alone(items, context, at))
            or number.other is not None
            or number.high is not None
            or number.bound
        ):
            continue
        least = Decimal(1) if at > 1 and "child" in items[at - 2].cues else low  # "well child, 5 yrs"
        if not number.whole or not least <= number.value <= high or context.has(at, UNREAL | PAST):
            continue
        ends = _behind_a_tumour(items, at)
        if not ends and at > 1 and (pair := items[at - 2].number) is not None and pair.other is not None:
            continue  # "124/78, 76": behind a pressure stands the pulse
        if _in_a_row(items, at, used):
            continue
        opens = items[at - 1].text in OPENERS and not item.glued if at else not WARM <= number.value <= HOT
        closes = at + 1 == len(items) or items[at + 1].text in CLOSERS
        if (opens or ends) and closes and not number.worded:
            return at, number.value
    return None


def _behind_a_tumour(items: list[Item], at: int) -> bool:
    """Whether the number ends the message right behind a disease: "neut 0.1 bp 108/60 lymphoma 52"."""
    ends = all(item.text in CLOSERS for item in items[at + 1 :])
    return ends and at > 0 and items[at - 1].role == "disease" and not items[at].glued


def _in_a_row(items: list[Item], at: int, used: frozenset[int]) -> bool:
    """Whether another bare number stands right beside it between commas: "88/45, 132, 26" are vital signs."""
    return any(
        0 <= j < len(items)
        and items[j].number is not None
        and j not in used
        and 0 <= k < len(items)
        and items[k].text in {",", "/"}
        for j, k in ((at - 2, at - 1), (at + 2, at + 1))
    )


def _years_alone(items: list[Item], context: Context, at: int) -> bool:
    """Whether years that open the message or follow a number, a tumour or a person are the age: "lymphoma, 49 years".

    Behind a drug or another illness they are how long it has been.
    """
    number = items[at].number
    if number is None or number.unit is None or number.unit.name != "years" or number.loose:
        return False
    before = items[at - 2] if at > 1 and items[at - 1].text == "," else None
    told = before is None or before.number is not None or before.role == "disease" or "child" in before.cues
    told = told or (before is not None and before.key in BEDSIDE)
    return told or (before is not None and before.text in context.rules["sexes"])


def age_mention(items: list[Item], place: int, years: Decimal) -> Mention:
    """The age as a mention."""
    item = items[place]
    assert item.number is not None
    return Mention("age_years", years, item.number.printed, item.start, item.end)


def identifies(plain: Plain, items: list[Item], context: Context, lexicon: Lexicon) -> bool:
    """Whether the message holds a name, a number of record, a birth date, an address, a telephone number."""
    if PHONE_LINK in context.words:
        return True
    if "identifier" in context.keys and any(_numbered(items, at) for at in range(len(items))):
        return True
    typed = plain.typed
    if any(word in plain.folded for word in BIRTH) and BORN.search(plain.folded):
        return True
    if any(word in typed for word in STREETS) and STREET.search(typed):
        return True
    if any(NAME_AND_BIRTH.match(line) for line in typed.split("\n")) or ("@" in typed and MAIL.search(typed)):
        return True
    if any(not _ward_phone(typed, found.start()) for found in LONG_NUMBER.finditer(plain.folded)):
        return True
    return any(_is_name(found, lexicon) for found in NAME.finditer(typed))


def _numbered(items: list[Item], at: int) -> bool:
    """Whether a record is named here, and its number follows within a few signs."""
    if items[at].role != "other" or items[at].key != "identifier":
        return False
    for item in items[at + 1 : at + 4]:
        if item.number is not None or item.kind == "date":
            return True
        if item.kind not in ("sign", "word"):
            return False
    return False


def _ward_phone(typed: str, start: int) -> bool:
    """Whether it is the caller's own telephone: "call me on", "bleep"."""
    lead = typed[max(0, start - 24) : start].lower()
    return any(
        word in lead for word in ("call me", "bleep", "pager", "ext", "my number", "reach me", "ward phone", "dect")
    )


def _is_name(found: re.Match[str], lexicon: Lexicon) -> bool:
    words = [word for word in (found["one"], found["first"], found["second"]) if word]
    return (
        all(word.strip(".").lower() not in lexicon.vocabulary or len(word.strip(".")) == 1 for word in words)
        and words[-1].lower() not in INITIALS_OK
    )
