"""Actions: a head has an officer decide instead for some days. What was given ends with the post that it came from."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.accounts import queries
from tracker.accounts.models import Post, User
from tracker.accounts.rules import login_key
from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions, post_rules
from tracker.core.i18n import N_
from tracker.core.permissions import CASE_ROLES, Can, Position, Role
from tracker.core.viewer import Viewer
from tracker.territory.units import queries as units

NOT_AN_OFFICER = N_("Người được ủy quyền phải là cán bộ điều tra hoặc lãnh đạo đang công tác ở đơn vị, hoặc ở dưới.")
IN_THE_PAST = N_("Không ủy quyền cho ngày đã qua.")
ENDS_FIRST = N_("Ngày kết thúc ở trước ngày bắt đầu.")
BEYOND_OWN_POST = N_("Nhiệm vụ của chính bạn ở đơn vị này kết thúc ngày %(day)s, không ủy quyền lâu hơn được.")
BEYOND_THEIR_POST = N_("Người này thôi công tác ở đơn vị sau ngày %(day)s, không ủy quyền lâu hơn được.")
OVERLAPS = N_("Những ngày này đã ủy quyền cho %(name)s. Hãy chấm dứt lần ủy quyền ấy trước, hoặc chọn ngày khác.")
APPROVES_ANYWAY = N_("Người này vốn đã là lãnh đạo của đơn vị, phê duyệt được mà không cần ủy quyền.")
ENDED = N_("Lần ủy quyền này đã kết thúc.")


class NewDelegation(NamedTuple):
    """Whom the head of a unit has decide, by a log-in name, from one day to another, both included."""

    unit_id: int
    to: str
    valid_from: date
    valid_to: date
    reason: str


def given(session: Session, actor: Viewer) -> Sequence[Post]:
    """All that the actor ever delegated, the newest first, with people and units."""
    permissions.require(actor, Can.DELEGATE)
    statement = select(Post).options(joinedload(Post.user), joinedload(Post.unit))
    newest_first = (Post.valid_from.desc(), Post.id.desc())
    return session.scalars(statement.where(Post.delegated_by_id == actor.id).order_by(*newest_first)).all()


def officers(session: Session, actor: Viewer, on: date) -> list[User]:
    """Who may be asked to decide instead of the actor on a day: case workers of the actor's units and those below."""
    below = units.covered(actor.heads)
    holds_post = select(Post.user_id).where(Post.unit_id.in_(below), *_own_case_post(on))
    statement = select(User).where(User.active, User.id != actor.id, User.id.in_(holds_post))
    return list(session.scalars(statement.order_by(User.name, User.id)))


def delegate(session: Session, actor: Viewer, new: NewDelegation) -> Post:
    """Have an officer decide instead of the actor, who keeps the right. 403 for a unit that the actor does not head.

    Invalid names the field at fault: nobody of the unit or below, days past, in a wrong order, beyond one of the two
    posts, or overlapping with what was delegated in the unit before.
    """
    own_post = _own_post(session, actor, new.unit_id)
    officer = _officer(session, actor, new)
    _check_days(session, new, own_post)
    _check_officer(session, new, officer)
    days = {"valid_from": new.valid_from, "valid_to": new.valid_to}
    facts = {"role": Role.LEADERSHIP, "position": Position.DEPUTY, "delegated_by_id": actor.id, "reason": new.reason}
    post = Post(user_id=officer.id, unit_id=new.unit_id, **days, **facts)
    session.add(post)
    session.flush()
    details: dict[str, Any] = {"since": new.valid_from.isoformat(), "until": new.valid_to.isoformat()}
    details["unit"] = _unit_name(session, post)
    record(session, actor, "user:delegate", officer, reason=new.reason, **details)
    return post


def end(session: Session, actor: Viewer, post_id: int, reason: str) -> User:
    """End at once what the actor delegated, and to whom. NotFound for another's; WrongState when it has ended."""
    permissions.require(actor, Can.DELEGATE)
    post = session.scalar(select(Post).where(Post.id == post_id, Post.delegated_by_id == actor.id))
    if post is None:
        raise errors.NotFound(post=post_id)
    if post.valid_to is not None and post.valid_to < clock.today():
        raise errors.WrongState(ENDED)
    return _end_after(session, actor, post, clock.today() - timedelta(days=1), reason)


def end_with_post(session: Session, actor: Viewer | None, post: Post, last: date, reason: str) -> None:
    """A post ends after a day: so does what its holder delegated in the unit and was delegated there."""
    if post.delegated_by_id is not None or post.unit_id is None:
        return
    over_unit = [unit.id for unit in units.above(session, units.get(session, post.unit_id))]
    given_there = (Post.delegated_by_id == post.user_id) & (Post.unit_id == post.unit_id)
    held_there = (Post.user_id == post.user_id) & Post.unit_id.in_([post.unit_id, *over_unit])
    _end_all(session, actor, given_there | held_there, last, reason)


def end_all_of(session: Session, actor: Viewer | None, user_id: int, reason: str) -> None:
    """Whoever can no longer sign in has nobody decide instead."""
    _end_all(session, actor, Post.delegated_by_id == user_id, clock.today() - timedelta(days=1), reason)


def _end_all(session: Session, actor: Viewer | None, condition: ColumnElement[bool], last: date, reason: str) -> None:
    lasting = or_(Post.valid_to.is_(None), Post.valid_to > last)
    for post in session.scalars(select(Post).where(Post.delegated_by_id.is_not(None), lasting, condition)).all():
        _end_after(session, actor, post, last, reason)


def _end_after(session: Session, actor: Viewer | None, post: Post, last: date, reason: str) -> User:
    """What would end before it began is no post: only the log keeps that it was given."""
    officer, unit = session.get_one(User, post.user_id), _unit_name(session, post)
    if post.valid_from > last:
        session.delete(post)
    else:
        post.valid_to = last
    session.flush()
    record(session, actor, "user:delegation-end", officer, reason=reason, unit=unit, until=last.isoformat())
    return officer


def _own_post(session: Session, actor: Viewer, unit_id: int) -> Post:
    """The post by which the actor heads a unit today."""
    subject = next((post for post in actor.posts if post.unit_id == unit_id), object())
    permissions.require(actor, Can.DELEGATE, subject)
    of_actor = (Post.user_id == actor.id, Post.delegated_by_id.is_(None), queries.in_office(clock.today()))
    posts = session.scalars(select(Post).where(*of_actor).order_by(Post.id)).all()
    leading = [post for post in posts if post_rules.heads(post.role, post.position)]
    return next((post for post in leading if post.unit_id == unit_id), leading[0])  # a unit renamed since: any of them


def _officer(session: Session, actor: Viewer, new: NewDelegation) -> User:
    key = login_key(new.to)
    officer = next((user for user in officers(session, actor, new.valid_from) if user.login == key), None)
    if officer is None:
        raise errors.Invalid({"to": NOT_AN_OFFICER})
    return officer


def _check_days(session: Session, new: NewDelegation, own_post: Post) -> None:
    if new.valid_from < clock.today():
        raise errors.Invalid({"valid_from": IN_THE_PAST})
    if new.valid_to < new.valid_from:
        raise errors.Invalid({"valid_to": ENDS_FIRST})
    if own_post.valid_to is not None and new.valid_to > own_post.valid_to:
        raise errors.Invalid({"valid_to": BEYOND_OWN_POST}, day=f"{own_post.valid_to:%d/%m/%Y}")
    earlier = session.scalar(select(Post).where(*_overlapping(new), Post.delegated_by_id.is_not(None)).limit(1))
    if earlier is not None:
        raise errors.Invalid({"valid_from": OVERLAPS}, name=session.get_one(User, earlier.user_id).name)


def _check_officer(session: Session, new: NewDelegation, officer: User) -> None:
    own_posts = (Post.user_id == officer.id, Post.delegated_by_id.is_(None))
    leading = (*own_posts, *_overlapping(new), Post.role.in_([Role.LEADERSHIP]))
    if session.scalar(select(Post.id).where(*leading).limit(1)):
        raise errors.Invalid({"to": APPROVES_ANYWAY})
    in_unit = (Post.user_id == officer.id, Post.unit_id.in_(units.covered([new.unit_id])))
    lasts = session.scalars(select(Post.valid_to).where(*in_unit, *_own_case_post(new.valid_from))).all()
    if not lasts:
        raise errors.Invalid({"to": NOT_AN_OFFICER})
    ends = [last for last in lasts if last is not None]
    if len(ends) == len(lasts) and new.valid_to > max(ends):
        raise errors.Invalid({"valid_to": BEYOND_THEIR_POST}, day=f"{max(ends):%d/%m/%Y}")


def _overlapping(new: NewDelegation) -> tuple[ColumnElement[bool], ...]:
    lasting = or_(Post.valid_to.is_(None), Post.valid_to >= new.valid_from)
    return (Post.unit_id == new.unit_id, Post.valid_from <= new.valid_to, lasting)


def _own_case_post(on: date) -> tuple[ColumnElement[bool], ...]:
    return (Post.role.in_(CASE_ROLES), Post.delegated_by_id.is_(None), queries.in_office(on))


def _unit_name(session: Session, post: Post) -> str:
    return units.get(session, post.unit_id).name if post.unit_id else ""
