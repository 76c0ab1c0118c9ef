"""From what was read, or from a button pressed, to statements the case can take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from core.errors import FactError
from core.facts import Item, Stated, Value
from core.reading.reading import Doubt, Mention

DONT_KNOW = "unknown"  # the value of the button that answers "don't know"


def stated_of(
    mentions: Iterable[Mention], items: Mapping[str, Item], author: str = ""
) -> tuple[tuple[Stated, ...], tuple[Doubt, ...]]:
    """One statement a key (names collected), and a doubt for each value the chart does not allow."""
    stated: dict[str, Stated] = {}
    doubts: list[Doubt] = []
    for mention in mentions:
        if mention.key not in items:
            continue
        try:
            value = items[mention.key].accept(_listed(items[mention.key], mention.value))
        except FactError as error:
            doubts.append(Doubt(mention.key, mention.printed, why=error.problem))
            continue
        one = Stated(mention.key, value, mention.printed, mention.note, author)
        stated[mention.key] = _joined(stated.get(mention.key), one)
    return tuple(stated.values()), tuple(doubts)


def _listed(item: Item, value: Value) -> Value:
    """A mention of a list is one name of it."""
    return frozenset({value}) if item.kind == "names" and isinstance(value, str) else value


def _joined(before: Stated | None, now: Stated) -> Stated:
    """Names of one list add up, each with its own words; of anything else the last one stands."""
    if before is None or not isinstance(now.value, frozenset) or not isinstance(before.value, frozenset):
        return now
    printed = ", ".join(filter(None, (before.printed, now.printed)))
    note = "; ".join(filter(None, (before.note, now.note)))
    return replace(now, value=before.value | now.value, printed=printed, note=note)


def pressed(button: tuple[str, str], items: Mapping[str, Item], author: str = "") -> Stated | None:
    """The statement behind a pressed answer, or None for "don't know".

    Raises:
        FactError: the key or the value is none of the chart's (a button of an older edition).
    """
    key, raw = button
    if key not in items:
        raise FactError(f"fact {key}", "no such fact", "Ask again: the button belongs to an older reply")
    if raw == DONT_KNOW:
        return None
    item = items[key]
    words = next((words for words, value in item.options if value == raw), raw)
    return Stated(key, item.accept(_typed(item, raw)), f"{item.label}: {words}", author=author)


def _typed(item: Item, raw: str) -> object:
    """A button's text as the kind of value its item takes; what does not fit is left for `accept` to refuse."""
    match item.kind:
        case "flag":
            return {"true": True, "false": False}.get(raw, raw)
        case "names":
            return (raw,)
        case "number":
            try:
                return Decimal(raw)
            except InvalidOperation:
                return raw
        case _:
            return raw
