"""Which patient a message names: by a bed, a number, or the place among several ("the first one")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from core.reading.meaning.context import Context
from core.reading.patients.labels import MOVED, labels, numbered
from core.reading.patients.labels import ORDER as ORDINALS
from core.reading.printed.items import Item
from core.reading.reading import ORDER, Whom

NOW_IN: Final = ("now in", "now on", "now")  # before the bed to which a patient has moved
# Words for another patient when nobody says which.
TOLD_BEFORE: Final = frozenset({"earlier", "previous", "prev", "prior", "other", "former"})
BEFORE: Final = "from before"
NUMBERED: Final = {"pt": "patient", "patient": "patient", "case": "patient"}


def of_whom(items: list[Item], context: Context) -> tuple[Whom, ...]:
    """Every bed, number and place in the order that names a patient; that of a bed moved to is told apart."""
    rules = context.rules
    found = list(_placed(items, rules)) if "place" in context.keys else []
    if not context.words.isdisjoint(rules["people_in_order"]):
        found += _ordered(items, rules)
    for one in labels(items, context):
        if one.word in rules["own_places"] and not _moved_to(items, one.at):
            found.append(Whom(one.word, one.name))
        elif one.word in NUMBERED and one.name.isdigit():
            found.append(Whom(NUMBERED[one.word], one.name))
    return tuple(found)


def _placed(items: list[Item], rules: Mapping[str, Any]) -> Iterator[Whom]:
    """The beds to which a patient has moved: "moved to bed 7", "now in bed 7"."""
    for at, item in enumerate(items[:-1]):
        if item.key == "place" and item.text in rules["own_places"] and _moved_to(items, at):
            yield from (Whom(one.word, one.name, moved=True) for one in numbered(items, at, place=True))


def _moved_to(items: list[Item], at: int) -> bool:
    before = " ".join(item.text for item in items[max(0, at - 2) : at])
    return before.endswith(NOW_IN) or (at > 0 and items[at - 1].text in MOVED)


def _ordered(items: list[Item], rules: Mapping[str, Any]) -> Iterator[Whom]:
    """The first one, the 2nd lady, the earlier patient, the lady from before."""
    people = rules["people_in_order"]
    for at, item in enumerate(items[:-1]):
        if item.text not in people and items[at + 1].text not in people and item.number is None:
            continue
        ordinal = item.number is not None and item.number.mask == "ordinal" and at + 2 < len(items)
        behind = items[at + 2 if ordinal else at + 1].text
        if ordinal and behind in people:
            yield Whom(ORDER, item.text)
        elif behind in people and item.text in ORDINALS:
            yield Whom(ORDER, ORDINALS[item.text])
        elif (behind in people - {"one"} and item.text in TOLD_BEFORE) or (
            item.text in people and " ".join(one.text for one in items[at + 1 : at + 3]) == BEFORE
        ):
            yield Whom(ORDER)
