"""Messages and what they state: `cases.yaml`, which clinicians may extend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from core.reading import read
from tests.core.reading.support import asked, lexicon, state

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
JUDGED = frozenset(
    {
        "anc",
        "anc_below",
        "anc_derived",
        "wbc",
        "platelets",
        "hgb",
        "neutrophils_pct",
        "bands_pct",
        "temp_c",
        "temp_max_c",
    }
    | {
        "fever_denied",
        "age_years",
        "sbp",
        "hr",
        "spo2_pct",
        "lactate",
        "drugs",
        "malignancy",
        "mascc",
        "two_patients",
        "phi",
    }
    | {"regimen", "map_mmhg", "wbc_below", "age_under_60", "fever_reported"}
)


def same(left: Any, right: Any) -> bool:
    """Equal, numbers to within half a percent of a degree or a cell."""
    if isinstance(left, float | int) and isinstance(right, float | int) and not isinstance(left, bool):
        return abs(left - right) < 0.006
    return bool(left == right)


def differences(got: dict[str, Any], want: dict[str, Any], allow: dict[str, Any]) -> list[str]:
    """What is missing, wrong or too much."""
    got, want, allow = flat(got), flat(want), flat(allow)
    lost = [f"{key}: {got.get(key)} not {value}" for key, value in want.items() if not same(got.get(key), value)]
    lost = [one for one in lost if one.split(":")[0] not in allow or one.split(":")[0] in got]
    more = [f"{key}={got[key]} too much" for key in got if key not in want and not same(allow.get(key), got[key])]
    return lost + [one for one in more if not one.startswith("fever_reported") or "temp_c" not in got]


def flat(values: dict[str, Any]) -> dict[str, Any]:
    """MASCC items beside the others; drugs one by one."""
    plain = {key: value for key, value in values.items() if key in JUDGED and key not in ("mascc", "drugs")}
    plain |= {f"mascc.{key}": value for key, value in values.get("mascc", {}).items()}
    return plain | {f"drug {name}": True for name in values.get("drugs", [])}


@pytest.mark.parametrize("case", CASES, ids=[str(case["text"])[:60] for case in CASES])
def test_a_message_states_this(case: dict[str, Any]) -> None:
    reading = read(case["text"], lexicon())

    assert differences(state(reading), case["state"], case.get("allow", {})) == []
    assert asked(reading) == sorted(case.get("ask", []))
