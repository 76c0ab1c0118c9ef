"""What the conversation's tests share: one threshold of the handbook, and turns in a line of time."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from core.converse.turn import Turn
from core.facts import Facts, Item, Stated, Value
from core.guideline import Citation, Handbook, Place, Statement, Threshold

FEVER_FROM = Decimal("38.0")
START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
Plain = bool | str | float | int | tuple[str, ...]


def value(plain: Plain) -> Value:
    """A fact's value from how a test writes it: numbers become Decimal, tuples names."""
    if isinstance(plain, bool | str):
        return plain
    if isinstance(plain, tuple):
        return frozenset(plain)
    return Decimal(str(plain))


def said(**facts: Plain) -> tuple[Stated, ...]:
    """Statements by key; ``mascc_copd`` stands for ``mascc.copd``."""
    return tuple(Stated(key.replace("mascc_", "mascc."), value(plain)) for key, plain in facts.items())


def plain(facts: Facts) -> dict[str, Value]:
    """What is known, as a test compares it."""
    return {one.key: one.value for one in facts}


def turn(number: int, *stated: Stated, intent: str = "add", author: str = "U1", **more: object) -> Turn:
    """The turn of the message that came *number* minutes after the start."""
    made = Turn(f"Ev{number:03d}", START + timedelta(minutes=number), author, intent, stated)
    for name, thing in more.items():
        object.__setattr__(made, name, thing)
    return made


def handbook(
    statements: Sequence[Statement] = (),
    phrases: Mapping[str, str] | None = None,
    items: Mapping[str, Item] | None = None,
) -> Handbook:
    """A handbook with the one threshold a conversation needs."""
    nowhere = Place("test", 1)
    threshold = Threshold("fever_sustained", "°C", ((date(2025, 1, 1), FEVER_FROM),), Citation("test"), nowhere)
    return Handbook(
        edition="test",
        digest="test",
        day=START.date(),
        items=items or {},
        sources={},
        thresholds={"fever_sustained": threshold},
        columns={},
        statements={one.id: one for one in statements},
        tables=(),
        scores={},
        guidelines=(),
        phrases=phrases or {},
    )
