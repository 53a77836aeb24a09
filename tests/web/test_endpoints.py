"""JSON lists hold what their shape says, in its order, and nothing that a query happens to fetch beside it."""

import pytest

from tests.cast import Cast
from tests.people import People
from tracker.cases.extractions import queries, row_schemas
from tracker.cases.extractions.models import ExtractionLine
from tracker.register.cameras.schemas import CameraRow
from tracker.register.recorders.models import Recorder
from tracker.register.recorders.schemas import RecorderRow
from tracker.web.endpoints import row_dicts


def test_a_column_that_a_query_fetches_for_itself_does_not_get_out(
    people: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.request()
    monkeypatch.setattr(
        queries, "LINE_COLUMNS", (ExtractionLine.note, *queries.LINE_COLUMNS, ExtractionLine.network_id)
    )
    (line,) = people.minh.json("GET", "/api/v1/extractions/lines")["items"]
    assert list(line) == list(row_schemas.LineRow().fields)


def test_no_note_and_no_sort_key_stands_in_the_list_of_cameras(people: People, cast: Cast) -> None:
    cast.camera(note="Chìa khóa ở nhà ông Tư")
    cameras = people.lan.json("GET", "/api/v1/cameras")["items"]
    assert [list(camera) for camera in cameras] == [list(CameraRow().fields)]


def test_a_list_is_written_out_of_objects_as_out_of_rows(cast: Cast) -> None:
    recorder: Recorder = cast.recorder()
    recorder.ward = "Phường Hạc Thành"  # type: ignore[attr-defined]  # a row has the ward's name
    (row,) = row_dicts(RecorderRow, [recorder])
    assert list(row) == list(RecorderRow().fields)
    assert row_dicts(RecorderRow, []) == []
