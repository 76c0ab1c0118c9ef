"""The facts of a line, in the keys of the interface, as the program's own facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.errors import FactError
from core.facts import Facts, Item, Stated

NESTED = "mascc"
DERIVED = "anc_derived"  # printed by `read`: the count worked out from white cells and percentages
WORKED_OUT_FROM = ("wbc", "neutrophils_pct")
OF_THE_MESSAGE = ("phi", "two_patients")


def read_facts(raw: Mapping[str, Any], items: Mapping[str, Item]) -> Facts:
    """Every fact of a line, checked by its item; null and absent are unknown.

    Every key that `read` prints is taken: remarks about the message are checked and dropped, and a
    derived count stands for the count only where nothing is stated that it could be derived from.

    Raises:
        FactError: an unknown key, or a value its item does not allow (the sender's fault).
    """
    stated: dict[str, Stated] = {}
    for key, value in _flat(raw):
        if value is not None:
            stated[key] = Stated(key, _item(key, items).accept(value))
    derived = stated.pop(DERIVED, None)
    if derived is not None and not _has_count(stated):
        stated["anc"] = Stated("anc", derived.value, note="derived")
    return Facts({key: one for key, one in stated.items() if key not in OF_THE_MESSAGE})


def _flat(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in raw.items():
        if key != NESTED:
            yield key, value
        elif isinstance(value, dict):
            yield from ((f"{NESTED}.{name}", inner) for name, inner in value.items())
        elif value is not None:
            raise FactError(
                f"fact {NESTED}", f"{value!r} is no object", "Give its items as an object: burden, copd, ..."
            )


def _item(key: str, items: Mapping[str, Item]) -> Item:
    if key == DERIVED:
        return items["anc"]
    if key not in items:
        raise FactError(f"fact {key}", "there is no such fact", "Use a key of the interface")
    return items[key]


def _has_count(stated: Mapping[str, Stated]) -> bool:
    return bool({"anc", "anc_below"} & stated.keys()) or all(key in stated for key in WORKED_OUT_FROM)
