"""What somebody types, as Slack hands it on: control characters escaped, mentions as ids, addresses as links."""

from __future__ import annotations

import re

from bot.rehearsal.ward import Ward

_ADDRESS = re.compile(r"\bhttps?://[^\s<>|]+[^\s<>|.,;:!?)]")


def sent(ward: Ward, text: str) -> str:
    """*text* as it stands in the event.

    >>> sent(Ward("Nadir"), "@Nadir ANC <0.5 & T 38")
    '<@U0NADIR> ANC &lt;0.5 &amp; T 38'
    """
    escaped = escape(text)
    for person in sorted(ward.people.values(), key=lambda one: -len(one.name)):
        escaped = re.sub(rf"@{re.escape(person.name)}\b", f"<@{person.id}>", escaped, flags=re.IGNORECASE)
    for room in ward.rooms.values():
        if not room.private:
            escaped = re.sub(rf"(?<![\w&])#{re.escape(room.name)}\b", f"<#{room.id}|{room.name}>", escaped)
    return _ADDRESS.sub(lambda found: f"<{found.group()}>", escaped)


def escape(text: str) -> str:
    """The three control characters of Slack's text, escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
