"""slack_sdk's SQLAlchemy stores, with what they lack: tokens sealed, and a state that is good once.

As they come, the installation store writes tokens in clear, and of eight browsers that hand in one state at the same
moment all eight are let in.
"""

from __future__ import annotations

import copy
import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import ColumnElement, Connection, Text, TypeDecorator, and_, create_engine, event, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.settings import SettingError
from bot.workspaces.vault import Unopenable, Vault

STATE_SECONDS = 600
SECRETS = ("bot_token", "bot_refresh_token")


def open_engine(path: Path) -> AsyncEngine:
    """The database of installations at *path*, readable by this user alone; what is deleted is overwritten."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as fault:
        remedy = "Set NADIR_INSTALLATIONS to a file in a folder this process may write"
        raise SettingError("setting NADIR_INSTALLATIONS", f"cannot be used ({type(fault).__name__})", remedy) from fault
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", poolclass=NullPool, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    for setting in ("secure_delete=ON", "synchronous=FULL", "busy_timeout=2500"):
        connection.execute(f"PRAGMA {setting}").close()


class _Sealed(TypeDecorator[str]):
    """A column whose values are sealed on their way into the database and opened on their way out."""

    impl = Text
    cache_ok = True

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self.vault = vault

    def process_bind_param(self, value: str | None, _dialect: object) -> str | None:
        return None if value is None else self.vault.seal(value)

    def process_result_value(self, value: str | None, _dialect: object) -> str | None:
        return None if value is None else self.vault.open(value)


class Installations(AsyncSQLAlchemyInstallationStore):
    """One sealed bot token a workspace or organisation; no token of a person, and no history, is kept."""

    def __init__(self, client_id: str, engine: AsyncEngine, vault: Vault) -> None:
        super().__init__(client_id, engine)
        for name in SECRETS:
            self.bots.c[name].type = _Sealed(vault)

    async def async_save(self, installation: Installation) -> None:
        """Keep the bot of a new installation."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot's token, and forget any that the same workspace had before."""
        await super().async_save_bot(self._marked(bot))
        await self.forget(bot.enterprise_id, bot.team_id, bot.installed_at, itself=False)

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The bot of a workspace, or of an organisation when *team_id* is None."""
        found = await super().async_find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return None if found is None else self._unmarked(found)

    async def forget(self, enterprise: str | None, team: str | None, until: float, *, itself: bool = True) -> int:
        """Delete what was installed before *until* (and then, when *itself*); returns how many tokens that were."""
        installed, moment = self.bots.c.installed_at, datetime.fromtimestamp(until, UTC).replace(tzinfo=None)
        old = installed <= moment if itself else installed < moment
        async with self.engine.begin() as connection:
            deleted = await connection.execute(self.bots.delete().where(self._of(enterprise, team), old))
        return deleted.rowcount

    async def everywhere(self) -> list[dict[str, Any]]:
        """Where the app is installed and since when, without any token."""
        c = self.bots.c
        shown = (c.enterprise_id, c.enterprise_name, c.team_id, c.team_name, c.bot_scopes, c.installed_at)
        async with self.engine.connect() as connection:
            rows = await connection.execute(
                select(*shown).where(c.client_id == self.client_id).order_by(c.installed_at)
            )
            return [dict(row) for row in rows.mappings()]

    async def reseal(self) -> int:
        """Seal every token anew with the first key; after that the older keys may go. Returns how many."""
        async with self.engine.begin() as connection:
            rows = (
                await connection.execute(select(self.bots.c.id, *(self.bots.c[name] for name in SECRETS)))
            ).mappings()
            for row in rows.all():
                opened = {name: row[name] for name in SECRETS}
                await connection.execute(self.bots.update().where(self.bots.c.id == row["id"]).values(**opened))
            return int(await connection.scalar(select(func.count()).select_from(self.bots)) or 0)

    def _of(self, enterprise: str | None, team: str | None) -> ColumnElement[bool]:
        c = self.bots.c
        return and_(c.client_id == self.client_id, c.enterprise_id == enterprise, c.team_id == team)

    def _marked(self, bot: Bot) -> Bot:
        """The bot with each secret marked by its owner: sealed so, it opens under no other workspace's row."""
        marked = copy.copy(bot)
        for name in SECRETS:
            if getattr(bot, name):
                setattr(marked, name, self._mark(bot, name) + getattr(bot, name))
        return marked

    def _unmarked(self, bot: Bot) -> Bot:
        for name in SECRETS:
            secret, mark = getattr(bot, name), self._mark(bot, name)
            if secret and not secret.startswith(mark):
                remedy = "Somebody changed the database: install the app there again, and find out who"
                raise Unopenable("a stored token", "it was sealed for another workspace", remedy)
            setattr(bot, name, secret.removeprefix(mark) if secret else None)
        return bot

    def _mark(self, bot: Bot, name: str) -> str:
        return f"{self.client_id}|{bot.enterprise_id or ''}|{bot.team_id or ''}|{name}|"


class States(AsyncSQLAlchemyOAuthStateStore):
    """States of installations under way: 256 random bits each, good for ten minutes and for one use."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(STATE_SECONDS, engine)

    async def async_issue(self, *_args: object, **_kwargs: object) -> str:
        """A new state; those that ran out are deleted."""
        state, now = secrets.token_urlsafe(32), _now()
        async with self.engine.begin() as connection:
            await connection.execute(self.oauth_states.delete().where(self.oauth_states.c.expire_at <= now))
            ends = now + timedelta(seconds=self.expiration_seconds)
            await connection.execute(self.oauth_states.insert(), {"state": state, "expire_at": ends})
        return state

    async def async_consume(self, state: str) -> bool:
        """Whether *state* was issued, is not too old, and is used for the first time: one statement decides."""
        c = self.oauth_states.c
        async with self.engine.begin() as connection:
            used = await connection.execute(self.oauth_states.delete().where(c.state == state, c.expire_at > _now()))
        return bool(used.rowcount == 1)


def make_tables(path: Path, *stores: Installations | States) -> None:
    """Make the tables that are missing; raises `SettingError` when *path* is no database."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    try:
        with engine.begin() as connection:
            _make(connection, *stores)
    except SQLAlchemyError as fault:
        remedy = "Set NADIR_INSTALLATIONS to a new file, or to the one it was before"
        raise SettingError("setting NADIR_INSTALLATIONS", f"cannot be used ({type(fault).__name__})", remedy) from None


def _make(connection: Connection, *stores: Installations | States) -> None:
    for store in stores:
        store.metadata.create_all(connection)


def _now() -> datetime:
    """The time as the stores keep it: UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)
