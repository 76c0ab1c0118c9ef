"""A share that names nothing among the vital signs is the saturation: "118/64, 98%, HR 109", "98% RA"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from core.reading.printed.items import Item

LEAST, MOST = Decimal(60), Decimal(100)  # percent: a living patient's saturation
VITALS: Final = frozenset({"sbp", "hr", "rr", "temp_c", "map_mmhg"})
NEAR: Final = 5  # pieces before in which another vital sign stands
GAPS: Final = frozenset({",", ";", "/", "\n"})
AIR: Final = frozenset({"ra", "air", "room", "on", "o2", "oxygen", "r/a"})


def saturation(items: list[Item]) -> dict[int, str]:
    """Place of such a share -> its key."""
    return {
        at: "spo2_pct"
        for at, item in enumerate(items)
        if item.number is not None and item.number.unit is not None and _is_a_share(item) and _among_vitals(items, at)
    }


def _is_a_share(item: Item) -> bool:
    number = item.number
    if number is None or number.unit is None or number.unit.name != "%" or number.bound or number.mask:
        return False
    return number.whole and number.high is None and LEAST <= number.value <= MOST


def _among_vitals(items: list[Item], at: int) -> bool:
    """Whether it is a part of its own, with air or oxygen behind it, or a vital sign on one side."""
    if at == 0 or items[at - 1].text not in GAPS or at < 2:
        return False
    follows = items[at + 1] if at + 1 < len(items) else None
    aired = follows is not None and not AIR.isdisjoint(follows.text.split())
    if not aired and follows is not None and follows.text not in GAPS | {".", ")"}:
        return False
    before = items[max(0, at - NEAR) : at]
    if items[at - 2].number is None or any(
        item.role in ("measure", "other") and item.key not in VITALS for item in before
    ):
        return False  # a share of what is named there
    return any(item.key in VITALS or _is_a_pressure(item) for item in [*before, *items[at + 2 : at + 3]])


def _is_a_pressure(item: Item) -> bool:
    return item.number is not None and item.number.other is not None and not item.number.mask
