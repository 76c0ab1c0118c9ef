"""Letters and tokens: how a spelling and a message are folded and cut alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

PIECES: Final = (
    r"|(?P<date>\d{1,2}(?P<cut>[./-])\d{1,2}(?P=cut)\d{2,4}(?!\d)|\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}:\d{2}(?::\d{2})?(?!\d))"
    r"|(?P<number>\d{1,3}(?:,\d{3}){1,6}(?:\.\d+)?(?![\d,])|\d{1,2}(?:,\d{2}){1,6},\d{3}(?![\d,])"
    r"|\d{1,3}(?:\.\d{3}){1,6}(?:,\d+)?(?![\d.])|\d+(?:[.,]\d+)?|(?<![\w.])\.\d+)"
    r"|(?P<line>\n|\t)|(?P<drop>'s\b|(?<!\d)\*|\*(?!\d)|[_`~])"
    r"|(?P<sign>-->|->|=>|>>|>=|<=|==|[^\s\w])"
)
TOKEN: Final = re.compile(r"(?P<word>[^\W\d_]+)" + PIECES)
# The same for small plain letters and figures, and twice as fast: it begins with any letter or sign that is no blank
# (four signs that part files are blanks to Unicode too), looks back at it, and ends in the empty group of its kind.
PLAIN_TOKEN: Final = re.compile(
    r"[^ \r\f\v\x1c-\x1f](?:(?<=[a-z])[a-z]*(?P<word>)"
    r"|(?<=\d)(?:\d?(?P<cut>[./-])\d{1,2}(?P=cut)\d{2,4}(?!\d)|\d{3}-\d{2}-\d{2}(?!\d)|\d?:\d{2}(?::\d{2})?(?!\d))(?P<date>)"
    r"|(?:(?<=\d)(?:\d{0,2}(?:,\d{3}){1,6}(?:\.\d+)?(?![\d,])|\d?(?:,\d{2}){1,6},\d{3}(?![\d,])"
    r"|\d{0,2}(?:\.\d{3}){1,6}(?:,\d+)?(?![\d.])|\d*(?:[.,]\d+)?)|(?<=\.)(?<![\w.]\.)\d+)(?P<number>)"
    r"|(?<=[\n\t])(?P<line>)|(?:(?<=')s\b|(?<=\*)(?<!\d\*)|(?<=\*)(?!\d)|(?<=[_`~]))(?P<drop>)"
    r"|(?:(?<=-)->|(?<=[-=])>|(?<=>)[>=]|(?<=[<=])=|(?<=\W))(?P<sign>))",
    re.ASCII,
)
SAME: Final = {
    odd: plain
    for plain, many in {
        "x": "×✕✖",
        "-": "−–—‐‑",
        "'": "’‘´",
        '"': "“”",
        ".": "·",
        "c": "℃",
        "f": "℉",
        "°": "˚ºª◦",
        "u": "µμ",
        "→": "➔➜➝⟶➡⇒↘",
        " ": "↓",
        "s": "ß",
        "/": "⁄∕",
        "≤": "≦",
        "≥": "≧",
        "<": "˂＜",
        ">": "˃＞",
    }.items()
    for odd in many
}  # letters and signs of print that stand for a plain one
FRACTIONS: Final = "½¼¾⅓⅔⅛"


def fold(text: str) -> str:
    """Small letters without accents, one for one: as long as *text*, so that offsets stay true.

    >>> fold("Neutrófilos ×10⁹/L")
    'neutrofilos x109/l'
    """
    if text.isascii():
        return text.lower()
    return "".join([letter if letter.isascii() else _plain_letter(letter) for letter in text]).lower()


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    """The one plain letter that stands for *letter*: its base, its digit, or a blank for what has no place."""
    if letter in SAME:
        return SAME[letter]
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base.isprintable() and len(base.lower()) == 1 and letter not in FRACTIONS else " "


def pieces(folded: str) -> Iterator[re.Match[str]]:
    """The words, numbers, dates, signs and line ends of a folded text."""
    return (PLAIN_TOKEN if folded.isascii() else TOKEN).finditer(folded)


def split(words: str) -> list[str]:
    """The tokens of a spelling, cut as a message is cut."""
    return [match.group() for match in pieces(fold(words)) if match.lastgroup not in ("drop", "line")]
