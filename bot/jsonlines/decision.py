"""A decision and its reply as the object of the interface: these keys and no others."""

from __future__ import annotations

from typing import Any

from core.consult import Bounds, Decision
from core.guideline import Handbook
from core.reply import plain, summary
from core.reply.parts import Reply


def decision_json(decision: Decision, reply: Reply, handbook: Handbook) -> dict[str, Any]:
    """Everything concluded and everything said, in the interface's words."""
    return {
        **conclusions_json(decision),
        "text": plain(reply),
        "summary": summary(reply),
        "edition": handbook.edition,
        "digest": handbook.digest,
    }


def conclusions_json(decision: Decision) -> dict[str, Any]:
    """What was concluded, without the words of a reply."""
    return {
        "severity": decision.severity,
        "profound": decision.profound,
        "leukopenia": decision.leukopenia,
        "fever": decision.fever,
        "febrile_neutropenia": decision.febrile_neutropenia,
        "urgency": decision.urgency,
        "mascc": _mascc(decision.mascc),
        "cisne": None if decision.cisne is None else _cisne(decision.cisne),
        "risk": decision.risk,
        "red_flags": [{"id": flag.id, "tier": flag.tier} for flag in decision.red_flags],
        "disposition": decision.disposition,
        "drug_actions": [
            {"drug": one.drug, "row": one.row, "action": one.action, "until": one.until, "resume": one.resume}
            for one in decision.drug_actions
        ],
        "ask": list(decision.ask),
        "say": list(decision.say),
        "differs": list(decision.differs),
        "trace": [
            {"conclusion": step.conclusion, "table": step.table, "row": step.row, "because": list(step.because)}
            for step in decision.trace
        ],
    }


def _mascc(bounds: Bounds) -> dict[str, Any]:
    return {
        "applicable": bounds.applicable,
        "known": bounds.known,
        "min": bounds.least,
        "max": bounds.most,
        "band": bounds.band,
    }


def _cisne(bounds: Bounds) -> dict[str, Any]:
    return {"applicable": bounds.applicable, "min": bounds.least, "max": bounds.most, "class": bounds.band}
