"""The JSON lines interface: what evaluation, audits and differential tests use. Keep it stable."""

from bot.jsonlines.decision import decision_json
from bot.jsonlines.stream import run
from bot.jsonlines.verbs import VERBS

__all__ = ["VERBS", "decision_json", "run"]
