"""Reading recorders."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker import errors
from tracker.access import Role
from tracker.accounts.viewer import Viewer
from tracker.recorders.models import Recorder
from tracker.words import N_


def visible_to(viewer: Viewer) -> Select[Recorder]:
    """The recorders a person may know of: a ward admin those of the own wards."""
    statement = select(Recorder)
    if viewer.role is Role.WARD_ADMIN:
        statement = statement.where(Recorder.ward_id.in_(viewer.wards))
    return statement


def get(session: Session, viewer: Viewer, recorder_id: int) -> Recorder:
    """One recorder. NotFound when there is none that this person may know of."""
    found = session.scalars(visible_to(viewer).where(Recorder.id == recorder_id)).first()
    if found is None:
        raise errors.NotFound(recorder=recorder_id)
    return found


def choices(session: Session, viewer: Viewer) -> list[tuple[int, str]]:
    """(id, code and place) of the recorders a person may choose from."""
    statement = visible_to(viewer).order_by(Recorder.code, Recorder.id)
    return [(row.id, f"{row.code} – {row.place}".rstrip(" –")) for row in session.scalars(statement)]


def id_within(session: Session, viewer: Viewer, recorder_id: int | None) -> int | None:
    """`recorder_id` itself if this person may use it. Invalid at its field otherwise."""
    if recorder_id is None:
        return None
    found = session.scalar(visible_to(viewer).with_only_columns(Recorder.id).where(Recorder.id == recorder_id))
    if found is None:
        raise errors.Invalid({"recorder_id": N_("Không có đầu ghi này trong phạm vi của bạn.")})
    return found
