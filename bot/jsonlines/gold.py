"""Labelled lines, and the figures of a reading over many of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from bot.jsonlines.lines import LineError, parse
from bot.jsonlines.scoring import DANGER, FN, FP, TP, WRONG, Event, judge_message, judge_passage
from bot.jsonlines.shapes import GoldLine, typed
from bot.jsonlines.verbs import read_line
from bot.library import Library
from core.reading import read
from core.reading.reading import WORD

PERSONAS = frozenset({"res", "onc", "hem", "rn", "pharm", "gp", "ed", "nns", "slash", "ehr"})
NEAR = 40  # letters of a message that are shown where no words can be


@dataclass(frozen=True, slots=True)
class Row:
    """One error for the listing: what was expected, what was read, and the words it came from with their span."""

    id: str
    event: Event
    words: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Figures:
    """How often a field was right, missed, wrong (another value), or read where nothing was to be read."""

    tp: int
    fn: int
    wrong: int
    fp: int

    @property
    def precision(self) -> float | None:
        """Of what was read, how much is right; None when nothing was read."""
        return _share(self.tp, self.tp + self.wrong + self.fp)

    @property
    def recall(self) -> float | None:
        """Of what was to be read, how much was; None when nothing was to be read."""
        return _share(self.tp, self.tp + self.wrong + self.fn)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two."""
        return _share(2 * self.tp, 2 * self.tp + 2 * self.wrong + self.fp + self.fn)


@dataclass
class Score:
    """The figures over all lines of one file."""

    lines: int = 0
    exact: int = 0
    events: list[tuple[str, Event]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def dangerous(self) -> int:
        """How many values were read that the labels call dangerous."""
        return sum(event.kind == DANGER and not event.beside for _, event in self.events)

    @property
    def share(self) -> float:
        """The share of lines in which everything is right; 1 when there are none."""
        return self.exact / self.lines if self.lines else 1.0

    def count(self, kind: str) -> int:
        """How many judgements of one kind, those judged apart left out."""
        return sum(event.kind == kind and not event.beside for _, event in self.events)

    def figures(self, name: str = "", *, beside: bool = False) -> Figures:
        """The figures of one field, or of all together."""
        counts = Counter(
            event.kind for _, event in self.events if (event.field == name if name else event.beside == beside)
        )
        return Figures(counts[TP], counts[FN], counts[WRONG], counts[FP])

    def fields(self) -> list[str]:
        """The fields that were labelled or read, in the order of the alphabet."""
        return sorted({event.field for _, event in self.events if event.kind in (TP, FN, WRONG, FP)})


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def load_gold(path: Path) -> list[GoldLine]:
    """The labelled lines of a file.

    Raises:
        LineError: the file cannot be read, or a line is no label (its author's fault).
    """
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise LineError(str(path), fault.strerror or "it cannot be read", "Name a file of labelled lines") from None
    lines: list[GoldLine] = []
    for number, line in enumerate(raw.splitlines(), start=1):
        if line.strip():
            try:
                lines.append(typed(GoldLine, parse(line)))
            except LineError as fault:
                raise LineError(f"{path}:{number}, {fault.where}", fault.problem, fault.remedy) from None
    if not lines:
        raise LineError(
            str(path), "it holds no labelled line", "Write one JSON object a line, with id, text and expect"
        )
    return lines


def evaluate(lines: Iterable[GoldLine], library: Library) -> Score:
    """Read every line and judge it."""
    score = Score()
    for line in lines:
        found = read_line({"text": line.text}, library)
        gold = {"expect": _plain(line.expect), "allow": _plain(line.allow), "forbid": _plain(line.forbid)}
        gold |= {"ask": line.ask, "tags": line.tags}
        passage = form_of(line) == "passage"
        events = judge_passage(gold, found["state"]) if passage else judge_message(gold, found["state"], found["ask"])
        wrong = [event for event in events if event.kind != TP]
        score.lines += 1
        score.exact += not any(not event.beside for event in wrong)
        score.events.extend((line.id, event) for event in events)
        score.rows.extend(_rows(line, wrong, library))
    return score


def _became(became: str, wanted: str) -> bool:
    """Whether a piece became this fact, or would have been it."""
    return any(one == wanted or one.partition(" = ")[0] == wanted for one in became.split(", "))


def form_of(line: GoldLine) -> Literal["message", "passage"]:
    """As the line says; else a message when its first tag is who wrote it or something is to be asked."""
    if line.form:
        return line.form
    return "message" if line.ask or (line.tags and line.tags[0] in PERSONAS) else "passage"


def _plain(value: Any) -> Any:
    """Labels as the state is printed: numbers as floats."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return float(value) if isinstance(value, Decimal) else value


def _rows(line: GoldLine, wrong: Sequence[Event], library: Library) -> list[Row]:
    """The errors of one line with the words they came from; it is read again, as errors are few."""
    if not wrong:
        return []
    said = read(line.text, library.lexicon).explain()
    rows = []
    for event in wrong:
        key, _, name = event.key.partition(":")
        wanted = f"{key} = {name}" if name else key
        pieces = [one for one in said if one.kind != WORD and _became(one.became, wanted)]
        one = next((piece for piece in pieces if piece.kind == "taken"), pieces[0] if pieces else None)
        if one is None:
            rows.append(Row(line.id, event, line.text[:NEAR], 0, min(NEAR, len(line.text)), ""))
        else:
            rows.append(Row(line.id, event, one.words, one.start, one.end, f"{one.kind}: {one.why}"))
    return rows
