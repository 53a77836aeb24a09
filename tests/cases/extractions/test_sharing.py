"""One copy of the footage for two cases: an incident uses a line that was asked for another, and may leave it."""

from typing import Any

import pytest

from tests.cases.extractions.test_cautioning import REASON, asking, filed, typed
from tests.cast import Cast
from tests.people import People
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, SharedLine
from tracker.cases.extractions.rules import LineStatus, RequestStatus, UnavailableReason
from tracker.cases.incidents.models import Incident
from tracker.core import clock
from tracker.register.cameras.models import Camera


def tuans(cast: Cast, **values: Any) -> ExtractionLine:
    """A line that Tuấn asked for in a case of his."""
    incident = cast.incident(investigator_id=cast.tuan.id)
    line: ExtractionLine = filed(cast, cast.camera(), incident=incident, requester_id=cast.tuan.id, **values).lines[0]
    return line


def join(people: People, who: str, line: ExtractionLine, incident: Incident, status: int = 201) -> Any:
    url = f"/api/v1/extractions/lines/{line.id}/join"
    return getattr(people, who).json("POST", url, {"incident_id": incident.id}, status)


def test_only_who_investigates_the_incident_shares_a_line_with_it(people: People, cast: Cast) -> None:
    line, mine = tuans(cast), cast.incident()
    join(people, "lan", line, mine, 403)
    join(people, "tuan", line, mine, 403)
    join(people, "son", line, cast.incident(investigator_id=cast.son.id, unit_id=cast.hac_thanh_police.id), 404)
    assert cast.count(SharedLine) == 0
    shared = join(people, "minh", line, mine)
    assert (shared["line_id"], shared["incident_id"], shared["joined_by_id"]) == (line.id, mine.id, cast.minh.id)
    assert join(people, "minh", line, mine, 409)["message"] == "Vụ việc đã dùng chung lượt này."
    assert cast.count(SharedLine) == 1


def test_a_line_is_not_shared_with_its_own_incident_nor_one_that_is_void(people: People, cast: Cast) -> None:
    mine = cast.incident()
    line = filed(cast, cast.camera(), incident=mine).lines[0]
    join(people, "minh", line, mine, 409)
    void = cast.incident(voided_at=clock.now(), voided_by_id=cast.minh.id, void_reason="Nhầm")
    join(people, "minh", tuans(cast), void, 409)
    assert cast.count(SharedLine) == 0


@pytest.mark.parametrize("status", [RequestStatus.REFUSED, RequestStatus.WITHDRAWN])
def test_what_asks_nothing_any_more_is_not_shared(people: People, cast: Cast, status: RequestStatus) -> None:
    join(people, "minh", tuans(cast, status=status), cast.incident(), 409)


def test_what_was_voided_or_has_no_footage_is_not_shared(people: People, cast: Cast) -> None:
    join(people, "minh", tuans(cast, voided_at=clock.now(), void_reason="Nhầm"), cast.incident(), 409)
    empty = tuans(cast)
    with cast.database.writing() as session:
        line = session.get_one(ExtractionLine, empty.id)
        line.status, line.unavailable_reason = LineStatus.UNAVAILABLE, UnavailableReason.OVERWRITTEN
    join(people, "minh", empty, cast.incident(), 409)
    assert cast.count(SharedLine) == 0


def test_minh_ticks_to_use_the_line_that_stands_and_no_second_one_is_asked(people: People, cast: Cast) -> None:
    line, mine = tuans(cast), cast.incident()
    form = typed(asking(mine, _camera(cast, line)), cast)
    page = people.minh.post("/extractions/new", form, 422).text
    assert f'name="join_line_ids" value="{line.id}"' in page
    there = people.minh.post("/extractions/new", {**form, "join_line_ids": [str(line.id)]}).location
    assert there == f"/incidents/{mine.id}"
    assert (cast.count(ExtractionRequest), cast.count(SharedLine)) == (1, 1)
    page = people.minh.get(there).text
    assert "Dùng chung lượt của vụ khác" in page
    assert mine.code in people.tuan.get(f"/extractions/{line.request_id}").text
    assert "vụ này" in people.minh.get(f"/extractions/new?incident={mine.id}").text


def test_the_other_cameras_are_asked_as_always(people: People, cast: Cast) -> None:
    line, mine, other = tuans(cast), cast.incident(), cast.camera()
    form = typed(asking(mine, other), cast)
    form |= {"camera_ids": [str(line.camera_id), str(other.id)], "join_line_ids": [str(line.id)]}
    people.minh.post("/extractions/new", form)
    with cast.database.reading() as session:
        newest = session.query(ExtractionLine).order_by(ExtractionLine.id.desc()).first()
    assert (newest.camera_id, cast.count(ExtractionLine), cast.count(SharedLine)) == (other.id, 2, 1)


def test_minh_leaves_a_line_and_may_join_it_again(people: People, cast: Cast) -> None:
    line, mine = tuans(cast), cast.incident()
    api = f"/api/v1/extractions/lines/{line.id}/leave"
    people.minh.json("POST", api, {"incident_id": mine.id}, 409)
    join(people, "minh", line, mine)
    people.tuan.json("POST", api, {"incident_id": mine.id}, 403)
    url, form = f"/extractions/lines/{line.id}/leave", {"incident_id": mine.id}
    people.tuan.post(url, form, 403)
    people.minh.post(url, {}, 422)
    assert "Thôi dùng chung" in people.minh.get(f"/incidents/{mine.id}").text
    people.minh.post(url, form)
    assert "Thôi dùng chung" not in people.minh.get(f"/incidents/{mine.id}").text
    join(people, "minh", line, mine)
    assert people.minh.json("POST", api, {"incident_id": mine.id})["ended_at"]
    assert cast.count(SharedLine) == 2


def test_a_line_that_is_shared_already_is_told_and_not_offered(people: People, cast: Cast) -> None:
    line, mine = tuans(cast), cast.incident()
    join(people, "minh", line, mine)
    body = asking(mine, _camera(cast, line))
    (caution,) = people.minh.json("POST", "/api/v1/extractions", body, 422)["cautions"]
    assert (caution["facts"]["line_id"], caution["facts"]["joinable"]) == (line.id, False)
    people.minh.json("POST", "/api/v1/extractions", {**body, "caution_reason": REASON}, 201)


def _camera(cast: Cast, line: ExtractionLine) -> Camera:
    with cast.database.reading() as session:
        return session.get_one(Camera, line.camera_id)
