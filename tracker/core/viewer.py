"""The person behind a request, as everything below pages and API knows them: plain facts, no database row."""

from dataclasses import dataclass, field

from tracker.core.permissions import Role, Scope


@dataclass(frozen=True)
class Origin:
    """Which request a transaction belongs to, and from which address it came."""

    request_id: str = ""
    ip: str = ""


@dataclass(frozen=True)
class Viewer:
    """A signed-in person. `wards` are the wards answered for, predecessors included; `sign_in_id` is the session."""

    id: int
    login: str
    name: str
    role: Role
    unit: str = ""
    ward_id: int | None = None
    ward_name: str = ""
    wards: frozenset[int] = field(default=frozenset())
    sign_in_id: int | None = None
    session_token: str = ""
    scope: Scope = Scope.WRITE

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def label(self) -> str:
        """The log-in name."""
        return self.login

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the session's own secret, so that ending its row ends it."""
        return self.session_token


def anybody(role: Role, wards: frozenset[int]) -> Viewer:
    """Whoever has this role and answers for these wards: what may be seen hangs on nothing else of a person."""
    return Viewer(id=0, login="", name="", role=role, wards=wards)
