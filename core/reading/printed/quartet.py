"""A differential by its letters: "N 0.4 L 0.8 M 0.2", cells or percents told by what the numbers add up to."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from core.reading.printed.items import Item, Number

CELLS: Final = {"n": "anc", "l": "lymphocytes", "m": "monocytes"}
FIRST: Final = frozenset({"n", "p"})  # neutrophils, or polymorphs
LETTERS: Final = frozenset({"n", "l", "m", "e", "b"})
WHOLE: Final = Decimal(100)  # percent: what a differential adds up to
MOST: Final = Decimal(50)  # percent: what neutrophils and lymphocytes make at least
FEW: Final = Decimal(10)  # thousands of cells: no letter stands for more without being asked
GAPS: Final = frozenset({",", "/", ";", "|"})
LINKS: Final = frozenset({":", "=", "-"})


def quartet(items: list[Item]) -> dict[int, str]:
    """Place of a number -> its key, where N is followed by L; nothing when cells and percents cannot be told apart."""
    for at, item in enumerate(items):
        if item.text in FIRST:
            found = _letters(items, at) or _headed(items, at)
            if "l" in found and (item.text == "n" or len(found) > 2):  # P alone with L is a pulse
                return _keys(items, found)
    return {}


def _letters(items: list[Item], at: int) -> dict[str, int]:
    """Letter -> place of its number, as long as letters and plain numbers take turns."""
    found: dict[str, int] = {}
    while at < len(items) and (items[at].text in LETTERS or not found) and items[at].text not in found:
        place = at + 2 if at + 1 < len(items) and items[at + 1].text in LINKS else at + 1
        if place >= len(items) or not _plain(items[place].number):
            break
        found[items[at].text if found else "n"] = place
        at = place + 2 if place + 1 < len(items) and items[place + 1].text in GAPS else place + 1
    return found


def _headed(items: list[Item], at: int) -> dict[str, int]:
    """Letter -> place of its number where the letters stand before the numbers: "N/L/M/E 60/30/8/2"."""
    letters = ["n"]
    end = at + 1
    while end + 1 < len(items) and items[end].text == "/" and items[end + 1].text in LETTERS:
        letters.append(items[end + 1].text)
        end += 2
    end += end < len(items) and items[end].text in LINKS
    places = range(end, end + 2 * len(letters), 2)
    if len(letters) < 2 or places[-1] >= len(items) or not all(_plain(items[place].number) for place in places):
        return {}
    return dict(zip(letters, places, strict=True))


def _plain(number: Number | None) -> bool:
    return number is not None and not (
        number.mask or number.unit or number.bound or number.other is not None or number.high is not None
    )


def _keys(items: list[Item], found: dict[str, int]) -> dict[int, str]:
    numbers = {letter: number for letter, place in found.items() if (number := items[place].number) is not None}
    total = sum((number.value for number in numbers.values()), Decimal(0))
    if MOST <= total <= WHOLE + 1:
        return {place: "neutrophils_pct" if letter == "n" else "ignored_pct" for letter, place in found.items()}
    if any(not number.whole for number in numbers.values()) and all(number.value < FEW for number in numbers.values()):
        return {place: CELLS.get(letter, "ignored_pct") for letter, place in found.items()}
    return {}
