"""Text to facts: what a message states about one patient, what is in doubt, and what it does to the case.

`reader` runs the stages in order. Each stands in the room of its question, and a room knows only those before it:
`printed` (what is printed), `meaning` (how it is meant), `counts` (which number is which value), `findings` (what is
told in words), `drugs`, `patients` (of whom), `answers` (to what was asked). `reading` is what comes out; `explain` and
`leftover` say why a number was not taken.
"""

from core.reading.reader import read
from core.reading.state import state_of

__all__ = ["read", "state_of"]
