"""`nadir manifest`: the app as Slack makes it, printed."""

from __future__ import annotations

import sys

from pydantic import ValidationError

from bot import manifest
from core.errors import WrongUse


def print_manifest(http: str, workspaces: str) -> None:
    """Print the manifest for Socket Mode, for events over HTTP, and for several workspaces.

    Raises:
        WrongUse: An address is not one of the web.
    """
    try:
        sys.stdout.write(manifest.text(http, workspaces))
    except ValidationError as fault:
        problem = "is not an address of the web"
        raise WrongUse("address", problem, "Give it whole, for example https://nadir.example.org") from fault
