"""Reading saved filters, as far as they are shared with the reader, and the columns that a person chose."""

from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.models import User
from tracker.core import errors
from tracker.core.viewer import Viewer
from tracker.register.saved_views.models import ChosenColumns, SavedView
from tracker.register.saved_views.rules import Sharing

COLUMNS: tuple[Any, ...] = (
    SavedView.id,
    SavedView.name,
    SavedView.query,
    SavedView.sharing,
    SavedView.created_by_id,
    User.name.label("created_by"),
)
MOST = 100


# One's own, those shared with everybody, and those of one's unit: of the ward, or the unit so named. Built once.
_SHARED = (
    select(*COLUMNS)
    .join(User, User.id == SavedView.created_by_id)
    .where(
        SavedView.page == bindparam("page"),
        or_(
            SavedView.created_by_id == bindparam("viewer"),
            SavedView.sharing == Sharing.EVERYONE,
            and_(
                SavedView.sharing == Sharing.UNIT,
                or_(
                    SavedView.ward_id.in_(bindparam("wards", expanding=True)),
                    and_(SavedView.unit == bindparam("unit"), SavedView.unit != ""),
                ),
            ),
        ),
    )
    .order_by(SavedView.created_by_id != bindparam("viewer"), SavedView.name, SavedView.id)
    .limit(MOST)
)
_CHOSEN = select(ChosenColumns.columns).where(
    ChosenColumns.user_id == bindparam("viewer"), ChosenColumns.page == bindparam("page")
)


def listing(session: Session, viewer: Viewer, page: str) -> list[Row[Any]]:
    """The filters that a person may choose from on a page, one's own first, at most 100: rows of COLUMNS."""
    asked = {"page": page, "viewer": viewer.id, "wards": list(viewer.wards), "unit": viewer.unit}
    return list(session.execute(_SHARED, asked))


def own(session: Session, viewer: Viewer, filter_id: int) -> SavedView:
    """One of the person's own filters. NotFound for anybody else's, seen or not."""
    statement = select(SavedView).where(SavedView.id == filter_id, SavedView.created_by_id == viewer.id)
    found = session.scalars(statement).first()
    if found is None:
        raise errors.NotFound(filter=filter_id)
    return found


def how_many(session: Session, viewer: Viewer, page: str) -> int:
    """How many filters the person keeps on a page, counted no further than MOST."""
    statement = select(SavedView.id).where(SavedView.page == page, SavedView.created_by_id == viewer.id)
    return len(session.scalars(statement.limit(MOST)).all())


def name_taken(session: Session, viewer: Viewer, page: str, name: str) -> bool:
    """Whether the person already keeps a filter of that name."""
    statement = select(SavedView.id).where(
        SavedView.created_by_id == viewer.id, SavedView.page == page, SavedView.name == name
    )
    return session.execute(statement.limit(1)).first() is not None


def columns_of(session: Session, viewer: Viewer, page: str) -> list[str]:
    """The columns that a person chose for a list; none when they never did."""
    found = session.scalar(_CHOSEN, {"viewer": viewer.id, "page": page})
    return found.split(",") if found else []
