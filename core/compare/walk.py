"""The patients two handbooks are compared on: one for each class of facts that either of them tells apart.

Every number is tried at each limit of either handbook and between them, every choice and flag with each
answer and unknown, every list with one name of each kind the columns tell apart. All of them together are
too many, so the walk has three parts: the presenting facts crossed with each other; each other fact, one
at a time, over a thinner crossing; and the facts nearest to what was edited, crossed with each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, pairwise, product

from core.facts import Facts, Item, Stated, Value
from core.grade import DERIVED
from core.guideline import Column, Handbook, Table

PRESENTING = {"counted": "anc", "temperature": "temp_c"}  # the columns whose limits a patient comes with
STATED = ("unwell", "context_none")  # and what is said of them
MOST_NEAR = 4000  # patients crossed from the facts nearest to an edit

Class = tuple[Stated, ...]  # one class of a fact: nothing stated, or one value
UNKNOWN: Class = ()


def patients(old: Handbook, new: Handbook, tables: Sequence[str]) -> Iterator[Facts]:
    """Every patient of the walk once, those with the fewest facts first in each part; nobody without a fact."""
    classes = _classes(old, new)
    seen: set[tuple[Stated, ...]] = set()
    for facts in chain(_presenting(classes, old, new), _one_more(classes, old, new), _near(classes, old, new, tables)):
        key = tuple(sorted(facts, key=lambda one: one.key))
        if key and key not in seen:
            seen.add(key)
            yield Facts.of(key)


def _presenting(classes: Mapping[str, Sequence[Class]], old: Handbook, new: Handbook) -> Iterator[Class]:
    """Count, temperature, wellness and context crossed."""
    for one in product(*_presented(old, new), *(classes[key] for key in STATED if key in classes)):
        yield tuple(chain.from_iterable(one))


def _one_more(classes: Mapping[str, Sequence[Class]], old: Handbook, new: Handbook) -> Iterator[Class]:
    """Each class of every other fact over half the pairs of count and temperature, wellness and context turning."""
    presented = [_coarse(ones) for ones in _presented(old, new)]
    turning = [classes[key] for key in STATED if key in classes]
    used = {*PRESENTING.values(), *STATED}
    others = [one for key, ones in classes.items() if key not in used for one in ones if one]
    for places in product(*(range(len(ones)) for ones in presented)):
        if sum(places) % 2:
            continue
        base = [ones[place] for ones, place in zip(presented, places, strict=True)]
        base += [ones[sum(places, step) % len(ones)] for step, ones in enumerate(turning)]
        for other in others:
            yield (*chain.from_iterable(base), *other)


def _near(
    classes: Mapping[str, Sequence[Class]], old: Handbook, new: Handbook, tables: Sequence[str]
) -> Iterator[Class]:
    """The facts that the edited tables read, the nearest first, crossed as far as the walk can carry."""
    chosen: list[Sequence[Class]] = []
    size = 1
    for key in _nearest(old, new, tables):
        ones = classes.get(key, ())
        if ones and size * len(ones) <= MOST_NEAR:
            chosen.append(ones)
            size *= len(ones)
    for one in product(*chosen):
        yield tuple(chain.from_iterable(one))


def _presented(old: Handbook, new: Handbook) -> list[Sequence[Class]]:
    return [
        _of_number(old.items[key], _limits(columns))
        for name, key in PRESENTING.items()
        if (columns := [one.columns[name] for one in (old, new) if name in one.columns]) and key in old.items
    ]


def _coarse(ones: Sequence[Class]) -> Sequence[Class]:
    """Unknown and the values between two limits: of the values, in order, every other one."""
    return [UNKNOWN, *ones[1::2]]


def _nearest(old: Handbook, new: Handbook, tables: Sequence[str]) -> Iterator[str]:
    """Fact keys by how many tables stand between them and an edited one."""
    writers = {name: ones for one in (old, new) for name, ones in one.writers.items()}
    columns = {**old.columns, **new.columns}
    front = [table for one in (old, new) for table in one.tables if table.id in set(tables)]
    seen: set[str] = set()
    while front:
        names = list(dict.fromkeys(name for table in front for name in table.columns if name not in seen))
        seen.update(names)
        yield from (_key(columns[name]) for name in names if columns[name].of)
        front = _before(names, writers)


def _before(names: Iterable[str], writers: Mapping[str, Sequence[Table]]) -> list[Table]:
    found = {table.id: table for name in names for table in writers.get(name, ())}
    return list(found.values())


def _key(column: Column) -> str:
    """The fact a column is tried through: the first of those a derived number is worked out from."""
    return DERIVED.get(column.of, (column.of,))[0]


def _classes(old: Handbook, new: Handbook) -> dict[str, Sequence[Class]]:
    """For each fact that some column reads: unknown, and one value of each class."""
    columns = [column for one in (old, new) for column in one.columns.values() if column.of]
    found: dict[str, Sequence[Class]] = {}
    for key, item in {**old.items, **new.items}.items():
        reading = [column for column in columns if _key(column) == key or column.of == key]
        if reading:
            found[key] = _of_item(item, reading)
    return found


def _of_item(item: Item, columns: Sequence[Column]) -> Sequence[Class]:
    values: Sequence[Value]
    match item.kind:
        case "number":
            return _of_number(item, _limits(columns))
        case "flag":
            values = [True, False]
        case "choice":
            values = item.values
        case _:
            values = [*(frozenset({name}) for name in _kinds(columns)), frozenset()]
    return [UNKNOWN, *((Stated(item.key, value),) for value in values)]


def _limits(columns: Iterable[Column]) -> list[Decimal]:
    bands = [band for column in columns for band in column.bands.values()]
    return sorted({limit for band in bands for limit in (band.low, band.high) if limit is not None})


def _of_number(item: Item, limits: Sequence[Decimal]) -> Sequence[Class]:
    """A value at each limit, between each two, and beyond the first and the last, within what can be reported."""
    assert item.low is not None
    assert item.high is not None
    inside = [limit for limit in limits if item.low <= limit <= item.high]
    ends = [item.low, *inside, _beyond(inside, item.high)]
    between = [(low + high) / 2 for low, high in pairwise(ends) if low < high]
    return [UNKNOWN, *((Stated(item.key, value),) for value in sorted({*inside, *between}))]


def _beyond(limits: Sequence[Decimal], high: Decimal) -> Decimal:
    """How far above the last limit a value is tried: as far again as the last two limits are apart, times two."""
    apart = limits[-1] - limits[-2] if len(limits) > 1 else high
    return min(high, limits[-1] + 2 * apart) if limits else high


def _kinds(columns: Sequence[Column]) -> list[str]:
    """One name for each set of columns that tells it from the others."""
    listed = sorted({name for column in columns for name in (*column.any_of, *column.each)})
    kinds: dict[frozenset[str], str] = {}
    for name in listed:
        told = frozenset(
            f"{column.name}:{name if name in column.each else 'yes'}"
            for column in columns
            if name in column.any_of or name in column.each
        )
        kinds.setdefault(told, name)
    return list(kinds.values())
