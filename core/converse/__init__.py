"""The conversation: turns in, the case, the next turn and its reply out."""

from core.converse.answer import answer
from core.converse.clock import reminder
from core.converse.codec import turn_from_json, turn_to_json
from core.converse.converse import Outcome, converse, standing
from core.converse.fold import Case, Point, fold
from core.converse.pending import with_asked
from core.converse.replay import ReplayError, replay
from core.converse.same import SAME_PATIENT
from core.converse.turn import Message, Turn

__all__ = [
    "SAME_PATIENT",
    "Case",
    "Message",
    "Outcome",
    "Point",
    "ReplayError",
    "Turn",
    "answer",
    "converse",
    "fold",
    "reminder",
    "replay",
    "standing",
    "turn_from_json",
    "turn_to_json",
    "with_asked",
]
