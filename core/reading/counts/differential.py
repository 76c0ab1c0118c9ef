"""A differential in percent: bare numbers of its other cells are percents too, no counts; a band may be none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.reading.counts.weighing import Valued
from core.reading.printed.items import Item

SHARES: Final = frozenset({"lymphocytes", "monocytes"})
OF_BLOOD: Final = SHARES | {"anc", "wbc", "neutrophils_pct", "blasts_pct", "hgb", "platelets"}


def without_shares(weighed: Mapping[str, list[Valued]]) -> dict[str, list[Valued]]:
    """Without the bare lymphocytes and monocytes beside neutrophils in percent: "segs 15%, monos 5"."""
    if "neutrophils_pct" not in weighed:
        return dict(weighed)
    return {
        key: kept
        for key, many in weighed.items()
        if (kept := [one for one in many if key not in SHARES or one.candidate.number.unit is not None])
    }


def without_stray_bands(weighed: Mapping[str, list[Valued]], items: list[Item]) -> dict[str, list[Valued]]:
    """Without a band that no other count stands beside, bands that are counted, and a grade of pay: "band 6 nurse"."""
    if "bands_pct" not in weighed:
        return dict(weighed)
    alone = OF_BLOOD.isdisjoint(weighed)
    kept = [one for one in weighed["bands_pct"] if not (_is_a_grade(one, items) or (alone and _is_stray(one, items)))]
    return {key: many for key, many in weighed.items() if key != "bands_pct"} | ({"bands_pct": kept} if kept else {})


def _is_a_grade(one: Valued, items: list[Item]) -> bool:
    """Whether a bare "band 6" is followed by a word: who has that grade."""
    candidate = one.candidate
    unit = candidate.number.unit
    share = unit is not None and unit.measures("percent")
    if candidate.term < 0 or items[candidate.term].text != "band" or share:
        return False
    follows = items[candidate.at + 1] if candidate.at + 1 < len(items) else None
    return follows is not None and (follows.kind == "word" or "person" in follows.cues or follows.key == "place")


def _is_stray(one: Valued, items: list[Item]) -> bool:
    candidate = one.candidate
    return candidate.term >= 0 and (items[candidate.term].text == "band" or candidate.number.worded)
