"""The MASCC form: the published items in the handbook's words, filled with what the case knows.

Only numbers travel: which question, which answer. A case is named by the opaque key of its reply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.blocks import kit, limits
from bot.blocks.elements import RadioButtons
from bot.blocks.layout import Input
from bot.blocks.objects import Option
from bot.blocks.surfaces import Modal
from core.consult import case_of
from core.facts import Facts, Item, Stated, Value
from core.guideline import Handbook

MASCC = "mascc"  # the callback id, the beginning of the ids, and the score
# The seven items in the published order; the tumour item takes two questions. Each with the score's column that it
# settles where the answer may be known from something else: a pressure measured, an age told.
QUESTIONS: Mapping[str, str] = {
    "mascc.burden": "",
    "mascc.hypotension": "pressure_item",
    "mascc.copd": "",
    "malignancy": "",
    "mascc.fungal_history": "",
    "mascc.dehydration": "",
    "mascc.setting": "",
    "age_under_60": "age_band",
}
UNKNOWN = "unknown"
TITLE, SUBMIT, CLOSE = "MASCC score", "Work it out", "Cancel"
NOT_KNOWN = "Not known"
ITEMS = "risk.mascc-items"  # the statement that tells the points
HOW = "Leave “Not known” where it is not known: the score is then said as a range. Nothing is assumed."


def modal_mascc(reply_key: str, facts: Facts, handbook: Handbook) -> Modal:
    """The form, each item answered as far as the case answers it; what is not known stays not known."""
    return Modal(
        callback_id=MASCC,
        title=kit.words(TITLE, limits.VIEW_TITLE),
        submit=kit.words(SUBMIT, limits.VIEW_BUTTON),
        close=kit.words(CLOSE, limits.VIEW_BUTTON),
        private_metadata=reply_key,
        blocks=(
            *kit.small([HOW]),
            *_questions(facts, handbook),
            *kit.small([handbook.statements[ITEMS].say("clinician")]),
        ),
    )


def mascc_answers(values: Mapping[str, Any], facts: Facts, handbook: Handbook) -> tuple[tuple[str, str], ...]:
    """What a sent form changes: fact keys with the value a button would carry, empty where it is now not known.

    *values* is `view.state.values` of the submission, *facts* the case as the form was filled with. An item left as
    it was is not told again: a pressure that was measured stays a number.
    """
    chosen = {key: _chosen(values, number) for number, key in enumerate(QUESTIONS)}
    found = []
    for key, choice in chosen.items():
        options = handbook.items[key].options
        value = options[choice][1] if choice is not None and choice < len(options) else ""
        if value != _known(key, facts, handbook):
            found.append((key, value))
    return tuple(found)


def _questions(facts: Facts, handbook: Handbook) -> Iterator[Input]:
    for number, key in enumerate(QUESTIONS):
        item = handbook.items[key]
        yield Input(
            block_id=f"{MASCC}:{number}",
            label=kit.words(item.ask, limits.LABEL),
            hint=kit.words(item.meaning, limits.HINT) if item.meaning else None,
            element=_element(number, item, _known(key, facts, handbook)),
        )


def _element(number: int, item: Item, known: str) -> RadioButtons:
    """The answers of one item; "Not known" is one of them, and chosen where nothing is known."""
    unknown = Option(text=kit.words(NOT_KNOWN, limits.OPTION_TEXT), value=UNKNOWN)
    options = {
        value: Option(text=kit.words(words, limits.OPTION_TEXT), value=str(place))
        for place, (words, value) in enumerate(item.options)
    }
    return RadioButtons(
        action_id=f"{MASCC}:{number}",
        options=(*options.values(), unknown),
        initial_option=options.get(known, unknown),
    )


def _known(key: str, facts: Facts, handbook: Handbook) -> str:
    """The answer that the case gives to an item, as a button would carry it; empty while it gives none."""
    if key in facts:
        return _carried(facts.stated[key].value)
    column = QUESTIONS[key]
    settled = case_of(facts, handbook).only(column) if column else None
    if settled is None:
        return ""
    answers = (value for _, value in handbook.items[key].options)
    return next((one for one in answers if case_of(_said(key, one), handbook).only(column) == settled), "")


def _said(key: str, value: str) -> Facts:
    return Facts.of([Stated(key, value == "true")])


def _carried(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _chosen(values: Mapping[str, Any], number: int) -> int | None:
    """The number of the answer chosen; None for "Not known", and for a form that is not ours."""
    name = f"{MASCC}:{number}"
    option = values.get(name, {}).get(name, {}).get("selected_option") or {}
    value = str(option.get("value", ""))
    return int(value) if value.isascii() and value.isdecimal() else None
