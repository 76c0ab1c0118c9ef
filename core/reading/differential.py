"""A differential in percent: bare numbers of its other cells are percents too, no counts."""

from __future__ import annotations

from collections.abc import Mapping

from core.reading.choose import Valued

SHARES = frozenset({"lymphocytes", "monocytes"})


def without_shares(weighed: Mapping[str, list[Valued]]) -> dict[str, list[Valued]]:
    """Without the bare lymphocytes and monocytes beside neutrophils in percent: "segs 15%, monos 5"."""
    if "neutrophils_pct" not in weighed:
        return dict(weighed)
    return {
        key: kept
        for key, many in weighed.items()
        if (kept := [one for one in many if key not in SHARES or one.candidate.number.unit is not None])
    }
