"""Reading the attachments of an incident, as far as the viewer may see the incident."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.models import Incident
from tracker.core import errors
from tracker.core.viewer import Viewer
from tracker.jobs.files import queries as files
from tracker.jobs.files.models import FileLink
from tracker.jobs.files.rules import FileOwner


def of_incident(session: Session, viewer: Viewer, incident_id: int) -> Sequence[Row[Any]]:
    """The attachments of an incident, oldest first, as rows of `files.COLUMNS`; none of one that is not visible."""
    if not incidents.may_see(session, viewer, incident_id):
        return []
    return files.files_of(session, FileOwner.INCIDENT, incident_id)


def of_seen_incident(session: Session, incident: Incident) -> Sequence[Row[Any]]:
    """The attachments of an incident that was read within what the viewer may see: rows of `files.COLUMNS`."""
    return files.files_of(session, FileOwner.INCIDENT, incident.id)


def get(session: Session, viewer: Viewer, attachment_id: int) -> FileLink:
    """One attachment that was not removed. NotFound unless the viewer may see its incident."""
    link = session.get(FileLink, attachment_id)
    is_attachment = link is not None and link.owner_kind is FileOwner.INCIDENT and link.removed_at is None
    if link is None or not is_attachment or not incidents.may_see(session, viewer, link.owner_id):
        raise errors.NotFound(attachment=attachment_id)
    return link
