"""Where the score stands, in one line: decided, complete or still open, and what overrides it."""

from __future__ import annotations

from core.consult import Bounds, Decision
from core.guideline import Handbook


def score_line(decision: Decision, handbook: Handbook) -> str:
    """Where the scores stand; empty where none applies, or where nothing of it is known.

    A high risk is said as high, with its reasons; the arithmetic stands behind it in brackets.
    """
    return " ".join(line for line in (_mascc_line(decision, handbook), _cisne_line(decision, handbook)) if line)


def items_line(decision: Decision, handbook: Handbook) -> str:
    """What the items of a filled form add up to, and that it holds in fever with a low count alone.

    Empty for whom the score was not made.
    """
    bounds = decision.mascc
    if bounds.applicable is False:
        return ""
    most = sum(max(item.points.values()) for item in handbook.scores["mascc"].items)
    return handbook.phrases["score.items"].format(range=_range(bounds), maximum=most, known=bounds.known)


def score_is_open(decision: Decision) -> bool:
    """Whether a MASCC item that is not known could still decide the risk of this fever."""
    bounds = decision.mascc
    settled = bounds.applicable is False or (decision.risk == "high" and bool(decision.red_flags))
    return decision.febrile_neutropenia in ("met", "possible") and bounds.band == "undecided" and not settled


def _cisne_line(decision: Decision, handbook: Handbook) -> str:
    """CISNE beside a low MASCC: it can raise the risk, and clears nobody."""
    bounds = decision.cisne
    if bounds is None or bounds.applicable is None or decision.mascc.band != "low":
        return ""
    most = sum(max(item.points.values()) for item in handbook.scores["cisne"].items)
    name = {"high": "score.cisne-high", "undecided": "score.cisne-open"}.get(bounds.band, "score.cisne-not-high")
    return handbook.phrases[name].format(range=_range(bounds), maximum=most)


def _mascc_line(decision: Decision, handbook: Handbook) -> str:
    bounds, phrases = decision.mascc, handbook.phrases
    if decision.febrile_neutropenia not in ("met", "possible"):
        return ""
    if bounds.applicable is False:
        return phrases["score.not-applicable"]
    if decision.risk == "high" and decision.red_flags:
        red = [flag for flag in decision.red_flags if flag.tier == "red"]  # where one is, the rest adds nothing
        reasons = ", ".join(dict.fromkeys(phrases[f"flag.{flag.id}"] for flag in red or decision.red_flags))
        return phrases["score.overridden"].format(reasons=reasons, range=_range(bounds))
    if bounds.known == 0 and bounds.applicable is None:
        return ""
    line = _where_it_stands(bounds, handbook)
    if bounds.band == "low":
        line += _kept(decision, handbook) or phrases["score.not-low"]
    return line + (phrases["score.maybe"] if bounds.applicable is None else "")


def _kept(decision: Decision, handbook: Handbook) -> str:
    """What stands in the way of home, where something does."""
    if decision.conclusions.get("stay") != frozenset({"kept"}):
        return ""
    phrases = handbook.phrases
    rows = [step.row for step in decision.trace if step.conclusion == "barrier yes"]
    return phrases["score.kept"].format(reasons=", ".join(phrases[f"flag.{row}"] for row in rows))


def _range(bounds: Bounds) -> str:
    return str(bounds.least) if bounds.least == bounds.most else f"{bounds.least}-{bounds.most}"


def _where_it_stands(bounds: Bounds, handbook: Handbook) -> str:
    phrases = handbook.phrases
    most = sum(max(item.points.values()) for item in handbook.scores["mascc"].items)
    numbers = {"range": _range(bounds), "total": bounds.least, "maximum": most, "known": bounds.known}
    if bounds.band == "undecided":
        return phrases["score.undecided"].format(**numbers)
    name = "score.complete" if bounds.least == bounds.most else "score.decided"
    return phrases[name].format(band=phrases[f"band.{bounds.band}"], **numbers)
