"""Which cameras and which hours can be asked for, and until when."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.cases.extractions.test_actions import asked, draft
from tests.cast import HOUR, Cast
from tests.people import People
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import MOST_LINES, RequestStatus
from tracker.core import clock, errors
from tracker.register.cameras.models import Camera


def window(since: datetime, until: datetime) -> dict[str, str]:
    return {"window_from": since.isoformat(), "window_to": until.isoformat()}


def an_hour(hours_ago: int) -> dict[str, str]:
    since = clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_ago)
    return window(since, since + HOUR)


def minhs_draft(cast: Cast, *cameras: Camera) -> ExtractionRequest:
    return cast.request(*cameras, status=RequestStatus.DRAFT, filed_at=None)


def add(people: People, request: ExtractionRequest, camera: Camera, hours: dict[str, str], status: int = 200) -> Any:
    body = {"camera_ids": [camera.id], **hours}
    return people.minh.json("POST", f"/api/v1/extractions/{request.id}/lines", body, status)


@pytest.mark.parametrize(
    ("since", "until", "field", "words"),
    [
        (-5, -5, "window_to", "phải sau giờ bắt đầu"),
        (-5, -6, "window_to", "phải sau giờ bắt đầu"),
        (-30, -5, "window_to", "tối đa 24 giờ"),
        (1, 2, "window_from", "tương lai"),
    ],
)
def test_minh_is_told_what_is_wrong_with_the_hours_he_asks_for(
    people: People, cast: Cast, since: int, until: int, field: str, words: str
) -> None:
    request, now = minhs_draft(cast), clock.now()
    hours = window(now + timedelta(hours=since), now + timedelta(hours=until))
    wrong = add(people, request, cast.camera(), hours, 422)
    assert words in wrong["errors"][field]
    assert cast.count(ExtractionLine) == 1


def test_minh_may_ask_for_a_whole_day_that_has_not_ended_yet(people: People, cast: Cast) -> None:
    since = clock.now() - timedelta(hours=3)
    add(people, minhs_draft(cast), cast.camera(), window(since, since + timedelta(hours=24)))
    assert cast.count(ExtractionLine) == 2


def test_minh_asks_for_the_same_camera_and_hours_twice_and_has_them_once(people: People, cast: Cast) -> None:
    request, camera = minhs_draft(cast), cast.camera()
    add(people, request, camera, an_hour(5))
    assert len(add(people, request, camera, an_hour(5))["lines"]) == 2
    assert len(add(people, request, camera, an_hour(7))["lines"]) == 3


def test_a_request_takes_a_hundred_lines_and_no_more(people: People, cast: Cast) -> None:
    camera = cast.camera()
    request = minhs_draft(cast, camera)
    fill(cast, request, camera, MOST_LINES - 1)
    add(people, request, camera, an_hour(3))
    wrong = add(people, request, camera, an_hour(5), 422)
    assert "tối đa 100 camera" in wrong["errors"]["camera_ids"]
    assert cast.count(ExtractionLine) == MOST_LINES


def fill(cast: Cast, request: ExtractionRequest, camera: Camera, lines: int) -> None:
    """Until a request has so many lines, hours of days long past."""
    (first,) = request.lines
    with cast.database.writing() as session:
        for number in range(1, lines):
            since = first.window_from - timedelta(days=number)
            facts = {column.key: getattr(first, column.key) for column in ExtractionLine.__table__.columns}
            facts |= {"id": None, "version": None, "window_from": since, "window_to": since + HOUR}
            session.add(ExtractionLine(**facts))


@pytest.mark.parametrize("status", [status for status in RequestStatus if status is not RequestStatus.DRAFT])
def test_minh_adds_and_removes_cameras_only_while_it_is_a_draft(
    people: People, cast: Cast, status: RequestStatus
) -> None:
    request = cast.request(status=status)
    add(people, request, cast.camera(), an_hour(5), 409)
    people.minh.post(f"/extractions/lines/{request.lines[0].id}/remove", {}, 409)
    assert cast.count(ExtractionLine) == 1


def test_minh_takes_a_camera_out_of_his_draft(people: People, cast: Cast) -> None:
    request = minhs_draft(cast, cast.camera(), cast.camera())
    people.minh.post(f"/extractions/lines/{request.lines[0].id}/remove", {})
    assert cast.count(ExtractionLine) == 1


def test_a_camera_that_is_in_no_register_cannot_be_asked_for(people: People, cast: Cast) -> None:
    with pytest.raises(errors.Invalid) as refused:
        draft(cast, "minh", asked(cast, cast.camera(), camera_ids=[999]))
    assert "camera_ids" in refused.value.fields
    with pytest.raises(errors.Invalid):
        draft(cast, "minh", asked(cast))
