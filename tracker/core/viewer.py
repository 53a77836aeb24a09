"""The person behind a request, as everything below pages and API knows them: plain facts, no database row."""

from dataclasses import dataclass, field

from tracker.core import errors
from tracker.core.permissions import Role, Scope, SystemRole


@dataclass(frozen=True)
class Origin:
    """Which request a transaction belongs to, and from which address it came."""

    request_id: str = ""
    ip: str = ""


@dataclass(frozen=True)
class Reach:
    """How far somebody sees: all that a row's visibility may hang on, and nothing else of a person.

    `wards` are the ids of the wards answered for, predecessors included. Equal reaches see the same rows, so a
    statement may be kept by its reach. What is somebody's own work takes that person's id beside it.
    """

    role: Role
    wards: frozenset[int] = frozenset()


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

    @property
    def own_ward_id(self) -> int:
        """The ward that the person works for. NotAllowed where there is none: nothing can be entered there."""
        if self.ward_id is None:
            raise errors.NotAllowed()
        return self.ward_id

    @property
    def reach(self) -> Reach:
        """How far this person sees."""
        return Reach(self.role, self.wards)

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the session's own secret, so that ending its row ends it."""
        return self.session_token


@dataclass(frozen=True)
class SystemActor:
    """Whoever does work that nobody started. It has no account: it cannot sign in and no row can belong to it."""

    id: int = 0  # no account has it
    name: str = "Hệ thống"  # as it stands in the log, like people's names
    role: SystemRole = SystemRole.SYSTEM
    wards: frozenset[int] = frozenset()


SYSTEM = SystemActor()
