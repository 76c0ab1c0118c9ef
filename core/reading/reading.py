"""What was read in one message: values with their spans, doubts, and what the words do with the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple, final

from core.facts import Value

TAKEN, ASKED, LEFT, WORD = "taken", "asked", "not taken", "word"  # what may become of a piece of a message
# What words tell of the time of a value: long ago, of the last day, of an earlier place (triage, on admission), "was",
# a date, or the day of the cycle that follows the word.
EARLIER, RECENTLY, SOMEWHERE, PAST_TENSE, DATE, DAY = "earlier", "recently", "somewhere", "was", "date", "day "


ORDER: Final = "order"  # the word of a patient told by the place among several: "the first one"


@final
class Mention:
    """One value taken from the text, in the item's unit.

    `printed` is lexicon term, number and unit as typed and nothing else of the message.
    `guessed` is true when no word named the number and its size alone says what it may be.
    `start` and `end` are offsets into the message as it arrived. For a list (drugs, contexts,
    regimen) a mention is one name. `note` says what was inferred ("read as dasatinib"). `when` is what the
    words beside a number tell of its time, one of those above; nothing where it is of now or they are silent.
    Never changed once made, equal by what it says; a plain class, because a message makes many.
    """

    __slots__ = ("end", "guessed", "key", "note", "printed", "start", "value", "when")

    def __init__(
        self,
        key: str,
        value: Value,
        printed: str,
        start: int,
        end: int,
        note: str = "",
        guessed: bool = False,
        when: str = "",
    ) -> None:
        self.key = key
        self.value = value
        self.printed = printed
        self.start = start
        self.end = end
        self.note = note
        self.guessed = guessed
        self.when = when

    def at(self, start: int, end: int) -> Mention:
        """The same with another span."""
        return Mention(self.key, self.value, self.printed, start, end, self.note, self.guessed, self.when)

    def of(self, when: str) -> Mention:
        """The same with the words of its time."""
        return Mention(self.key, self.value, self.printed, self.start, self.end, self.note, self.guessed, when)

    def named(self) -> Mention:
        """The same, known by a word of the message and not by its size."""
        return Mention(self.key, self.value, self.printed, self.start, self.end, self.note, False, self.when)

    def _all(self) -> tuple[object, ...]:
        return (self.key, self.value, self.printed, self.start, self.end, self.note, self.guessed, self.when)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mention) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return f"Mention{self._all()!r}"


class Doubt(NamedTuple):
    """A value that is asked about and not taken: the readings possible, and why it is in doubt.

    `aged` is the value where it is certain and only its time is not: an earlier one, nobody says how old.
    """

    key: str
    printed: str
    readings: tuple[Decimal, ...] = ()
    why: str = ""
    aged: Decimal | None = None


class Whom(NamedTuple):
    """A patient as a message names one: a bed, a number, or a place in the order they were told in (`ORDER`).

    Of an earlier one nobody says which the name is empty. `moved` is a bed to which the patient has come.
    """

    word: str
    name: str = ""
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """What one piece of a message became, and why; `kind` is taken, asked, not taken, or word.

    `start` and `end` are offsets into the message as it arrived, `words` what stands there. A number that is
    not taken has a reason in `why`, and in `became` the fact it would have been, if any.
    """

    start: int
    end: int
    words: str
    kind: str
    became: str
    why: str


class Loose(NamedTuple):
    """A number that found no place, and the values it would be of the facts it may belong to.

    `wrong` is one said to be wrong, `held` one that the case holds already; `alone` has no other words beside it.
    """

    printed: str
    readings: tuple[tuple[str, Decimal], ...] = ()
    wrong: bool = False
    held: bool = False
    alone: bool = True


class Leftover(NamedTuple):
    """Numbers without a place, measures (key, words) without a value, a unit or a correction that came to nothing."""

    numbers: tuple[Loose, ...] = ()
    measures: tuple[tuple[str, str], ...] = ()
    unit: bool = False
    correction: bool = False


def _nothing_left(_: Reading) -> Leftover:
    return Leftover()


def _nothing_seen(_: Reading) -> tuple[Explained, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read in one message. A key absent from `mentions` was not stated.

    `retracted` and `declined` are keys taken back, or answered "don't know". `series` are earlier
    values of a trend, oldest first, the current one left out. `supposed` are values of a what-if:
    they never enter the case, and of an `invented` patient it plays no part. `patients` holds the
    mentions of each patient when `two_patients`; then `mentions` is empty. The flags tell what the
    words are: a question, a correction, a new patient, thanks, a call for help, identifiers seen,
    two patients at once. `relative` is the word for a relative who is the one patient, `of_whom` what
    names the patient. `seen` holds
    the stages of the message for `explain` and is no part of what was read: it lives as long as the
    reading, and is never kept. `passed` are vital signs that
    a newer one of the same message follows. `loose` tells likewise, when asked for, what was neither
    taken nor explained.
    """

    mentions: tuple[Mention, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    retracted: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    series: tuple[tuple[str, Decimal], ...] = ()
    passed: tuple[Mention, ...] = ()
    supposed: tuple[Mention, ...] = ()
    question: bool = False
    hypothetical: bool = False
    invented: bool = False
    correction: bool = False
    new_patient: bool = False
    chitchat: bool = False
    help: bool = False
    undo: bool = False
    identifiers: bool = False
    relative: str = ""
    of_whom: tuple[Whom, ...] = ()
    two_patients: bool = False
    too_long: bool = False
    patients: tuple[tuple[Mention, ...], ...] = ()
    seen: Callable[[Reading], tuple[Explained, ...]] = field(default=_nothing_seen, repr=False, compare=False)
    loose: Callable[[Reading], Leftover] = field(default=_nothing_left, repr=False, compare=False)

    def explain(self) -> tuple[Explained, ...]:
        """What each piece of the message became, in order; every number that was not taken with its reason."""
        return self.seen(self)

    def leftover(self) -> Leftover:
        """What looks like a value or a correction and came to nothing."""
        return self.loose(self)
