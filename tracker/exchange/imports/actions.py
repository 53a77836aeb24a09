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
class _CamerasOfWard:
    """What a permission is asked about: a ward's cameras."""

    ward_id: int


def upload(
    session: Session, actor: Viewer, file_name: str, content: bytes, network_id: int | None, *, old_font: bool = False
) -> CameraImport:
    """Keep a file that the actor wants to import into the own ward."""
    permissions.require(actor, Can.REGISTER_CAMERAS)
    import_ = _add(
        session,
        actor,
        actor.own_ward_id,
        network_id=networks.id_within(session, actor, network_id),
        file_name=named(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        encoding=TCVN3 if old_font else "",
    )
    record(session, actor, "import:upload", import_, sha256=import_.sha256)
    return import_


def _add(session: Session, actor: Viewer, ward_id: int, **facts: Any) -> CameraImport:
    """A new import of the actor's."""
    import_ = CameraImport(
        **{"content": None, "encoding": "", "applied_at": None, "counts": "{}", **facts},
        created_by_id=actor.id,
        ward_id=ward_id,
        mapping=ImportOptions({}).dumped(),
        created_at=clock.now(),
        undone_at=None,
        job_id=None,
        report="",
    )
    permissions.require(actor, Can.REGISTER_CAMERAS, import_)
    session.add(import_)
    session.flush()
    return import_


def import_options(import_: CameraImport) -> ImportOptions:
    """How the uploader said that the file is meant."""
    mapping = json.loads(import_.mapping)
    columns = {header: Field(value) for header, value in mapping.get("columns", {}).items() if value in FIELDS}
    return ImportOptions(columns, mapping.get("sheet"), mapping.get("near", False), mapping.get("month_first", False))


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
    import_ = waiting(session, actor, import_id, version)
    used_fields = [field for field in fields if field is not Field.IGNORED]
    if len(fields) != len(headers):
        raise errors.Stale()
    if len(set(used_fields)) < len(used_fields):
        raise errors.Invalid({"columns": TWO_COLUMNS})
    before, encoding = import_options(import_), TCVN3 if old_font else ""
    is_reread = sheet != before.sheet or encoding != import_.encoding
    meanings = dict(zip(map(plain, headers), fields, strict=True))
    import_.mapping = ImportOptions({} if is_reread else meanings, sheet, near, month_first).dumped()
    import_.encoding, import_.report = encoding, ""
    if not is_reread:
        _remember(session, import_.ward_id, headers, meanings)
    session.flush()
    record(session, actor, "import:columns", import_, columns=meanings)
    return import_


def _remember(session: Session, ward_id: int, headers: tuple[str, ...], meanings: Mapping[str, Field]) -> None:
    """Keep for the ward what was said otherwise than the headers' own words say."""
    own_meanings = {plain(column.header): column.field or Field.IGNORED for column in rules.map_columns(headers, {})}
    nameable = {header: field for header, field in meanings.items() if header and len(header) <= 100}
    session.execute(delete(KnownColumn).where(KnownColumn.ward_id == ward_id, KnownColumn.header.in_(nameable)))
    rows = [
        {"ward_id": ward_id, "header": header, "field": field}
        for header, field in nameable.items()
        if own_meanings[header] != field
    ]
    if rows:
        session.execute(insert(KnownColumn), rows)


def note_report(session: Session, import_: CameraImport, report: Mapping[str, Any]) -> None:
    """Keep what a try-out told, to be shown without trying again."""
    import_.report = json.dumps(report, ensure_ascii=False, default=str)
    session.flush()


def start(session: Session, actor: Viewer, import_: CameraImport, kind: JobKind, **arguments: Any) -> Job:
    """Have an import read, applied or undone as long work."""
    job = jobs.start(session, actor, kind, import_.file_name, import_id=import_.id, **arguments)
    import_.job_id = job.id
    session.flush()
    return job


def plan_of(
    session: Session, actor: Viewer, import_: CameraImport, sheet: ListSheet, tick: ProgressCallback = lambda *_: None
) -> ImportPlan:
    """What applying an import would do now."""
    ward = wards.get(session, import_.ward_id)
    return _plan(session, actor, sheet, ward, import_.network_id, by_near=import_options(import_).near, tick=tick)


def check_report(report: Mapping[str, Any]) -> None:
    """Refuse to go on with a list that was told to be wrong. Invalid."""
    if not report["coded"]:
        raise errors.Invalid({"file": NO_CODES})
    if report["fault_count"]:
        raise errors.Invalid({"file": WRONG_ROWS})


def finish(
    session: Session, actor: Viewer, import_: CameraImport, plan: ImportPlan, tick: ProgressCallback = lambda *_: None
) -> None:
    """Apply an import as it was shown; its content is dropped.

    Invalid while anything is wrong, Moved when it would no longer do what was shown.
    """
    if not any(column.field is rules.CODE for column in plan.columns):
        raise errors.Invalid({"file": NO_CODES})
    if plan.faults:
        raise errors.Invalid({"file": WRONG_ROWS})
    if plan.digest() != json.loads(import_.report or "{}").get("digest"):
        raise PlanOutdated(plan)
    report = plan.report()
    plan_writer.write(session, plan, import_.id, tick)
    import_.counts, import_.applied_at, import_.content = json.dumps(dict(report.counts)), clock.now(), None
    session.flush()
    about = {"sha256": import_.sha256, "network_id": import_.network_id, "import_id": import_.id}
    _record(session, actor, plan, report, import_.file_name, **about)


def is_as_planned(session: Session, plan: ImportPlan) -> bool:
    """Whether the register is still the one that a plan was drawn up on."""
    return plan.state == queries.state_of(session, plan.scope)


def discard(session: Session, actor: Viewer, import_id: int, version: int) -> CameraImport:
    """Give an import up; its content is dropped."""
    import_ = waiting(session, actor, import_id, version)
    import_.content, import_.report = None, ""
    session.flush()
    record(session, actor, "import:discard", import_)
    return import_


def waiting(session: Session, actor: Viewer, import_id: int, version: int | None = None) -> CameraImport:
    """An import that was not applied yet and that nothing is being done with. WrongState otherwise."""
    import_ = queries.get(session, actor, import_id)
    permissions.require(actor, Can.REGISTER_CAMERAS, import_)
    job = queries.job_of(session, import_)
    if import_.content is None or (job is not None and job.state in GOING):
        raise errors.WrongState()
    if version is not None:
        check_version(import_, version)
    return import_


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
        import_ = _add(session, actor, ward.id if ward else next(iter(plan.wards)), **about, **applied_values)
        plan_writer.write(session, plan, import_.id, lambda *_: None)
        _record(session, None, plan, report, **about, import_id=import_.id, person=actor.name)
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
            permissions.require(actor, Can.REGISTER_CAMERAS, _CamerasOfWard(ward_id))
    return plan
