"""Reading saved filters, as far as they are shared with the reader, and the columns that a person chose."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, Row, Select, and_, bindparam, false, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.models import User
from tracker.core import errors
from tracker.core.statements import built_once
from tracker.core.viewer import Reach, Viewer
from tracker.register.saved_views.models import ChosenColumns, SavedView
from tracker.register.saved_views.rules import Sharing
from tracker.register.visibility import own_ward_condition, sees_register

COLUMNS: tuple[Any, ...] = (
    SavedView.id,
    SavedView.name,
    SavedView.query,
    SavedView.sharing,
    SavedView.created_by_id,
    User.name.label("created_by"),
)
MOST = 100
# Asked for by every list: built once, since building takes longer than answering.
_CHOSEN = select(ChosenColumns.columns).where(
    ChosenColumns.user_id == bindparam("viewer_id"), ChosenColumns.page == bindparam("page")
)


def scope(reach: Reach, viewer_id: BindParameter[int], unit_id: BindParameter[int]) -> ColumnElement[bool]:
    """The condition under which a person may choose a filter: one's own, those shared with everybody or one's unit.

    The unit is the ward, or the unit that the person mainly works for.
    """
    same_unit = or_(own_ward_condition(reach, SavedView.ward_id), SavedView.unit_id == unit_id)
    shared = or_(SavedView.sharing == Sharing.EVERYONE, and_(SavedView.sharing == Sharing.UNIT, same_unit))
    return or_(own_scope(reach, viewer_id), shared) if sees_register(reach) else false()


def own_scope(reach: Reach, viewer_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """The condition that a filter is one's own, where that role keeps any."""
    return SavedView.created_by_id == viewer_id if sees_register(reach) else false()


@built_once
def _statement(reach: Reach) -> Select[Any]:
    viewer_id, unit_id = bindparam("viewer_id", type_=Integer()), bindparam("unit_id", type_=Integer())
    return (
        select(*COLUMNS)
        .join(User, User.id == SavedView.created_by_id)
        .where(SavedView.page == bindparam("page"), scope(reach, viewer_id, unit_id))
        .order_by(SavedView.created_by_id != viewer_id, SavedView.name, SavedView.id)
        .limit(MOST)
    )


def listing(session: Session, viewer: Viewer, page: str) -> list[Row[Any]]:
    """The filters that a person may choose from on a page, one's own first, at most 100: rows of COLUMNS."""
    parameters = {"page": page, "viewer_id": viewer.id, "unit_id": viewer.unit_id}
    return list(session.execute(_statement(viewer.reach), parameters))


def own(session: Session, viewer: Viewer, filter_id: int) -> SavedView:
    """One of the person's own filters. NotFound for anybody else's, seen or not."""
    statement = select(SavedView).where(SavedView.id == filter_id, own_scope(viewer.reach, viewer.id))
    view = session.scalars(statement).first()
    if view is None:
        raise errors.NotFound(filter=filter_id)
    return view


def how_many(session: Session, viewer: Viewer, page: str) -> int:
    """How many filters the person keeps on a page, counted no further than MOST."""
    statement = select(SavedView.id).where(SavedView.page == page, own_scope(viewer.reach, viewer.id))
    return len(session.scalars(statement.limit(MOST)).all())


def name_taken(session: Session, viewer: Viewer, page: str, name: str) -> bool:
    """Whether the person already keeps a filter of that name."""
    statement = select(SavedView.id).where(
        own_scope(viewer.reach, viewer.id), SavedView.page == page, SavedView.name == name
    )
    return session.execute(statement.limit(1)).first() is not None


def columns_of(session: Session, viewer: Viewer, page: str) -> list[str]:
    """The columns that a person chose for a list; none when they never did."""
    names = session.scalar(_CHOSEN, {"viewer_id": viewer.id, "page": page})
    return names.split(",") if names else []
