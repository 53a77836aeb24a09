"""Actions: giving people posts, and ending them."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts import delegations
from tracker.accounts.models import Post, User
from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions, post_rules
from tracker.core.i18n import N_
from tracker.core.permissions import Can, Position, Role
from tracker.core.viewer import Viewer
from tracker.territory.units import queries as units
from tracker.territory.units.models import Unit
from tracker.territory.wards import queries as wards

NO_UNIT = N_("Cần ghi đơn vị: tên, mã đơn vị, hoặc mã phường, xã.")
NO_WARD_UNIT = N_("Cán bộ phụ trách camera phải ở Công an một phường, xã đang hoạt động.")
ENDS_FIRST = N_("Ngày kết thúc ở trước ngày bắt đầu.")
HELD_ALREADY = N_("Người này đã giữ nhiệm vụ đó ở đơn vị này.")
ENDED = N_("Nhiệm vụ này đã kết thúc.")
LAST_ADMINISTRATOR = N_("Đây là quản trị duy nhất còn lại.")


class NewPost(NamedTuple):
    """A post to be given. `unit` is what somebody typed: the name or the code of a unit, or the code of a ward."""

    role: Role
    unit: str
    position: Position
    valid_from: date
    valid_to: date | None = None
    reason: str = ""


def add(session: Session, actor: Viewer | None, user: User, new: NewPost) -> Post:
    """Give somebody one more post. Invalid names the field at fault."""
    if actor is not None:
        permissions.require(actor, Can.MANAGE_ACCOUNTS)
    post = give(session, user, new)
    unit, since = post.unit.label if post.unit else "", new.valid_from.isoformat()
    record(session, actor, "user:post", user, reason=new.reason, role=new.role.value, unit=unit, since=since)
    return post


def give(session: Session, user: User, new: NewPost) -> Post:
    """A post as it is written. Whoever calls has asked for the permission and records it."""
    fault = post_rules.position_fault(new.role, new.position)
    if fault:
        raise errors.Invalid({"position": fault})
    if new.valid_to is not None and new.valid_to < new.valid_from:
        raise errors.Invalid({"valid_to": ENDS_FIRST})
    unit = unit_for(session, new.role, new.unit, new.valid_from)
    _refuse_twice(session, user, unit, new)
    facts = {"valid_from": new.valid_from, "valid_to": new.valid_to, "reason": new.reason, "delegated_by_id": None}
    post = Post(user_id=user.id, unit=unit, role=new.role, position=new.position, **facts)
    session.add(post)
    session.flush()
    return post


def unit_for(session: Session, role: Role, typed: str, on: date) -> Unit | None:
    """The unit that somebody means for a post of a role; None only for a keeper of the machine."""
    if not typed:
        if post_rules.may_lack_unit(role):
            return None
        raise errors.Invalid({"unit": NO_UNIT})
    code = typed.split(" ")[0]
    ward = wards.by_code(session, code, on) if code.isdecimal() else None
    unit = units.of_ward(session, ward.id, on) if ward else None
    unit = unit or units.guess(session, typed, on, "unit")
    if post_rules.belongs_to_ward(role) and (unit.ward is None or unit.ward.valid_to is not None):
        raise errors.Invalid({"unit": NO_WARD_UNIT})
    return unit


def _refuse_twice(session: Session, user: User, unit: Unit | None, new: NewPost) -> None:
    own_posts = (Post.user_id == user.id, Post.delegated_by_id.is_(None))
    of_role = (*own_posts, Post.role.in_([new.role]), Post.unit_id == (unit.id if unit else None))
    lasting = Post.valid_to.is_(None) | (Post.valid_to >= new.valid_from)
    has_begun = Post.valid_from <= new.valid_to if new.valid_to else Post.id.is_not(None)
    if session.scalar(select(Post.id).where(*of_role, lasting, has_begun).limit(1)):
        raise errors.Invalid({"role": HELD_ALREADY})


def of_user(session: Session, user: User, post_id: int) -> Post:
    """One post of somebody. NotFound when there is none of that number."""
    post = session.scalar(select(Post).where(Post.id == post_id, Post.user_id == user.id))
    if post is None:
        raise errors.NotFound(post=post_id)
    return post


def end(session: Session, actor: Viewer | None, user: User, post_id: int, last: date, reason: str) -> Post:
    """End a post after its last day. Invalid before it began; WrongState when it has ended."""
    if actor is not None:
        permissions.require(actor, Can.MANAGE_ACCOUNTS)
    post = of_user(session, user, post_id)
    if post.valid_to is not None and post.valid_to < clock.today():
        raise errors.WrongState(ENDED)
    if last < post.valid_from:
        raise errors.Invalid({"valid_to": ENDS_FIRST})
    if post_rules.may_lack_unit(post.role) and not _other_administrator(session, post):
        raise errors.WrongState(LAST_ADMINISTRATOR)
    post.valid_to = last
    session.flush()
    record(session, actor, "user:post-end", user, reason=reason, role=post.role.value, until=last.isoformat())
    delegations.end_with_post(session, actor, post, last, reason)
    return post


def _other_administrator(session: Session, post: Post) -> bool:
    statement = select(Post.id).join(User, User.id == Post.user_id).where(User.active, Post.id != post.id)
    return session.scalar(statement.where(Post.role.in_([post.role]), Post.valid_to.is_(None)).limit(1)) is not None


def move(session: Session, post_id: int, unit: Unit, on: date) -> tuple[int, int | None, int | None]:
    """Have a post go on in another unit from a day on: its id, the unit it was in, the post that follows it.

    A post that began on that day or later only changes its unit. Whoever calls records it.
    """
    post = session.get_one(Post, post_id)
    before = post.unit_id
    if post.valid_from >= on:
        post.unit_id = unit.id
        return post_id, before, None
    facts = {"role": post.role, "position": post.position, "valid_from": on, "valid_to": post.valid_to}
    facts |= {"delegated_by_id": post.delegated_by_id, "reason": post.reason}
    following = Post(user_id=post.user_id, unit_id=unit.id, **facts)
    post.valid_to = on - timedelta(days=1)
    session.add(following)
    session.flush()
    return post_id, before, following.id


def move_back(session: Session, post_id: int, unit_id: int | None, following_id: int | None) -> None:
    """Undo `move`."""
    post = session.get_one(Post, post_id)
    if following_id is None:
        post.unit_id = unit_id
        return
    following = session.get(Post, following_id)
    if following is not None:
        post.valid_to = following.valid_to
        session.delete(following)
