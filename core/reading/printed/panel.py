"""Counts named by one letter each: "W 0.8 N 0.2 P 12", "N 0.4"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from core.reading.printed.items import Item, Number

KEYS: Final = {"w": "wbc", "n": "anc", "h": "hgb", "p": "platelets"}
FEW: Final = Decimal(10)  # thousands of neutrophils: no letter stands for more without being asked
SLOWEST: Final = Decimal(20)  # beats a minute: a lower number is no pulse
WHOLE_PANEL: Final = 3  # letters from which on P is no pulse
GAPS: Final = frozenset({",", "/", ";", "|"})
LINKS: Final = frozenset({":", "=", "-"})


def panel(items: list[Item]) -> dict[int, str]:
    """Place of a number -> its key, where N has a number of neutrophils: with decimals, as N1 is a stage.

    P is the pulse unless two of the others stand before it, or no heart beats so slowly.
    """
    for at, item in enumerate(items):
        if item.text in ("w", "n", "h") and not (at and item.glued):
            found = _letters(items, at)
            neutrophils = items[found["n"]].number if "n" in found else None
            if neutrophils is None or neutrophils.whole or neutrophils.value >= FEW:
                continue
            last = items[found["p"]].number if "p" in found else None
            pulse = last is not None and (not last.whole or (len(found) < WHOLE_PANEL and last.value >= SLOWEST))
            return {place: KEYS[letter] for letter, place in found.items() if not (letter == "p" and pulse)}
    return {}


def _letters(items: list[Item], at: int) -> dict[str, int]:
    """Letter -> place of its number, as long as letters and bare numbers take turns."""
    found: dict[str, int] = {}
    while at < len(items) and items[at].text in KEYS and items[at].text not in found:
        place = at + 2 if at + 1 < len(items) and items[at + 1].text in LINKS else at + 1
        if place >= len(items) or not _bare(items[place].number):
            break
        found[items[at].text] = place
        at = place + 2 if place + 1 < len(items) and items[place + 1].text in GAPS else place + 1
    return found


def _bare(number: Number | None) -> bool:
    return number is not None and not (
        number.mask or number.unit or number.bound or number.other is not None or number.high is not None
    )
