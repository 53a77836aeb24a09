"""Writing faults: opening, mending, and what both mean for the health of cameras."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, insert, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.register.cameras import health as sight
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.earlier_checks import EarlierCheck, insert_checks
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import VOIDED, Health
from tracker.register.faults import queries, recorder_faults
from tracker.register.faults.models import Fault, FaultCamera
from tracker.register.faults.rules import STOPPING, FaultKind, stops
from tracker.register.recorders import queries as recorders
from tracker.register.recorders.models import Recorder

AHEAD = N_("Thời điểm này không thể ở tương lai.")
ONE_THING = N_("Hãy chọn một camera hoặc một đầu ghi.")
TAKEN_DOWN = N_("Camera này đã tháo dỡ.")
ALREADY = N_("Đang có sự cố số %(fault)s mở từ ngày %(since)s; hãy ghi tiếp vào sự cố đó.")
BEFORE = N_("Không thể sửa xong trước khi hỏng (%(opened)s).")
MENDED_THEN = N_(
    "Lúc đó đang có sự cố số %(fault)s, sửa xong lúc %(mended)s: sự cố mới không thể bắt đầu trước lúc ấy."
)
NEXT_BEGAN = N_("Sự cố số %(fault)s bắt đầu lúc %(began)s: sự cố này phải sửa xong trước đó.")


def open_fault(
    session: Session,
    actor: Viewer,
    *,
    camera_id: int | None = None,
    recorder_id: int | None = None,
    kind: FaultKind,
    note: str,
    opened_at: datetime | None = None,
) -> Fault:
    """A fault of one camera or one recorder, and so of its cameras. Invalid at `kind` names the one already open."""
    permissions.require(actor, Can.REGISTER_CAMERAS)
    thing = _thing(session, actor, camera_id, recorder_id)
    permissions.require(actor, Can.REGISTER_CAMERAS, thing)
    moment = opened_at or clock.now()
    if moment > clock.now():
        raise errors.Invalid({"opened_at": AHEAD})
    _lock(session, thing)
    open_already = _open_of(session, thing)
    if open_already is not None:
        raise errors.Invalid(
            {"kind": ALREADY}, fault=open_already.id, since=f"{clock.local(open_already.opened_at):%d/%m/%Y}"
        )
    fault_then = queries.closed_fault_at(session, thing, moment)
    if fault_then is not None and fault_then.closed_at is not None:
        mended_at = f"{clock.local(fault_then.closed_at):%H:%M %d/%m/%Y}"
        raise errors.Invalid({"opened_at": MENDED_THEN}, fault=fault_then.id, mended=mended_at)
    return _open(session, actor, thing, kind, note, moment)


def find_at_fault(session: Session, actor: Viewer, camera: Camera, kind: FaultKind, note: str) -> Fault | None:
    """Somebody met a camera at fault: the fault it opened, or none where one is open already (made worse if it is).

    A wrong clock is its recorder's fault. The caller has checked the permission.
    """
    recorder = session.get(Recorder, camera.recorder_id) if kind is FaultKind.CLOCK and camera.recorder_id else None
    thing = recorder or camera
    _lock(session, thing)
    fault = _open_of(session, thing)
    if fault is None and stops(kind):
        recorder_fault = queries.open_recorder_fault(session, camera.id)
        if recorder_fault is not None:
            _break(session, actor, recorder_fault, [camera.id], clock.now())
            return None
    if fault is None:
        return _open(session, actor, thing, kind, note, clock.now())
    if stops(kind) and isinstance(thing, Camera):
        worsen(session, actor, fault, kind)
    return None


def worsen(session: Session, actor: Viewer, fault: Fault, kind: FaultKind) -> None:
    """Note another kind for an open fault; when it stops the recording where the former did not, cameras go dark."""
    before, now = fault.kind, clock.now()
    if stops(kind) and not stops(before):
        fault.kind = kind
        session.flush()
        _break(session, actor, fault, _cameras_of(session, fault), now)
    elif stops(kind):
        _break(session, actor, fault, _cameras_of(session, fault), now)
    if fault.kind is not before:
        record(session, actor, "fault:change", fault, changed={"fault_kind": [before, fault.kind]})


def rename(session: Session, actor: Viewer, fault: Fault, kind: FaultKind, note: str) -> None:
    """Say better what is wrong with a camera that stays broken by it."""
    if not stops(kind):
        raise errors.Invalid({"kind": N_("Với sự cố này camera vẫn ghi hình; hãy ghi là hoạt động và mở sự cố riêng.")})
    before, fault.kind, fault.note = fault.kind, kind, note or fault.note
    session.flush()
    record(session, actor, "fault:change", fault, changed={"fault_kind": [before, kind]})


def close_fault(
    session: Session,
    actor: Viewer,
    fault_id: int,
    version: int,
    *,
    repair: str,
    cost: int | None = None,
    closed_at: datetime | None = None,
    works: bool = False,
) -> Fault:
    """Note that a fault was mended, for how many đồng. `works`: somebody saw picture again; else nobody knows yet.

    What is still broken for another fault stays broken. WrongState when it was mended already.
    """
    fault = queries.get(session, actor, fault_id)
    permissions.require(actor, Can.REGISTER_CAMERAS, fault.thing)
    check_version(fault, version)
    if fault.closed_at is not None:
        raise errors.WrongState(fault=fault.id)
    moment = closed_at or clock.now()
    if moment > clock.now():
        raise errors.Invalid({"closed_at": AHEAD})
    if moment < fault.opened_at:
        raise errors.Invalid({"closed_at": BEFORE}, opened=f"{clock.local(fault.opened_at):%H:%M %d/%m/%Y}")
    next_fault = queries.next_fault(session, fault)
    if next_fault is not None and moment > next_fault.opened_at:
        next_from = f"{clock.local(next_fault.opened_at):%H:%M %d/%m/%Y}"
        raise errors.Invalid({"closed_at": NEXT_BEGAN}, fault=next_fault.id, began=next_from)
    fault.closed_at, fault.closed_by, fault.repair, fault.cost = moment, actor.name, repair, cost
    fault.repair_recorded_at = clock.now()
    session.flush()
    mended = _mend(session, fault, works)
    health = Health.WORKING if works else Health.UNKNOWN
    reason = f"Đã sửa (sự cố {fault.id}): {repair}"
    insert_checks(session, mended, EarlierCheck(health, moment, reason, actor.name, fault.id))
    session.flush()
    sight.record_health_of_many(session, mended, health, moment, reason, actor.name, fault.id)
    record(session, actor, "fault:close", fault, **_log_names(fault), cost=cost, works=works, count=len(mended))
    return fault


def undo_fault(session: Session, actor: Viewer, fault: Fault) -> bool:
    """Undo the opening of a fault that was a slip of the finger. Whether it was: not when somebody worked on it."""
    if fault.closed_at is not None:
        return False
    record(session, actor, "fault:take-back", fault, **_log_names(fault))
    session.execute(update(HealthInterval).where(HealthInterval.fault_id == fault.id).values(fault_id=None))
    session.delete(fault)
    session.flush()
    return True


def _thing(session: Session, actor: Viewer, camera_id: int | None, recorder_id: int | None) -> Camera | Recorder:
    if camera_id is not None and recorder_id is None:
        camera = cameras.get(session, actor, camera_id)
        if camera.removed_on is not None:
            raise errors.Invalid({"camera_id": TAKEN_DOWN})
        if camera.voided_at is not None:
            raise errors.Invalid({"camera_id": VOIDED})
        return camera
    if recorder_id is not None and camera_id is None:
        return recorders.get(session, actor, recorder_id)
    raise errors.Invalid({"camera_id": ONE_THING})


def _lock(session: Session, thing: Camera | Recorder) -> None:
    """One at a time: a second person waits here until the first one's fault is there to be seen."""
    kind = type(thing)
    session.execute(select(kind.id).where(kind.id == thing.id).with_for_update())


def _open_of(session: Session, thing: Camera | Recorder) -> Fault | None:
    if isinstance(thing, Camera):
        return queries.open_of(session, camera_id=thing.id)
    return queries.open_of(session, recorder_id=thing.id)


def _open(
    session: Session, actor: Viewer, thing: Camera | Recorder, kind: FaultKind, note: str, opened_at: datetime
) -> Fault:
    of_camera = isinstance(thing, Camera)
    fault = Fault(
        camera_id=thing.id if of_camera else None,
        recorder_id=None if of_camera else thing.id,
        kind=kind,
        note=note,
        opened_at=opened_at,
        recorded_at=clock.now(),
        opened_by=actor.name,
        closed_at=None,
        closed_by="",
        repair="",
        cost=None,
    )
    fault.camera, fault.recorder = (thing, None) if isinstance(thing, Camera) else (None, thing)
    session.add(fault)
    session.flush()
    camera_ids = _cameras_of(session, fault)
    if not of_camera:
        _link_affected_cameras(session, fault)
    if stops(kind):
        _break(session, actor, fault, camera_ids, opened_at)
    record(session, actor, "fault:open", fault, **_log_names(fault), fault_kind=kind, count=len(camera_ids), note=note)
    return fault


def _cameras_of(session: Session, fault: Fault) -> Sequence[int]:
    """The cameras that hang on what is at fault, as the register stands now."""
    if fault.camera_id is not None:
        return [fault.camera_id]
    statement = select(Camera.id).where(Camera.recorder_id == fault.recorder_id, Camera.removed_on.is_(None))
    return session.scalars(statement.order_by(Camera.id)).all()


def _link_affected_cameras(session: Session, fault: Fault) -> None:
    """Note which cameras a recorder's fault falls upon, and which of them it is that it breaks."""
    broke = and_(literal(stops(fault.kind)), Camera.health != Health.BROKEN)
    rows = select(literal(fault.id), Camera.id, broke).where(
        Camera.recorder_id == fault.recorder_id, Camera.removed_on.is_(None)
    )
    session.execute(insert(FaultCamera).from_select(["fault_id", "camera_id", "broke"], rows))


def _break(session: Session, actor: Viewer, fault: Fault, camera_ids: Sequence[int], moment: datetime) -> None:
    reason = recorder_faults.evidence(fault)
    insert_checks(session, camera_ids, EarlierCheck(Health.BROKEN, moment, reason, actor.name, fault.id))
    session.flush()
    sight.record_health_of_many(session, camera_ids, Health.BROKEN, moment, reason, actor.name, fault.id)


def _mend(session: Session, fault: Fault, works: bool) -> Sequence[int]:
    """The cameras that were broken by this fault and by nothing else; the others are left to what else is wrong."""
    camera_fault, recorder_fault = aliased(Fault), aliased(Fault)
    has_own_fault = exists().where(
        camera_fault.camera_id == Camera.id, camera_fault.closed_at.is_(None), camera_fault.kind.in_(STOPPING)
    )
    has_recorder_fault = exists().where(
        recorder_fault.recorder_id == Camera.recorder_id,
        recorder_fault.closed_at.is_(None),
        recorder_fault.kind.in_(STOPPING),
    )
    is_broken = Camera.health == Health.BROKEN
    if fault.camera_id is not None:
        if not session.scalar(select(Camera.id).where(Camera.id == fault.camera_id, ~has_recorder_fault)):
            _leave_to_recorder(session, fault.camera_id)
            return []
        is_to_change = literal(works) if not stops(fault.kind) else or_(literal(works), is_broken)
        return session.scalars(select(Camera.id).where(Camera.id == fault.camera_id, is_to_change)).all()
    seen_since = exists().where(
        HealthInterval.camera_id == Camera.id,
        HealthInterval.health == Health.WORKING,
        HealthInterval.since >= fault.opened_at,
    )
    by_this = exists().where(
        HealthInterval.camera_id == Camera.id,
        HealthInterval.until.is_(None),
        HealthInterval.fault_id == fault.id,
    )  # also if it was seen to work meanwhile: elsewhere, before it came to hang here
    affected = select(Camera.id).join(FaultCamera, FaultCamera.camera_id == Camera.id)
    conditions = (
        FaultCamera.fault_id == fault.id,
        FaultCamera.broke,
        is_broken,
        ~has_own_fault,
        ~has_recorder_fault,
        or_(~seen_since, by_this),
    )
    return session.scalars(affected.where(*conditions).order_by(Camera.id)).all()


def _leave_to_recorder(session: Session, camera_id: int) -> None:
    """The camera's own fault is mended, its recorder's is not: from now on it is broken by that one."""
    recorder_fault = queries.open_recorder_fault(session, camera_id)
    if recorder_fault is not None:
        statement = update(FaultCamera).where(
            FaultCamera.fault_id == recorder_fault.id, FaultCamera.camera_id == camera_id
        )
        session.execute(statement.values(broke=True))


def _log_names(fault: Fault) -> dict[str, Any]:
    return {"camera": fault.camera.code} if fault.camera is not None else {"recorder": fault.thing.label}
