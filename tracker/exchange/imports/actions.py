"""Writing imports: keeping a list, saying how it is meant, trying it out, applying it whole or not at all."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.vietnamese import clean
from tracker.core.viewer import Viewer
from tracker.exchange.case_imports.words import check_blanks
from tracker.exchange.imports import plan_writer, queries
from tracker.exchange.imports.answers import NO_ANSWERS, Answers, Codes
from tracker.exchange.imports.field_sets import IGNORED, ImportKind, plain
from tracker.exchange.imports.kinds import KINDS, Plan, kind_of, plan_cameras
from tracker.exchange.imports.models import ListImport
from tracker.exchange.imports.options import ImportOptions, check_decided, import_options, remember
from tracker.exchange.imports.plan_types import ImportPlan
from tracker.exchange.imports.planner import ProgressCallback
from tracker.exchange.imports.rules import ListSheet, Report
from tracker.jobs import actions as jobs
from tracker.jobs.models import Job
from tracker.jobs.rules import GOING, JobKind
from tracker.register.networks import queries as networks
from tracker.territory.wards.models import Ward

WRONG_ROWS = N_("Còn dòng sai nên chưa nhập dòng nào. Hãy sửa trong tệp rồi gửi lại.")
NO_CODES = N_("Chưa có cột nào là mã camera. Hãy chọn cột đó trong bảng các cột.")
NO_KEYS = N_("Chưa có cột nào là: %(missing)s. Hãy chọn cột đó trong bảng các cột.")
OPEN_QUESTIONS = N_("Còn câu hỏi chưa trả lời ở mục Cần bạn cho biết nên chưa nhập dòng nào.")
NO_FIELD = N_("Tệp loại này không có mục đó.")
TWO_COLUMNS = N_("Hai cột không thể cùng một nghĩa. Hãy bỏ qua một trong hai.")
FAR_ROWS = N_("Có camera cách phường, xã quá xa. Hãy sửa tọa độ trong tệp, hoặc xác nhận là đúng chỗ, rồi nhập.")
TCVN3 = "tcvn3"


class PlanOutdated(errors.WrongState):
    """What is there is no longer what the preview was drawn up on; `plan` is what an import would do now."""

    message = N_("Sổ đã thay đổi sau lần xem trước nên chưa nhập gì. Hãy xem lại bản mới dưới đây rồi nhập.")

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


def upload(
    session: Session,
    actor: Viewer,
    file_name: str,
    content: bytes,
    network_id: int | None,
    *,
    kind: ImportKind = ImportKind.CAMERAS,
    old_font: bool = False,
    blanks: Mapping[str, str] = MappingProxyType({}),
    answers: Answers = NO_ANSWERS,
) -> ListImport:
    """Keep a file that the actor wants to import: cameras into the own ward, cases into the own unit.

    `answers` are given before anything is asked; a network of OUTSIDE is none. `blanks` are the codes that blank cells
    of cases stand for, by field.
    """
    permissions.require(actor, KINDS[kind].can)
    if kind.of_cases:
        check_blanks(session, blanks)
    owner_ids = {"unit_id": actor.own_case_unit_id} if kind.of_cases else {"ward_id": actor.own_ward_id}
    import_ = _add(
        session,
        actor,
        kind,
        **owner_ids,
        network_id=None if kind.of_cases else networks.id_within(session, actor, network_id or None),
        mapping=ImportOptions({}, answers=answers, blanks=blanks if kind.of_cases else {}).dumped(),
        file_name=named(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        encoding=TCVN3 if old_font else "",
    )
    record(session, actor, "import:upload", import_, sha256=import_.sha256)
    return import_


def _add(session: Session, actor: Viewer, kind: ImportKind, **facts: Any) -> ListImport:
    """A new import of the actor's."""
    blank_facts = {
        "content": None,
        "encoding": "",
        "applied_at": None,
        "counts": "{}",
        "mapping": ImportOptions({}).dumped(),
    }
    import_ = ListImport(
        **{"ward_id": None, "unit_id": None, **blank_facts, **facts},
        kind=kind,
        created_by_id=actor.id,
        created_at=clock.now(),
        undone_at=None,
        job_id=None,
        report="",
    )
    permissions.require(actor, KINDS[kind].can, import_)
    session.add(import_)
    session.flush()
    return import_


def choose(
    session: Session,
    actor: Viewer,
    import_id: int,
    version: int,
    headers: tuple[str, ...],
    fields: list[str],
    *,
    sheet: int | None,
    near: bool,
    month_first: bool,
    places_confirmed: bool,
    old_font: bool,
) -> ListImport:
    """Say what each column of an import's file means, in order; which sheet of it, and how it is to be read."""
    import_ = waiting(session, actor, import_id, version)
    words = kind_of(import_).fields.words
    used_fields = [field for field in fields if field != IGNORED]
    if len(fields) != len(headers):
        raise errors.Stale()
    if len(set(used_fields)) < len(used_fields):
        raise errors.Invalid({"columns": TWO_COLUMNS})
    if not set(fields) <= {word.value for word in words}:
        raise errors.Invalid({"columns": NO_FIELD})
    before, encoding = import_options(import_), TCVN3 if old_font else ""
    answers = before.answers.with_month_first(month_first=month_first)
    is_reread = sheet != before.sheet or encoding != import_.encoding
    meanings = dict(zip(map(plain, headers), map(words, fields), strict=True))
    columns = {} if is_reread else meanings
    import_.mapping = ImportOptions(columns, sheet, near, answers, places_confirmed, before.blanks).dumped()
    import_.encoding, import_.report = encoding, ""
    if not is_reread:
        remember(session, import_, headers, meanings)
    session.flush()
    record(session, actor, "import:columns", import_, columns=meanings)
    return import_


def note_report(session: Session, import_: ListImport, report: Mapping[str, Any]) -> None:
    """Keep what a try-out told, to be shown without trying again."""
    import_.report = json.dumps(report, ensure_ascii=False, default=str)
    session.flush()


def start(session: Session, actor: Viewer, import_: ListImport, kind: JobKind, **arguments: Any) -> Job:
    """Have an import read, applied or undone as long work."""
    job = jobs.start(session, actor, kind, import_.file_name, import_id=import_.id, **arguments)
    import_.job_id = job.id
    session.flush()
    return job


def plan_of(
    session: Session, actor: Viewer, import_: ListImport, sheet: ListSheet, tick: ProgressCallback = lambda *_: None
) -> Plan:
    """What applying an import would do now."""
    plan: Plan = kind_of(import_).plan(session, actor, import_, sheet, import_options(import_).near, tick)
    return plan


def check_report(report: Mapping[str, Any]) -> None:
    """Refuse to go on with a list that was told to be wrong. Invalid."""
    if not report["coded"]:
        raise lacks_columns(report["missing"])
    if report["fault_count"]:
        raise errors.Invalid({"file": WRONG_ROWS})
    if report["undecided"]:
        raise errors.Invalid({"file": OPEN_QUESTIONS})


def lacks_columns(missing: Sequence[str]) -> errors.Invalid:
    """The refusal of a list in which no row can be told from another, for want of some fields."""
    return errors.Invalid({"file": NO_KEYS}, missing=", ".join(missing))


def finish(
    session: Session, actor: Viewer, import_: ListImport, plan: Plan, tick: ProgressCallback = lambda *_: None
) -> None:
    """Apply an import as it was shown; its content is dropped.

    Invalid while anything is wrong, PlanOutdated when it would no longer do what was shown.
    """
    kind = kind_of(import_)
    options, report, missing = import_options(import_), plan.report(), kind.fields.missing(plan.columns)
    if missing and options.answers.codes is not Codes.NUMBER:
        raise lacks_columns([field.text for field in missing])
    if report.faults:
        raise errors.Invalid({"file": WRONG_ROWS})
    if report.undecided:
        raise errors.Invalid({"file": OPEN_QUESTIONS})
    if isinstance(plan, ImportPlan) and plan.far and not options.places_confirmed:
        raise errors.Invalid({"file": FAR_ROWS})
    if plan.digest() != json.loads(import_.report or "{}").get("digest"):
        raise PlanOutdated(plan)
    counts = dict(report.counts)
    kind.write(session, actor, plan, import_, tick)
    import_.counts, import_.applied_at, import_.content = json.dumps(counts), clock.now(), None
    session.flush()
    about: dict[str, Any] = {"file": import_.file_name, "sha256": import_.sha256, **_where(import_, plan)}
    record(session, actor, kind.action, kind=kind.about, import_id=import_.id, counts=counts, **about)


def _where(import_: ListImport, plan: Plan) -> dict[str, Any]:
    """Into what an import was written, as the log has it."""
    if isinstance(plan, ImportPlan):
        return {"network_id": import_.network_id, "wards": sorted(ward.code for ward in plan.wards.values())}
    return {"unit_id": import_.unit_id}


def is_as_planned(session: Session, import_: ListImport, plan: Plan) -> bool:
    """Whether what a plan was drawn up on is still as it was then."""
    return kind_of(import_).is_current(session, plan)


def discard(session: Session, actor: Viewer, import_id: int, version: int) -> ListImport:
    """Give an import up; its content is dropped."""
    import_ = waiting(session, actor, import_id, version)
    import_.content, import_.report = None, ""
    session.flush()
    record(session, actor, "import:discard", import_)
    return import_


def waiting(session: Session, actor: Viewer, import_id: int, version: int | None = None) -> ListImport:
    """An import that was not applied yet and that nothing is being done with. WrongState otherwise."""
    import_ = queries.get(session, actor, import_id)
    permissions.require(actor, kind_of(import_).can, import_)
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
    return plan_cameras(session, actor, sheet, ward, network_id).report()


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
    plan = plan_cameras(session, actor, sheet, ward, network_id)
    report = plan.report()
    if report.faults:
        return report
    check_decided(report.undecided)
    about: dict[str, Any] = {"network_id": network_id, "file_name": file_name, "sha256": sha256}
    if actor is None:
        plan_writer.write(session, plan, None, lambda *_: None)
        _record(session, None, plan, report, **about)
    else:
        applied_values = {"counts": json.dumps(dict(report.counts)), "applied_at": clock.now()}
        ward_id = ward.id if ward else next(iter(plan.wards))
        import_ = _add(session, actor, ImportKind.CAMERAS, ward_id=ward_id, **about, **applied_values)
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
