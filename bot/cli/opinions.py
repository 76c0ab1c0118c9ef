"""`nadir opinions`: what people thought of the replies still kept, and which ones they did not agree with."""

from __future__ import annotations

from bot.cli.paper import console
from bot.settings import load_settings
from bot.store.archive import judged


def print_opinions() -> None:
    """Print how many agreed, differed, reported; then each reply somebody did not agree with, the newest first."""
    found = judged(load_settings().database)
    agree, differ = sum(one.agree for one in found), sum(one.differ for one in found)
    report = sum(one.report for one in found)
    lines = [f"agree {agree}, differ {differ}, report an error {report}"]
    lines += [
        f"{one.reply_id:12} differ {one.differ}, report {one.report}, agree {one.agree}"
        for one in found
        if one.differ or one.report
    ]
    if differ or report:
        lines.append("A reply again, with what it rests on: nadir replay ID")
    console().print("\n".join(lines), markup=False, highlight=False)
