"""The consult: grade, tables, scores, and the decision they lead to."""

from core.consult.consult import (
    case_of,
    conclude,
    consult,
    consult_on,
    consulted,
    says_of,
    suppose,
    urgency_in,
    urgency_of,
)
from core.consult.decision import URGENCIES, Bounds, Decision, DrugAction, Flag, Step
from core.consult.evaluation import Evaluation
from core.consult.kept import forget

__all__ = [
    "URGENCIES",
    "Bounds",
    "Decision",
    "DrugAction",
    "Evaluation",
    "Flag",
    "Step",
    "case_of",
    "conclude",
    "consult",
    "consult_on",
    "consulted",
    "forget",
    "says_of",
    "suppose",
    "urgency_in",
    "urgency_of",
]
