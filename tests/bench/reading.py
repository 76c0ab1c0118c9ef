"""How long a reading takes: the median of messages as they are typed, and microseconds per character as texts grow.

python -m tests.bench.reading     (or `make bench`)

The growth column is the time per character at the largest length over that at 1,000: near 1 when time is linear.
No test depends on it; `tests/core/reading/test_length.py` counts the work itself, which no busy machine changes.
"""

import sys
import time
from collections.abc import Iterable, Sequence
from statistics import median

from core.lexicon import Lexicon
from core.reading import read
from tests.bench.texts import HARD, NOTE, SLACK, grown
from tests.core.reading.support import lexicon

LENGTHS = (100, 500, 1000, 2000, 4000, 8000)
ROUNDS = 25
ASKED = ("anc", "temp_c", "mascc.copd", "age_years", "malignancy", "drugs")


def seconds(text: str, words: Lexicon, asked: Sequence[str] = (), rounds: int = 5) -> float:
    """The best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        read(text, words, asked=asked, recent=("anc", "temp_c") if asked else ())
        best = min(best, time.perf_counter() - start)
    return best


def per_character(unit: str, words: Lexicon) -> list[float]:
    """Microseconds per character at each length, with questions open so that every stage has work."""
    return [seconds(grown(unit, length), words, ASKED) / length * 1e6 for length in LENGTHS]


def show(name: str, times: Iterable[float]) -> None:
    """One row."""
    row = list(times)
    cells = "".join(f"{one:8.2f}" for one in row)
    print(f"{name:28}{cells}   x{row[-1] / row[2]:.2f}")  # noqa: T201 - its purpose


def main() -> int:
    """Measure and print."""
    words = lexicon()
    typed = [seconds(text, words, rounds=ROUNDS) * 1e6 for text in SLACK]
    worst = max(typed)
    print(f"{len(SLACK)} messages of {min(map(len, SLACK))}-{max(map(len, SLACK))} characters:", end=" ")  # noqa: T201 - its purpose
    print(f"median {median(typed):.0f} us, slowest {worst:.0f} us\n")  # noqa: T201 - its purpose
    print(f"{'us per character at':28}" + "".join(f"{length:8}" for length in LENGTHS) + "   growth")  # noqa: T201 - its purpose
    show("a note", per_character(NOTE, words))
    rows = {name: per_character(unit, words) for name, unit in HARD.items()}
    show("repetitions, median of each", [median(column) for column in zip(*rows.values(), strict=True)])
    for name, times in sorted(rows.items(), key=lambda row: -row[1][-1]):
        show(f"  {name}", times)
    return 0


if __name__ == "__main__":
    sys.exit(main())
