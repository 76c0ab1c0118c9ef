"""Values and facts as a ward writes them: units, plain numbers, one line of what was understood."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from core.facts import HIGHEST, LOWEST, NO, SIGNS, YES, Facts, Item, Stated
from core.guideline import Handbook

PLACES = Decimal("0.01")  # counts are shown to two places, unless that would print a limit that was not met

NEUTROPHILS = ("anc", "anc_below")
WHITE_CELLS = ("wbc", "wbc_below")
WORST = LOWEST | HIGHEST
COLON = (SIGNS, "drugs_stopped")  # lists that would read as something else without their label
ALLERGENS = "allergic_to"  # said with its label: a bare name would read as a drug taken


def number(value: Decimal) -> str:
    """A number without needless zeros and never in powers of ten.

    >>> number(Decimal("0.40")), number(Decimal("4E+1"))
    ('0.4', '40')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def count(value: Decimal, limits: Iterable[Decimal]) -> str:
    """A blood count to two places, or in full where rounding would print a limit it does not reach.

    >>> count(Decimal("0.9996"), [Decimal("1.0")])
    '0.9996'
    >>> count(Decimal("0.988"), [Decimal("1.0")]), count(Decimal(4), [])
    ('0.99', '4.0')
    """
    rounded = value.quantize(PLACES)
    hides_a_limit = any((rounded < limit) != (value < limit) for limit in limits)
    shown = number(value if hides_a_limit else rounded)
    return shown if "." in shown else f"{shown}.0"


def anc_limits(handbook: Handbook) -> tuple[Decimal, ...]:
    """The limits a neutrophil count is read against."""
    return tuple(handbook.number(name) for name in ("anc_profound", "anc_severe", "anc_moderate", "anc_neutropenia"))


def echo(facts: Facts, handbook: Handbook) -> str:
    """What was understood, one line, in the chart's order: value, unit and what was inferred."""
    shown = [_shown(handbook.items[key], facts, handbook) for key in _echo_order(facts, handbook)]
    return " · ".join(text for text in shown if text)


def _echo_order(facts: Facts, handbook: Handbook) -> list[str]:
    first = ("anc", "anc_below", "wbc", "wbc_below", "temp_c", "temp_max_c", "age_years", "malignancy")
    beside = {kept for key, kept in WORST.items() if key in facts}  # said with the present value
    later = [key for key in handbook.items if key in facts and key not in first and key not in beside]
    return [key for key in first if key in facts] + later


def _shown(item: Item, facts: Facts, handbook: Handbook) -> str:
    one = facts.stated[item.key]
    note = f" ({one.note})" if one.note else ""
    return f"{_words(item, one, handbook)}{note}{_as_typed(one)}{_worst(item, facts, handbook)}"


def _worst(item: Item, facts: Facts, handbook: Handbook) -> str:
    """The worst of the episode beside a value that is better now."""
    worst = facts.number(WORST.get(item.key, ""))
    if worst is None:
        return ""
    name = "echo.lowest" if item.key in LOWEST else "echo.highest"
    return f" ({handbook.phrases[name].format(value=number(worst))})"


def _words(item: Item, one: Stated, handbook: Handbook) -> str:
    value = one.value
    if isinstance(value, bool):
        return item.label if value else handbook.phrases["echo.no"].format(label=item.label)
    if isinstance(value, Decimal):
        shown = _shown_number(item, value, handbook)
        return f"{item.label} {shown}{_space(item)}{item.unit}" if item.key != "age_years" else f"{shown} {item.unit}"
    if isinstance(value, frozenset):
        names = ", ".join(handbook.phrases.get(f"name.{name}", name.replace("_", " ")) for name in sorted(value))
        if item.key in COLON:
            return f"{item.label}: {names}"
        return f"{item.label} {names}" if item.key == ALLERGENS else names
    return f"{item.label}: {_answer(item, value)}"


def _answer(item: Item, value: str) -> str:
    """The words of an answer; a bare yes or no says nothing beside the label, so then the name itself.

    >>> _answer(Item("mental_status", "choice", "mental state", options=(("No", "normal"),)), "normal")
    'normal'
    """
    words = next((words for words, name in item.options if name == value), value)
    words = value.replace("_", " ") if words.lower() in (YES, NO) else words
    return words if words.isupper() or len(words) < 3 else words[0].lower() + words[1:]


def _shown_number(item: Item, value: Decimal, handbook: Handbook) -> str:
    if item.key in NEUTROPHILS:
        return count(value, anc_limits(handbook))
    if item.key in WHITE_CELLS:
        return count(value, ())
    return number(value.quantize(PLACES) if _long(value) else value)


def _long(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent < -2  # two places, as in PLACES


def _space(item: Item) -> str:
    return "" if item.unit in ("", "%") else " "


def _as_typed(one: Stated) -> str:
    """How a number was printed, where its unit or scale was not the one shown."""
    if not isinstance(one.value, Decimal) or not one.printed or number(one.value) in one.printed:
        return ""
    return f" (typed: {one.printed})"
