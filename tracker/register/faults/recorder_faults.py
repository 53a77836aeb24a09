"""Actions: what a recorder's open fault means for cameras that come to hang on it, and for those that leave it."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import exists, false, insert, or_, select, tuple_, union, update
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.register.cameras import health as sight
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Health
from tracker.register.faults import queries
from tracker.register.faults.models import Fault, FaultCamera
from tracker.register.faults.rules import STOPPING, stops

FEW = 500  # cameras up to which each is looked at


def mark(fault_id: int) -> str:
    """What the evidence of everything that a fault did to cameras has in it, and of nothing else."""
    return f" (sự cố {fault_id})"


def evidence(fault: Fault) -> str:
    """Why a camera is broken, said at the camera."""
    what = f"Đầu ghi {fault.recorder.code}: " if fault.recorder is not None else ""
    return f"{what}{fault.kind.text}{mark(fault.id)}{': ' if fault.note else ''}{fault.note}"


@sight.when_rehung
def follow(session: Session, camera_ids: Sequence[int]) -> Sequence[int]:
    """Cameras hang on other recorders now, or on none: they share the faults of these, and no others."""
    concerned = _concerned(session, camera_ids) if len(camera_ids) > FEW else camera_ids
    for start in range(0, len(concerned), sight.CHUNK):
        _release(session, concerned[start : start + sight.CHUNK])
        _apply_faults(session, concerned[start : start + sight.CHUNK])
    return concerned


def _concerned(session: Session, camera_ids: Sequence[int]) -> list[int]:
    """Of very many cameras those that hang on a broken recorder, or were broken by one: looked for from its side."""
    hung = select(Camera.id).join(Fault, Fault.recorder_id == Camera.recorder_id).where(Fault.closed_at.is_(None))
    struck = select(FaultCamera.camera_id).join(Fault, Fault.id == FaultCamera.fault_id)
    found = session.scalars(union(hung, struck.where(FaultCamera.broke, Fault.closed_at.is_(None))))
    return sorted(set(found).intersection(camera_ids))


def _release(session: Session, camera_ids: Sequence[int]) -> None:
    """What was broken by the recorder it has left is not known any more: mending that one will not show it."""
    left = (
        select(FaultCamera.fault_id, FaultCamera.camera_id, Camera.health)
        .join(Fault, Fault.id == FaultCamera.fault_id)
        .join(Camera, Camera.id == FaultCamera.camera_id)
        .where(FaultCamera.camera_id.in_(camera_ids), FaultCamera.broke, Fault.closed_at.is_(None))
    )
    rows = session.execute(left.where(Camera.recorder_id.is_distinct_from(Fault.recorder_id))).all()
    _set_broke(session, [(row.fault_id, row.camera_id) for row in rows], broke=False)
    own = exists().where(Fault.camera_id == Camera.id, Fault.closed_at.is_(None), Fault.kind.in_(STOPPING))
    by_these = exists().where(
        HealthInterval.camera_id == Camera.id,
        HealthInterval.until.is_(None),
        or_(false(), *(HealthInterval.evidence.contains(mark(at), autoescape=True) for at in {row[0] for row in rows})),
    )  # what somebody has seen of it since stands
    dark = [row.camera_id for row in rows if row.health is Health.BROKEN]
    free = session.scalars(select(Camera.id).where(Camera.id.in_(dark), ~own, by_these)).all() if dark else []
    sight.record_health_of_many(session, free, Health.UNKNOWN, clock.now(), "Đã rời đầu ghi đang có sự cố", "")


def _apply_faults(session: Session, camera_ids: Sequence[int]) -> None:
    """What is wrong with the recorder is wrong with a camera from the moment it hangs there."""
    here = (
        select(Fault.id, Fault.kind, Camera.id.label("camera_id"), Camera.health)
        .join(Camera, Camera.recorder_id == Fault.recorder_id)
        .where(Camera.id.in_(camera_ids), Camera.removed_on.is_(None), Fault.closed_at.is_(None))
        .with_for_update(read=True, of=Fault)  # mended meanwhile, it is not there; mended later, these are given back
    )
    rows = session.execute(here).all()
    _link_cameras(session, [(row.id, row.camera_id) for row in rows])
    struck: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if stops(row.kind) and row.health is not Health.BROKEN:
            struck[row.id].append(row.camera_id)
    _set_broke(session, [(fault_id, at) for fault_id, ids in struck.items() for at in ids], broke=True)
    for fault in session.scalars(select(Fault).where(Fault.id.in_(struck)).options(*queries.WHOLE)):
        sight.record_health_of_many(
            session, struck[fault.id], Health.BROKEN, clock.now(), evidence(fault), fault.opened_by
        )


def _link_cameras(session: Session, pairs: Sequence[tuple[int, int]]) -> None:
    """Note upon which cameras which faults fall, where that is not noted yet."""
    ours = FaultCamera.fault_id.in_({fault_id for fault_id, _ in pairs})
    theirs = FaultCamera.camera_id.in_([camera_id for _, camera_id in pairs])
    known = session.execute(select(FaultCamera.fault_id, FaultCamera.camera_id).where(ours, theirs)) if pairs else ()
    news = sorted(set(pairs).difference(tuple(row) for row in known))
    if news:
        rows = [{"fault_id": fault_id, "camera_id": camera_id, "broke": False} for fault_id, camera_id in news]
        session.execute(insert(FaultCamera), rows)


def _set_broke(session: Session, pairs: Sequence[tuple[int, int]], *, broke: bool) -> None:
    if pairs:
        ours = tuple_(FaultCamera.fault_id, FaultCamera.camera_id).in_(pairs)
        session.execute(update(FaultCamera).where(ours).values(broke=broke))
