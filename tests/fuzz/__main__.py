"""Look for a text that breaks a promise of the reader, guided by the branches it reaches.

The fuzzer is atheris, which is no dependency of ours. In a folder of its own, with a Python it has a wheel for:

    folder=$(mktemp -d)
    pip install --target "$folder" atheris
    PYTHONPATH="$folder" .venv/bin/python -m tests.fuzz reading -max_total_time=300 -max_len=600
    PYTHONPATH="$folder" .venv/bin/python -m tests.fuzz conversation -max_total_time=300 -max_len=400

Options are libFuzzer's. The seeds are tests/fuzz/seeds; what the run adds to them goes to a temporary folder. A text
that fails is written to the current folder as crash-…: mend the reader, then put the text among the seeds, which
tests/fuzz/test_seeds.py reads on every run.
"""

import sys
import tempfile
from importlib import import_module
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
OURS = ["core"]  # the code whose branches guide the search
SLOWEST = 5  # seconds of one input before it counts as a fault


def main(arguments: list[str]) -> int:
    """Fuzz the target that is named; ends the process itself when the time is over."""
    if not arguments or arguments[0] not in ("reading", "conversation"):
        print(__doc__)  # noqa: T201 - its purpose
        return 2
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=OURS):
        targets = import_module("tests.fuzz.targets")
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    words = folder / "words"
    words.write_text(
        "".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in targets.words()), encoding="ascii"
    )
    found = folder / "found"
    found.mkdir()
    options = [f"-dict={words}", f"-timeout={SLOWEST}", *arguments[1:], str(found), str(SEEDS)]
    atheris.Setup([sys.argv[0], *options], targets.TARGETS[arguments[0]])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
