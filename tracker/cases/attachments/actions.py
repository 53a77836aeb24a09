"""Writing attachments: whoever may change an incident adds files to it and takes them off."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import IO, Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases.attachments import queries
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.models import Incident
from tracker.core import errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.jobs.files import actions as files
from tracker.jobs.files.models import FileLink, StoredFile
from tracker.jobs.files.rules import FileOwner
from tracker.jobs.files.store import FileStore, received

MOST_FILES = 50  # of one incident: what a case file needs, and no store of videos
TOO_MANY = N_("Vụ việc đã có %(most)s tài liệu, không thêm được nữa.")
Transaction = Callable[[], AbstractContextManager[Session]]


def incident_to_change(session: Session, actor: Viewer, incident_id: int) -> Incident:
    """An incident whose attachments the actor may change. NotFound, NotAllowed."""
    incident = incidents.get(session, actor, incident_id)
    permissions.require(actor, Can.CHANGE_INCIDENT, incident)
    return incident


def attach(
    writing: Transaction, actor: Viewer, store: FileStore, incident_id: int, name: str, sent: IO[bytes]
) -> StoredFile:
    """Keep a file that was sent as an attachment of an incident that the actor may change.

    Reading it and putting its content away take long, so `writing`, the transaction, begins after that. What is put
    away for nothing, because this is refused then, is dropped a day later. Invalid at `file`.
    """
    with received(name, sent, store.most_mb) as file:
        file.content.seek(0)
        store.storage.put(file.sha256, file.content)
        with writing() as session:
            incident = incident_to_change(session, actor, incident_id)
            if len(queries.of_incident(session, actor, incident_id)) >= MOST_FILES:
                raise errors.Invalid({"file": TOO_MANY}, most=MOST_FILES)
            stored_file = files.keep(session, actor, store, file, FileOwner.INCIDENT, incident_id)
            details: dict[str, Any] = {"sha256": stored_file.sha256, "size": stored_file.size}
            record(session, actor, "attachment:add", incident, file=stored_file.original_name, **details)
            return stored_file


def remove(session: Session, actor: Viewer, attachment_id: int, reason: str) -> FileLink:
    """Take an attachment off its incident, with a reason; that it was there stays in the log."""
    link = queries.get(session, actor, attachment_id)
    files.unlink(session, actor, link, incident_to_change(session, actor, link.owner_id), reason)
    return link
