"""How long we take for a message beside two public tools, in one run: the ratio of medians. Not a test.

The tools are no dependencies of ours. In an environment of its own, anywhere:

    folder=$(mktemp -d)
    python3 -m venv "$folder"
    "$folder"/bin/pip install "quantulum3[classifier]" stemming medspacy "scikit-learn==1.8.0" "numpy<2"
    .venv/bin/python -m tests.bench.against "$folder"/bin/python

After `make fast` the compiled reader runs as well, and the ratios are to it. Each tool runs in a process of its own, as
its documentation sets it up: quantulum3's parser with its classifier of units (made with that scikit-learn), medspaCy's
default pipeline (`medspacy.load()`, its log silenced) with our names of laboratory values as its target rules. The
processes take turns on the same texts: messages of a usual day, and passages of several sentences as case reports have
them; where the sample data lies beside the repository, its real passages too. Both tools find less than we do:
quantities without what they are of, or names with their context but without their values.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "fast" / "site"
DATA = ROOT.parent / "shared" / "data"
ROUNDS = 7
BEST_OF = 3


def ours(_names: list[str]) -> Callable[[str], object]:
    """Our reader with the committed vocabulary."""
    read, words = import_module("core.reading").read, import_module("tests.core.reading.support").lexicon()
    return lambda text: read(text, words)


def quantulum3(_names: list[str]) -> Callable[[str], object]:
    """Its parser."""
    parse: Callable[[str], object] = import_module("quantulum3.parser").parse
    return parse


def medspacy(names: list[str]) -> Callable[[str], object]:
    """Its default pipeline: tokeniser, sentences, targets, context; without the lines it logs for each token."""
    import_module("loguru").logger.remove()
    pipeline: Any = import_module("medspacy").load()
    rule = import_module("medspacy.ner").TargetRule
    pipeline.get_pipe("medspacy_target_matcher").add([rule(name, "LAB") for name in names])
    found: Callable[[str], object] = pipeline
    return found


ENGINES = {"ours": ours, "compiled": ours, "quantulum3": quantulum3, "medspacy": medspacy}


def serve(name: str, lines: Iterator[str]) -> None:
    """The other end: names in the first line, then lists of texts; answers the best time of each text."""
    engine = ENGINES[name](json.loads(next(lines)))
    for line in lines:
        times = []
        for text in json.loads(line):
            best = float("inf")
            for _ in range(BEST_OF):
                start = time.perf_counter()
                engine(text)
                best = min(best, time.perf_counter() - start)
            times.append(best)
        sys.stdout.write(json.dumps(times) + "\n")
        sys.stdout.flush()


def start(python: str, name: str, names: list[str]) -> subprocess.Popen[str]:
    """The process of one tool."""
    command = [python, str(Path(__file__)), "--serve", name]
    pipe = subprocess.PIPE
    site = {"PYTHONPATH": str(SITE)} if name == "compiled" else {}
    process = subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, cwd=ROOT, env={**os.environ, **site}
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(names) + "\n")
    return process


def asked(process: subprocess.Popen[str], texts: list[str]) -> list[float]:
    """Seconds of each text."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(texts) + "\n")
    process.stdin.flush()
    times: list[float] = json.loads(process.stdout.readline())
    return times


def measures(node: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The spellings of laboratory values and vital signs in our vocabulary."""
    for token, below in node.items():
        if token:
            yield from measures(below, (*path, token))
        elif below[0] is not None and below[0].role == "measure":
            yield " ".join(path)


def main(python: str) -> int:
    """Measure and print."""
    names = sorted(set(measures(import_module("tests.core.reading.support").lexicon().terms)))
    engines = [name for name in ENGINES if name != "compiled" or SITE.is_dir()]
    own = {"ours", "compiled"}
    running = {name: start(sys.executable if name in own else python, name, names) for name in engines}
    for kind, texts in (
        ("messages", list(import_module("tests.bench.texts").SLACK)),
        ("labelled messages", labelled(DATA / "slack", "single_dev")),
        ("passages", passages()),
        ("real passages", labelled(DATA / "real", "dev")),
    ):
        if not texts:
            continue
        print(kind, f"{len(texts)}, median length {median(map(len, texts)):.0f}")  # noqa: T201 - its purpose
        compare(running, texts)
    for process in running.values():
        process.terminate()
    return 0


def passages() -> list[str]:
    """Our own labelled passages, three at a time, as long as a paragraph of a case report."""
    lines = (ROOT / "tests" / "gold" / "read.jsonl").read_text("utf-8").splitlines()
    own = [one["text"] for one in map(json.loads, lines) if one["id"].startswith("p")]
    return [" ".join(own[at : at + 3]) for at in range(0, len(own), 3)]


def labelled(folder: Path, name: str) -> list[str]:
    """The labelled texts of the sample data, by the beginning of their files' names; none where they are absent."""
    files = sorted(folder.glob(f"{name}*.jsonl"))
    return [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]


def compare(running: dict[str, subprocess.Popen[str]], texts: list[str]) -> None:
    """The best time of each text over all rounds, in turns; printed as medians."""
    best: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, process in running.items():
            times = asked(process, texts)
            best[name] = [min(pair) for pair in zip(times, best.get(name, times), strict=True)]
    own = median(best["compiled" if "compiled" in best else "ours"])
    for name, times in best.items():
        print(f"{name:12} median {median(times) * 1e6:9.0f} us   {median(times) / own:7.1f} x ours")  # noqa: T201 - its purpose


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        sys.path[:] = [*sys.path[1:], str(ROOT)]  # behind the compiled site
        serve(sys.argv[2], iter(sys.stdin))
    elif len(sys.argv) == 2:
        sys.exit(main(sys.argv[1]))
    else:
        sys.exit(__doc__)
