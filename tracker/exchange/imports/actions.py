"""Writing imports: keeping a list, saying how it is meant, trying it out, applying it whole or not at all."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.vietnamese import clean
from tracker.core.viewer import Viewer
from tracker.exchange.imports import plan_writer, queries, rules
from tracker.exchange.imports.models import CameraImport, KnownColumn
from tracker.exchange.imports.plan_types import ImportPlan
from tracker.exchange.imports.planner import ProgressCallback, build_plan
from tracker.exchange.imports.rules import Field, ListSheet, Report, plain
from tracker.jobs import actions as jobs
from tracker.jobs.models import Job
from tracker.jobs.rules import GOING, JobKind
from tracker.register.networks import queries as networks
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

WRONG_ROWS = N_("Còn dòng sai nên chưa nhập dòng nào. Hãy sửa trong tệp rồi gửi lại.")
NO_CODES = N_("Chưa có cột nào là mã camera. Hãy chọn cột đó trong bảng các cột.")
TWO_COLUMNS = N_("Hai cột không thể cùng một nghĩa. Hãy bỏ qua một trong hai.")
TCVN3 = "tcvn3"
FIELDS = {field.value for field in Field}


class PlanOutdated(errors.WrongState):
    """The register is no longer what the preview was drawn up on; `plan` is what an import would do now."""

    message = N_("Sổ camera đã thay đổi sau lần xem trước nên chưa nhập gì. Hãy xem lại bản mới dưới đây rồi nhập.")

    def __init__(self, plan: ImportPlan) -> None:
        super().__init__()
        self.plan = plan


@dataclass(frozen=True)
class ImportOptions:
    """How a file is meant, as its uploader said: what columns mean by plain header, which sheet, codes by nearness,
    dates in figures with the month first.
    """

    columns: Mapping[str, Field]
    sheet: int | None = None
    near: bool = False
    month_first: bool = False

    def dumped(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class _Within:
    """What a permission is asked about: a ward's cameras."""

    ward_id: int


def upload(
    session: Session, actor: Viewer, file_name: str, content: bytes, network_id: int | None, *, old_font: bool = False
) -> CameraImport:
    """Keep a file that the actor wants to import into the own ward."""
    permissions.require(actor, Can.REGISTER_CAMERAS)
    camera_import = _add(
        session,
        actor,
        actor.own_ward_id,
        network_id=networks.id_within(session, actor, network_id),
        file_name=named(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        encoding=TCVN3 if old_font else "",
    )
    record(session, actor, "import:upload", camera_import, sha256=camera_import.sha256)
    return camera_import


def _add(session: Session, actor: Viewer, ward_id: int, **facts: Any) -> CameraImport:
    """A new import of the actor's."""
    camera_import = CameraImport(
        **{"content": None, "encoding": "", "applied_at": None, "counts": "{}", **facts},
        created_by_id=actor.id,
        ward_id=ward_id,
        mapping=ImportOptions({}).dumped(),
        created_at=clock.now(),
        undone_at=None,
        job_id=None,
        report="",
    )
    permissions.require(actor, Can.REGISTER_CAMERAS, camera_import)
    session.add(camera_import)
    session.flush()
    return camera_import


def import_options(camera_import: CameraImport) -> ImportOptions:
    """How the uploader said that the file is meant."""
    stored_mapping = json.loads(camera_import.mapping)
    columns = {header: Field(value) for header, value in stored_mapping.get("columns", {}).items() if value in FIELDS}
    return ImportOptions(
        columns,
        stored_mapping.get("sheet"),
        stored_mapping.get("near", False),
        stored_mapping.get("month_first", False),
    )


def choose(
    session: Session,
    actor: Viewer,
    import_id: int,
    version: int,
    headers: tuple[str, ...],
    fields: list[Field],
    *,
    sheet: int | None,
    near: bool,
    month_first: bool,
    old_font: bool,
) -> CameraImport:
    """Say what each column of an import's file means, in order; which sheet of it, and how it is to be read."""
    camera_import = waiting(session, actor, import_id, version)
    used_fields = [field for field in fields if field is not Field.IGNORED]
    if len(fields) != len(headers):
        raise errors.Stale()
    if len(set(used_fields)) < len(used_fields):
        raise errors.Invalid({"columns": TWO_COLUMNS})
    before, encoding = import_options(camera_import), TCVN3 if old_font else ""
    reads_otherwise = sheet != before.sheet or encoding != camera_import.encoding
    fields_by_header = dict(zip(map(plain, headers), fields, strict=True))
    camera_import.mapping = ImportOptions(
        {} if reads_otherwise else fields_by_header, sheet, near, month_first
    ).dumped()
    camera_import.encoding, camera_import.report = encoding, ""
    if not reads_otherwise:
        _remember(session, camera_import.ward_id, headers, fields_by_header)
    session.flush()
    record(session, actor, "import:columns", camera_import, columns=fields_by_header)
    return camera_import


def _remember(session: Session, ward_id: int, headers: tuple[str, ...], fields_by_header: Mapping[str, Field]) -> None:
    """Keep for the ward what was said otherwise than the headers' own words say."""
    own_fields = {plain(column.header): column.field or Field.IGNORED for column in rules.map_columns(headers, {})}
    short_headers = {header: field for header, field in fields_by_header.items() if header and len(header) <= 100}
    session.execute(delete(KnownColumn).where(KnownColumn.ward_id == ward_id, KnownColumn.header.in_(short_headers)))
    rows = [
        {"ward_id": ward_id, "header": header, "field": field}
        for header, field in short_headers.items()
        if own_fields[header] != field
    ]
    if rows:
        session.execute(insert(KnownColumn), rows)


def note_report(session: Session, camera_import: CameraImport, report: Mapping[str, Any]) -> None:
    """Keep what a try-out told, to be shown without trying again."""
    camera_import.report = json.dumps(report, ensure_ascii=False, default=str)
    session.flush()


def start(session: Session, actor: Viewer, camera_import: CameraImport, kind: JobKind, **arguments: Any) -> Job:
    """Have an import read, applied or undone as long work."""
    job = jobs.start(session, actor, kind, camera_import.file_name, import_id=camera_import.id, **arguments)
    camera_import.job_id = job.id
    session.flush()
    return job


def plan_of(
    session: Session,
    actor: Viewer,
    camera_import: CameraImport,
    sheet: ListSheet,
    tick: ProgressCallback = lambda *_: None,
) -> ImportPlan:
    """What applying an import would do now."""
    ward = wards.get(session, camera_import.ward_id)
    return _plan(
        session, actor, sheet, ward, camera_import.network_id, by_near=import_options(camera_import).near, tick=tick
    )


def check_report(report: Mapping[str, Any]) -> None:
    """Refuse to go on with a list that was told to be wrong. Invalid."""
    if not report["coded"]:
        raise errors.Invalid({"file": NO_CODES})
    if report["fault_count"]:
        raise errors.Invalid({"file": WRONG_ROWS})


def finish(
    session: Session,
    actor: Viewer,
    camera_import: CameraImport,
    plan: ImportPlan,
    tick: ProgressCallback = lambda *_: None,
) -> None:
    """Apply an import as it was shown; its content is dropped.

    Invalid while anything is wrong, Moved when it would no longer do what was shown.
    """
    if not any(column.field is rules.CODE for column in plan.columns):
        raise errors.Invalid({"file": NO_CODES})
    if plan.faults:
        raise errors.Invalid({"file": WRONG_ROWS})
    if plan.digest() != json.loads(camera_import.report or "{}").get("digest"):
        raise PlanOutdated(plan)
    report = plan.report()
    plan_writer.write(session, plan, camera_import.id, tick)
    camera_import.counts, camera_import.applied_at, camera_import.content = (
        json.dumps(dict(report.counts)),
        clock.now(),
        None,
    )
    session.flush()
    about = {"sha256": camera_import.sha256, "network_id": camera_import.network_id, "import_id": camera_import.id}
    _record(session, actor, plan, report, camera_import.file_name, **about)


def is_as_planned(session: Session, plan: ImportPlan) -> bool:
    """Whether the register is still the one that a plan was drawn up on."""
    return plan.state == queries.state_of(session, plan.scope)


def discard(session: Session, actor: Viewer, import_id: int, version: int) -> CameraImport:
    """Give an import up; its content is dropped."""
    camera_import = waiting(session, actor, import_id, version)
    camera_import.content, camera_import.report = None, ""
    session.flush()
    record(session, actor, "import:discard", camera_import)
    return camera_import


def waiting(session: Session, actor: Viewer, import_id: int, version: int | None = None) -> CameraImport:
    """An import that was not applied yet and that nothing is being done with. WrongState otherwise."""
    camera_import = queries.get(session, actor, import_id)
    permissions.require(actor, Can.REGISTER_CAMERAS, camera_import)
    job = queries.job_of(session, camera_import)
    if camera_import.content is None or (job is not None and job.state in GOING):
        raise errors.WrongState()
    if version is not None:
        check_version(camera_import, version)
    return camera_import


def examine(
    session: Session, actor: Viewer | None, sheet: ListSheet, ward: Ward | None, network_id: int | None
) -> Report:
    """What applying a list would do. Nothing is written."""
    return _plan(session, actor, sheet, ward, network_id).report()


def apply(
    session: Session,
    actor: Viewer | None,
    sheet: ListSheet,
    ward: Ward | None,
    network_id: int | None,
    *,
    file_name: str,
    sha256: str,
) -> Report:
    """Write a list into the register, all of it; nothing of it when any row is wrong, as the report then tells.

    `ward` is the ward of rows that name none, `network_id` likewise. Invalid when no column gives codes. It is the
    operator of the machine who does it: for an actor, who may undo it as any other import, or else for nobody.
    """
    if not sheet.coded:
        raise errors.Invalid({"file": NO_CODES})
    plan = _plan(session, actor, sheet, ward, network_id)
    report = plan.report()
    if report.faults:
        return report
    about: dict[str, Any] = {"network_id": network_id, "file_name": file_name, "sha256": sha256}
    if actor is None:
        plan_writer.write(session, plan, None, lambda *_: None)
        _record(session, None, plan, report, **about)
    else:
        applied_values = {"counts": json.dumps(dict(report.counts)), "applied_at": clock.now()}
        camera_import = _add(session, actor, ward.id if ward else next(iter(plan.wards)), **about, **applied_values)
        plan_writer.write(session, plan, camera_import.id, lambda *_: None)
        _record(session, None, plan, report, **about, import_id=camera_import.id, person=actor.name)
    return report


def named(file_name: str) -> str:
    """A file's name as it is kept: without its folders, in NFC."""
    return clean(file_name.replace("\\", "/").rpartition("/")[2])[:255]


def _record(
    session: Session, actor: Viewer | None, plan: ImportPlan, report: Report, file_name: str, **details: Any
) -> None:
    details |= {"file": file_name, "wards": sorted(ward.code for ward in plan.wards.values())}
    record(session, actor, "camera:import", kind="Camera", counts=dict(report.counts), **details)


def _plan(
    session: Session, actor: Viewer | None, sheet: ListSheet, ward: Ward | None, network_id: int | None, **options: Any
) -> ImportPlan:
    plan = build_plan(session, actor, sheet, ward, network_id, **options)
    if actor is not None:
        networks.id_within(session, actor, network_id)
        for ward_id in plan.wards:
            permissions.require(actor, Can.REGISTER_CAMERAS, _Within(ward_id))
    return plan
