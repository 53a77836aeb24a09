"""Reading what is known of stored files. Who may read a file its links say: see `actions.open_file`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import Session

from tracker.accounts.models import User
from tracker.jobs.files.models import FileLink, StoredFile
from tracker.jobs.files.rules import FileOwner, ScanState

COLUMNS: tuple[Any, ...] = (
    FileLink.id,
    FileLink.file_id,
    FileLink.created_at,
    User.name.label("created_by"),
    StoredFile.original_name,
    StoredFile.size,
    StoredFile.sha256,
    StoredFile.scan_state,
    StoredFile.scan_detail,
)


def files_of(session: Session, owner_kind: FileOwner, owner_id: int) -> Sequence[Row[Any]]:
    """The files of a thing, oldest first, as rows of COLUMNS; whoever asks has seen that the thing may be read."""
    statement = (
        select(*COLUMNS)
        .join(StoredFile, StoredFile.id == FileLink.file_id)
        .join(User, User.id == FileLink.created_by_id)
        .where(FileLink.owner_kind == owner_kind, FileLink.owner_id == owner_id, FileLink.removed_at.is_(None))
    )
    return session.execute(statement.order_by(FileLink.id)).all()


def links_of(session: Session, file_id: int) -> list[FileLink]:
    """To what a file belongs now."""
    statement = select(FileLink).where(FileLink.file_id == file_id, FileLink.removed_at.is_(None))
    return list(session.scalars(statement.order_by(FileLink.id)))


def pending(session: Session) -> list[StoredFile]:
    """The files that nobody has looked through yet, oldest first."""
    waiting = select(StoredFile).where(StoredFile.scan_state == ScanState.PENDING)
    return list(session.scalars(waiting.order_by(StoredFile.id)))


def unlinked(session: Session, before: datetime) -> list[StoredFile]:
    """The files that have belonged to nothing since before a moment, oldest first."""
    link = exists().where(
        FileLink.file_id == StoredFile.id, (FileLink.removed_at.is_(None)) | (FileLink.removed_at >= before)
    )
    statement = select(StoredFile).where(StoredFile.created_at < before, ~link)
    return list(session.scalars(statement.order_by(StoredFile.id)))


def is_named(session: Session, sha256: str) -> bool:
    """Whether a row names this content."""
    return bool(session.scalar(select(exists().where(StoredFile.sha256 == sha256))))
