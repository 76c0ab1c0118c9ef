"""What this installation answers with: its handbook and the wording its readers chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.library import Library, load, load_proven
from bot.settings import load_settings
from core.converse import Message, Outcome, Turn, converse


@dataclass(frozen=True, slots=True)
class Installation:
    """The installed handbook with the hospital's folder over it (NADIR_SITE), and the audience (NADIR_AUDIENCE)."""

    library: Library
    audience: str

    def answer(
        self, text: str, conversation: tuple[Turn, ...] = (), *, audience: str = "", new_reader: bool = False
    ) -> Outcome:
        """The reply to one message, now; *audience* is the wording its reader has chosen, if any."""
        message = Message(
            text,
            datetime.now(UTC),
            event_id=f"{len(conversation) + 1:06d}",
            audience=audience,
            new_reader=new_reader,
        )
        return converse(conversation, message, self.library.handbook, self.library.lexicon, self.audience)


def installation() -> Installation:
    """Read settings and handbook; a hospital's folder is proven first, as it is when the bot starts.

    Raises:
        SettingError: A setting cannot be used.
        ContentError: The handbook cannot be used.
    """
    settings = load_settings()
    return Installation(load_proven(settings.site) if settings.site else load(), settings.audience)
