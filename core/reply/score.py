"""Where the score stands, in one line: decided, complete or still open, and what overrides it."""

from __future__ import annotations

from core.consult import Bounds, Decision
from core.guideline import Handbook


def score_line(decision: Decision, handbook: Handbook) -> str:
    """The MASCC line of a reply; empty where the score does not apply to this patient."""
    bounds = decision.mascc
    in_question = decision.febrile_neutropenia in ("met", "possible")
    if bounds.applicable is False or not in_question:
        return ""
    line = _where_it_stands(bounds, handbook)
    phrases = handbook.phrases
    if bounds.band != "high" and decision.risk == "high" and decision.red_flags:
        reasons = dict.fromkeys(phrases[f"flag.{flag.id}"] for flag in decision.red_flags)
        line += phrases["score.overridden"].format(reasons=", ".join(reasons))
    elif bounds.band == "low":
        line += phrases["score.not-low"]
    return line + (phrases["score.maybe"] if bounds.applicable is None else "")


def _where_it_stands(bounds: Bounds, handbook: Handbook) -> str:
    phrases = handbook.phrases
    most = sum(max(item.points.values()) for item in handbook.scores["mascc"].items)
    numbers = {"range": f"{bounds.least}-{bounds.most}", "total": bounds.least, "maximum": most, "known": bounds.known}
    if bounds.band == "undecided":
        return phrases["score.undecided"].format(**numbers)
    name = "score.complete" if bounds.least == bounds.most else "score.decided"
    return phrases[name].format(band=phrases[f"band.{bounds.band}"], **numbers)
