"""Actions: what a recorder's open fault means for cameras that come to hang on it, and for those that leave it."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import exists, insert, select, tuple_, union, update
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.register.cameras import health as sight
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Health
from tracker.register.faults import queries
from tracker.register.faults.models import Fault, FaultCamera
from tracker.register.faults.rules import STOPPING, stops

FEW = 500  # cameras up to which each is looked at


def evidence(fault: Fault) -> str:
    """Why a camera is broken, said at the camera."""
    recorder_text = f"Đầu ghi {fault.recorder.code}: " if fault.recorder is not None else ""
    return f"{recorder_text}{fault.kind.text} (sự cố {fault.id}){': ' if fault.note else ''}{fault.note}"


def on_recorder_changed(session: Session, camera_ids: Sequence[int]) -> Sequence[int]:
    """To be called by whoever has written the recorders of cameras, or put cameras back into use.

    The cameras share the faults of the recorders on which they are now, and no others. Gives back those whose health
    and version may have changed.
    """
    if not camera_ids:
        return []
    concerned = _concerned(session, camera_ids) if len(camera_ids) > FEW else camera_ids
    for start in range(0, len(concerned), sight.CHUNK):
        _release(session, concerned[start : start + sight.CHUNK])
        _apply_faults(session, concerned[start : start + sight.CHUNK])
    return concerned


def _concerned(session: Session, camera_ids: Sequence[int]) -> list[int]:
    """Of very many cameras those that hang on a broken recorder, or were broken by one: looked for from its side."""
    at_broken_recorder = (
        select(Camera.id).join(Fault, Fault.recorder_id == Camera.recorder_id).where(Fault.closed_at.is_(None))
    )
    affected_cameras = select(FaultCamera.camera_id).join(Fault, Fault.id == FaultCamera.fault_id)
    affected = session.scalars(
        union(at_broken_recorder, affected_cameras.where(FaultCamera.broke, Fault.closed_at.is_(None)))
    )
    return sorted(set(affected).intersection(camera_ids))


def _release(session: Session, camera_ids: Sequence[int]) -> None:
    """What was broken by the recorder it has left is not known any more: mending that one will not show it."""
    statement = (
        select(FaultCamera.fault_id, FaultCamera.camera_id, Camera.health)
        .join(Fault, Fault.id == FaultCamera.fault_id)
        .join(Camera, Camera.id == FaultCamera.camera_id)
        .where(FaultCamera.camera_id.in_(camera_ids), FaultCamera.broke, Fault.closed_at.is_(None))
    )
    rows = session.execute(statement.where(Camera.recorder_id.is_distinct_from(Fault.recorder_id))).all()
    _set_broke(session, [(row.fault_id, row.camera_id) for row in rows], broke=False)
    has_own_fault = exists().where(Fault.camera_id == Camera.id, Fault.closed_at.is_(None), Fault.kind.in_(STOPPING))
    by_these_faults = exists().where(
        HealthInterval.camera_id == Camera.id,
        HealthInterval.until.is_(None),
        HealthInterval.fault_id.in_({row.fault_id for row in rows}),
    )  # what somebody has seen of it since stands
    broken_ids = [row.camera_id for row in rows if row.health is Health.BROKEN]
    freed_ids = (
        session.scalars(select(Camera.id).where(Camera.id.in_(broken_ids), ~has_own_fault, by_these_faults)).all()
        if broken_ids
        else []
    )
    sight.record_health_of_many(session, freed_ids, Health.UNKNOWN, clock.now(), "Đã rời đầu ghi đang có sự cố", "")


def _apply_faults(session: Session, camera_ids: Sequence[int]) -> None:
    """What is wrong with the recorder is wrong with a camera from the moment it hangs there."""
    statement = (
        select(Fault.id, Fault.kind, Camera.id.label("camera_id"), Camera.health)
        .join(Camera, Camera.recorder_id == Fault.recorder_id)
        .where(Camera.id.in_(camera_ids), Camera.removed_on.is_(None), Fault.closed_at.is_(None))
        .with_for_update(read=True, of=Fault)  # mended meanwhile, it is not there; mended later, these are given back
    )
    rows = session.execute(statement).all()
    _link_cameras(session, [(row.id, row.camera_id) for row in rows])
    ids_by_fault: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if stops(row.kind) and row.health is not Health.BROKEN:
            ids_by_fault[row.id].append(row.camera_id)
    _set_broke(
        session, [(fault_id, camera_id) for fault_id, ids in ids_by_fault.items() for camera_id in ids], broke=True
    )
    for fault in session.scalars(select(Fault).where(Fault.id.in_(ids_by_fault)).options(*queries.WHOLE)):
        sight.record_health_of_many(
            session, ids_by_fault[fault.id], Health.BROKEN, clock.now(), evidence(fault), fault.opened_by, fault.id
        )


def _link_cameras(session: Session, pairs: Sequence[tuple[int, int]]) -> None:
    """Note upon which cameras which faults fall, where that is not noted yet."""
    of_faults = FaultCamera.fault_id.in_({fault_id for fault_id, _ in pairs})
    of_cameras = FaultCamera.camera_id.in_([camera_id for _, camera_id in pairs])
    linked = (
        session.execute(select(FaultCamera.fault_id, FaultCamera.camera_id).where(of_faults, of_cameras))
        if pairs
        else ()
    )
    missing = sorted(set(pairs).difference(tuple(row) for row in linked))
    if missing:
        rows = [{"fault_id": fault_id, "camera_id": camera_id, "broke": False} for fault_id, camera_id in missing]
        session.execute(insert(FaultCamera), rows)


def _set_broke(session: Session, pairs: Sequence[tuple[int, int]], *, broke: bool) -> None:
    if pairs:
        of_pairs = tuple_(FaultCamera.fault_id, FaultCamera.camera_id).in_(pairs)
        session.execute(update(FaultCamera).where(of_pairs).values(broke=broke))
