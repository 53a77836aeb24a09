"""Every setting. Nothing else reads the environment; unknown or unsafe values are refused at start."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock

ROOT = Path(__file__).parent
PREFIX = "TRACKER_"
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class ConfigError(ValueError):
    """A setting that cannot be used; the text says which and why."""


@dataclass(frozen=True)
class Config:
    """The settings of one running app. README lists them all; a test keeps the two alike."""

    database_url: str
    secret_key: str
    cookie_secure: bool = True
    session_idle_minutes: int = 60
    session_longest_hours: int = 12
    minimum_n: int = 30
    most_upload_mb: int = 50
    most_import_rows: int = 200_000
    trusted_proxies: int = 0
    jobs: str = "worker"
    map_tiles: str = ""
    map_pmtiles: str = ""
    map_credit: str = ""
    argon2_memory_kib: int = 19_456
    argon2_passes: int = 2
    testing: bool = False

    @property
    def session_idle(self) -> timedelta:
        """How long a session may lie idle."""
        return timedelta(minutes=self.session_idle_minutes)

    @property
    def map_tiles_origin(self) -> str:
        """Where map pictures come from when not from here, for the content security policy; with a blank before it."""
        parts = urlsplit(self.map_tiles)
        return f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def session_longest(self) -> timedelta:
        """How long a session may last at all."""
        return timedelta(hours=self.session_longest_hours)


def from_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """The settings of this process.

    `DATABASE_URL` names the database (default: SQLite in instance/). The others begin with TRACKER_.
    ConfigError on a name nobody knows, a value out of range, or PostgreSQL without a secret key.
    """
    values = {name[len(PREFIX) :].lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
    numbers = {
        "session_idle_minutes": (1, 24 * 60),
        "session_longest_hours": (1, 24 * 7),
        "minimum_n": (1, 10_000),
        "most_upload_mb": (1, 500),
        "most_import_rows": (1, 1_000_000),
        "trusted_proxies": (0, 5),
    }
    texts = {"secret_key", "cookie_secure", "jobs", "map_tiles", "map_pmtiles", "map_credit"}
    unknown = set(values) - set(numbers) - texts
    if unknown:
        raise ConfigError(f"unknown settings: {', '.join(sorted(PREFIX + name.upper() for name in unknown))}")
    url = _database_url(environment.get("DATABASE_URL", ""))
    settings: dict[str, Any] = {
        name: _number(name, values[name], *bounds) for name, bounds in numbers.items() if name in values
    }
    return Config(
        database_url=url,
        secret_key=_secret_key(values.get("secret_key", ""), url),
        cookie_secure=_flag("cookie_secure", values.get("cookie_secure", "on")),
        jobs=_jobs(values.get("jobs", "worker")),
        map_tiles=_tiles(values.get("map_tiles", "")),
        map_pmtiles=_readable("map_pmtiles", values.get("map_pmtiles", "")),
        map_credit=values.get("map_credit", ""),
        **settings,
    )


def for_tests(database_url: str, **changes: Any) -> Config:
    """Settings under which tests run: cheap password hashing, cookies over plain HTTP."""
    settings: dict[str, Any] = {
        "secret_key": "for-tests-only-" + "x" * 32,
        "cookie_secure": False,
        "argon2_memory_kib": 8,
        "argon2_passes": 1,
        "testing": True,
        "jobs": "at_once",
    }
    return Config(database_url=database_url, **{**settings, **changes})


def _database_url(url: str) -> str:
    if not url:
        return f"sqlite:///{ROOT / 'instance' / 'tracker.db'}"
    if url.startswith("sqlite:///") and ":memory:" not in url:
        return url
    for scheme in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url[len(scheme) :]
    raise ConfigError("DATABASE_URL must begin with sqlite:/// (a file) or postgresql://")


def _secret_key(key: str, database_url: str) -> str:
    if key:
        if len(key) < 32:
            raise ConfigError("TRACKER_SECRET_KEY must have at least 32 characters")
        return key
    if not database_url.startswith("sqlite:"):
        raise ConfigError("TRACKER_SECRET_KEY must be set when DATABASE_URL names a server")
    return _kept_key(ROOT / "instance" / "secret_key")


def _kept_key(path: Path) -> str:
    """The key of an embedded installation: made once, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Processes that start together wait for the first, and read what it wrote.
    with FileLock(path.with_name(f"{path.name}.lock"), mode=0o600):
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        with os.fdopen(handle, "r+") as file:
            key = file.read()
            if not key:
                key = secrets.token_urlsafe(48)
                file.write(key)
    return key


def _flag(name: str, value: str) -> bool:
    if value.lower() not in YES | NO:
        raise ConfigError(f"{PREFIX}{name.upper()} must be on or off")
    return value.lower() in YES


def _jobs(value: str) -> str:
    if value not in ("worker", "thread"):
        raise ConfigError(f"{PREFIX}JOBS must be worker or thread")
    return value


def _tiles(value: str) -> str:
    """The address of map pictures: of our own origin (/…) or of one https server named in full, nothing else in it."""
    match = re.fullmatch(r"(/(?!/)|https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/)[A-Za-z0-9._~/?=&@{}-]*", value)
    if value and not (match and all(part in value for part in ("{z}", "{x}", "{y}"))):
        raise ConfigError(f"{PREFIX}MAP_TILES must be /… or https://host/… with {{z}}, {{x}} and {{y}} in it")
    return value


def _readable(name: str, value: str) -> str:
    if value and not (Path(value).is_absolute() and os.access(value, os.R_OK)):
        raise ConfigError(f"{PREFIX}{name.upper()} must be the full path of a file that can be read")
    return value


def _number(name: str, value: str, least: int, most: int) -> int:
    if not value.isdecimal() or not least <= int(value) <= most:
        raise ConfigError(f"{PREFIX}{name.upper()} must be a whole number from {least} to {most}")
    return int(value)
