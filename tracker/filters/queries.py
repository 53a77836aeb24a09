"""Reading saved filters, as far as they are shared with the reader, and the columns that a person chose."""

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, false, or_, select
from sqlalchemy.orm import Session

from tracker import errors
from tracker.accounts.models import User
from tracker.accounts.viewer import Viewer
from tracker.filters.models import ChosenColumns, SavedFilter
from tracker.filters.rules import Sharing

COLUMNS: tuple[Any, ...] = (
    SavedFilter.id,
    SavedFilter.name,
    SavedFilter.query,
    SavedFilter.sharing,
    SavedFilter.keeper_id,
    User.name.label("keeper"),
)
MOST = 100


def scope(viewer: Viewer) -> ColumnElement[bool]:
    """One's own filters, those shared with everybody, and those of one's unit: of the ward, or the unit so named."""
    theirs = SavedFilter.ward_id.in_(viewer.wards) if viewer.wards else false()
    named = SavedFilter.unit == viewer.unit if viewer.unit else false()
    return or_(
        SavedFilter.keeper_id == viewer.id,
        SavedFilter.sharing == Sharing.EVERYONE,
        and_(SavedFilter.sharing == Sharing.UNIT, or_(theirs, named)),
    )


def listing(session: Session, viewer: Viewer, page: str) -> list[Row[Any]]:
    """The filters that a person may choose from on a page, one's own first, at most 100: rows of COLUMNS."""
    statement = (
        select(*COLUMNS)
        .join(User, User.id == SavedFilter.keeper_id)
        .where(SavedFilter.page == page, scope(viewer))
        .order_by(SavedFilter.keeper_id != viewer.id, SavedFilter.name, SavedFilter.id)
    )
    return list(session.execute(statement.limit(MOST)))


def own(session: Session, viewer: Viewer, filter_id: int) -> SavedFilter:
    """One of the person's own filters. NotFound for anybody else's, seen or not."""
    statement = select(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.keeper_id == viewer.id)
    found = session.scalars(statement).first()
    if found is None:
        raise errors.NotFound(filter=filter_id)
    return found


def how_many(session: Session, viewer: Viewer, page: str) -> int:
    """How many filters the person keeps on a page, counted no further than MOST."""
    statement = select(SavedFilter.id).where(SavedFilter.page == page, SavedFilter.keeper_id == viewer.id)
    return len(session.scalars(statement.limit(MOST)).all())


def name_taken(session: Session, viewer: Viewer, page: str, name: str) -> bool:
    """Whether the person already keeps a filter of that name."""
    statement = select(SavedFilter.id).where(
        SavedFilter.keeper_id == viewer.id, SavedFilter.page == page, SavedFilter.name == name
    )
    return session.execute(statement.limit(1)).first() is not None


def columns_of(session: Session, viewer: Viewer, page: str) -> list[str]:
    """The columns that a person chose for a list; none when they never did."""
    found = session.get(ChosenColumns, (viewer.id, page))
    return found.columns.split(",") if found and found.columns else []
