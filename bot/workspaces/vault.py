"""Tokens sealed at rest: Fernet of the library cryptography, with keys that only the settings give."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.settings import SettingError
from core.errors import NadirError

_REMEDY = "Make a key with `nadir workspaces new-key`; to change it, put the new one first: NEW,OLD"


class Unopenable(NadirError):
    """A sealed token that no key opens, or that lies under another workspace than it was sealed for."""


class Vault:
    """Seals with the first of *keys* (parted by commas) and opens with any of them."""

    def __init__(self, keys: str) -> None:
        """Take the keys; raises `SettingError` when one of them is none."""
        try:
            self._keys = MultiFernet([Fernet(key.strip()) for key in keys.split(",")])
        except ValueError:
            raise SettingError("setting NADIR_TOKEN_KEY", "is not a key", _REMEDY) from None

    def seal(self, text: str) -> str:
        """*text* as nobody without a key reads it, or can change it unnoticed."""
        return self._keys.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text that was sealed; raises `Unopenable` when no key opens it."""
        try:
            return self._keys.decrypt(sealed).decode()
        except InvalidToken:
            remedy = "Add the key it was sealed with to NADIR_TOKEN_KEY, or install the app there again"
            raise Unopenable("a stored token", "no key of NADIR_TOKEN_KEY opens it", remedy) from None


def new_key() -> str:
    """A fresh random key."""
    return Fernet.generate_key().decode()
