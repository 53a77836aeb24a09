"""The person behind a request, as everything below pages and API knows them: plain facts, no database row."""

from dataclasses import dataclass, field
from functools import cached_property

from tracker.core import errors
from tracker.core.permissions import CASE_ROLES, Position, Role, Scope, SystemRole
from tracker.core.post_rules import belongs_to_ward, heads, investigates


@dataclass(frozen=True)
class Origin:
    """Which request a transaction belongs to, and from which address it came."""

    request_id: str = ""
    ip: str = ""


@dataclass(frozen=True)
class Reach:
    """How far somebody sees: all that a row's visibility may hang on, and nothing else of a person.

    `wards` are the ids of the wards answered for, predecessors included; `case_units` the ids of the units whose cases
    the person's posts see, without what these cover. Equal reaches see the same rows, so a statement may be kept by
    its reach. What is somebody's own work takes that person's id beside it.
    """

    roles: frozenset[Role | SystemRole] = frozenset()
    wards: frozenset[int] = frozenset()
    case_units: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ViewerPost:
    """A post that somebody holds today. `unit_id` is None for a keeper of the machine who is in no unit.

    `delegated_by` is the name of the head instead of whom the person decides by it; empty for a post of one's own.
    """

    role: Role
    unit_id: int | None = None
    unit_name: str = ""
    position: Position = Position.MEMBER
    ward_id: int | None = None
    ward_name: str = ""
    delegated_by: str = ""


@dataclass(frozen=True)
class Viewer:
    """A signed-in person with today's posts, the first of them the one held longest; `sign_in_id` is the session.

    `wards` are the wards answered for, predecessors included; `leads` the units whose requests the person decides on,
    `own_leads` those of them by posts of one's own. Who `must_change_password` does nothing else before.
    """

    id: int
    login: str
    name: str
    posts: tuple[ViewerPost, ...] = ()
    wards: frozenset[int] = field(default=frozenset())
    leads: frozenset[int] = field(default=frozenset())
    own_leads: frozenset[int] = field(default=frozenset())
    sign_in_id: int | None = None
    session_token: str = ""
    scope: Scope = Scope.WRITE
    must_change_password: bool = False

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def label(self) -> str:
        """The log-in name."""
        return self.login

    @cached_property
    def roles(self) -> frozenset[Role | SystemRole]:
        """What the person does here, of all posts."""
        return frozenset(post.role for post in self.posts)

    def units_of(self, *roles: Role) -> frozenset[int]:
        """The ids of the units in which the person has a post of one of these roles; without roles, of any."""
        wanted_roles = frozenset(roles or self.roles)
        return frozenset(post.unit_id for post in self.posts if post.unit_id is not None and {post.role} & wanted_roles)

    @property
    def unit_id(self) -> int | None:
        """The unit that the person mainly works for."""
        return next((post.unit_id for post in self.posts if post.unit_id is not None), None)

    @property
    def unit_name(self) -> str:
        """The name of the unit that the person mainly works for, or nothing."""
        return next((post.unit_name for post in self.posts if post.unit_name), "")

    @property
    def ward_id(self) -> int | None:
        """The ward for whose cameras the person answers."""
        return next((post.ward_id for post in self.posts if belongs_to_ward(post.role)), None)

    @property
    def ward_name(self) -> str:
        """The name of that ward, or nothing."""
        return next((post.ward_name for post in self.posts if belongs_to_ward(post.role)), "")

    @property
    def own_ward_id(self) -> int:
        """The ward that the person works for. NotAllowed where there is none: nothing can be entered there."""
        if self.ward_id is None:
            raise errors.NotAllowed()
        return self.ward_id

    @property
    def investigating_unit_id(self) -> int:
        """The unit in which the person investigates: whose the cases are that the person logs. NotAllowed: in none."""
        posts = (post.unit_id for post in self.posts if investigates(post.role))
        unit_id = next((unit_id for unit_id in posts if unit_id is not None), None)
        if unit_id is None:
            raise errors.NotAllowed()
        return unit_id

    @property
    def case_units(self) -> frozenset[int]:
        """The ids of the units in which the person investigates or leads."""
        return self.units_of(*CASE_ROLES)

    @property
    def heads(self) -> frozenset[int]:
        """The ids of the units that the person heads."""
        return frozenset(post.unit_id for post in self.posts if post.unit_id and heads(Role(post.role), post.position))

    @property
    def own_case_unit_id(self) -> int:
        """The unit whose cases the person takes over: where the person investigates, else leads. NotAllowed: none."""
        posts = [post for post in self.posts if post.role in CASE_ROLES and post.unit_id is not None]
        posts.sort(key=lambda post: not investigates(Role(post.role)))
        if not posts or posts[0].unit_id is None:
            raise errors.NotAllowed()
        return posts[0].unit_id

    @cached_property
    def reach(self) -> Reach:
        """How far this person sees."""
        return Reach(self.roles, self.wards, self.case_units)

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the session's own secret, so that ending its row ends it."""
        return self.session_token


@dataclass(frozen=True)
class SystemActor:
    """Whoever does work that nobody started. It has no account: it cannot sign in and no row can belong to it."""

    id: int = 0  # no account has it
    name: str = "Hệ thống"  # as it stands in the log, like people's names
    roles: frozenset[Role | SystemRole] = frozenset({SystemRole.SYSTEM})
    wards: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    own_leads: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    case_units: frozenset[int] = frozenset()


SYSTEM = SystemActor()
