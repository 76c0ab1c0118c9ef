"""sources.yaml and facts.yaml as the program's own records."""

from __future__ import annotations

from collections.abc import Mapping

from bot.library.folder import Folder
from bot.library.shapes import ItemShape, SourceShape, typed
from bot.library.text import Document, parse
from core.errors import ContentError, FactError
from core.facts import Item
from core.guideline import Source


def read_sources(folder: Folder) -> dict[str, Source]:
    """Every published text of the handbook, by its id."""
    document = parse(folder.text("sources.yaml"), f"{folder.prefix}sources.yaml")
    shapes: Mapping[str, SourceShape] = typed(dict[str, SourceShape], document)
    return {
        name: Source(name, one.title, one.kind, one.year, one.link, document.place((name,)))
        for name, one in shapes.items()
    }


def read_items(folder: Folder) -> dict[str, Item]:
    """Every line of the chart, in the order it is asked.

    Raises:
        ContentError: a number without range, a choice without values, an answer its own item refuses.
    """
    document = parse(folder.text("facts.yaml"), "facts.yaml")
    shapes: Mapping[str, ItemShape] = typed(dict[str, ItemShape], document)
    items = {key: _item(key, shape, document) for key, shape in shapes.items()}
    _no_two_names(items, document)
    return items


def _item(key: str, shape: ItemShape, document: Document) -> Item:
    where = str(document.place((key,)))
    if shape.kind == "number" and (shape.low is None or shape.high is None):
        raise ContentError(where, f"number {key} has no range", "Add low and high: what can be reported at all")
    if shape.kind == "choice" and not shape.values:
        raise ContentError(where, f"choice {key} has no values", "List them")
    plain = shape.model_dump(exclude={"options"})
    item = Item(key=key, options=tuple(shape.options.items()), **plain)
    for words, value in item.options:
        try:
            item.accept(answer(item, value))
        except FactError as fault:
            raise ContentError(
                where, f"the answer {words!r} of {key} is refused: {fault.problem}", fault.remedy
            ) from None
    return item


def answer(item: Item, text: str) -> object:
    """The value a button's text stands for, before the item accepts it.

    >>> answer(Item("rigors", "flag", "rigors"), "false")
    False
    """
    if item.kind == "flag":
        return {"true": True, "false": False}.get(text, text)
    return text


def _no_two_names(items: Mapping[str, Item], document: Document) -> None:
    owner: dict[str, str] = dict.fromkeys(items, "itself")
    for key, item in items.items():
        for token in item.tokens:
            if token in owner:
                raise ContentError(
                    str(document.place((key, "tokens"))), f"{token!r} names two facts", "Give each token to one fact"
                )
            owner[token] = key
