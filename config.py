"""Every setting. Nothing else reads the environment; unknown or unsafe values are refused at start."""

import os
import re
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock

ROOT = Path(__file__).parent
PREFIX = "TRACKER_"
# Settings of what leaves the process; README says what each means.
WAYS_OUT = (
    *("smtp_host", "smtp_tls", "smtp_user", "smtp_password", "smtp_password_file", "smtp_sender", "alarm_mail"),
    *("notice_command", "files", "s3_endpoint", "s3_region", "s3_key_id", "s3_secret", "s3_secret_file"),
    *("scan_command", "scan_clamd"),
)
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
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_tls: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_password_file: str = ""
    smtp_sender: str = ""
    alarm_mail: str = ""
    notice_command: str = ""
    notice_command_seconds: int = 30
    most_file_mb: int = 20
    files: str = ""
    s3_endpoint: str = ""
    s3_region: str = ""
    s3_key_id: str = ""
    s3_secret: str = ""
    s3_secret_file: str = ""
    scan_command: str = ""
    scan_clamd: str = ""
    argon2_memory_kib: int = 19_456
    argon2_passes: int = 2
    testing: bool = False

    @property
    def session_idle(self) -> timedelta:
        """How long a session may lie idle."""
        return timedelta(minutes=self.session_idle_minutes)

    @property
    def files_folder(self) -> str:
        """The folder of stored files, if no bucket has them: beside the database, or in instance/ with a server."""
        beside = Path(self.database_url.removeprefix("sqlite:///")).parent
        return self.files or str((beside if self.database_url.startswith("sqlite:") else ROOT / "instance") / "files")

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
        "smtp_port": (1, 65_535),
        "notice_command_seconds": (1, 300),
        "most_file_mb": (1, 500),
    }
    texts = {"secret_key", "cookie_secure", "jobs", "map_tiles", "map_pmtiles", "map_credit", *WAYS_OUT}
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
        **_ways_out({name: values.get(name, "").strip() for name in WAYS_OUT}),
        **settings,
    )


def _ways_out(values: Mapping[str, str]) -> dict[str, Any]:
    """The settings of mail, of the operator's programs and of stored files: all off where nothing is given."""
    if values["scan_command"] and values["scan_clamd"]:
        raise ConfigError("TRACKER_SCAN_COMMAND and TRACKER_SCAN_CLAMD: one of the two")
    for name in ("notice_command", "scan_command"):
        _program(name, values[name])
    if not re.fullmatch(r"(/[^\0]+|[A-Za-z0-9.-]+:[0-9]{1,5})?", values["scan_clamd"]):
        raise ConfigError("TRACKER_SCAN_CLAMD must be the full path of a socket or host:port")
    if not re.fullmatch(r"(s3://[a-z0-9.-]{3,63}(/[A-Za-z0-9._/-]+)?|/.+|[A-Za-z]:[\\/].+)?", values["files"]):
        raise ConfigError("TRACKER_FILES must be the full path of a folder or s3://bucket/prefix")
    if values["files"].startswith("s3://") and find_spec("boto3") is None:
        raise ConfigError("TRACKER_FILES names a bucket: install boto3 (pip install boto3)")
    return {**values, **_mail(values), "s3_secret": _secret("s3_secret", values)}


def _mail(values: Mapping[str, str]) -> dict[str, str]:
    """What has to be said of a mail server, if there is one."""
    if values["smtp_host"] and "@" not in values["smtp_sender"]:
        raise ConfigError("TRACKER_SMTP_SENDER must be an address when TRACKER_SMTP_HOST is set")
    tls, password = values["smtp_tls"] or "starttls", _secret("smtp_password", values)
    if tls not in ("starttls", "tls", "off"):
        raise ConfigError("TRACKER_SMTP_TLS must be starttls, tls or off")
    if not (values["smtp_user"] + password).isascii():
        raise ConfigError("TRACKER_SMTP_USER and its password must be ASCII: SMTP can carry nothing else")
    return {"smtp_tls": tls, "smtp_password": password}


def _program(name: str, value: str) -> None:
    """Refuse what is no command that could be run: words as a shell would take them, the first a program's path."""
    try:
        words = shlex.split(value)
    except ValueError as error:
        raise ConfigError(f"{PREFIX}{name.upper()} cannot be read: {error}") from error
    if value and not (Path(words[0]).is_absolute() and os.access(words[0], os.X_OK)):
        raise ConfigError(f"{PREFIX}{name.upper()} must begin with the full path of a program that can be run")


def _secret(name: str, values: Mapping[str, str]) -> str:
    """A secret that stands in the environment, or in a file that the environment names."""
    path = _readable(f"{name}_file", values[f"{name}_file"])
    if path and values[name]:
        raise ConfigError(f"{PREFIX}{name.upper()} and {PREFIX}{name.upper()}_FILE: one of the two")
    return Path(path).read_text(encoding="utf-8").strip() if path else values[name]


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
