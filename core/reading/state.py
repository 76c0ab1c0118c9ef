"""The facts of a case in the JSON form of the line interface: MASCC items nested, numbers as floats."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from core.facts import Facts, Value

MASCC: Final = "mascc."


def state_of(facts: Facts) -> dict[str, object]:
    """The facts as plain values; a count worked out from white cells and percentages only when none is known.

    >>> from core.facts import Stated
    >>> state_of(Facts.of([Stated("anc", Decimal("0.4")), Stated("mascc.copd", False)]))
    {'anc': 0.4, 'mascc': {'copd': False}}
    """
    state: dict[str, object] = {}
    items: dict[str, object] = {}
    for one in facts:
        if one.key.startswith(MASCC):
            items[one.key.removeprefix(MASCC)] = _plain(one.value)
        else:
            state[one.key] = _plain(one.value)
    derived = derived_count(facts)
    if derived is not None:
        state["anc_derived"] = float(derived)
    if items:
        state["mascc"] = items
    return state


def derived_count(facts: Facts) -> Decimal | None:
    """White cells times segmented and band neutrophils, when no neutrophil count is known.

    Metamyelocytes and blasts are not counted; bands that are not stated count as none.
    """
    white, share = facts.number("wbc"), facts.number("neutrophils_pct")
    if white is None or share is None or "anc" in facts or "anc_below" in facts:
        return None
    return white * (share + (facts.number("bands_pct") or 0)) / 100


def _plain(value: Value) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return sorted(value) if isinstance(value, frozenset) else value
