"""How long a question takes: the ranking alone, the statements that answer it, and the whole turn.

python -m tests.bench.question     (after the reading, in `make bench`)

`first` is a turn about a case nobody has consulted in this process, `again` one about the case just consulted. No test
depends on the times; `tests/core/converse/test_question_work.py` counts the work, which no busy machine changes.
"""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.library import Library, load
from core.consult import forget
from core.converse import Message, Turn, answer, converse
from core.passages import index_of, rank

QUESTIONS = (
    "how often do we repeat the count",
    "is G-CSF routine in febrile neutropenia?",
    "can a virus do this?",
    "which antibiotic first",
    "do I need to isolate him",
)
CASES: Mapping[str, Sequence[str]] = {
    "nobody": (),
    "fever": ("ANC 0.3 T 38.5 62M AML",),
    "on a TKI": ("ANC 0.9, well, CML on imatinib, 50F",),
    "four turns": ("ANC 0.3 T 38.5 62M AML", "BP 90/50", "platelets 20", "what about G-CSF?"),
}
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
ROUNDS = 25


def milliseconds(work: Callable[[], object], before: Callable[[], None] = lambda: None) -> float:
    """The best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        before()
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best * 1000


def conversation(told: Sequence[str], library: Library) -> tuple[Turn, ...]:
    """The turns of one person, a minute between messages."""
    turns: tuple[Turn, ...] = ()
    for number, text in enumerate(told):
        message = Message(text, AT + timedelta(minutes=number), "U1", f"Ev{number}")
        turns = (*turns, converse(turns, message, library.handbook, library.lexicon).turn)
    return turns


def row(question: str, library: Library) -> list[float]:
    """Ranking, answering, then the first turn and the next for each case."""
    handbook, lexicon = library.handbook, library.lexicon
    found = [
        milliseconds(lambda: rank(question, handbook, lexicon)),
        milliseconds(lambda: answer(question, handbook, lexicon)),
    ]
    for told in CASES.values():
        turns = conversation(told, library)
        message = Message(question, AT + timedelta(hours=1), "U1", "EvQ")

        def ask(turns: tuple[Turn, ...] = turns, message: Message = message) -> object:
            return converse(turns, message, handbook, lexicon)

        found += [milliseconds(ask, before=forget), milliseconds(ask)]
    return found


def main() -> int:
    """Measure and print."""
    start = time.perf_counter()
    library = load()
    loaded = time.perf_counter()
    index_of(library.handbook, library.lexicon)
    made = time.perf_counter() - loaded
    print(f"handbook loaded in {loaded - start:.2f} s, its index made in {made * 1000:.0f} ms\n")  # noqa: T201 - its purpose
    columns = ["rank", "answer", *(f"{name}: {when}" for name in CASES for when in ("first", "again"))]
    print(f"{'milliseconds':44}" + "".join(f"{name:>19}" for name in columns))  # noqa: T201 - its purpose
    for question in QUESTIONS:
        print(f"{question:44}" + "".join(f"{one:19.2f}" for one in row(question, library)))  # noqa: T201 - its purpose
    return 0


if __name__ == "__main__":
    sys.exit(main())
