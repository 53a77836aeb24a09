"""Reading incidents, always as far as the viewer may see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, false, func, select, true
from sqlalchemy.orm import Session, joinedload

from tracker.accounts.models import User
from tracker.cases.incidents.models import Incident, IncidentEvent
from tracker.cases.incidents.rules import IncidentStatus, IncidentType
from tracker.cases.visibility import sees_cases
from tracker.core import clock, errors
from tracker.core.cursors import PAGE_SIZE
from tracker.core.i18n import N_
from tracker.core.paging import Page, page
from tracker.core.vietnamese import clean, fold
from tracker.core.viewer import Reach, Viewer
from tracker.territory.wards import queries as wards
from tracker.territory.wards import rules as units
from tracker.territory.wards.models import Ward

CANDIDATES = 5
MANY_WARDS = N_("Nhiều phường, xã cùng khớp, hãy nhập mã: %(known)s")
NO_WARD = N_("Không có phường, xã này vào ngày xảy ra vụ việc. Hãy nhập mã 5 chữ số hoặc tên đầy đủ.")

COLUMNS = (
    Incident.id,
    Incident.code,
    Incident.type,
    Incident.summary,
    Incident.occurred_from,
    Incident.occurred_to,
    Incident.place,
    Incident.ward_id,
    Ward.name.label("ward"),
    Incident.status,
    Incident.investigator_id,
    User.name.label("investigator_name"),
)


@dataclass(frozen=True)
class IncidentCriteria:
    """What a list of incidents is narrowed to: `since` and `until` are the first and the last day of occurring.

    `after` is where the last page ended: (occurred_from, id).
    """

    q: str = ""
    status: IncidentStatus | None = None
    type: IncidentType | None = None
    ward_id: int | None = None
    since: date | None = None
    until: date | None = None
    mine: bool = False
    voided: bool = False
    after: tuple[datetime, int] | None = None
    limit: int = PAGE_SIZE


def scope(reach: Reach) -> ColumnElement[bool]:
    """The condition under which a person may know of an incident."""
    return true() if sees_cases(reach) else false()


def visible_to(reach: Reach) -> Select[Incident]:
    """The incidents a person may know of."""
    return select(Incident).where(scope(reach))


def get(session: Session, viewer: Viewer, incident_id: int) -> Incident:
    """One incident with its ward and investigator. NotFound when there is none that this person may know of."""
    statement = visible_to(viewer.reach).options(
        joinedload(Incident.ward), joinedload(Incident.investigator), joinedload(Incident.merged_into)
    )
    incident = session.scalars(statement.where(Incident.id == incident_id)).first()
    if incident is None:
        raise errors.NotFound(incident=incident_id)
    return incident


def by_code(session: Session, viewer: Viewer, code: str) -> Incident | None:
    """The incident of a code, if this person may know of it."""
    statement = visible_to(viewer.reach).where(func.lower(Incident.code) == code.lower())
    return session.scalars(statement).first()


def events_of(session: Session, incident_id: int) -> Sequence[IncidentEvent]:
    """All that was done to an incident, the newest first."""
    statement = select(IncidentEvent).where(IncidentEvent.incident_id == incident_id)
    return session.scalars(statement.order_by(IncidentEvent.id.desc())).all()


def listing(session: Session, viewer: Viewer, criteria: IncidentCriteria) -> Page[Row[Any]]:
    """One page of incidents, newest first, as rows of COLUMNS."""
    statement = (
        select(*COLUMNS)
        .join(Ward, Ward.id == Incident.ward_id)
        .join(User, User.id == Incident.investigator_id)
        .where(*_conditions(viewer.reach, viewer.id, criteria))
    )
    keys = (Incident.occurred_from, Incident.id)
    return page(session, statement, keys, criteria.after, criteria.limit, descending=True)


def ward_choices(session: Session, viewer: Viewer) -> list[tuple[int, str]]:
    """(id, name) of the wards in which incidents happened, in Vietnamese order."""
    happened = select(Incident.ward_id).where(scope(viewer.reach)).distinct()
    statement = select(Ward.id, Ward.name).where(Ward.id.in_(happened)).order_by(Ward.sort_key, Ward.id)
    return [(row.id, row.name) for row in session.execute(statement)]


def guess_ward(session: Session, typed: str, on: date) -> Ward:
    """The ward of a day that somebody means by its code («14797», also «14797 Phường Hạc Thành») or its name.

    Invalid at `ward_code` when there is none, or when several bear the name; those are then named with their codes.
    """
    code = re.match(r"\d{4,5}(?=\s|$)", clean(typed))
    if code:
        ward = wards.by_code(session, code.group(), on)
        candidates = [ward] if ward else []
    else:
        candidates = _namesakes(session, typed, on)
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise errors.Invalid({"ward_code": NO_WARD})
    described = "; ".join(f"{ward.code} {ward.name}, {ward.province.name}" for ward in candidates[:CANDIDATES])
    ellipsis = " …" if len(candidates) > CANDIDATES else ""
    raise errors.Invalid({"ward_code": MANY_WARDS}, known=described + ellipsis)


def _namesakes(session: Session, typed: str, on: date) -> list[Ward]:
    """The wards of a day that a name means: those of just that name, else of that name without tones, else with it."""
    matches = wards.search(session, typed, on, limit=CANDIDATES + 1)
    name = clean(typed).casefold()
    same_name = [ward for ward in matches if name in (ward.name.casefold(), units.short(ward.name).casefold())]
    same_name_without_tones = [
        ward for ward in matches if fold(name) in (fold(ward.name), fold(units.short(ward.name)))
    ]
    return same_name or same_name_without_tones or matches


def _conditions(reach: Reach, viewer_id: int, criteria: IncidentCriteria) -> list[ColumnElement[bool]]:
    conditions = [scope(reach), *(Incident.search_key.contains(w, autoescape=True) for w in fold(criteria.q).split())]
    for column, value in (
        (Incident.status, criteria.status),
        (Incident.type, criteria.type),
        (Incident.ward_id, criteria.ward_id),
        (Incident.investigator_id, viewer_id if criteria.mine else None),
    ):
        if value is not None:
            conditions.append(column == value)
    conditions.append(Incident.voided_at.is_not(None) if criteria.voided else Incident.voided_at.is_(None))
    if criteria.since:
        conditions.append(Incident.occurred_from >= clock.day_start(criteria.since))
    if criteria.until:
        conditions.append(Incident.occurred_from < clock.day_end(criteria.until))
    return conditions
