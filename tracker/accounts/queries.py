"""Reading accounts: who is behind a session or a token, who there is."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, and_, bindparam, cast, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from tracker.accounts import rules
from tracker.accounts.models import LoginAttempt, Post, SignIn, Token, User
from tracker.core import clock, errors, post_rules
from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page, page
from tracker.core.permissions import WARD_ROLES, Position, Role
from tracker.core.vietnamese import clean, fold
from tracker.core.viewer import Viewer, ViewerPost
from tracker.territory.units import queries as units
from tracker.territory.units.models import Unit
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Succession, Ward


def _predecessors() -> ColumnElement[str | None]:
    """The ids of the row's ward and of all that went into it, however long ago, with commas between."""
    itself = aliased(Ward)
    start = select(itself.id.label("at")).where(itself.id == Ward.id).correlate(Ward)
    before = start.cte("before", recursive=True, nesting=True)
    every = before.union(select(Succession.old_id).join(before, Succession.new_id == before.c.at))
    return select(func.aggregate_strings(cast(every.c.at, String), ",")).scalar_subquery()


_HEAD = aliased(User)  # instead of whom a delegated post decides
_PERSON = (User.id, User.login, User.name, User.must_change_password)
_POST = (
    Post.role, Post.position, Post.unit_id, Unit.name.label("unit_name"), Unit.valid_to.label("unit_ended"),
    Unit.ward_id, Ward.name.label("ward_name"), _HEAD.name.label("delegated_by"), _predecessors().label("predecessors"),
)  # fmt: skip
_IN_OFFICE = and_(
    Post.user_id == User.id,
    Post.valid_from <= bindparam("today"),
    or_(Post.valid_to.is_(None), Post.valid_to >= bindparam("today")),
)


def _with_posts(*columns: Any) -> Select[*tuple[Any, ...]]:
    """A row for each post that somebody holds today, one without a post for whoever holds none."""
    posts = select(*_PERSON, *_POST, *columns).select_from(User).outerjoin(Post, _IN_OFFICE)
    posts = posts.outerjoin(Unit, Unit.id == Post.unit_id).outerjoin(Ward, Ward.id == Unit.ward_id)
    return posts.outerjoin(_HEAD, _HEAD.id == Post.delegated_by_id)


# Who calls is asked by every request: these are built once, since building takes longer than answering.
_FIRST_POST_FIRST = (Post.valid_from, Post.id)
_BY_SESSION = (
    _with_posts(SignIn.id.label("sign_in_id"), SignIn.created_at, SignIn.seen_at, SignIn.ended_at)
    .join(SignIn, SignIn.user_id == User.id)
    .where(SignIn.token_hash == bindparam("digest"), User.active)
    .order_by(*_FIRST_POST_FIRST)
)
_BY_TOKEN = (
    _with_posts(Token.scope)
    .join(Token, Token.user_id == User.id)
    .where(
        Token.token_hash == bindparam("digest"),
        Token.revoked_at.is_(None),
        Token.expires_at > bindparam("now"),
        User.active,
        User.must_change_password.is_(False),
    )
    .order_by(*_FIRST_POST_FIRST)
)
_BY_ID = _with_posts().where(User.id == bindparam("user_id")).order_by(*_FIRST_POST_FIRST)


def viewer_by_session(
    session: Session, secret: str, now: datetime, idle: timedelta, longest: timedelta
) -> tuple[Viewer, datetime] | None:
    """Whoever holds the session `secret`, and when it was last noted as used; None when it has ended."""
    rows = session.execute(_BY_SESSION, {"digest": rules.digest(secret), "today": clock.local(now).date()}).all()
    if not rows or not rules.is_alive(
        now,
        created_at=rows[0].created_at,
        last_seen_at=rows[0].seen_at,
        ended_at=rows[0].ended_at,
        idle=idle,
        absolute=longest,
    ):
        return None
    return _viewer(session, rows, sign_in_id=rows[0].sign_in_id, session_token=secret), rows[0].seen_at


def viewer_by_token(session: Session, secret: str, now: datetime) -> Viewer | None:
    """Whoever a program's token stands for, with no more than the token's scope; None when it holds no longer."""
    keys = {"digest": rules.digest(secret), "now": now, "today": clock.local(now).date()}
    rows = session.execute(_BY_TOKEN, keys).all()
    return _viewer(session, rows, scope=rows[0].scope) if rows else None


def viewer_of(session: Session, user: User, *, sign_in_id: int | None = None, session_token: str = "") -> Viewer:
    """A user's row as the rest of the code knows the person: with the posts of today."""
    rows = session.execute(_BY_ID, {"user_id": user.id, "today": clock.today()}).all()
    return _viewer(session, rows, sign_in_id=sign_in_id, session_token=session_token)


def _viewer(session: Session, rows: Sequence[Row[*tuple[Any, ...]]], **sign_in_facts: Any) -> Viewer:
    posts = tuple(post for post in (_post(session, row) for row in rows if row.role) if post)
    person = rows[0]
    ids_by_ward = {row.ward_id: frozenset(map(int, row.predecessors.split(","))) for row in rows if row.ward_id}
    leading = [post for post in posts if post_rules.leads(post.role, post.position) and post.unit_id]
    unit_ids = {post.unit_id for post in leading if post.unit_id}
    own_unit_ids = {post.unit_id for post in leading if post.unit_id and not post.delegated_by}
    leads = units.covered_ids(session, unit_ids)
    answered_for = [post.ward_id for post in posts if post_rules.belongs_to_ward(post.role) and post.ward_id]
    return Viewer(
        id=person.id,
        login=person.login,
        name=person.name,
        must_change_password=person.must_change_password,
        posts=posts,
        wards=frozenset[int]().union(*(ids_by_ward.get(w) or wards.predecessors(session, w) for w in answered_for)),
        leads=leads,
        own_leads=leads if own_unit_ids == unit_ids else units.covered_ids(session, own_unit_ids),
        **sign_in_facts,
    )


def _post(session: Session, row: Row[*tuple[Any, ...]]) -> ViewerPost | None:
    """A post in a unit of today. One whose unit ended goes on where that only got a new name, else it is no more."""
    if row.unit_ended is None or row.unit_ended >= clock.today():
        place = (row.unit_name or "", row.position, row.ward_id, row.ward_name or "")
        return ViewerPost(row.role, row.unit_id, *place, row.delegated_by or "")
    heir_id = units.heir(session, row.unit_id, clock.today())
    if heir_id is None:
        return None
    unit = units.get(session, heir_id)
    place = (unit.name, row.position, unit.ward_id, unit.ward.name if unit.ward else "")
    return ViewerPost(row.role, unit.id, *place, row.delegated_by or "")


def by_login(session: Session, login: str) -> User | None:
    """The account of a log-in name, or None."""
    return session.scalars(select(User).where(User.login == rules.login_key(login))).first()


def get(session: Session, user_id: int) -> User:
    """The account with this id, posts and their units loaded. NotFound."""
    posts = selectinload(User.posts).joinedload(Post.unit)
    user = session.scalar(select(User).where(User.id == user_id).options(posts))
    if user is None:
        raise errors.NotFound(user=user_id)
    return user


def all_users(session: Session) -> list[User]:
    """All accounts by log-in name, posts and their units loaded."""
    posts = selectinload(User.posts).joinedload(Post.unit)
    return list(session.scalars(select(User).options(posts).order_by(User.login)))


def names_by_login(session: Session, most: int) -> list[tuple[str, str]]:
    """Every account's log-in name and name, to choose from; none where there are more than `most`."""
    rows = session.execute(select(User.login, User.name).order_by(User.login).limit(most + 1)).all()
    return [(login, name) for login, name in rows] if len(rows) <= most else []


def listing(session: Session, q: str = "", after: tuple[str] | None = None, limit: int = PAGE_SIZE) -> Page[User]:
    """One page of accounts by log-in name, posts and their units loaded.

    Those with these words in log-in name, name or a unit of theirs, however toned; all without words.
    """
    posts = selectinload(User.posts).joinedload(Post.unit)
    statement = select(User).options(posts)
    words = fold(clean(q)).split()
    if words:
        statement = statement.where(User.id.in_(_with_words(session, words)))
    rows, following = page(session, statement, (User.login,), after, limit)
    return Page([row[0] for row in rows], following)


def _with_words(session: Session, words: Collection[str]) -> set[int]:
    """The accounts with all these words, folded: no column holds what an account is found by."""
    texts: dict[int, str] = {}
    names_and_units = select(User.id, User.login, User.name, Unit.code, Unit.name, Unit.short_name)
    names_and_units = names_and_units.outerjoin(Post, Post.user_id == User.id).outerjoin(Unit)
    for user_id, *row_texts in session.execute(names_and_units):
        texts[user_id] = " ".join((texts.get(user_id, ""), *(text or "" for text in row_texts)))
    return {user_id for user_id, text in texts.items() if all(word in fold(text) for word in words)}


def last_sign_ins(session: Session, user_ids: Collection[int]) -> dict[int, datetime]:
    """When each of some accounts was last signed in to, by its id; without those that never were."""
    statement = select(SignIn.user_id, func.max(SignIn.created_at)).where(SignIn.user_id.in_(user_ids))
    return {row[0]: row[1] for row in session.execute(statement.group_by(SignIn.user_id))}


def people_of(session: Session, unit_id: int, on: date) -> list[Row[*tuple[Any, ...]]]:
    """Who has a post in a unit on a day, the head first: name, role, position, valid_from, valid_to, delegated_by."""
    columns = (User.name, Post.role, Post.position, Post.valid_from, Post.valid_to, _HEAD.name.label("delegated_by"))
    statement = select(*columns).join(Post, Post.user_id == User.id).outerjoin(_HEAD, _HEAD.id == Post.delegated_by_id)
    of_unit = (Post.unit_id == unit_id, User.active, in_office(on))
    rows = session.execute(statement.where(*of_unit).order_by(User.name, Post.id)).all()
    ranks = list(Position)[::-1]
    return sorted(rows, key=lambda row: ranks.index(row.position))


def in_office(on: date) -> ColumnElement[bool]:
    """The posts that somebody holds on a day."""
    return and_(Post.valid_from <= on, or_(Post.valid_to.is_(None), Post.valid_to >= on))


def acting_for(session: Session, viewer: Viewer, unit_id: int) -> str:
    """The name of the head instead of whom somebody decides for a unit; nothing where it is by a post of one's own."""
    leading = [post for post in viewer.posts if post_rules.leads(Role(post.role), post.position) and post.unit_id]
    own_units = [post.unit_id for post in leading if post.unit_id and not post.delegated_by]
    if units.covers(session, own_units, unit_id):
        return ""
    delegated = (post for post in leading if post.delegated_by and post.unit_id)
    names = (post.delegated_by for post in delegated if units.covers(session, [post.unit_id or 0], unit_id))
    return next(names, "")


def is_answered_for(session: Session, ward_id: int) -> bool:
    """Whether somebody with an account answers today for the cameras of a ward, or of one that it went into."""
    return bool(units_answering_for(session, ward_id))


def units_answering_for(session: Session, ward_id: int) -> set[int]:
    """The ids of the units in which somebody answers today for the cameras of a ward, or of one that it went into."""
    heirs = {ward_id, *(ward.id for ward in wards.whole_successors(session, [ward_id]).get(ward_id, []))}
    near = frozenset[int]().union(*(wards.predecessors(session, heir) for heir in heirs))
    statement = (
        select(*_POST)
        .join(User, User.id == Post.user_id)
        .join(Unit, Unit.id == Post.unit_id)
        .join(Ward, Ward.id == Unit.ward_id)
        .outerjoin(_HEAD, _HEAD.id == Post.delegated_by_id)
        .where(Post.role.in_(WARD_ROLES), Unit.ward_id.in_(near), in_office(clock.today()), User.active)
    )
    posts = [_post(session, row) for row in session.execute(statement)]
    return {
        post.unit_id
        for post in posts
        if post and post.unit_id and post.ward_id and ward_id in wards.predecessors(session, post.ward_id)
    }


def failed_attempts(session: Session, login: str, ip: str, since: datetime) -> tuple[int, int]:
    """How often this name was tried from this address since then, and how often any name was."""
    recent = select(func.count()).where(LoginAttempt.ip == ip, LoginAttempt.at > since)
    tries_for_login = session.scalar(recent.where(LoginAttempt.login == rules.login_key(login)[:64])) or 0
    return tries_for_login, session.scalar(recent) or 0


def active_sessions(session: Session, user_id: int) -> list[SignIn]:
    """Sessions of a person that nobody ended, newest first."""
    statement = select(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    return list(session.scalars(statement.order_by(SignIn.seen_at.desc()).limit(50)))


def tokens(session: Session, user_id: int) -> list[Token]:
    """A person's tokens, newest first."""
    return list(session.scalars(select(Token).where(Token.user_id == user_id).order_by(Token.id.desc())))
