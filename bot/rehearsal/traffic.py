"""The traffic between the page and the bot, kept for whoever wants to look into it; the newest entries only."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

KEPT = 200
SECRET_HEADERS = ("authorization", "cookie")


@dataclass(frozen=True, slots=True)
class Entry:
    """One request and its answer. `to` says who was asked; `took` is in milliseconds."""

    number: int
    to: Literal["bot", "slack"]
    what: str
    status: int
    took: float
    headers: dict[str, str]
    sent: Any
    answered: Any
    fault: str = ""


@dataclass(slots=True)
class Traffic:
    """The newest entries; *tell* is told of each as it comes."""

    tell: Callable[[dict[str, Any]], None]
    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=KEPT))
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def note(self, to: Literal["bot", "slack"], what: str, headers: Mapping[str, str], **more: Any) -> None:
        """Keep one entry; a token is never kept."""
        shown = {name: "(withheld)" if name.lower() in SECRET_HEADERS else value for name, value in headers.items()}
        entry = Entry(next(self.numbers), to, what, headers=shown, **more)
        self.entries.append(entry)
        self.tell({"kind": "traffic", "entry": asdict(entry)})

    def shown(self) -> list[dict[str, Any]]:
        """All entries as the page gets them."""
        return [asdict(entry) for entry in self.entries]
