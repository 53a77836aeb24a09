"""Actions: the lines of requests, with what was handed over, what it was worth, and the events of everything.

A line is computed once, as whole numbers, into a temporary table, as a request is.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, or_, select, text
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, Handover, LineOutcome
from tracker.cases.extractions.rules import LineStatus as L
from tracker.cases.extractions.rules import Outcome, UnavailableReason
from tracker.cases.extractions.rules import RequestStatus as R
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
    r, k, n = requests.c, cameras.c, numbers.c.n
    count = case(*((draw(r.id, 90, 100) < limit, count) for limit, count in COUNTS), else_=MOST)
    camera_id = r.first_camera + (r.camera_id - r.first_camera + n - 1 + MOST * (r.n - 1)) % r.cameras
    lot = r.id * MOST + n
    under_way = case((n == 1, chosen(lot, 91, values_of(UNDER_WAY[:7]))), else_=chosen(lot, 91, values_of(UNDER_WAY)))
    status = case(
        (r.status.in_(ANSWERED), chosen(lot, 91, values_of(DONE))),
        (r.status == R.APPROVED.value, under_way),
        (and_(r.status == R.FILED.value, draw(lot, 92, 10) < 3), L.PRESERVED.value),
        else_=L.ASKED.value,
    )
    columns: dict[str, ColumnElement[Any]] = {
        "id": func.row_number().over(order_by=(r.id, n)),
        "request_id": r.id,
        "lot": lot,
        "camera_id": k.id,
        "ward_id": k.ward_id,
        "network_id": k.joined_id,
        "days": k.days,
        "status": status,
        "request_status": r.status,
        "ask_again": r.ask_again,
        "investigator_id": r.investigator_id,
        **{name: r[name] for name in ("since", "until", "filed", "room")},
        "minute": n * 60,
    }
    rows = select(*(expression.label(name) for name, expression in columns.items()))
    source = rows.select_from(requests.join(numbers, n <= count)).join(cameras, k.id == camera_id)
    return _stage_lives(session, stage(session, "scale_asked_lines", source))


def _stage_lives(session: Session, asked: Table) -> Table:
    k = asked.c
    copied, handed = k.status.in_((L.EXTRACTED.value, L.HANDED_OVER.value)), k.status == L.HANDED_OVER.value
    lacking = k.status == L.UNAVAILABLE.value
    secured = or_(
        k.status == L.PRESERVED.value,
        and_(copied, draw(k.lot, 93, 10) < 6),
        and_(lacking, draw(k.lot, 93, 20) < 3),
    )
    judged = and_(
        handed,
        k.ask_again.is_(None),
        or_(k.request_status == R.CLOSED.value, draw(k.lot, 94, 10) < 3),
    )
    columns: dict[str, ColumnElement[Any]] = {
        "secured": case((secured, at(k.filed, k.room, 2, 20 * HOUR))),
        "copied": case((copied, at(k.filed, k.room, 3, 40 * HOUR) + k.minute)),
        "handed": case((handed, at(k.filed, k.room, 4, 60 * HOUR) + k.minute)),
        "lacking": case((lacking, at(k.filed, k.room, 3, 50 * HOUR) + k.minute)),
        "why": case((lacking, chosen(k.lot, 95, values_of(WHY)))),
        "judged": case((judged, at(k.filed, k.room, 5, 10 * DAY) + k.minute)),
        "worth": case((judged, chosen(k.lot, 96, values_of(WORTH)))),
    }
    return stage(session, "scale_lines", select(*k, *(value.label(name) for name, value in columns.items())))


def _from(lines: Table) -> Select[Any]:
    return select(text("1")).select_from(lines)


def _lines(session: Session, lines: Table) -> None:
    k = lines.c
    values = {
        **{name: k[name] for name in ("id", "request_id", "camera_id", "ward_id", "network_id", "status")},
        "window_from": Moment(k.since - QUARTER),
        "window_to": Moment(k.until + QUARTER),
        "retention_days": k.days,
        "preserved_at": Moment(k.secured),
        "extracted_at": Moment(k.copied),
        "handed_over_at": Moment(k.handed),
        "unavailable_at": Moment(k.lacking),
        "unavailable_reason": k.why,
        "note": "",
        "cautions": Json("[]"),
        "outcome": k.worth,
        "outcome_at": Moment(k.judged),
        "version": 1,
    }
    fill(session, ExtractionLine, values, _from(lines))


def _handovers(session: Session, lines: Table) -> None:
    k = lines.c
    seal = case((draw(k.lot, 100, 4) > 0, "NP-" + written(1000 + draw(k.lot, 101, 9000))), else_="")
    digits = [padded(draw(k.lot, salt, 10**9), 9) for salt in range(110, 117)]
    values = {
        "line_id": k.id,
        "file_name": written(k.camera_id) + "_" + written(k.since) + ".mp4",
        "bytes": (40 + draw(k.lot, 102, 860)) * 1_048_576 + draw(k.lot, 103, 1_048_576),
        "sha256": digits[0] + digits[1] + digits[2] + digits[3] + digits[4] + digits[5] + digits[6] + "0",
        "medium": case((seal == "", "Mạng nội bộ"), else_="USB"),
        "seal_number": seal,
        "minutes_number": written(1 + draw(k.lot, 104, 400)) + "/BB-GN",
        "received_by": "Nguyễn Văn Bảy",
    }
    fill(session, Handover, values, _from(lines).where(k.handed.is_not(None)).order_by(k.id))


def _outcomes(session: Session, lines: Table) -> None:
    k = lines.c
    values = {
        "line_id": k.id,
        "outcome": k.worth,
        "happened_on": Day((k.judged + LOCAL) // DAY),
        "recorded_at": Moment(k.judged),
        "author_id": k.investigator_id,
        "reason": "",
    }
    fill(session, LineOutcome, values, _from(lines).where(k.judged.is_not(None)).order_by(k.id))
