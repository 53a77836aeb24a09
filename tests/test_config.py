"""Settings: what is refused at start, and the key that an embedded installation makes for itself."""

import stat
from pathlib import Path

import pytest

import config
from config import ConfigError, from_environment
from tests.crowd import crowd

SERVER = "postgresql://tracker@db/tracker"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation's folder with nothing in it yet."""
    monkeypatch.setattr(config, "ROOT", tmp_path)
    return tmp_path


def test_a_setting_that_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(ConfigError, match="TRACKER_COOKIE_SECURED"):
        from_environment({"TRACKER_COOKIE_SECURED": "on"})


@pytest.mark.parametrize("name", ["TESTING", "ARGON2_MEMORY_KIB", "ARGON2_PASSES", "DATABASE_URL"])
def test_what_only_tests_may_set_is_unknown_to_the_environment(name: str) -> None:
    with pytest.raises(ConfigError, match=f"TRACKER_{name}"):
        from_environment({f"TRACKER_{name}": "1"})


@pytest.mark.parametrize("value", ["0", "1441", "-5", "1.5", "ten", "", " 5", "1e2"])
def test_a_number_out_of_range_is_refused_with_its_range(value: str) -> None:
    with pytest.raises(ConfigError, match="TRACKER_SESSION_IDLE_MINUTES must be a whole number from 1 to 1440"):
        from_environment({"TRACKER_SESSION_IDLE_MINUTES": value})


def test_a_flag_is_on_or_off_and_nothing_else() -> None:
    with pytest.raises(ConfigError, match="TRACKER_COOKIE_SECURE"):
        from_environment({"TRACKER_COOKIE_SECURE": "maybe"})


@pytest.mark.parametrize("url", ["mysql://db/x", "sqlite://", "sqlite:///:memory:", "tracker.db"])
def test_a_database_that_the_app_does_not_know_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="DATABASE_URL"):
        from_environment({"DATABASE_URL": url})


def test_a_server_database_without_a_secret_key_is_refused() -> None:
    with pytest.raises(ConfigError, match="TRACKER_SECRET_KEY must be set"):
        from_environment({"DATABASE_URL": SERVER})


def test_a_short_secret_key_is_refused() -> None:
    with pytest.raises(ConfigError, match="at least 32"):
        from_environment({"TRACKER_SECRET_KEY": "x" * 31})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_name_postgresql_leads_to_the_one_driver(scheme: str) -> None:
    settings = from_environment({"DATABASE_URL": f"{scheme}://db/tracker", "TRACKER_SECRET_KEY": "x" * 32})
    assert settings.database_url == "postgresql+psycopg://db/tracker"


def test_an_embedded_installation_makes_its_key_once_and_keeps_it_private(empty_folder: Path) -> None:
    first, second = from_environment({}), from_environment({})
    key_file = empty_folder / "instance" / "secret_key"
    assert first.secret_key == second.secret_key == key_file.read_text()
    assert len(first.secret_key) >= 64
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_workers_that_start_together_agree_on_one_key() -> None:
    assert len({settings.secret_key for settings in crowd(lambda: from_environment({}))}) == 1


def test_a_key_that_a_crash_left_empty_is_made_anew(empty_folder: Path) -> None:
    key_file = empty_folder / "instance" / "secret_key"
    key_file.parent.mkdir()
    key_file.touch()
    assert len(from_environment({}).secret_key) >= 64


def test_an_empty_environment_gives_the_safe_settings(empty_folder: Path) -> None:
    settings = from_environment({})
    assert settings.database_url == f"sqlite:///{empty_folder}/instance/tracker.db"
    assert settings.cookie_secure
    assert not settings.testing
    assert settings.argon2_memory_kib >= 19_456


def test_what_is_set_is_what_the_app_gets() -> None:
    settings = from_environment({"TRACKER_COOKIE_SECURE": "Off", "TRACKER_MINIMUM_N": "50", "HOME": "/"})
    assert (settings.cookie_secure, settings.minimum_n) == (False, 50)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SMTP_HOST": "thu.example"}, "TRACKER_SMTP_SENDER"),
        ({"SMTP_HOST": "thu.example", "SMTP_SENDER": "a@b.example", "SMTP_TLS": "ssl"}, "TRACKER_SMTP_TLS"),
        ({"SMTP_PASSWORD": "mật khẩu"}, "ASCII"),
        ({"SMTP_PASSWORD_FILE": "/nowhere"}, "TRACKER_SMTP_PASSWORD_FILE"),
        ({"SMTP_PORT": "0"}, "TRACKER_SMTP_PORT"),
        ({"NOTICE_COMMAND": "gateway --sms"}, "TRACKER_NOTICE_COMMAND"),
        ({"NOTICE_COMMAND": "/nowhere/gateway"}, "TRACKER_NOTICE_COMMAND"),
        ({"NOTICE_COMMAND": '/bin/sh "'}, "TRACKER_NOTICE_COMMAND cannot be read"),
        ({"SCAN_COMMAND": "clamscan"}, "TRACKER_SCAN_COMMAND"),
        ({"SCAN_COMMAND": "/bin/sh", "SCAN_CLAMD": "/run/clamd"}, "one of the two"),
        ({"SCAN_CLAMD": "clamd"}, "TRACKER_SCAN_CLAMD"),
        ({"FILES": "files"}, "TRACKER_FILES"),
        ({"FILES": "s3://UPPER/x"}, "TRACKER_FILES"),
        ({"MOST_FILE_MB": "501"}, "TRACKER_MOST_FILE_MB"),
    ],
)
def test_a_way_out_that_cannot_work_stops_the_start(settings: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        from_environment({f"TRACKER_{name}": value for name, value in settings.items()})


def test_nothing_leaves_the_house_where_nothing_is_set() -> None:
    settings = from_environment({})
    assert (
        settings.smtp_host,
        settings.notice_command,
        settings.files,
        settings.scan_command,
        settings.scan_clamd,
    ) == ("",) * 5
    assert settings.files_folder == str(config.ROOT / "instance" / "files")


def test_a_secret_may_stand_in_a_file_but_not_in_two_places(empty_folder: Path) -> None:
    (empty_folder / "secret").write_text("hoa-sua\n")
    named = {"TRACKER_SMTP_PASSWORD_FILE": str(empty_folder / "secret")}
    assert from_environment(named).smtp_password == "hoa-sua"
    with pytest.raises(ConfigError, match="one of the two"):
        from_environment({**named, "TRACKER_SMTP_PASSWORD": "khac"})


def test_a_bucket_needs_the_library_that_speaks_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"TRACKER_FILES": "s3://camera/files"}
    assert from_environment(there).files == "s3://camera/files"
    monkeypatch.setattr(config, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match="boto3"):
        from_environment(there)
