"""Writing into a camera's logbook. What stands there stays: there is no changing and no deleting."""

import hashlib

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, permissions
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.portal.timeline.models import CameraNote
from tracker.register.cameras import queries as cameras


def note(session: Session, actor: Viewer, camera_id: int, text: str) -> CameraNote:
    """Write a note about a camera. Its fingerprint goes into the audit log, which would tell if it were changed."""
    camera = cameras.get(session, actor, camera_id)
    permissions.require(actor, Can.ADD_CAMERA_NOTE, camera)
    camera_note = CameraNote(
        camera_id=camera.id, created_by_id=actor.id, written_by=actor.name, written_at=clock.now(), text=text
    )
    session.add(camera_note)
    session.flush()
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    record(session, actor, "camera:note", camera, ids=[camera_note.id], sha256=fingerprint)
    return camera_note
