"""Several workspaces, each with a token of its own: how they install the app, and how their tokens are kept.

Imported only where NADIR_SLACK_CLIENT_ID is set: it needs the extra `oauth`, and one workspace needs none of it.
"""

from bot.workspaces.flow import open_workspaces
from bot.workspaces.tokens import Workspaces

__all__ = ["Workspaces", "open_workspaces"]
