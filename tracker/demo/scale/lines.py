"""Actions: the lines of requests, with what was handed over, what it was worth, and the events of everything.

A line is computed once, as whole numbers, into a temporary table, as a request is.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, or_, select, text
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, LineOutcome
from tracker.cases.extractions.rules import LineStatus as L
from tracker.cases.extractions.rules import Outcome, UnavailableReason
from tracker.cases.extractions.rules import RequestStatus as R
from tracker.cases.handovers.models import Handover
from tracker.demo.scale.cases import ANSWERED, at
from tracker.demo.scale.expressions import (
    DAY,
    HOUR,
    LOCAL,
    Day,
    Json,
    Moment,
    chosen,
    draw,
    fill,
    padded,
    stage,
    values_of,
    written,
)

QUARTER = 15 * 60
COUNTS = ((16, 1), (46, 2), (73, 3), (89, 4), (96, 5))  # of a hundred requests so many ask at most so many cameras
MOST = 6
UNDER_WAY = (L.ASKED,) * 4 + (L.PRESERVED,) * 3 + (L.EXTRACTED, L.HANDED_OVER, L.UNAVAILABLE)
DONE = (L.HANDED_OVER,) * 17 + (L.UNAVAILABLE,) * 8
WHY: tuple[UnavailableReason, ...] = (UnavailableReason.BROKEN, UnavailableReason.WRONG_DIRECTION) * 4 + (
    UnavailableReason.OVERWRITTEN,
) * 5
WHY += (UnavailableReason.TOO_POOR, UnavailableReason.OWNER_UNREACHABLE) * 2
WHY += (UnavailableReason.CLOCK_WRONG, UnavailableReason.OWNER_REFUSED, UnavailableReason.NO_CAMERA)
WORTH = (Outcome.DECISIVE,) + (Outcome.SUPPORTING,) * 3 + (Outcome.NOTHING,) * 5 + (Outcome.UNCLEAR,) * 2


def write(session: Session, requests: Table, cameras: Table, numbers: Table) -> Table:
    """Lines, handovers and outcomes; the temporary table of the lines."""
    lines = _stage(session, requests, cameras, numbers)
    _lines(session, lines)
    _handovers(session, lines)
    _outcomes(session, lines)
    return lines


def _stage(session: Session, requests: Table, cameras: Table, numbers: Table) -> Table:
    """What each line asks, where it stands, and when it was answered."""
    request, staged, position = requests.c, cameras.c, numbers.c.n
    count = case(*((draw(request.id, 90, 100) < limit, count) for limit, count in COUNTS), else_=MOST)
    camera_id = (
        request.first_camera
        + (request.camera_id - request.first_camera + position - 1 + MOST * (request.n - 1)) % request.cameras
    )
    lot = request.id * MOST + position
    under_way = case(
        (position == 1, chosen(lot, 91, values_of(UNDER_WAY[:7]))), else_=chosen(lot, 91, values_of(UNDER_WAY))
    )
    status = case(
        (request.status.in_(ANSWERED), chosen(lot, 91, values_of(DONE))),
        (request.status == R.APPROVED.value, under_way),
        (and_(request.status == R.FILED.value, draw(lot, 92, 10) < 3), L.PRESERVED.value),
        else_=L.ASKED.value,
    )
    columns: dict[str, ColumnElement[Any]] = {
        "id": func.row_number().over(order_by=(request.id, position)),
        "request_id": request.id,
        "lot": lot,
        "camera_id": staged.id,
        "ward_id": staged.ward_id,
        "network_id": staged.joined_id,
        "days": staged.days,
        "status": status,
        "request_status": request.status,
        "ask_again": request.ask_again,
        "investigator_id": request.investigator_id,
        **{name: request[name] for name in ("since", "until", "filed", "room")},
        "minute": position * 60,
    }
    rows = select(*(expression.label(name) for name, expression in columns.items()))
    source = rows.select_from(requests.join(numbers, position <= count)).join(cameras, staged.id == camera_id)
    return _stage_lives(session, stage(session, "scale_asked_lines", source))


def _stage_lives(session: Session, staged_lines: Table) -> Table:
    staged = staged_lines.c
    copied, handed = staged.status.in_((L.EXTRACTED.value, L.HANDED_OVER.value)), staged.status == L.HANDED_OVER.value
    lacking = staged.status == L.UNAVAILABLE.value
    secured = or_(
        staged.status == L.PRESERVED.value,
        and_(copied, draw(staged.lot, 93, 10) < 6),
        and_(lacking, draw(staged.lot, 93, 20) < 3),
    )
    judged = and_(
        handed,
        staged.ask_again.is_(None),
        or_(staged.request_status == R.CLOSED.value, draw(staged.lot, 94, 10) < 3),
    )
    columns: dict[str, ColumnElement[Any]] = {
        "secured": case((secured, at(staged.filed, staged.room, 2, 20 * HOUR))),
        "copied": case((copied, at(staged.filed, staged.room, 3, 40 * HOUR) + staged.minute)),
        "handed": case((handed, at(staged.filed, staged.room, 4, 60 * HOUR) + staged.minute)),
        "lacking": case((lacking, at(staged.filed, staged.room, 3, 50 * HOUR) + staged.minute)),
        "why": case((lacking, chosen(staged.lot, 95, values_of(WHY)))),
        "judged": case((judged, at(staged.filed, staged.room, 5, 10 * DAY) + staged.minute)),
        "worth": case((judged, chosen(staged.lot, 96, values_of(WORTH)))),
    }
    return stage(session, "scale_lines", select(*staged, *(value.label(name) for name, value in columns.items())))


def _from(lines: Table) -> Select[Any]:
    return select(text("1")).select_from(lines)


def _lines(session: Session, lines: Table) -> None:
    staged = lines.c
    values = {
        **{name: staged[name] for name in ("id", "request_id", "camera_id", "ward_id", "network_id", "status")},
        "window_from": Moment(staged.since - QUARTER),
        "window_to": Moment(staged.until + QUARTER),
        "retention_days": staged.days,
        "preserved_at": Moment(staged.secured),
        "extracted_at": Moment(staged.copied),
        "handed_over_at": Moment(staged.handed),
        "unavailable_at": Moment(staged.lacking),
        "unavailable_reason": staged.why,
        "note": "",
        "cautions": Json("[]"),
        "outcome": staged.worth,
        "outcome_at": Moment(staged.judged),
        "version": 1,
    }
    fill(session, ExtractionLine, values, _from(lines))


def _handovers(session: Session, lines: Table) -> None:
    staged = lines.c
    seal = case((draw(staged.lot, 100, 4) > 0, "NP-" + written(1000 + draw(staged.lot, 101, 9000))), else_="")
    digits = [padded(draw(staged.lot, salt, 10**9), 9) for salt in range(110, 117)]
    values = {
        "line_id": staged.id,
        "file_name": written(staged.camera_id) + "_" + written(staged.since) + ".mp4",
        "bytes": (40 + draw(staged.lot, 102, 860)) * 1_048_576 + draw(staged.lot, 103, 1_048_576),
        "sha256": digits[0] + digits[1] + digits[2] + digits[3] + digits[4] + digits[5] + digits[6] + "0",
        "medium": case((seal == "", "Mạng nội bộ"), else_="USB"),
        "seal_number": seal,
        "minutes_number": written(1 + draw(staged.lot, 104, 400)) + "/BB-GN",
        "received_by": "Nguyễn Văn Bảy",
    }
    fill(session, Handover, values, _from(lines).where(staged.handed.is_not(None)).order_by(staged.id))


def _outcomes(session: Session, lines: Table) -> None:
    staged = lines.c
    values = {
        "line_id": staged.id,
        "outcome": staged.worth,
        "happened_on": Day((staged.judged + LOCAL) // DAY),
        "recorded_at": Moment(staged.judged),
        "author_id": staged.investigator_id,
        "reason": "",
    }
    fill(session, LineOutcome, values, _from(lines).where(staged.judged.is_not(None)).order_by(staged.id))
