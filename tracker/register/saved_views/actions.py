"""Keeping filters under a name, dropping them, remembering which columns a person wants."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.register.saved_views import queries, rules
from tracker.register.saved_views.models import ChosenColumns, SavedView
from tracker.register.saved_views.rules import Sharing

NAME_TAKEN = N_("Bạn đã có bộ lọc tên này. Hãy đặt tên khác, hoặc xóa bộ lọc cũ.")
TOO_MANY = N_("Bạn đã lưu quá nhiều bộ lọc. Hãy xóa bớt bộ lọc không dùng.")


def save_view(session: Session, actor: Viewer, page: str, *, name: str, query: str, sharing: Sharing) -> SavedView:
    """Keep a list's filter. It is only the text of an address: what is seen through it depends on who opens it."""
    permissions.require(actor, Can.MANAGE_SAVED_VIEWS)
    if queries.name_taken(session, actor, page, name):
        raise errors.Invalid({"name": NAME_TAKEN})
    if queries.how_many(session, actor, page) >= queries.MOST:
        raise errors.Invalid({"name": TOO_MANY})
    view = SavedView(
        created_by_id=actor.id,
        ward_id=actor.ward_id,
        unit_id=actor.unit_id,
        page=page,
        name=name,
        query=rules.lasting(query),
        sharing=sharing,
        created_at=clock.now(),
    )
    session.add(view)
    session.flush()
    record(session, actor, "filter:keep", view, scope=sharing.value)
    return view


def delete_view(session: Session, actor: Viewer, filter_id: int) -> SavedView:
    """Delete one of the actor's own filters. NotFound for anybody else's."""
    permissions.require(actor, Can.MANAGE_SAVED_VIEWS)
    view = queries.own(session, actor, filter_id)
    record(session, actor, "filter:drop", view)
    session.delete(view)
    return view


def choose_columns(session: Session, actor: Viewer, page: str, columns: Sequence[str]) -> None:
    """Remember the columns that the actor wants in a list; none: those of everybody. A habit, not a deed of the log."""
    permissions.require(actor, Can.MANAGE_SAVED_VIEWS)
    chosen_columns = session.get(ChosenColumns, (actor.id, page)) or ChosenColumns(user_id=actor.id, page=page)
    chosen_columns.columns = ",".join(columns)[:500]
    session.add(chosen_columns)
