"""Reading recorders, always as far as the viewer may see."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from tracker.core import errors, text_search
from tracker.core.cursors import PAGE_SIZE
from tracker.core.i18n import N_
from tracker.core.paging import Page, page
from tracker.core.text_search import Term
from tracker.core.vietnamese import clean, fold
from tracker.core.viewer import Reach, Viewer
from tracker.register.recorders.models import RECORDERS, Recorder
from tracker.register.visibility import ward_condition
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

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
    limit: int = PAGE_SIZE


def scope(reach: Reach) -> ColumnElement[bool]:
    """The condition under which a person may know of a recorder: a ward admin, those of the own wards."""
    return ward_condition(reach, Recorder.ward_id)


def visible_to(reach: Reach) -> Select[Recorder]:
    """The recorders a person may know of."""
    return select(Recorder).where(scope(reach))


def get(session: Session, viewer: Viewer, recorder_id: int) -> Recorder:
    """One recorder. NotFound when there is none that this person may know of."""
    recorder = session.scalars(visible_to(viewer.reach).where(Recorder.id == recorder_id)).first()
    if recorder is None:
        raise errors.NotFound(recorder=recorder_id)
    return recorder


def listing(session: Session, viewer: Viewer, criteria: RecorderCriteria) -> Page[Row[Any]]:
    """One page of recorders by code, as rows of COLUMNS."""
    statement = (
        select(*COLUMNS).join(Ward, Ward.id == Recorder.ward_id).where(*_conditions(session, viewer.reach, criteria))
    )
    return page(session, statement, (Recorder.code, Recorder.id), criteria.after, criteria.limit)


def code_taken(session: Session, ward_ids: Collection[int], code: str, except_id: int | None = None) -> bool:
    """Whether one of the wards already has a recorder of that code."""
    statement = select(Recorder.id).where(Recorder.code == code, Recorder.ward_id.in_(ward_ids))
    if except_id is not None:
        statement = statement.where(Recorder.id != except_id)
    return session.execute(statement.limit(1)).first() is not None


def choices(session: Session, viewer: Viewer) -> list[tuple[int, str]]:
    """(id, code and place) of the recorders a person may choose from."""
    statement = visible_to(viewer.reach).order_by(Recorder.code, Recorder.id)
    return [(row.id, f"{row.code} – {row.place}".rstrip(" –")) for row in session.scalars(statement)]


def id_within(session: Session, viewer: Viewer, recorder_id: int | None) -> int | None:
    """`recorder_id` itself if this person may use it. Invalid at its field otherwise."""
    if recorder_id is None:
        return None
    visible_id = session.scalar(
        visible_to(viewer.reach).with_only_columns(Recorder.id).where(Recorder.id == recorder_id)
    )
    if visible_id is None:
        raise errors.Invalid({"recorder_id": N_("Không có đầu ghi này trong phạm vi của bạn.")})
    return visible_id


def code_with(text: str) -> Term:
    """That a recorder's code has a text in it, in whatever case."""
    has_text = func.lower(Recorder.code).contains(text.lower(), autoescape=True)
    return text_search.term(RECORDERS, [text.lower()], has_text)


def _conditions(session: Session, reach: Reach, criteria: RecorderCriteria) -> list[ColumnElement[bool]]:
    terms = [
        code_with(word) | text_search.by_key([fold(word)], Recorder.ward_id, wards.with_word(fold(word)))
        for word in clean(criteria.q).split()
    ]
    conditions = [scope(reach), *text_search.conditions(session, RECORDERS, terms)]
    if criteria.unmeasured:
        conditions.append(Recorder.clock_offset_seconds.is_(None))
    return conditions
