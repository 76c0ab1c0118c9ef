"""Every seed of the fuzzer, and every text it ever broke the reader with, keeps the promises."""

from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

SEEDS = sorted((Path(__file__).parent / "seeds").iterdir())


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name)
def test_a_seed_keeps_the_promises(seed: Path, target: str) -> None:
    TARGETS[target](seed.read_bytes())
