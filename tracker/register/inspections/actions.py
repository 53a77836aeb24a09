"""Writing rounds of inspection: drawing up a list, one tap for each camera, taking a slip back, closing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.register.cameras import actions as eyes
from tracker.register.cameras import health as sight
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Health
from tracker.register.faults import actions as upkeep
from tracker.register.faults.rules import FaultKind
from tracker.register.inspections import queries
from tracker.register.inspections.models import InspectionRound, InspectionVisit
from tracker.register.inspections.rules import MOST_CAMERAS, SeenState, walking_order
from tracker.register.networks import queries as networks

NOBODY = N_("Không có camera nào khớp. Hãy nới điều kiện.")
TOO_MANY = N_("Có hơn %(most)s camera khớp. Hãy thu hẹp lại, hoặc chia thành nhiều đợt.")
PAST = N_("Hạn phải từ hôm nay trở đi.")


def plan_round(session: Session, actor: Viewer, facts: Mapping[str, Any]) -> InspectionRound:
    """A round over the cameras that match `facts` (schemas.NewRound), in the order in which one walks past them."""
    permissions.require(actor, Can.REGISTER_CAMERAS)
    if facts["due_on"] < clock.today():
        raise errors.Invalid({"due_on": PAST})
    network_id = networks.id_within(session, actor, facts["network_id"])
    health = Health.UNKNOWN if facts["stale"] else None
    only = {name: facts[name] for name in ("q", "point_id", "recorder_id")}
    stops = queries.stops(session, actor, cameras.CameraCriteria(network_id=network_id, health=health, **only))
    if not stops:
        raise errors.Invalid({"q": NOBODY})
    if len(stops) > MOST_CAMERAS:
        raise errors.Invalid({"q": TOO_MANY}, most=MOST_CAMERAS)
    inspection_round = _add(session, actor, network_id, facts["name"], facts["due_on"])
    order = walking_order(stops)
    session.execute(
        insert(InspectionVisit),
        [_unseen(inspection_round.id, position, number) for position, number in enumerate(order, 1)],
    )
    record(session, actor, "round:draw-up", inspection_round, count=len(order))
    return inspection_round


def record_visit(
    session: Session,
    actor: Viewer,
    round_id: int,
    camera_id: int,
    seen_state: SeenState,
    kind: FaultKind | None = None,
    note: str = "",
) -> InspectionVisit:
    """What somebody standing there saw of one camera. The same tap again changes nothing; another one corrects it.

    A camera that is broken or not found opens a fault, unless one is open already.
    """
    inspection_round = _own_open(session, actor, round_id)
    visit = queries.visit(session, round_id, camera_id)
    if visit.seen is seen_state:
        _say_more(session, actor, visit, kind, note)
        return visit
    camera = cameras.get(session, actor, camera_id)
    if visit.seen is not None:
        _forget(session, actor, visit, camera)
    visit.was_health, visit.was_checked_at = camera.health, camera.checked_at
    _note(session, actor, inspection_round, visit, camera, seen_state, kind, note)
    visit.seen, visit.seen_at, visit.seen_by, visit.note = seen_state, camera.checked_at, actor.name, note
    session.flush()
    record(session, actor, "round:visit", inspection_round, camera=camera.code, visit_seen=seen_state)
    return visit


def undo_visit(session: Session, actor: Viewer, round_id: int, camera_id: int) -> InspectionVisit:
    """Undo a tap that was a slip of the finger: as if nobody had been there, unless somebody looked since."""
    inspection_round = _own_open(session, actor, round_id)
    visit = queries.visit(session, round_id, camera_id)
    if visit.seen is not None:
        camera = cameras.get(session, actor, camera_id)
        _forget(session, actor, visit, camera)
        record(session, actor, "round:take-back", inspection_round, camera=camera.code)
    return visit


def close(session: Session, actor: Viewer, round_id: int, version: int) -> InspectionRound:
    """End a round; what was not visited stays so."""
    inspection_round = _own_open(session, actor, round_id)
    check_version(inspection_round, version)
    inspection_round.closed_at = clock.now()
    session.flush()
    counts = {
        seen_state.value if seen_state else "unvisited": count
        for seen_state, count in queries.progress(session, round_id).items()
    }
    record(session, actor, "round:close", inspection_round, counts=counts)
    return inspection_round


def _own_open(session: Session, actor: Viewer, round_id: int) -> InspectionRound:
    inspection_round = queries.get(session, actor, round_id)
    permissions.require(actor, Can.REGISTER_CAMERAS, inspection_round)
    if inspection_round.closed_at is not None:
        raise errors.WrongState(N_("Đợt kiểm tra này đã kết thúc."), round=round_id)
    return inspection_round


def _add(session: Session, actor: Viewer, network_id: int | None, name: str, due_on: date) -> InspectionRound:
    inspection_round = InspectionRound(
        ward_id=actor.ward_id,
        network_id=network_id,
        created_by_id=actor.id,
        name=name,
        due_on=due_on,
        created_at=clock.now(),
        closed_at=None,
    )
    permissions.require(actor, Can.REGISTER_CAMERAS, inspection_round)
    session.add(inspection_round)
    session.flush()
    return inspection_round


def _unseen(round_id: int, position: int, camera_id: int) -> dict[str, Any]:
    return {"round_id": round_id, "camera_id": camera_id, "position": position, "seen_by": "", "note": ""}


def _note(
    session: Session,
    actor: Viewer,
    inspection_round: InspectionRound,
    visit: InspectionVisit,
    camera: Camera,
    seen_state: SeenState,
    kind: FaultKind | None,
    note: str,
) -> None:
    evidence = f"Đợt kiểm tra «{inspection_round.name}»{': ' if note else ''}{note}"
    if seen_state is SeenState.WORKING:
        eyes.note_health(session, actor, camera.id, Health.WORKING, None, evidence[:300])
        return
    kind = FaultKind.MISSING if seen_state is SeenState.NOT_FOUND else kind or FaultKind.NO_PICTURE
    fault = upkeep.find_at_fault(session, actor, camera, kind, evidence)
    visit.fault_id = fault.id if fault is not None else None


def _say_more(session: Session, actor: Viewer, visit: InspectionVisit, kind: FaultKind | None, note: str) -> None:
    """The same once more: perhaps with what is wrong, perhaps with a note, perhaps because the network stuttered."""
    fault = queries.fault_of(session, visit.fault_id)
    if fault is not None and fault.closed_at is None and kind is not None and kind is not fault.kind:
        upkeep.rename(session, actor, fault, kind, "")
    if note and note != visit.note:
        visit.note = note
    session.flush()


def _forget(session: Session, actor: Viewer, visit: InspectionVisit, camera: Camera) -> None:
    fault, seen_at = queries.fault_of(session, visit.fault_id), visit.seen_at
    visit.seen, visit.seen_at, visit.seen_by, visit.note, visit.fault_id = None, None, "", "", None
    session.flush()
    if fault is not None:
        upkeep.undo_fault(session, actor, fault)
    if seen_at is not None and visit.was_health is not None:
        sight.undo_health_check(session, camera, seen_at, visit.was_health, visit.was_checked_at)
