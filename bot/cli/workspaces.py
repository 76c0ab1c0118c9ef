"""`nadir workspaces`: the key that seals stored tokens, and where the app is installed."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from core.errors import WrongUse

if TYPE_CHECKING:  # the extra `oauth`
    from bot.workspaces import Workspaces


def print_new_key() -> None:
    """Print a fresh key; nothing is written anywhere."""
    _with_extra()
    from bot.workspaces.vault import new_key  # noqa: PLC0415 - the extra `oauth` is there only where it is used

    sys.stdout.write(f"{new_key()}\n")


def print_installed() -> None:
    """Print where the app is installed, since when and with which scopes; no token."""
    for row in asyncio.run(_open().installations.everywhere()):
        ids = (row["team_id"] or "-", row["enterprise_id"] or "-")
        name = row["team_name"] or row["enterprise_name"] or "-"
        sys.stdout.write("\t".join((*ids, name, f"{row['installed_at']:%Y-%m-%d}", row["bot_scopes"] or "-")) + "\n")


def reseal() -> None:
    """Seal every stored token anew with the first key of NADIR_TOKEN_KEY."""
    sealed = asyncio.run(_open().installations.reseal())
    sys.stdout.write(f"{sealed} sealed with the first key; the others may go from NADIR_TOKEN_KEY\n")


def _open() -> Workspaces:
    _with_extra()
    from bot.settings import load_settings  # noqa: PLC0415 - `new-key` reads no setting
    from bot.workspaces import Workspaces  # noqa: PLC0415 - the extra `oauth` is there only where it is used

    settings = load_settings()
    if settings.slack_client_id is None:
        remedy = "Set NADIR_SLACK_CLIENT_ID and the settings beside it (docs/SLACK.md)"
        raise WrongUse("nadir workspaces", "one workspace with its token is set up, and no token is stored", remedy)
    return Workspaces(settings)


def _with_extra() -> None:
    try:
        import cryptography  # noqa: F401, PLC0415 - only looked for
    except ImportError as fault:
        problem, remedy = "needs packages that are not here", "Install them: pip install 'nadir-bot[oauth]'"
        raise WrongUse("nadir workspaces", problem, remedy) from fault
