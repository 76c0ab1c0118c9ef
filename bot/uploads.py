"""A picture to Slack: drawn beside the event loop, uploaded as a file, and shown in a thread or a direct message.

Nothing is shown before the last of the three calls, so what fails before is surely not shown. Where a picture may not
be sent, or Slack will not take it, the same is said in words.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.outbox import Rendered
from bot.store.port import Address
from core.reply.parts import Course

Draw = Callable[[Sequence[Course]], bytes]
NAME = "counts.png"  # no word of the patient in the name of a file
MOST_ALT = 1000  # characters: files.getUploadURLExternal, alt_txt
_PERSON = ("U", "W")  # how the id of a person begins; a file is shown to one in their direct messages


async def upload(client: AsyncWebClient, address: Address, message: Rendered, draw: Draw) -> None:
    """Draw the courses of *message* and show them, with its words, where *address* says; raises what Slack raises."""
    content = await asyncio.to_thread(draw, message.courses)
    to_a_person = address.channel.startswith(_PERSON)
    await client.files_upload_v2(
        filename=NAME,
        content=content,
        title=" · ".join(course.label for course in message.courses),
        alt_txt=" ".join(course.alt for course in message.courses)[:MOST_ALT],
        channel=None if to_a_person else address.channel,
        channels=[address.channel] if to_a_person else None,
        thread_ts=address.thread or None,
        initial_comment=message.text,
    )
