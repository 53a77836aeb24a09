"""One row of everything that somebody may see: what tests of visibility look for."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import update

from tests.cast import HOUR, Cast
from tests.exchange.ward_changes import histories
from tracker.cases.extractions.models import SharedLine
from tracker.cases.extractions.rules import RequestStatus
from tracker.cases.finder.queries import Search
from tracker.core import clock
from tracker.exchange.bulk_edits.models import BulkEdit, BulkEditEntry
from tracker.exchange.imports.field_sets import ImportKind
from tracker.exchange.imports.models import ListImport
from tracker.jobs.files.models import FileLink, StoredFile
from tracker.jobs.files.rules import FileOwner, ScanState
from tracker.jobs.models import Job, JobFile
from tracker.jobs.rules import JobKind, JobState
from tracker.register.cameras.models import Camera
from tracker.register.faults.models import Fault
from tracker.register.faults.rules import FaultKind
from tracker.register.inspections.models import InspectionRound
from tracker.register.saved_views.models import ChosenColumns, SavedView
from tracker.register.saved_views.rules import Sharing
from tracker.register.streets.models import TownPlan

YESTERDAY = timedelta(days=1)
PLACE = (19.8067, 105.7852)  # where the cast's points are


@dataclass(frozen=True)
class OneOfEach:
    """What stands in Lan's ward: the camera with all that hangs on it, Minh's request for it, what Lan did to it."""

    camera: Camera
    edit: BulkEdit
    ids: dict[str, int]  # by the name of a query's argument


def one_of_each(cast: Cast, *, split: bool = True) -> OneOfEach:
    """Everything that can be seen, one row of each at least. `split`: also what waits in a ward that is Hoa's too."""
    network, recorder, owner = cast.network(), cast.recorder(), cast.owner()
    cast.network(closed_on=date(2024, 1, 1), closing_decision="QĐ 9")
    camera = cast.camera(network_id=network.id, recorder_id=recorder.id, owner_id=owner.id, code="CAM-001")
    request = cast.request(camera)
    follower = cast.request(camera, follows_id=request.id)
    for used, user in ((request, follower), (follower, request)):
        cast.add(_shared(cast, used.lines[0].id, user.incident_id))  # type: ignore[attr-defined]
    fault = _faults(cast, camera)
    edit, camera_import, job = _lans_work(cast, camera)
    inspection = cast.add(
        InspectionRound(**_ward(cast), name="Vòng 1", due_on=clock.today() - YESTERDAY, closed_at=None)
    )
    attachment = an_attachment(cast, request.incident_id)
    _a_street(cast)
    views = [_view(cast, who) for who in (cast.lan, cast.minh)]
    if split:
        _split_ward(cast)
    ids = {"network": network, "recorder": recorder, "owner": owner, "camera": camera, "fault": fault, "edit": edit}
    ids |= {"request": request, "import": camera_import, "job": job, "round": inspection, "filter": views[0]}
    ids |= {"attachment": attachment, "line": request.lines[0], "incident": SimpleNamespace(id=request.incident_id)}  # type: ignore[attr-defined]
    numbers = {f"{name}_id": row.id for name, row in ids.items()}
    return OneOfEach(camera, edit, numbers | {"point_id": camera.point_id, "person_id": cast.minh.id})


def _a_street(cast: Cast) -> None:
    """Three crossings that a line goes through, and one that stands in two places, as of a town with many more."""
    for number, street in enumerate(("Tản Đà", "Lê Hoàn", "Hàng Đồng")):
        cast.point(name=f"Ngã tư Lê Lai – {street}", longitude=105.7852 + 0.004 * number)
    cast.point(name="Ngã tư Minh Khai – Trần Phú")
    cast.point(name="Ngã tư Trần Phú – Minh Khai", latitude=19.83)
    with cast.database.writing() as session:
        session.execute(update(TownPlan).values(crossings=100))


def _shared(cast: Cast, line_id: int, incident_id: int) -> SharedLine:
    """That an incident uses a line of another one."""
    return SharedLine(line_id=line_id, incident_id=incident_id, joined_by_id=cast.minh.id, joined_at=clock.now())


def _ward(cast: Cast) -> dict[str, Any]:
    facts = {"ward_id": cast.hac_thanh.id, "network_id": None, "created_by_id": cast.lan.id}
    return facts | {"created_at": clock.now()}


def _faults(cast: Cast, camera: Camera) -> Fault:
    """One mended yesterday, one open."""
    facts = {"camera_id": camera.id, "recorder_id": None, "kind": FaultKind.POWER, "note": "", "opened_by": "Lan"}
    began = clock.now() - YESTERDAY
    mended = {"closed_at": began + HOUR, "closed_by": "Lan", "repair": "Thay nguồn", "cost": 200_000}
    cast.add(Fault(**facts, opened_at=began, recorded_at=began, repair_recorded_at=began + HOUR, **mended))
    return cast.add(
        Fault(
            **facts, opened_at=clock.now(), recorded_at=clock.now(), closed_at=None, closed_by="", repair="", cost=None
        )
    )


def _lans_work(cast: Cast, camera: Camera) -> tuple[BulkEdit, ListImport, Job]:
    """A change of many and an import, both done, and the job of a long export with its file."""
    facts, now = _ward(cast), clock.now()
    del facts["network_id"]
    edit = BulkEdit(**facts, job_id=None, query="{}", changes='{"manager": "Đội 3"}', reason="", applied_at=now)
    edit.cameras, edit.undone_at, edit.undone = 1, None, None
    cast.add(edit)
    cast.add(BulkEditEntry(edit_id=edit.id, camera_id=camera.id, before='{"manager": ""}'))
    sent = {
        "kind": ImportKind.CAMERAS,
        "file_name": "a.csv",
        "sha256": "",
        "content": None,
        "mapping": "{}",
        "counts": "{}",
    }
    camera_import = cast.add(ListImport(**_ward(cast), **sent, applied_at=now, undone_at=None, job_id=None))
    job = Job(kind=JobKind.EXPORT_LIST, title="1 camera", created_by_id=cast.lan.id, arguments="{}", tries=1)
    job.state, job.created_at, job.started_at, job.finished_at, job.error, job.result = (
        *(JobState.DONE, now, now, now),
        *("", "{}"),
    )
    cast.add(job)
    cast.add(JobFile(job_id=job.id, name="a.csv", kind="text/csv", content=b"x", created_at=now))
    return edit, camera_import, job


def an_attachment(cast: Cast, incident_id: int) -> FileLink:
    """A document that Minh attached to an incident; its content is nowhere."""
    facts = {"created_by_id": cast.minh.id, "created_at": clock.now()}
    scan = {"scan_state": ScanState.NOT_SCANNED, "scanned_at": None, "scan_detail": ""}
    named = {"sha256": "a" * 64, "size": 1, "media_type": "application/pdf", "original_name": "Biên bản.pdf"}
    file = cast.add(StoredFile(**facts, **scan, **named))
    link = {"file_id": file.id, "owner_kind": FileOwner.INCIDENT, "owner_id": incident_id}
    removal = {"removed_at": None, "removed_by_id": None, "removal_reason": ""}
    return cast.add(FileLink(**facts, **link, **removal))


def _view(cast: Cast, who: Any) -> SavedView:
    """A filter that somebody shares with the unit, and the columns that the same person chose."""
    cast.add(ChosenColumns(user_id=who.id, page="cameras", columns="code"))
    facts = {"created_by_id": who.id, "ward_id": who.ward_id, "unit_id": who.unit_id, "page": "cameras", "query": "q=a"}
    return cast.add(SavedView(**facts, name=f"Của {who.name}", sharing=Sharing.UNIT, created_at=clock.now()))


def _split_ward(cast: Cast) -> None:
    """Đông Thọ was split: Lan decided on one of its points; another point, a recorder and an owner wait."""
    old = histories.split_ward(cast)
    decided, waiting = cast.point(ward_id=old.id), cast.point(ward_id=old.id)
    cast.camera(ward_id=old.id, point_id=waiting.id)
    cast.owner(ward_id=old.id)
    cast.recorder(ward_id=old.id)
    histories.decide(cast, cast.lan, decided, cast.hac_thanh)


def asked_with(rows: OneOfEach) -> dict[str, Any]:
    """What queries are asked with, by parameter, or by query and parameter: what finds all that there is."""
    latitude, longitude = PLACE
    hour, country = (clock.now() - timedelta(hours=1), clock.now()), (8.0, 102.0, 24.0, 110.0)
    return rows.ids | {
        "after": None, "ward_id": None, "ward": None, "most": None, "places.queries.named.text": "đường Lê Lợi",
        "split": None, "one_by_one": False, "limit": 50, "page": "cameras", "zoom": 12, "day": clock.today(),
        "typed": "CAM", "text": "CAM", "code": "CAM-001", "codes": ["CAM-001"], "name": "Của Lê Thị Lan",
        "search.queries.places_of.typed": "Ngã tư", "search.queries.recorders_of.typed": "DG-",
        "search.queries.owners_of.typed": "CK-06", "search.queries.incidents_of.typed": "xe máy",
        "extractions.queries.by_code.code": "YC-00001/2026", "incidents.queries.by_code.code": "VV-00001/2026",
        "search.queries.requests_of.typed": "YC-", "statuses": list(RequestStatus),
        "camera_ids": [rows.ids["camera_id"]], "network_ids": [rows.ids["network_id"]],
        "afresh": False, "moment": clock.now(),
        "line_ids": [rows.ids["line_id"]], "request_ids": [rows.ids["request_id"]],
        "extractions.overlaps.earlier_lines.window": (clock.now() - timedelta(days=2), clock.now()),
        "edit": rows.edit, "changes": {"manager": "Đội 3"}, "latitude": latitude, "longitude": longitude,
        "cameras.queries.others_of_code.camera": SimpleNamespace(id=0, ward_id=rows.camera.ward_id),
        "scene": PLACE, "metres": 100.0, "window": hour, "terms": Search(hour, PLACE, 100.0, "CAM"),
        "streets.queries.lines_within.window": country, "streets.queries.labels_within.window": country,
        "streets.finding.find.text": "Lê Lai",
        "maps.queries.cells.window": country, "maps.queries.within.window": country,
    }  # fmt: skip
