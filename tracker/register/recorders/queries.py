"""Reading recorders, always as far as the viewer may see."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.permissions import Role
from tracker.core.vietnamese import clean, fold
from tracker.core.viewer import Viewer
from tracker.register.recorders.models import Recorder
from tracker.territory.wards.models import Ward

PAGE = 50

COLUMNS: tuple[Any, ...] = (
    Recorder.id,
    Recorder.code,
    Recorder.ward_id,
    Ward.name.label("ward"),
    Recorder.place,
    Recorder.model,
    Recorder.storage,
    Recorder.retention_days,
    Recorder.retention_to,
    Recorder.retention_measured_on,
    Recorder.clock_offset_seconds,
    Recorder.clock_checked_at,
)


@dataclass(frozen=True)
class RecorderCriteria:
    """What a list of recorders is narrowed to. `unmeasured`: only those whose clock nobody has compared yet.

    `after` is where the last page ended: (code, id).
    """

    q: str = ""
    unmeasured: bool = False
    after: tuple[str, int] | None = None
    limit: int = PAGE


def scope(viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which a person may know of a recorder: a ward admin, those of the own wards."""
    return Recorder.ward_id.in_(viewer.wards) if viewer.role is Role.WARD_ADMIN else Recorder.id.is_not(None)


def visible_to(viewer: Viewer) -> Select[Recorder]:
    """The recorders a person may know of."""
    return select(Recorder).where(scope(viewer))


def get(session: Session, viewer: Viewer, recorder_id: int) -> Recorder:
    """One recorder. NotFound when there is none that this person may know of."""
    found = session.scalars(visible_to(viewer).where(Recorder.id == recorder_id)).first()
    if found is None:
        raise errors.NotFound(recorder=recorder_id)
    return found


def listing(session: Session, viewer: Viewer, wanted: RecorderCriteria) -> tuple[list[Row[Any]], bool]:
    """One page of recorders by code, as rows of COLUMNS, and whether more follow."""
    statement = select(*COLUMNS).join(Ward, Ward.id == Recorder.ward_id).where(*_conditions(viewer, wanted))
    if wanted.after:
        statement = statement.where(tuple_(Recorder.code, Recorder.id) > tuple_(*wanted.after))
    rows = list(session.execute(statement.order_by(Recorder.code, Recorder.id).limit(wanted.limit + 1)))
    return rows[: wanted.limit], len(rows) > wanted.limit


def code_taken(session: Session, ward_ids: Collection[int], code: str, but: int | None = None) -> bool:
    """Whether one of the wards already has a recorder of that code."""
    statement = select(Recorder.id).where(Recorder.code == code, Recorder.ward_id.in_(ward_ids))
    if but is not None:
        statement = statement.where(Recorder.id != but)
    return session.execute(statement.limit(1)).first() is not None


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


def _conditions(viewer: Viewer, wanted: RecorderCriteria) -> list[ColumnElement[bool]]:
    conditions = [scope(viewer)]
    for word in clean(wanted.q).split():
        code = func.lower(Recorder.code).contains(word.lower(), autoescape=True)
        conditions.append(or_(code, Ward.search_key.contains(fold(word), autoescape=True)))
    if wanted.unmeasured:
        conditions.append(Recorder.clock_offset_seconds.is_(None))
    return conditions
