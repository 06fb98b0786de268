"""What an installation may set, read from the environment (NHACVIEC_…) and from a file `.env`, once at start."""

import os
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from locales import text

PREFIX = "NHACVIEC_"
_TOKEN = re.compile(r"[0-9]{3,16}:[A-Za-z0-9_-]{3,100}")
_DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")


class BadSettings(Exception):
    """`faults`: one sentence for each setting that can't be used. None repeats a value: it may be a secret."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def _tokens(written: object) -> object:
    if not isinstance(written, str):
        return written
    return [one.strip() for one in written.split(",") if one.strip()]


def _all_are_tokens(tokens: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    accounts = [token.get_secret_value().partition(":")[0] for token in tokens]
    if not all(_TOKEN.fullmatch(token.get_secret_value()) for token in tokens) or len(set(accounts)) < len(accounts):
        raise ValueError("no token")
    return tokens


def _database(url: SecretStr) -> SecretStr:
    if url.get_secret_value() and not url.get_secret_value().startswith(_DATABASES):
        raise ValueError("no database")
    return url


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("no address")
    return url.rstrip("/")


def _optional_web_address(url: SecretStr) -> SecretStr:
    """A query may name the secret, so it is allowed here."""
    parts = urlsplit(url.get_secret_value())
    if url.get_secret_value() and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.fragment):
        raise ValueError("no address")
    return url


def _none_is_zero(written: object) -> object:
    return 0 if written == "" else written


Tokens = Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_tokens), AfterValidator(_all_are_tokens)]


class Settings(BaseSettings):
    """`tick_seconds` is how often the scheduler looks; `database_url` empty means a SQLite file in `data_dir`.

    `status_port` 0: no status page. `heartbeat_url` is a secret: who knows it can say that all is well.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    data_dir: Path = Field(default_factory=lambda: Path.home() / ".nhacviec")
    database_url: Annotated[SecretStr, AfterValidator(_database)] = SecretStr("")
    telegram_tokens: Tokens = ()
    telegram_api_url: Annotated[str, AfterValidator(_web_address)] = "https://api.telegram.org"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_json: bool = False
    tick_seconds: float = Field(default=1, gt=0, le=3600)
    status_host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:_-]+$")] = "127.0.0.1"
    status_port: Annotated[int, BeforeValidator(_none_is_zero), Field(ge=0, le=65535)] = 0
    heartbeat_url: Annotated[SecretStr, AfterValidator(_optional_web_address)] = SecretStr("")
    keep_sent_days: int = Field(default=180, ge=31, le=36500)

    @property
    def database(self) -> str:
        """The address of the database, password and all."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir / 'nhacviec.db'}"

    @property
    def database_file(self) -> Path | None:
        """The file of a SQLite database."""
        return Path(self.database.removeprefix("sqlite:///")) if self.database.startswith("sqlite:///") else None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not reach a log."""
        password, heartbeat = urlsplit(self.database).password, urlsplit(self.heartbeat_url.get_secret_value())
        tokens = [token.get_secret_value() for token in self.telegram_tokens]
        # Libraries quote an address whole, or what follows the host.
        parts = [heartbeat.geturl(), heartbeat.path.strip("/"), heartbeat.query, heartbeat.password]
        return (*tokens, *(secret for secret in [password, *parts] if secret))


_FAULTS = {
    "data_dir": "settings.data_dir",
    "database_url": "settings.database_url",
    "telegram_tokens": "settings.telegram_tokens",
    "telegram_api_url": "settings.telegram_api_url",
    "log_level": "settings.log_level",
    "log_json": "settings.log_json",
    "tick_seconds": "settings.tick_seconds",
    "status_host": "settings.status_host",
    "status_port": "settings.status_port",
    "heartbeat_url": "settings.heartbeat_url",
    "keep_sent_days": "settings.keep_sent_days",
}


def read_settings() -> Settings:
    """Raises BadSettings."""
    misspelt = [text("settings.misspelt", name=name, meant=meant) for name, meant in _misspelt(os.environ)]
    try:
        settings = Settings()
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors(include_input=False, include_url=False)}
        faults = [text(key) for name, key in _FAULTS.items() if name in wrong]
        # Neither the cause nor its text may be shown: they repeat what was set.
        raise BadSettings([*faults, *misspelt]) from None
    if misspelt:
        raise BadSettings(misspelt)
    return settings


def _misspelt(names: "os._Environ[str]") -> list[tuple[str, str]]:
    known = {f"{PREFIX}{name}".upper() for name in _FAULTS}
    ours = sorted(name for name in names if name.startswith(PREFIX) and name not in known)
    near = [(name, get_close_matches(name, known, n=1, cutoff=0.9)) for name in ours]
    return [(name, meant[0]) for name, meant in near if meant]
