"""Actions: correcting the days that a camera's footage is kept, by somebody who found it longer or shorter."""

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, permissions
from tracker.core.database import apply_changes
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.register.cameras.models import Camera


def correct_days(session: Session, actor: Viewer, camera: Camera, days: int, reason: str) -> None:
    """Note that the footage of `camera`, whose recorder is loaded, is kept for `days`, and why that is known.

    The recorder's days are corrected, and so those of all its cameras, unless the camera has days of its own.
    """
    recorder = camera.recorder
    if recorder is None or camera.retention_days is not None:
        permissions.require(actor, Can.REGISTER_CAMERAS, camera)
        changed = apply_changes(camera, {"retention_days": days})
        session.flush()
        record(session, actor, "camera:edit", camera, changed=changed, reason=reason)
        return
    permissions.require(actor, Can.REGISTER_CAMERAS, recorder)
    measured = {"retention_days": days, "retention_to": None, "retention_measured_on": clock.today()}
    changed = apply_changes(recorder, measured)
    session.flush()
    record(session, actor, "recorder:edit", recorder, changed=changed, reason=reason)
