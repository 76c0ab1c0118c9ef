"""Everything an installation can set: environment variables, a `.env` file, or files holding secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from core.errors import NadirError

PREFIX = "NADIR_"


class SettingError(NadirError):
    """A setting that is missing or cannot be used: whoever runs the bot can mend it."""


def _usual(name: str) -> AliasChoices:
    """Our own name of a setting first, then the name that Slack's own examples use."""
    return AliasChoices(f"{PREFIX}{name}", name)


class Settings(BaseSettings):
    """The settings of one installation. Secrets may also be given as `NAME_FILE`, the path of a file."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
        env_ignore_empty=True,
    )

    slack_bot_token: SecretStr | None = Field(None, validation_alias=_usual("SLACK_BOT_TOKEN"))
    slack_app_token: SecretStr | None = Field(None, validation_alias=_usual("SLACK_APP_TOKEN"))
    slack_signing_secret: SecretStr | None = Field(None, validation_alias=_usual("SLACK_SIGNING_SECRET"))
    slack_api_url: str = Field("https://slack.com/api/", validation_alias=_usual("SLACK_API_URL"))

    slack_client_id: str | None = Field(None, validation_alias=_usual("SLACK_CLIENT_ID"))
    slack_client_secret: SecretStr | None = Field(None, validation_alias=_usual("SLACK_CLIENT_SECRET"))
    token_key: SecretStr | None = Field(None, validation_alias=AliasChoices("NADIR_TOKEN_KEY"))
    public_url: str | None = None
    installations: Path = Path("nadir-installations.sqlite3")
    workspaces: str = ""

    database: Path = Path("nadir.sqlite3")
    retention_hours: int = Field(72, ge=1)
    site: Path | None = None
    audience: Literal["clinician", "trainee", "patient"] = "clinician"
    host: str = "127.0.0.1"
    port: int = Field(3000, ge=1, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_slash(cls, url: str) -> str:
        """Method names are appended to the base address, which therefore ends with a slash."""
        if not url.startswith(("https://", "http://")):
            raise ValueError("not an http address")
        return url if url.endswith("/") else f"{url}/"

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, url: str | None) -> str | None:
        """Our paths, which begin with a slash, are appended to it."""
        if url is not None and not url.startswith(("https://", "http://")):
            raise ValueError("not an http address")
        return None if url is None else url.rstrip("/")

    def invited(self) -> frozenset[str]:
        """The ids of workspaces and organisations that may install the app; none named: whichever Slack lets."""
        return frozenset(filter(None, (one.strip() for one in self.workspaces.split(","))))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """An argument wins over the environment, that over `NAME_FILE`, that over the `.env` file."""
        files = _SecretFiles(settings_cls, env_settings, dotenv_settings)
        return init_settings, env_settings, files, dotenv_settings, file_secret_settings

    def secret(self, name: str, remedy: str) -> str:
        """The secret *name* in clear, for the one place that needs it; raises `SettingError` when it is not set."""
        value = getattr(self, name)
        if not isinstance(value, SecretStr):
            raise SettingError(f"setting {PREFIX}{name.upper()}", "is not set", remedy)
        return value.get_secret_value()


class _SecretFiles(PydanticBaseSettingsSource):
    """Reads `NAME_FILE`: the container or service manager mounts the secret, the environment only names it."""

    def __init__(self, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource) -> None:
        super().__init__(settings_cls)
        self._sources = [source for source in sources if isinstance(source, EnvSettingsSource)]

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The content of the file named for this field, or None."""
        if field.annotation != SecretStr | None or not isinstance(field.validation_alias, AliasChoices):
            return None, field_name, False
        for name in map(str, field.validation_alias.choices):
            path = self._path(f"{name}_FILE")
            if path:
                return _read(name, path), field_name, False
        return None, field_name, False

    def _path(self, name: str) -> str | None:
        found = (source.env_vars.get(name.lower()) for source in self._sources)
        return next((path for path in found if path), None)

    def __call__(self) -> dict[str, Any]:
        fields = self.settings_cls.model_fields
        found = {name: self.get_field_value(field, name)[0] for name, field in fields.items()}
        return {name: value for name, value in found.items() if value is not None}


def _read(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        problem = f"the file cannot be read ({type(fault).__name__})"
        raise SettingError(f"setting {name}_FILE", problem, _FILE_REMEDY) from fault


_FILE_REMEDY = "Name a readable text file that holds only the secret"


def load_settings(**given: Any) -> Settings:
    """The settings of this process; raises `SettingError` naming the setting and what to do about it."""
    try:
        return Settings(**given)
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        name = name if name.isupper() else f"{PREFIX}{name.upper()}"
        raise SettingError(f"setting {name}", first["msg"], "Correct it in the environment or in .env") from None
