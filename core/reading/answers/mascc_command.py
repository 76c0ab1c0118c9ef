"""The words of "/mascc mild no no solid no outpt 48": the items of the score in their order, or by their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon
from core.reading.answers.pieces import not_known
from core.reading.printed.items import Item
from core.reading.reading import Mention

COMMAND: Final = "mascc"
BURDEN, TUMOUR, SETTING = "mascc.burden", "malignancy", "mascc.setting"
ORDER: Final = (BURDEN, "mascc.hypotension", "mascc.copd", TUMOUR, "mascc.dehydration", SETTING, "age_years")
PLACES: Final = {**{key: place for place, key in enumerate(ORDER)}, "mascc.fungal_history": ORDER.index(TUMOUR)}
YES_OR_NO: Final = PLACES.keys() - {BURDEN, TUMOUR, SETTING, "age_years"}
OPEN: Final = frozenset({"?", "x", "unk", "na"})
BETWEEN: Final = frozenset({"/", "|", "-", ";"})
SIGNS: Final = frozenset({",", "/", "|", ";", "-", ":", "\n", ".", "=", "+"})


def spaced(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """The pieces with a comma before each answer of the command, so that no answer is read with its neighbour."""
    first = _opens(items, lexicon)
    if not first:
        return items
    yes_no, prefixed = lexicon.answers["yes_no"], _before_their_names(items, first, lexicon)
    result = items[:first]
    for at in range(first, len(items)):
        item, before = items[at], items[at - 1]
        if item.text in BETWEEN:
            item = item.with_text(",")
        bare, named = item.text in yes_no or item.text in OPEN, item.key in YES_OR_NO
        joined = (named and before.text in yes_no) if prefixed else (bare and before.key in YES_OR_NO)
        ends = at + 1 == len(items) and item.number is not None and before.key not in ("age_years", "sbp")
        answers = bare or named or ends or bool(_of_the_word(item.text, lexicon) or _of_the_word(before.text, lexicon))
        if at > first and answers and not joined and item.text not in SIGNS and before.text not in SIGNS:
            result.append(Item("sign", ",", item.start, item.start, glued=False))
        result.append(item)
    return result


def by_order(items: list[Item], lexicon: Lexicon) -> Iterator[Mention]:
    """What each bare answer of the command states, by its own word or by its place.

    An item that names itself is read like any other, and the order goes on behind it. Yes or no to "tumour or
    fungal" does not tell which.
    """
    due, yes_no = 0, lexicon.answers["yes_no"]
    for chunk in _chunks(items, _opens(items, lexicon)):
        spoken = " ".join(items[at].text for at in chunk)
        named = [PLACES[items[at].key] for at in chunk if items[at].key in PLACES]
        if named:
            due = named[-1] + 1
            continue
        if not chunk:
            due += 1
            continue
        if due and chunk[-1] == len(items) - 1 and (years := _age(items, chunk, lexicon)) is not None:
            yield Mention("age_years", years, spoken, items[chunk[0]].start, items[chunk[-1]].end)
        key = _of_the_word(spoken, lexicon) or (ORDER[due] if due < len(ORDER) else "")
        if spoken not in yes_no and not _of_the_word(spoken, lexicon):
            due += spoken in OPEN or not_known(spoken, lexicon)
            continue
        due = PLACES.get(key, due) + 1
        value = yes_no[spoken] == "yes" if key in YES_OR_NO else lexicon.answers.get(key, {}).get(spoken)
        if value is not None and not (key == TUMOUR and spoken in yes_no):
            yield Mention(key, value, spoken, items[chunk[0]].start, items[chunk[-1]].end)


def _opens(items: list[Item], lexicon: Lexicon) -> int:
    """The place of the first answer behind the command; 0 where the message is none."""
    at = 1 if items and items[0].text == "/" else 0
    if len(items) < at + 2 or items[at].text != COMMAND:
        return 0
    first = at + 2 if items[at + 1].text == ":" else at + 1
    told = first < len(items) and items[first].text in lexicon.answers[BURDEN]
    return first if at or told else 0


def _age(items: list[Item], chunk: Sequence[int], lexicon: Lexicon) -> Decimal | None:
    """The age that ends the command as a bare number."""
    number = items[chunk[0]].number
    if len(chunk) > 1 or number is None or number.unit is not None or number.bound or not number.whole or number.mask:
        return None
    low, high = (Decimal(lexicon.tables["shapes"][name]) for name in ("age_low", "age_high"))
    return number.value if low <= number.value <= high and number.other is None and number.high is None else None


def _of_the_word(spoken: str, lexicon: Lexicon) -> str:
    """The item whose answer a word is that is no yes or no: "mild", "solid", "home"."""
    if spoken in lexicon.answers["yes_no"]:
        return ""
    return next((key for key in (BURDEN, TUMOUR, SETTING) if spoken in lexicon.answers[key]), "")


def _before_their_names(items: list[Item], first: int, lexicon: Lexicon) -> bool:
    """Whether yes and no stand before the names ("no copd") and not behind them ("copd no")."""
    at = next((at for at in range(first, len(items)) if items[at].key in YES_OR_NO | {"mascc.fungal_history"}), first)
    return at > first and items[at - 1].text in lexicon.answers["yes_no"]


def _chunks(items: list[Item], first: int) -> Iterator[list[int]]:
    """The pieces between the signs behind the command."""
    chunk: list[int] = []
    for at in range(first or len(items), len(items)):
        if items[at].text not in SIGNS:
            chunk.append(at)
        elif chunk or items[at - 1].text == ",":  # nothing between two commas: an item left open
            yield chunk
            chunk = []
    if chunk:
        yield chunk
