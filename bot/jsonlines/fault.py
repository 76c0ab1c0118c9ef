"""How a fault of ours is told: its kind and its place in the program, never its words, which may hold data."""

from __future__ import annotations

import traceback
from pathlib import Path


def told(fault: Exception) -> str:
    """The kind of a fault, and the file and line it comes from.

    >>> try:
    ...     {}["62M AML"]
    ... except KeyError as fault:
    ...     "AML" in told(fault)
    False
    """
    frames = traceback.extract_tb(fault.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(fault).__name__}{place}"
