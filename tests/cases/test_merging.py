"""Two incidents, two requests merged: what hangs on the one that goes is found at the one that stays."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Table, select

from tests.cast import Cast
from tests.jobs.files.contents import PDF
from tests.people import People
from tracker.cases.extractions.models import ExtractionLine, SharedLine
from tracker.cases.extractions.rules import RequestStatus
from tracker.cases.incidents.models import Incident
from tracker.core import clock
from tracker.core.database import Base
from tracker.jobs.files.models import FileLink
from tracker.jobs.files.rules import FileOwner

SURE = {"confirmed": "true"}
# Everything that refers to an incident or a request, and how one that was merged leads on from there.
LEADS_ON = {
    "incidents.merged_into_id": "the page of each says where it went",
    "incident_events.incident_id": "its own history, on its own page",
    "incident_notes.incident_id": "its own, on its own page",
    "incident_shares.incident_id": "stays: who reads the other incident is decided there, not by a merger",
    "incident_readers.incident_id": "what is sealed is not merged",
    "extraction_requests.incident_id": "moved, but what was voided before",
    "extraction_requests.merged_into_id": "the page of each says where it went",
    "extraction_requests.follows_id": "the page of the merged request says where it went",
    "extraction_lines.request_id": "stays; the page of the merged request says where it went",
    "shared_lines.incident_id": "moved",
    "request_events.request_id": "its own history, on its own page",
    "request_bases.request_id": "its own, on its own page",
}


def merge(people: People, kind: str, merged: Any, survivor: Any) -> None:
    reason = {"incidents": "reason", "extractions": "note"}[kind]
    facts = {"version": people.cast.fresh(merged).version, "into": survivor.code, reason: "Lập trùng", **SURE}
    people.minh.post(f"/{kind}/{merged.id}/merge", facts)


def take_back(people: People, kind: str, merged: Any) -> None:
    reason = {"incidents": "reason", "extractions": "note"}[kind]
    facts = {"version": people.cast.fresh(merged).version, reason: "Không trùng"}
    people.minh.post(f"/{kind}/{merged.id}/take-back", facts)


def share(cast: Cast, line: ExtractionLine, incident: Incident) -> SharedLine:
    facts = {"joined_by_id": cast.minh.id, "joined_at": clock.now(), "ended_by_id": None, "ended_at": None}
    shared: SharedLine = cast.add(SharedLine(line_id=line.id, incident_id=incident.id, **facts))
    return shared


def shares(cast: Cast) -> list[tuple[int, int, bool]]:
    """Line, incident, and whether it stands, of each."""
    with cast.database.reading() as session:
        rows = session.scalars(select(SharedLine).order_by(SharedLine.id))
        return [(row.line_id, row.incident_id, row.ended_at is None) for row in rows]


def pointing(*targets: str) -> Iterator[tuple[Table, Any]]:
    """Every column that refers to some tables."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name in targets:
                yield table, key.parent


def test_whatever_refers_to_an_incident_or_a_request_has_a_way_to_where_it_went() -> None:
    columns = {f"{table.name}.{column.name}" for table, column in pointing("incidents", "extraction_requests")}
    assert columns == LEADS_ON.keys()
    assert list(FileOwner) == [FileOwner.INCIDENT]


@pytest.fixture
def double(people: People, cast: Cast) -> Incident:
    """A double of Minh's, with a request, a draft, a file, and a line of Tuấn's that it uses."""
    incident = cast.incident()
    cast.request(incident=incident)
    cast.request(incident=incident, status=RequestStatus.DRAFT, filed_at=None)
    sent = {"csrf_token": people.minh.token, "file": (io.BytesIO(PDF), "Biên bản.pdf")}
    people.minh.post(f"/attachments/incidents/{incident.id}", sent, content_type="multipart/form-data")
    share(cast, cast.request(requester_id=cast.tuan.id).lines[0], incident)
    return incident


def test_nothing_points_to_a_merged_incident_but_its_own_history(people: People, cast: Cast, double: Incident) -> None:
    survivor = cast.incident()
    merge(people, "incidents", double, survivor)
    with cast.database.reading() as session:
        left = {
            table.name
            for table, column in pointing("incidents")
            if session.execute(select(table).where(column == double.id)).first()
        }
        assert left == {"incident_events"}
        assert [link.owner_id for link in session.query(FileLink)] == [survivor.id]
    page = people.minh.get(f"/incidents/{survivor.id}").text
    assert "Biên bản.pdf" in page
    assert "Dùng chung lượt của vụ khác" in page
    take_back(people, "incidents", double)
    page = people.minh.get(f"/incidents/{double.id}").text
    assert "Biên bản.pdf" in page
    assert "Dùng chung lượt của vụ khác" in page
    assert "Biên bản.pdf" not in people.minh.get(f"/incidents/{survivor.id}").text


def test_what_was_taken_off_or_handed_on_since_is_not_brought_back(
    people: People, cast: Cast, double: Incident
) -> None:
    survivor = cast.incident()
    merge(people, "incidents", double, survivor)
    with cast.database.reading() as session:
        link_id = session.query(FileLink).one().id
    people.minh.post(f"/attachments/{link_id}/remove", {"reason": "Gửi nhầm tài liệu"})
    third = cast.incident()
    merge(people, "incidents", survivor, third)
    take_back(people, "incidents", double)
    with cast.database.reading() as session:
        assert session.query(FileLink).one().owner_id == survivor.id
    assert {incident_id for _, incident_id, _ in shares(cast)} == {third.id}


def test_a_line_that_the_survivor_uses_or_owns_is_not_used_twice(people: People, cast: Cast) -> None:
    double, survivor = cast.incident(), cast.incident()
    both = cast.request(requester_id=cast.tuan.id).lines[0]
    of_survivor = cast.request(incident=survivor).lines[0]
    of_double = cast.request(incident=double).lines[0]
    for line, incident in ((both, double), (both, survivor), (of_survivor, double), (of_double, survivor)):
        share(cast, line, incident)
    before = shares(cast)
    merge(people, "incidents", double, survivor)
    assert [stands for _, _, stands in shares(cast)] == [False, True, False, False]
    take_back(people, "incidents", double)
    assert shares(cast) == before


def test_an_incident_that_used_a_line_of_a_merged_request_uses_the_same_line_of_the_other(
    people: People, cast: Cast
) -> None:
    incident, camera, only_there = cast.incident(), cast.camera(), cast.camera()
    merged, kept = cast.request(camera, only_there, incident=incident), cast.request(camera, incident=incident)
    user = cast.incident()
    share(cast, merged.lines[0], user)
    share(cast, merged.lines[1], user)
    merge(people, "extractions", merged, kept)
    assert shares(cast) == [(kept.lines[0].id, user.id, True), (merged.lines[1].id, user.id, True)]
    page = people.minh.get(f"/incidents/{user.id}").text
    assert "phiếu đã hủy" in page
    assert f"Giữ lại phiếu {kept.code}" in people.minh.get(f"/extractions/{merged.id}").text
    take_back(people, "extractions", merged)
    assert shares(cast)[0] == (merged.lines[0].id, user.id, True)
