"""What a book is matched with: cameras that were entered twice, and cases that were sealed since."""

from typing import Any

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
from tracker.cases.access.models import IncidentReader
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.incidents.models import Incident
from tracker.core import clock
from tracker.exchange.imports.field_sets import ImportKind
from tracker.register.cameras.models import Camera

USED = "Số này đã dùng cho một vụ việc khác của đơn vị"
NO_CAMERA = "Không có camera mang mã này"


def void(cast: Cast, camera: Camera, into: Camera | None = None) -> None:
    """Lan voids a camera, merged into another where it was entered twice."""
    with cast.database.writing() as session:
        row = session.get_one(Camera, camera.id)
        row.voided_at, row.void_reason = clock.now(), "Nhập trùng"
        row.merged_into_id = into and into.id


def line_cameras(cast: Cast) -> set[int]:
    with cast.database.reading() as session:
        return {line.camera_id for line in session.query(ExtractionLine)}


def test_the_code_of_a_camera_entered_twice_means_the_one_that_stands(cast: Cast) -> None:
    double, second, kept = (cast.camera(code=code) for code in ("CAM-1", "CAM-7", "CAM-8"))
    void(cast, double, into=second)
    void(cast, second, into=kept)
    assert faults(taken_over(cast, cast.son, book(THEFT))) == []
    assert line_cameras(cast) == {kept.id}


def test_a_book_that_was_taken_over_before_the_merger_is_known_again(cast: Cast) -> None:
    double, kept, other = (cast.camera(code=code) for code in ("CAM-1", "CAM-8", "CAM-2"))
    rows = (THEFT, SECOND_LINE, FIGHT)
    taken_over(cast, cast.son, book(*rows))
    void(cast, double, into=kept)
    for sent in (rows, [row.replace("CAM-1", "CAM-8") for row in rows]):
        report = taken_over(cast, cast.son, book(*sent))
        assert (report.counts["new"], report.counts["unchanged"]) == (0, 3), faults(report)
    assert line_cameras(cast) == {double.id, other.id}


def test_a_camera_voided_as_a_mistake_is_none_by_its_code_or_its_place(cast: Cast) -> None:
    mistake = cast.camera(code="CAM-1", point_id=cast.point(name="Cổng chợ Vườn Hoa").id)
    void(cast, mistake)
    for named in ("CAM-1", "Cổng chợ Vườn Hoa"):
        ((_, _, words),) = faults(taken_over(cast, cast.son, book(THEFT.replace("CAM-1", named))))
        assert words.startswith(NO_CAMERA)


def seal(cast: Cast, incident_id: int, **facts: str) -> None:
    """Thủy seals a case, to nobody of Sơn's unit."""
    with cast.database.writing() as session:
        incident = session.get_one(Incident, incident_id)
        incident.sealed_at, incident.sealed_by_id, incident.seal_reason = clock.now(), cast.thuy.id, "Theo chỉ đạo"
        for name, value in facts.items():
            setattr(incident, name, value)


def only(cast: Cast, kind: type[Any]) -> Any:
    with cast.database.reading() as session:
        return session.query(kind).one()


def test_an_incidents_number_is_not_joined_to_a_sealed_one_but_by_its_readers(cast: Cast) -> None:
    sent: dict[str, Any] = {"content": book(INCIDENT, header=INCIDENT_HEADER), "kind": ImportKind.INCIDENTS}
    taken_over(cast, cast.son, **sent)
    incident = only(cast, Incident)
    seal(cast, incident.id)
    ((_, _, words),) = faults(taken_over(cast, cast.son, **sent))
    assert words.startswith(USED)
    reader = {"user_id": cast.son.id, "added_by_id": cast.thuy.id, "added_at": clock.now()}
    cast.add(IncidentReader(incident_id=incident.id, **reader))
    assert taken_over(cast, cast.son, **sent).counts["unchanged"] == 1


def test_a_line_is_not_joined_to_a_request_in_a_sealed_case(cast: Cast) -> None:
    cast.camera(code="CAM-1")
    taken_over(cast, cast.son, book(FIGHT))
    seal(cast, only(cast, ExtractionRequest).incident_id, external_number="99/VV")
    ((_, header, words),) = faults(taken_over(cast, cast.son, book(FIGHT)))
    assert words.startswith(USED)
    assert header == "Số phiếu/số công văn"
    assert cast.count(Incident) == 1
