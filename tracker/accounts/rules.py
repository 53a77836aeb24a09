"""What makes a log-in name, a password, a token and a living session."""

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta

from tracker.core.i18n import N_

TOKEN_PREFIX = "trk_"
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
TRIES, TRY_WINDOW = 8, timedelta(minutes=15)
TRIES_PER_ADDRESS = 60
SEEN_EVERY = timedelta(minutes=5)
SIGN_INS_LAST = timedelta(days=30)  # longer than any session may last, which is a week


def login_key(login: str) -> str:
    """A log-in name as compared: compatibility form (full-width letters are letters), no case, no blanks around."""
    return unicodedata.normalize("NFKC", login).casefold().strip()


def new_secret() -> str:
    """256 bits nobody can guess, as text that fits a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret: its SHA-256 in hex. Enough, because the secret is random and long."""
    return hashlib.sha256(secret.encode()).hexdigest()


def password_fault(password: str, login: str) -> str | None:
    """Why a password is refused (Vietnamese), or None. Length counts, not character classes."""
    if len(password) < SHORTEST_PASSWORD:
        return N_("Mật khẩu cần ít nhất 10 ký tự.")
    if len(password) > LONGEST_PASSWORD:
        return N_("Mật khẩu dài quá 200 ký tự.")
    if login and login_key(login) in login_key(password):
        return N_("Mật khẩu không được chứa tên đăng nhập.")
    if len(set(password)) < 5:
        return N_("Mật khẩu lặp lại quá ít ký tự, dễ đoán.")
    return None


def is_alive(
    now: datetime,
    *,
    created_at: datetime,
    last_seen_at: datetime,
    ended_at: datetime | None,
    idle: timedelta,
    absolute: timedelta,
) -> bool:
    """Whether a session still holds: not ended, not idle too long, not older than the longest allowed."""
    return ended_at is None and now - last_seen_at <= idle and now - created_at <= absolute
