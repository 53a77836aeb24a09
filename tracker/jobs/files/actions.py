"""Writing stored files: keeping and linking them, giving them out, looking them through, dropping what is nobody's."""

import logging
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from tracker.audit_log.actions import Subject, record
from tracker.core import clock, errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import SYSTEM, Viewer
from tracker.jobs import actions as jobs
from tracker.jobs.files import queries
from tracker.jobs.files.models import FileLink, StoredFile
from tracker.jobs.files.rules import FileOwner, ScanState
from tracker.jobs.files.scanning import Finding
from tracker.jobs.files.store import FileStore, Received
from tracker.jobs.rules import JobKind

log = logging.getLogger("tracker.files")
# The same in every process: the PostgreSQL advisory lock of those who name contents or remove them.
_CONTENTS_LOCK = 7_305_808_869_229_539
NOT_READABLE = N_("Tệp này chưa được quét mã độc hoặc đã bị cách ly nên chưa mở được.")
REASON_NEEDED = N_("Hãy ghi lý do.")


def keep(
    session: Session, actor: Viewer, store: FileStore, received: Received, owner_kind: FileOwner, owner_id: int
) -> StoredFile:
    """The row of a file whose content was put into the storage before, belonging to a thing from now on.

    The caller has asked whether the actor may add files to that thing, and writes it down.
    Busy when the content was removed just before: then it is to be sent again.
    """
    lock_contents(session)
    if not store.storage.has(received.sha256):
        raise errors.Busy()
    now = clock.now()
    file = StoredFile(
        sha256=received.sha256,
        size=received.size,
        media_type=received.media_type,
        original_name=received.name,
        created_by_id=actor.id,
        created_at=now,
        scan_state=ScanState.PENDING if store.scanner else ScanState.NOT_SCANNED,
        scanned_at=None,
        scan_detail="",
    )
    session.add(file)
    session.flush()
    session.add(_link(file, actor, owner_kind, owner_id, now))
    session.flush()
    if store.scanner:
        jobs.start_of_system(session, JobKind.SCAN_FILES)
    return file


def hand_on(
    session: Session, owner_kind: FileOwner, from_id: int, to_id: int, link_ids: Collection[int] | None = None
) -> list[int]:
    """The files of a thing, or only some of its links, belong to another of its kind from now on. The links' ids.

    The caller has checked that both may be changed, and writes it down.
    """
    of_thing = [FileLink.owner_kind == owner_kind, FileLink.owner_id == from_id, FileLink.removed_at.is_(None)]
    of_thing += [] if link_ids is None else [FileLink.id.in_(link_ids)]
    links = session.scalars(select(FileLink).where(*of_thing).order_by(FileLink.id)).all()
    for link in links:
        link.owner_id = to_id
    session.flush()
    return [link.id for link in links]


def _link(file: StoredFile, actor: Viewer, owner_kind: FileOwner, owner_id: int, now: datetime) -> FileLink:
    return FileLink(
        file_id=file.id,
        owner_kind=owner_kind,
        owner_id=owner_id,
        created_by_id=actor.id,
        created_at=now,
        removed_at=None,
        removed_by_id=None,
        removal_reason="",
    )


def open_file(session: Session, actor: Viewer, store: FileStore, file_id: int) -> StoredFile:
    """A file to be given out, its reading written down. NotFound unless it belongs to something the actor may read.

    WrongState while it may hold malware.
    """
    permissions.require(actor, Can.READ_FILES)
    file = session.get(StoredFile, file_id)
    links = queries.links_of(session, file_id)
    readable = next((link for link in links if store.may_read(session, actor, link.owner_kind, link.owner_id)), None)
    if file is None or readable is None:
        raise errors.NotFound(file=file_id)
    if not file.scan_state.readable:
        raise errors.WrongState(NOT_READABLE, file=file_id)
    owner = {"file_owner": readable.owner_kind.value, "ids": [readable.owner_id]}
    record(session, actor, "file:read", file, sha256=file.sha256, belongs_to=owner)
    return file


def unlink(session: Session, actor: Viewer, link: FileLink, subject: Subject, reason: str) -> None:
    """Take a file off the thing it belongs to (`subject`); it is dropped a day later unless another has it."""
    if not reason:
        raise errors.Invalid({"reason": REASON_NEEDED})
    link.removed_at, link.removed_by_id, link.removal_reason = clock.now(), actor.id, reason
    session.flush()
    record(session, actor, "file:remove", subject, reason=reason, ids=[link.file_id])


def note_scan(session: Session, file: StoredFile, finding: Finding) -> None:
    """Note what the scanner found; malware is written down."""
    file.scan_state = ScanState.INFECTED if finding.infected else ScanState.CLEAN
    file.scanned_at, file.scan_detail = clock.now(), finding.detail
    session.add(file)
    session.flush()
    if finding.infected:
        record(session, SYSTEM, "file:infected", file, sha256=file.sha256, evidence=finding.detail)


def note_scan_failed(session: Session, file: StoredFile, words: str) -> None:
    """Note why nothing can be said of a file yet; it is looked through again later."""
    session.execute(update(StoredFile).where(StoredFile.id == file.id).values(scan_detail=words[:500]))


def drop_unlinked(session: Session, before: datetime) -> int:
    """Drop the rows of files that have belonged to nothing since before a moment; how many that was."""
    permissions.require(SYSTEM, Can.CLEAN_UP)
    files = queries.unlinked(session, before)
    ids = [file.id for file in files]
    session.execute(update(FileLink).where(FileLink.file_id.in_(ids)).values(file_id=None))
    session.execute(delete(StoredFile).where(StoredFile.id.in_(ids)))
    for file in files:
        record(session, SYSTEM, "file:drop", file, sha256=file.sha256)
    return len(files)


def drop_content(session: Session, store: FileStore, sha256: str) -> bool:
    """Remove a content unless a row names it; whether it was removed."""
    permissions.require(SYSTEM, Can.CLEAN_UP)
    lock_contents(session)
    if queries.is_named(session, sha256):
        return False
    store.storage.remove(sha256)
    return True


def lock_contents(session: Session) -> None:
    """Until the transaction ends nobody else names a content or removes one. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CONTENTS_LOCK})
