"""What makes a password, a log-in name and a living session."""

from datetime import timedelta

from tests.cast import HOUR, PASSWORD, at
from tracker.accounts import rules

NOW = at(10)


def test_a_password_is_refused_for_its_length_its_name_and_its_dullness() -> None:
    assert "ít nhất 10" in str(rules.password_fault("123456789", "lan"))
    assert "quá 200" in str(rules.password_fault("chín ngàn " * 21, "lan"))
    assert "tên đăng nhập" in str(rules.password_fault("Hoa LAN nở mùa xuân", "lan"))
    assert "ít ký tự" in str(rules.password_fault("abababababab", "lan"))
    assert rules.password_fault(PASSWORD, "lan") is None


def test_a_log_in_name_is_one_however_it_is_typed() -> None:
    assert rules.login_key(" ＬＡＮ ") == rules.login_key("lan") == "lan"


def test_a_secret_is_kept_only_as_its_digest() -> None:
    secret, other = rules.new_secret(), rules.new_secret()
    assert secret != other
    assert len(rules.digest(secret)) == 64
    assert secret not in rules.digest(secret)


def test_a_session_dies_ended_idle_or_old() -> None:
    assert _alive()
    assert not _alive(ended_at=NOW)
    assert not _alive(last_seen_at=NOW - HOUR - timedelta(seconds=1))
    assert not _alive(created_at=NOW - 12 * HOUR - timedelta(seconds=1))


def _alive(**times: object) -> bool:
    facts = {"created_at": NOW - 11 * HOUR, "last_seen_at": NOW - HOUR, "ended_at": None} | times
    return rules.is_alive(NOW, idle=HOUR, absolute=12 * HOUR, **facts)  # type: ignore[arg-type]


def test_ten_to_two_hundred_characters_five_of_them_different_are_enough() -> None:
    assert rules.password_fault("abcdeabcde", "lan") is None
    assert rules.password_fault("abcdefghij" * 20, "lan") is None
    assert rules.password_fault("abcdefghij" * 20 + "k", "lan") is not None
    assert rules.password_fault("abcdabcdab", "lan") is not None


def test_a_session_holds_to_the_last_second() -> None:
    assert _alive(created_at=NOW - 12 * HOUR)
