"""Queries: the accounts that answer for wards, by the posts of today."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.models import Post, User
from tracker.core import clock
from tracker.core.permissions import WARD_ROLES
from tracker.territory.units.models import Unit
from tracker.territory.wards.models import Ward


def how_many(session: Session, ward_ids: Collection[int]) -> dict[int, int]:
    """How many living accounts answer for each of some wards."""
    statement = answering(Unit.ward_id, func.count(User.id.distinct())).where(Unit.ward_id.in_(ward_ids))
    return {ward_id: number for ward_id, number in session.execute(statement.group_by(Unit.ward_id)) if ward_id}


def answering(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Something of the living accounts that answer for a ward today, of the post and its unit."""
    posts = select(*columns).select_from(Post).join(User, User.id == Post.user_id).join(Unit, Unit.id == Post.unit_id)
    lasting = or_(Post.valid_to.is_(None), Post.valid_to >= clock.today())
    return posts.where(User.active, Post.role.in_(WARD_ROLES), lasting)


def people(session: Session, user_ids: Collection[int]) -> list[Row[Any]]:
    """Some accounts by name: name, login, and ward, the ward's name."""
    posts = select(User.name, User.login, Ward.name.label("ward")).join(Post, Post.user_id == User.id)
    statement = posts.join(Unit, Unit.id == Post.unit_id).join(Ward, Ward.id == Unit.ward_id)
    of_ward_role = (User.id.in_(user_ids), Post.role.in_(WARD_ROLES))
    return list(session.execute(statement.where(*of_ward_role).order_by(User.login)))
