"""Messages and views from files, laid into the ward to be looked at: what a test compares, a person sees drawn."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from bot.rehearsal import limits
from bot.rehearsal.announced import Announced
from bot.rehearsal.stage import Stage
from bot.rehearsal.ward import BOT, PEOPLE, Json
from core.errors import WrongUse

ROOM, VIEWER = "C0ONCOLOGY", PEOPLE[0].id
REMEDY = 'Name a JSON file with the text and blocks of a message, or a view ("type": "modal" or "home")'


def read(path: Path) -> Json:
    """What a file holds, when Slack would draw it.

    Raises:
        WrongUse: The file is not there, or Slack would refuse what is in it.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise WrongUse(str(path), f"cannot be read ({type(fault).__name__})", REMEDY) from None
    if not isinstance(found, dict):
        raise WrongUse(str(path), "holds no object", REMEDY)
    faults = limits.view_faults(found) if "type" in found else limits.faults(found.get("blocks", []))
    if faults:
        raise WrongUse(str(path), f"Slack would refuse it: {faults[0]}", REMEDY)
    return found


def lay_out(stage: Stage, exhibit: Json) -> None:
    """Show a message in a channel, a modal on top, or a Home, to the first person of the ward."""
    if exhibit.get("type") == "modal":
        stage.screens.open(VIEWER, exhibit)
    elif exhibit.get("type") == "home":
        stage.screens.publish(VIEWER, exhibit)
    else:
        stage.ward.say(ROOM, BOT, exhibit.get("text", ""), blocks=exhibit.get("blocks", []))


def with_home(app: Announced) -> Announced:
    """The app with a Home tab, whether its manifest has one or not."""
    return replace(app, home=True)
