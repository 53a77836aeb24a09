"""Actions: what a slip of the finger said of a camera is undone; the fault stays, closed as mistaken."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.register.cameras.health import undo_health_check
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Health
from tracker.register.faults.models import Fault

MISTAKEN = N_("Ghi nhầm, không phải sự cố")


def opened(fault: Fault, camera: Camera, health: Health, checked_at: datetime | None) -> dict[str, Any]:
    """What must be known to undo a fault just opened, as JSON: which one, and how the camera was before."""
    last_check = checked_at.isoformat() if checked_at else None
    return {"id": fault.id, "camera_id": camera.id, "health": health.value, "checked_at": last_check}


def close_mistaken(session: Session, actor: Viewer, mistake: dict[str, Any]) -> None:
    """Close a fault that `opened` tells of, unless somebody mended it; the camera is as before if nobody looked since.

    The caller has checked the permission.
    """
    fault = session.get_one(Fault, mistake["id"])
    if fault.closed_at is not None:
        return
    fault.closed_at, fault.closed_by, fault.repair = clock.now(), actor.name, MISTAKEN
    session.flush()
    camera = session.get_one(Camera, mistake["camera_id"], populate_existing=True)
    checked_at = datetime.fromisoformat(mistake["checked_at"]) if mistake["checked_at"] else None
    if camera.health is Health.BROKEN:
        undo_health_check(session, camera, fault.opened_at, Health(mistake["health"]), checked_at)
    record(session, actor, "fault:mistaken", fault, camera=camera.code)
