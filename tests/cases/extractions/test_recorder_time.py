"""A recorder whose clock is wrong: what time stands in its pictures, wherever somebody looks for the footage."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import update

from tests.cast import HOUR, Cast
from tests.people import People
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.extractions.rules import RequestStatus
from tracker.core import clock
from tracker.register.recorders.models import Recorder
from tracker.web.template_filters import window

DAY = 86_400
EVENING = datetime(2026, 9, 3, 13, 15, tzinfo=UTC)
HANDOVER = {"file_name": "a.mp4", "bytes": "1000", "sha256": "a" * 64, "medium": "USB", "received_by": "Minh"}


@pytest.mark.parametrize(
    ("ahead", "shown"),
    [
        (-47 * 60, "19:28–20:28 ngày 03/09/2026"),
        (20, "20:15:20–21:15:20 ngày 03/09/2026"),
        (DAY, "20:15–21:15 ngày 04/09/2026"),
        (-4 * 365 * DAY, "20:15–21:15 ngày 04/09/2022"),
        (3 * 3600, "23:15 ngày 03/09/2026 – 00:15 ngày 04/09/2026"),
        (0, "20:15–21:15 ngày 03/09/2026"),
    ],
)
def test_a_window_is_said_as_a_wrong_clock_shows_it(app: Flask, ahead: int, shown: str) -> None:
    with app.test_request_context():
        assert window(EVENING, EVENING + HOUR, ahead) == shown


def asked_of(cast: Cast, ahead: int | None) -> ExtractionRequest:
    """Minh's approved request to Lan's ward, for a camera whose recorder is so many seconds ahead."""
    recorder = cast.recorder(clock_offset_seconds=ahead, clock_checked_at=clock.now() if ahead is not None else None)
    return cast.request(cast.camera(recorder_id=recorder.id), status=RequestStatus.APPROVED)


def test_whoever_looks_for_the_footage_reads_the_recorders_time_everywhere(people: People, cast: Cast) -> None:
    line = asked_of(cast, -2 * 3600).lines[0]
    shown = f"Giờ trên đầu ghi: {window(line.window_from, line.window_to, -2 * 3600)}"
    line_urls = [f"/extractions/lines/{line.id}/{step}" for step in ("preserve", "extract", "unavailable")]
    for url in ("/", "/extractions/lines?open=1", f"/extractions/{line.request_id}", *line_urls):
        assert shown in people.lan.get(url).text, url
    assert people.lan.json("GET", "/api/v1/extractions/lines")["items"][0]["clock_offset_seconds"] == -2 * 3600


def test_a_clock_that_is_right_or_was_never_measured_is_not_mentioned(people: People, cast: Cast) -> None:
    for ahead in (0, None):
        request_id = asked_of(cast, ahead).id
        for url in ("/", "/extractions/lines?open=1", f"/extractions/{request_id}"):
            assert "Giờ trên đầu ghi" not in people.lan.get(url).text


def test_what_was_handed_over_keeps_the_time_of_its_pictures_when_the_clock_is_put_right(
    people: People, cast: Cast
) -> None:
    line = asked_of(cast, 90).lines[0]
    url = f"/extractions/lines/{line.id}"
    people.lan.post(f"{url}/extract", {"version": "1"})
    people.lan.post(f"{url}/hand-over", {"version": "2", "clock_offset_seconds": "90", **HANDOVER})
    with cast.database.writing() as session:
        session.execute(update(Recorder).values(clock_offset_seconds=0))
    shown = window(line.window_from, line.window_to, 90)
    assert shown in people.minh.get(f"/extractions/{line.request_id}").text
    assert shown in people.minh.get(f"{url}/outcome").text
