"""The handbook as the program reads it: sources, thresholds, columns, statements, tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from core.facts import Interval, Item
from core.passage import Passage

UNKNOWN = "unknown"
DRUG_ACTS = "drug_acts"  # the one conclusion no row writes: some drug's row asks for more than carrying on
AUDIENCES = ("clinician", "trainee", "patient")
NOT_GRADED = "not graded"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in content/: file and line, for messages to its author."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Source:
    """A published text that a statement rests on; `kind` is guideline, label, study, review or article."""

    id: str
    title: str
    kind: str
    year: str
    link: str = ""
    place: Place = Place("", 0)


@dataclass(frozen=True, slots=True)
class Citation:
    """A source and the place in it."""

    source: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of the handbook, through time: its unit, its dated values and where they are printed."""

    name: str
    unit: str
    values: tuple[tuple[date, Decimal], ...]
    citation: Citation
    place: Place

    def on(self, day: date) -> Decimal:
        """The value in force on *day*: the last one that has begun; the first before that."""
        begun = [value for start, value in self.values if start <= day]
        return begun[-1] if begun else self.values[0][1]


@dataclass(frozen=True, slots=True)
class Column:
    """A question a table asks, with every answer it may have.

    `of` is the fact it is read from, or empty for the conclusion of an earlier table. `bands` cut a
    number into names; `any_of` makes it yes when a list names one of these; `each` makes the table be
    run once for every one of these names the patient has. A column that lists `unknown` among its
    values is told when nothing is known; one that does not keeps every row still possible. With
    `worst` it is read from the worst of the episode rather than from what is known now. Of the names of a
    `single` column a patient takes one at a time: a stopped one beside one that is taken is of the past.
    """

    name: str
    values: tuple[str, ...]
    of: str = ""
    bands: Mapping[str, Interval] = field(default_factory=dict)
    any_of: frozenset[str] = frozenset()
    each: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    worst: bool = False
    single: bool = False
    place: Place = Place("", 0)


@dataclass(frozen=True, slots=True)
class Review:
    """The editorial standing of a guideline; nobody who builds Nadir may mark it approved."""

    status: str
    due: date
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the handbook says: one heading, one citation, one passage.

    `words` by audience (clinician always there). `part` is where a reply puts it. `strength` is how
    strongly the source says it, `certainty` how sure the source is of its evidence (where it grades that),
    `checked` how we saw the source (A seen, B second-hand, C weak). `review` is its editorial standing:
    its guideline's. Of several actions the lower `rank` is said first.
    """

    id: str
    title: str
    words: Mapping[str, str]
    part: str
    citations: tuple[Citation, ...]
    strength: str
    checked: str
    guideline: str
    review: Review
    certainty: str = NOT_GRADED
    asks: tuple[str, ...] = ()
    rank: int = 50  # said after everything that has a rank of its own
    place: Place = Place("", 0)

    def say(self, audience: str) -> str:
        """The wording for *audience*; the clinician's where none is written for it.

        A trainee reads the clinician's words and then the explanation, which never takes the place of what to do.
        """
        words = self.words.get(audience) or self.words["clinician"]
        if audience == "trainee" and audience in self.words:
            return f"{self.words['clinician']} {words}"
        return words


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a decision table: the names each cell admits (a column left out admits all), and what follows."""

    id: str
    cells: Mapping[str, frozenset[str]]
    then: Mapping[str, tuple[str, ...]]
    place: Place = Place("", 0)


@dataclass(frozen=True)
class Table:
    """A decision table. `every` is false: exactly one row holds; true: each row stands alone (a list of flags).

    `per` is the column it is read once for each name of (a drug), or empty. `asked_when` holds the
    conclusions that must stand before its open columns are asked about.
    """

    id: str
    title: str
    guideline: str
    columns: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: tuple[Row, ...]
    every: bool = False
    per: str = ""
    asked_when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    place: Place = Place("", 0)

    @cached_property
    def admitting(self) -> Mapping[str, Mapping[str, int]]:
        """For each column and name the rows that admit it, as bits: row 0 is the lowest."""
        found: dict[str, dict[str, int]] = {}
        for column in self.columns:
            names = {name for row in self.rows for name in row.cells.get(column, ())}
            free = sum(1 << place for place, row in enumerate(self.rows) if column not in row.cells)
            found[column] = {name: free | self._listing(column, name) for name in names} | {"": free}
        return found

    def _listing(self, column: str, name: str) -> int:
        return sum(1 << place for place, row in enumerate(self.rows) if name in row.cells.get(column, ()))

    @cached_property
    def same_outcome(self) -> tuple[int, ...]:
        """For each row the first row that concludes the same."""
        outcomes = [row.then for row in self.rows]
        return tuple(outcomes.index(outcome) for outcome in outcomes)


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One item of a score: the column that answers it and the points each answer earns."""

    name: str
    column: str
    points: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """A published score: its items, and the bands of points that name its classes."""

    id: str
    items: tuple[ScoreItem, ...]
    bands: Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class Guideline:
    """One chapter of the handbook."""

    id: str
    title: str
    edition: str
    since: date
    review: Review
    statements: tuple[str, ...]
    tables: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Moved:
    """A threshold a hospital has moved: its own value in force, and the handbook's with its source.

    With `above` it is passed only above the value, no longer at it.
    """

    here: Decimal
    handbook: Decimal
    citation: Citation
    above: bool = False


@dataclass(frozen=True, slots=True)
class Local:
    """What a hospital's own folder says over the handbook.

    `statements` are its own, those it says otherwise, and those that print a threshold it has moved;
    `instead_of` keeps what the handbook says where the hospital says otherwise. `columns` are read
    with a moved threshold. `policy` is the source that is its policy.
    """

    name: str
    policy: str
    moved: Mapping[str, Moved]
    columns: Mapping[str, frozenset[str]]
    statements: frozenset[str]
    instead_of: Mapping[str, Statement]


@dataclass(frozen=True)
class Handbook:
    """Everything content/ says, ready to be consulted.

    `tables` are in the order they are decided: each after those whose conclusions it reads.
    `phrases` are the fixed words of a reply. `drug_classes` maps a class to generic names. `local` is
    what a hospital's own folder says over it. `passages` are the statements whose terms are counted already.
    """

    edition: str
    digest: str
    day: date
    items: Mapping[str, Item]
    sources: Mapping[str, Source]
    thresholds: Mapping[str, Threshold]
    columns: Mapping[str, Column]
    statements: Mapping[str, Statement]
    tables: tuple[Table, ...]
    scores: Mapping[str, Score]
    guidelines: tuple[Guideline, ...]
    phrases: Mapping[str, str]
    drug_classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    local: Local | None = None
    passages: Mapping[str, Passage] = field(default_factory=dict)

    def number(self, name: str) -> Decimal:
        """The threshold *name* in force on the handbook's day."""
        return self.thresholds[name].on(self.day)

    @cached_property
    def writers(self) -> Mapping[str, tuple[Table, ...]]:
        """For each concluded column (urgency too) the tables that conclude it, in order."""
        found: dict[str, list[Table]] = {}
        for table in self.tables:
            for output in table.outputs:
                found.setdefault(output, []).append(table)
        return {output: tuple(tables) for output, tables in found.items()}

    @cached_property
    def one_at_a_time(self) -> tuple[Column, ...]:
        """The columns of whose names a patient takes one at a time."""
        return tuple(column for column in self.columns.values() if column.single)

    @cached_property
    def scored(self) -> Mapping[str, str]:
        """The column that holds a score's band, by convention `<score>_band`, to the score's id."""
        return {f"{score}_band": score for score in self.scores}

    def concludes_only(self, table: Table) -> bool:
        """Whether a table only passes names on to other tables, and says or decides nothing itself."""
        return not {"say", "urgency", "headline", "disposition", "action"} & set(table.outputs)
