"""What one piece of a reply answers to one question: a number, a bound, a choice, yes or no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from core.facts import Value
from core.lexicon import Lexicon
from core.reading.answers.pieces import mere_talk
from core.reading.counts.lone import quiet
from core.reading.printed.items import Item, Number
from core.reading.printed.values import amount, bounded, fits_scale
from core.reading.reading import Doubt

NAMES: Final = frozenset({"drugs", "drugs_stopped", "contexts", "regimen", "allergic_to"})
ALLERGEN: Final = "penicillin"  # "yes" to the question for an allergy: to what is known, of which kind is not
UNDETECTABLE: Final = "undetectable"  # the answer in words that is a bound
TO: Final = frozenset({"to", "or"})  # between the ends of a range

Fact = tuple[str, Value]


def just_a_number(items: list[Item], chunk: Sequence[int], used: frozenset[int], lexicon: Lexicon) -> list[int]:
    """The number of a piece that holds nothing else: "51", "he's 51", "about 38.2"; nothing otherwise."""
    numbers = [at for at in chunk if items[at].number is not None]
    if len(numbers) != 1 or numbers[0] in used:
        return []
    return numbers if all(at in numbers or quiet(items[at], lexicon) for at in chunk) else []


def answered(
    items: list[Item],
    chunk: Sequence[int],
    spoken: str,
    numbers: Sequence[int],
    spans: Sequence[int],
    key: str,
    lexicon: Lexicon,
) -> Fact | None:
    """The fact that the words state as an answer to the question for *key*; None when they cannot be its answer."""
    if key in NAMES:
        return None
    if key in lexicon.measures:
        return _number(items, numbers, key, lexicon) or _word_for_a_number(spoken, key, lexicon)
    if key == "temp_sustained" and (lasting := _lasting(items, spans)) is not None:
        return key, lasting
    choices = lexicon.answers.get(key)
    first = _first_word(items, chunk, key, choices or lexicon.answers["yes_no"], lexicon)
    if choices is not None:
        chosen = choices.get(spoken) or first
        return None if chosen is None else ("allergic_to" if chosen == ALLERGEN else key, chosen)
    plain = lexicon.answers["yes_no"].get(spoken) or first
    return None if plain is None else (key, plain == "yes")


def doubtful(
    items: list[Item], chunk: Sequence[int], numbers: Sequence[int], key: str, lexicon: Lexicon
) -> Doubt | None:
    """The answer that has to be asked again: a range, or a size that does not tell its unit."""
    number = items[numbers[0]].number if numbers else _range(items, chunk)
    if key not in lexicon.measures or number is None or not fits_scale(key, number.end_of_range(), lexicon):
        return None
    read = amount(key, number, lexicon)
    return Doubt(key, number.printed, read.readings, read.why) if read.value is None and read.readings else None


def _range(items: list[Item], chunk: Sequence[int]) -> Number | None:
    """The range of "0.2 to 0.3", which may as well be a course; None for anything else."""
    found = [number for at in chunk if (number := items[at].number) is not None]
    plain = all(one.high is None and one.other is None and not one.mask for one in found)
    if len(chunk) != len(found) + 1 or len(found) != 2 or items[chunk[1]].text not in TO or not plain:
        return None
    return found[1].but(
        value=found[0].value,
        high=found[1].value,
        printed=f"{found[0].printed} {items[chunk[1]].text} {found[1].printed}",
    )


def _first_word(
    items: list[Item], chunk: Sequence[int], key: str, choices: Mapping[str, str], lexicon: Lexicon
) -> str | None:
    """The answer in the first word where the rest speaks of the same item or is mere talk: "no not that I know".

    "No other allergies" and "fine to give it" answer nothing: what follows is about something else.
    """
    if not chunk or any(not (items[at].key == key or mere_talk(items[at], lexicon)) for at in chunk[1:]):
        return None
    return choices.get(items[chunk[0]].text)


def _number(items: list[Item], numbers: Sequence[int], key: str, lexicon: Lexicon) -> Fact | None:
    for at in numbers:
        number = items[at].number
        assert number is not None
        fits = fits_scale(key, number, lexicon) or (number.other is not None and key == "sbp")
        value = amount(key, number, lexicon).value if fits and not number.mask else None
        if value is not None:
            bound = number.bound or (items[at - 1].cues.get("than", "") if at else "")
            return bounded(key, value, lexicon.tables["limits"], below=bound == "<") if bound else (key, value)
    return None


def _word_for_a_number(spoken: str, key: str, lexicon: Lexicon) -> Fact | None:
    """A count too low for the machine: "undetectable"."""
    if lexicon.answers.get(key, {}).get(spoken) != UNDETECTABLE:
        return None
    return bounded(key, Decimal(lexicon.tables["limits"][UNDETECTABLE]), lexicon.tables["limits"], below=True)


def _lasting(items: list[Item], numbers: Sequence[int]) -> bool | None:
    """How long it has lasted, against the hour of the definition."""
    for at in numbers:
        number = items[at].number
        if number is None or number.unit is None:
            continue
        if number.unit.measures("hours"):
            return number.unit.convert(number.value, "hours") >= 1
    return None
