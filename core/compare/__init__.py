"""Two handbooks against each other: what was edited, and which patients it changes."""

from core.compare.edits import Edits, edits_between
from core.compare.outcome import LESS, Change, Comparison, compare
from core.compare.report import NOTHING, report
from core.compare.walk import patients

__all__ = ["LESS", "NOTHING", "Change", "Comparison", "Edits", "compare", "edits_between", "patients", "report"]
