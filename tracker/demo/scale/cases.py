"""Actions: incidents and requests, made from whole numbers that temporary tables keep of each.

What happens to a request happens after so many eighths of the time there has been since it was filed, or after the
usual while where that is shorter: so nothing lies in the future, and the newest are still under way.
"""

from datetime import UTC, datetime
from random import Random
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    and_,
    case,
    cast,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionRequest, RequestBasis
from tracker.cases.extractions.rules import RequestStatus as R
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.rules import CLARIFIED
from tracker.cases.incidents.rules import IncidentStatus as I
from tracker.core.sequences import Counter
from tracker.core.vietnamese import fold
from tracker.demo import rules
from tracker.demo.scale.expressions import (
    DAY,
    HOUR,
    LOCAL,
    Day,
    Moment,
    Year,
    chosen,
    draw,
    fill,
    least,
    numbers,
    padded,
    stage,
    values_of,
    written,
)
from tracker.demo.scale.territory import INVESTIGATORS, WARDS
from tracker.register.places.models import InstallationPoint
from tracker.territory.code_lists import queries as codes
from tracker.territory.code_lists.rules import CodeList

SCENES = 499  # ways in which an incident is told
OLDEST = 1900 * DAY  # of an incident, before now
NEWEST = 6 * HOUR
LINES_OF_INCIDENT = 3.92  # on average
YOUNG = 30 * DAY  # a request as young is still under way
ENDINGS: tuple[I, ...] = (I.CLARIFIED,) * 4 + (I.PROSECUTED, I.SANCTIONED) * 2 + (I.SUSPENDED,) * 2
ENDINGS += (I.MEDIATED, I.TRANSFERRED, I.NO_OFFENCE)
OLD = (R.CLOSED,) * 29 + (R.ANSWERED,) * 6 + (R.REFUSED, R.WITHDRAWN) * 2 + (R.APPROVED,)
NEW = (R.FILED,) * 5 + (R.APPROVED,) * 7 + (R.ANSWERED,) * 3 + (R.CLOSED,) * 2 + (R.REFUSED, R.WITHDRAWN, R.DRAFT)
ANSWERED = (R.ANSWERED.value, R.CLOSED.value)
DECIDED = (R.APPROVED.value, R.REFUSED.value, *ANSWERED)
CLEAR, WHY_NOT = "Đã làm rõ đối tượng và diễn biến", "Phiếu chưa nêu rõ camera nào có thể ghi được vụ việc"
SCENE = Table(
    "scale_scenes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    *(Column(name, String) for name in "type group_code summary place folded basis purpose".split()),
    prefixes=["TEMPORARY"],
)
w, s = WARDS.c, SCENE.c


def write(session: Session, numbers: Table, cameras: Table, lines: int, now: int) -> tuple[Table, Table]:
    """Incidents and requests with about so many lines, as of `now`; the temporary tables of both."""
    _scenes(session, now)
    incidents = _stage_incidents(session, cameras, max(1, round(lines / LINES_OF_INCIDENT)), now)
    _incidents(session, incidents)
    requests = _stage_requests(session, incidents, numbers, now)
    _requests(session, requests)
    _bases(session, requests, now)
    _count(session, "incident", incidents)
    _count(session, "request", requests)
    return incidents, requests


def _scenes(session: Session, now: int) -> None:
    rng, rows = Random(rules.SEED), []  # noqa: S311 - invented cases, no secrets
    groups = {
        entry.code: entry.group_code
        for entry in codes.alive(session, CodeList.INCIDENT_TYPE, datetime.fromtimestamp(now, UTC).date())
    }
    for id_ in range(SCENES):
        kind = rng.choices(list(rules.TYPES), list(rules.TYPES.values()))[0]
        place, street = rules.corner(rng)
        summary = rng.choice(rules.SUMMARIES[kind]).format(street=street, n=rng.randint(1, 200))
        basis = rules.BASES.get(kind, rng.choice(("crime_report", "criminal_case")))
        purpose = rules.PURPOSES.get(basis, rules.PURPOSE)
        texts = {"summary": summary, "place": place, "folded": f"{fold(summary)} {fold(place)}"}
        rows.append({"id": id_, "type": kind, "group_code": groups[kind], **texts, "basis": basis, "purpose": purpose})
    SCENE.create(session.connection())
    session.execute(insert(SCENE), rows)


def _stage_incidents(session: Session, cameras: Table, count: int, now: int) -> Table:
    """Each incident near a camera, every second one near one of the twentieth part at which most happens."""
    incident_numbers = numbers(session, "scale_incident_numbers", count)
    id_, staged = incident_numbers.c.n, cameras.c
    total = select(func.max(staged.id)).scalar_subquery()
    one_of_few = 1 + draw(id_, 62, 1_000_000) % (total // 20) * 20
    camera_id = case((draw(id_, 61, 2) == 0, one_of_few), else_=1 + draw(id_, 62, 1_000_000_007) % total)
    millionths = (count - id_) * 1_000_000 // count
    created = now - NEWEST - millionths * millionths // 1_000_000 * OLDEST // 1_000_000
    ended = created + DAY * (20 + draw(id_, 63, 60))
    ends = and_(ended < now, draw(id_, 73, 10) < 7)
    of_department = draw(id_, 64, 10) < 6
    busy = least(draw(id_, 66, INVESTIGATORS), draw(id_, 67, INVESTIGATORS))
    until = created - HOUR * (1 + draw(id_, 68, 30))
    near = case((InstallationPoint.latitude.is_(None), w.latitude), else_=InstallationPoint.latitude)
    beside = case((InstallationPoint.longitude.is_(None), w.longitude), else_=InstallationPoint.longitude)
    columns: dict[str, ColumnElement[Any]] = {
        "id": id_,
        "camera_id": staged.id,
        "first_camera": staged.first_camera,
        "cameras": staged.cameras,
        "ward_id": staged.ward_id,
        "scene": draw(id_, 65, SCENES),
        "created": created,
        "since": until - 60 * (5 + draw(id_, 69, 86)),
        "until": until,
        "ended": case((ends, ended)),
        "status": case((ends, chosen(id_, 70, values_of(ENDINGS))), else_=I.VERIFYING.value),
        "unit_id": case((of_department, w.department_id), else_=w.police_id),
        "investigator_id": case((of_department, w.first_investigator_id + busy), else_=w.investigator_id),
        "approver_id": case((of_department, w.head_id), else_=w.approver_id),
        "latitude": near + cast(draw(id_, 71, 801) - 400, Float) / 1e6,
        "longitude": beside + cast(draw(id_, 72, 801) - 400, Float) / 1e6,
        "year": Year(created),
        "number": func.row_number().over(partition_by=Year(created), order_by=id_),
    }
    source = select(*(expression.label(name) for name, expression in columns.items())).select_from(incident_numbers)
    source = source.join(cameras, staged.id == camera_id).join(WARDS, w.ward_id == staged.ward_id)
    return stage(session, "scale_incidents", source.join(InstallationPoint, InstallationPoint.id == staged.point_id))


def _incidents(session: Session, incidents: Table) -> None:
    staged = incidents.c
    code = "VV-" + padded(staged.number, 5) + "/" + written(staged.year)
    values = {
        "id": staged.id,
        "code": code,
        "group": s.group_code,
        "type": s.type,
        "summary": s.summary,
        "place": s.place,
        "occurred_from": Moment(staged.since),
        "occurred_to": Moment(staged.until),
        "channel": chosen(staged.id, 74, list(rules.CHANNELS)),
        **{name: staged[name] for name in ("ward_id", "status", "investigator_id", "unit_id", "latitude", "longitude")},
        "ended_at": Moment(staged.ended),
        "ending_note": case((staged.status.in_(values_of(tuple(CLARIFIED))), CLEAR), else_=""),
        "received_at": Moment(staged.created),
        "created_at": Moment(staged.created),
        "search_key": "vv-" + padded(staged.number, 5) + "/" + written(staged.year) + " " + s.folded,
        "version": 1,
    }
    fill(session, Incident, values, select(text("1")).select_from(incidents).join(SCENE, s.id == staged.scene))


def _stage_requests(session: Session, incidents: Table, numbers: Table, now: int) -> Table:
    """None, one, two or three for each incident, some days apart."""
    staged, position = incidents.c, numbers.c.n
    lot = draw(staged.id, 80, 100)
    count = case((lot < 10, 0), (lot < 60, 1), (lot < 90, 2), else_=3)
    created = staged.created + 20 * 60 + least((position - 1) * 2 * DAY, (now - staged.created) * (position - 1) // 4)
    order = (created, staged.id, position)
    columns: dict[str, ColumnElement[Any]] = {
        "id": func.row_number().over(order_by=order),
        "incident_id": staged.id,
        "n": position,
        **{name: staged[name] for name in ("camera_id", "first_camera", "cameras", "scene", "unit_id")},
        **{name: staged[name] for name in ("investigator_id", "approver_id", "since", "until")},
        "created": created,
        "room": now - created - 15 * 60,
        "year": Year(created),
        "number": func.row_number().over(partition_by=Year(created), order_by=order),
    }
    rows = select(*(expression.label(name) for name, expression in columns.items()))
    request_rows = stage(session, "scale_asked", rows.select_from(incidents.join(numbers, position <= count)))
    return _stage_lives(session, request_rows)


def _stage_lives(session: Session, request_rows: Table) -> Table:
    """When each was filed, decided and closed."""
    staged = request_rows.c
    status = case(
        (staged.room > YOUNG, chosen(staged.id, 81, values_of(OLD))), else_=chosen(staged.id, 81, values_of(NEW))
    )
    filed = staged.created + 15 * 60
    closed, forgets = at(filed, staged.room, 7, 20 * DAY), draw(staged.id, 83, 20) == 0
    decided = at(filed, staged.room, 1, HOUR * (1 + draw(staged.id, 82, 30)))
    columns: dict[str, ColumnElement[Any]] = {
        "status": status,
        "filed": filed,
        "decided": case((status.in_(DECIDED), decided)),
        "closed": case((status == R.CLOSED.value, closed)),
        "ask_again": case((and_(status == R.CLOSED.value, forgets), (closed + LOCAL) // DAY + 30)),
    }
    return stage(session, "scale_requests", select(*staged, *(value.label(name) for name, value in columns.items())))


def at(filed: Any, room: Any, eighths: int, usual: Any) -> ColumnElement[int]:
    """The usual while after a request was filed, or so many eighths of the time there has been since."""
    moment: ColumnElement[int] = filed + least(room * eighths // 8, usual)
    return moment


def _requests(session: Session, requests: Table) -> None:
    staged = requests.c
    values = {
        "id": staged.id,
        "code": "YC-" + padded(staged.number, 5) + "/" + written(staged.year),
        **{name: staged[name] for name in ("incident_id", "status", "unit_id")},
        "requester_id": staged.investigator_id,
        "responsible_id": staged.investigator_id,
        "legal_basis": s.basis,
        "purpose": s.purpose,
        "paper_number": written(10 + draw(staged.id, 84, 990)) + "/YC-CSHS",
        "created_at": Moment(staged.created),
        "filed_at": case((staged.status != R.DRAFT.value, Moment(staged.filed))),
        "approver_id": case((staged.decided.is_not(None), staged.approver_id)),
        "decided_at": Moment(staged.decided),
        "decision_note": case((staged.status == R.REFUSED.value, WHY_NOT), else_=""),
        "closed_at": Moment(staged.closed),
        "ask_again_on": Day(staged.ask_again),
        "version": 1,
    }
    fill(session, ExtractionRequest, values, select(text("1")).select_from(requests).join(SCENE, s.id == staged.scene))


def _bases(session: Session, requests: Table, now: int) -> None:
    """The articles that each cites, which have been in force throughout."""
    today = datetime.fromtimestamp(now, UTC).date()
    entries = {entry.code: entry.id for entry in codes.alive(session, CodeList.LEGAL_BASIS, today)}
    for basis, articles in rules.ARTICLES.items():
        source = select(text("1")).select_from(requests).join(SCENE, s.id == requests.c.scene).where(s.basis == basis)
        for article in articles:
            fill(session, RequestBasis, {"request_id": requests.c.id, "entry_id": entries[article]}, source)


def _count(session: Session, series: str, table: Table) -> None:
    """From which number the next real one of each year goes on."""
    values = {"series": series, "year": table.c.year, "last": func.max(table.c.number)}
    fill(session, Counter, values, select(text("1")).select_from(table).group_by(table.c.year))
