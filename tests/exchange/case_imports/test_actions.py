"""Sơn takes the paper book of the police of Hạc Thành over."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.exchange.case_imports.books import (
    FIGHT,
    INCIDENT,
    INCIDENT_HEADER,
    SECOND_LINE,
    THEFT,
    book,
    faults,
    taken_over,
)
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, LineOutcome, RequestEvent
from tracker.cases.extractions.rules import LineStatus, Outcome, RequestStatus, UnavailableReason
from tracker.cases.incidents.models import Incident, IncidentEvent
from tracker.cases.incidents.rules import IncidentStatus
from tracker.core import clock, errors
from tracker.exchange.imports import commands
from tracker.exchange.imports.field_sets import ImportKind


@pytest.fixture
def cameras(cast: Cast) -> None:
    """The two cameras of the book."""
    for code in ("CAM-1", "CAM-2"):
        cast.camera(code=code)


def rows(cast: Cast, kind: Any) -> list[Any]:
    with cast.database.reading() as session:
        return list(session.scalars(select(kind).order_by(kind.id)))


def hanoi(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.LOCAL)


@pytest.mark.usefixtures("cameras")
def test_a_book_becomes_incidents_requests_and_lines_with_their_own_times(cast: Cast) -> None:
    report = taken_over(cast, cast.son, book(THEFT, SECOND_LINE, FIGHT))
    assert faults(report) == []
    assert report.counts == {
        "new": 3, "changed": 0, "unchanged": 0, "wrong": 0, "incidents": 2, "requests": 2, "lines": 3,
        "unanswered": 1,
    }  # fmt: skip
    theft, fight = rows(cast, Incident)
    assert (theft.type, theft.channel, theft.status) == ("theft", "hotline_113", IncidentStatus.MEDIATED)
    assert (theft.occurred_from, theft.received_at) == (hanoi(2025, 9, 3, 20, 30), hanoi(2025, 9, 4, 7, 30))
    assert (theft.ward_id, theft.unit_id) == (cast.hac_thanh.id, cast.hac_thanh_police.id)
    assert (theft.code, theft.external_number) == ("VV-00001/2025", "15/YC")
    assert (fight.status, fight.ended_at) == (IncidentStatus.VERIFYING, None)
    asked, waiting = rows(cast, ExtractionRequest)
    assert (asked.filed_at, asked.decided_at) == (hanoi(2025, 9, 4, 9), hanoi(2025, 9, 4, 10))
    assert (asked.requester_id, asked.approver_id, asked.status) == (cast.son.id, cast.dung.id, RequestStatus.CLOSED)
    assert (waiting.status, waiting.filed_at) == (RequestStatus.CLOSED, hanoi(2025, 10, 11))
    first, second, third = rows(cast, ExtractionLine)
    assert (first.window_from, first.window_to) == (hanoi(2025, 9, 3, 20), hanoi(2025, 9, 3, 21))
    assert (first.status, first.outcome, first.handed_over_at) == (
        LineStatus.HANDED_OVER, Outcome.SUPPORTING, hanoi(2025, 9, 5)
    )  # fmt: skip
    assert "Nguyễn Văn Tám" in first.note
    assert (second.status, second.unavailable_reason) == (LineStatus.UNAVAILABLE, UnavailableReason.BROKEN)
    assert (third.status, third.ward_id) == (LineStatus.ASKED, cast.hac_thanh.id)


@pytest.mark.usefixtures("cameras")
def test_what_was_taken_over_says_so_and_its_steps_are_no_late_entries(cast: Cast) -> None:
    before = datetime.now(UTC)
    taken_over(cast, cast.son, book(THEFT, SECOND_LINE, FIGHT))
    assert all(
        row.taken_over_at >= before and row.import_id for row in (*rows(cast, Incident), *rows(cast, ExtractionRequest))
    )
    events: Iterable[Any] = [*rows(cast, IncidentEvent), *rows(cast, RequestEvent), *rows(cast, LineEvent)]
    assert [(event.step, event.after) for event in events] == [
        ("end", "mediated"),
        *(("file", "filed"), ("approve", "approved"), ("complete", "answered"), ("close", "closed")),
        *(("file", "filed"), ("close", "closed")),
        *(
            ("preserve", "preserved"),
            ("extract", "extracted"),
            ("hand-over", "handed_over"),
            ("unavailable", "unavailable"),
        ),
    ]
    assert all(event.recorded_at >= before and event.happened_at < before and not event.late for event in events)
    assert [(outcome.happened_on, outcome.author_id) for outcome in rows(cast, LineOutcome)] == [
        (date(2025, 9, 5), cast.son.id)
    ]


@pytest.mark.usefixtures("cameras")
def test_a_second_load_changes_nothing(cast: Cast) -> None:
    taken_over(cast, cast.son, book(THEFT, SECOND_LINE, FIGHT))
    before = [cast.count(kind) for kind in (Incident, ExtractionRequest, ExtractionLine, LineEvent)]
    report = taken_over(cast, cast.son, book(THEFT, SECOND_LINE, FIGHT))
    assert (report.counts["new"], report.counts["unchanged"]) == (0, 3)
    assert [cast.count(kind) for kind in (Incident, ExtractionRequest, ExtractionLine, LineEvent)] == before


@pytest.mark.usefixtures("cameras")
def test_whoever_has_no_account_is_kept_by_name_and_the_importer_answers_for_the_case(cast: Cast) -> None:
    report = taken_over(cast, cast.son, book(THEFT.replace("Lê Tiến Dũng", "Phạm Thị Già"), FIGHT))
    assert report.people == ["Phạm Thị Già", "Trần Văn Cũ"]
    theft, fight = rows(cast, Incident)
    assert (theft.investigator_id, theft.investigator_name) == (cast.son.id, "")
    assert (fight.investigator_id, fight.investigator_name) == (cast.son.id, "Trần Văn Cũ")
    asked, waiting = rows(cast, ExtractionRequest)
    assert (asked.approver_id, asked.approver_name) == (None, "Phạm Thị Già")
    assert (waiting.requester_id, waiting.requester_name) == (cast.son.id, "Trần Văn Cũ")
    with cast.database.reading() as session:
        files = session.scalars(select(RequestEvent).where(RequestEvent.step == "file").order_by(RequestEvent.id))
        assert [event.actor_id for event in files] == [cast.son.id, None]


def test_a_book_of_incidents_alone(cast: Cast) -> None:
    content = book(INCIDENT, header=INCIDENT_HEADER)
    report = taken_over(cast, cast.son, content, kind=ImportKind.INCIDENTS)
    assert faults(report) == []
    assert (report.counts["new"], cast.count(Incident), cast.count(ExtractionRequest)) == (1, 1, 0)
    assert taken_over(cast, cast.son, content, kind=ImportKind.INCIDENTS).counts["unchanged"] == 1
    assert cast.count(Incident) == 1


def test_nobody_takes_cases_over_for_nobody(cast: Cast) -> None:
    nobodys: dict[str, Any] = {"kind": ImportKind.INCIDENTS, "mapping": {}, "blanks": {}, "dry_run": False}
    content = book(INCIDENT, header=INCIDENT_HEADER)
    with cast.database.writing() as session, pytest.raises(errors.Invalid) as refused:
        commands.import_book(session, None, file_name="so.csv", content=content, **nobodys)
    assert "by" in refused.value.fields
    assert cast.count(Incident) == 0


@pytest.mark.usefixtures("cameras")
def test_a_request_that_the_book_says_was_withdrawn_is_withdrawn(cast: Cast) -> None:
    header = (
        "Số phiếu;Lĩnh vực;Loại vụ việc;Kênh tin;Thời gian xảy ra;Mã camera;Khung giờ;Ngày giờ yêu cầu;Kết quả duyệt"
    )
    row = "19/YC;Tin báo;Trộm cắp;Trực tiếp;20:30 03/09/2025;CAM-1;20h-21h;09:00 04/09/2025;Rút yêu cầu"
    assert faults(taken_over(cast, cast.son, book(row, header=header))) == []
    (request,) = rows(cast, ExtractionRequest)
    assert (request.status, request.decided_at) == (RequestStatus.WITHDRAWN, None)
    assert [event.step for event in rows(cast, RequestEvent)] == ["file", "withdraw"]


@pytest.mark.usefixtures("cameras")
def test_that_there_is_nothing_may_have_been_said_before_the_approval_and_a_copy_may_not(cast: Cast) -> None:
    header = (
        "Số phiếu;Lĩnh vực;Loại vụ việc;Kênh tin;Thời gian xảy ra;Mã camera;Khung giờ;Ngày giờ yêu cầu;Ngày duyệt;"
        "Ngày trích xuất;Không có dữ liệu – lý do;Ngày trả lời"
    )
    begin = ";Tin báo;Trộm cắp;Trực tiếp;20:30 03/09/2025;CAM-1;20h-21h;09:00 04/09/2025;10:00 05/09/2025;"
    copied = taken_over(cast, cast.son, book(f"20/YC{begin}15:00 04/09/2025;;", header=header))
    assert [fault[1] for fault in faults(copied)] == ["Ngày trích xuất"]
    assert faults(taken_over(cast, cast.son, book(f"21/YC{begin};Hỏng;15:00 04/09/2025", header=header))) == []
    (line,) = rows(cast, ExtractionLine)
    assert line.unavailable_at == hanoi(2025, 9, 4, 15)
