"""Reading owners, never with more of their identity than the reader was shown before: names come masked."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker import errors
from tracker.access import Role
from tracker.accounts.viewer import Viewer
from tracker.owners.models import Owner
from tracker.owners.rules import masked_name
from tracker.words import N_


def visible_to(viewer: Viewer) -> Select[Owner]:
    """The owners a person may know of: a ward admin those of the own wards."""
    statement = select(Owner)
    if viewer.role is Role.WARD_ADMIN:
        statement = statement.where(Owner.ward_id.in_(viewer.wards))
    return statement


def get(session: Session, viewer: Viewer, owner_id: int) -> Owner:
    """One owner. NotFound when there is none that this person may know of."""
    found = session.scalars(visible_to(viewer).where(Owner.id == owner_id)).first()
    if found is None:
        raise errors.NotFound(owner=owner_id)
    return found


def choices(session: Session, viewer: Viewer) -> list[tuple[int, str]]:
    """(id, number and masked name) of the owners a person may choose from."""
    statement = visible_to(viewer).order_by(Owner.id)
    return [(row.id, f"#{row.id} {masked_name(row.name)}") for row in session.scalars(statement)]


def id_within(session: Session, viewer: Viewer, owner_id: int | None) -> int | None:
    """`owner_id` itself if this person may use it. Invalid at its field otherwise."""
    if owner_id is None:
        return None
    found = session.scalar(visible_to(viewer).with_only_columns(Owner.id).where(Owner.id == owner_id))
    if found is None:
        raise errors.Invalid({"owner_id": N_("Không có chủ camera này trong phạm vi của bạn.")})
    return found
