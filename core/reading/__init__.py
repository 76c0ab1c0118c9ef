"""Text to facts: what a message states about one patient, what is in doubt, and what it does to the case."""

from core.reading.reader import read
from core.reading.state import state_of

__all__ = ["read", "state_of"]
