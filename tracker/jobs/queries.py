"""Reading long work, as its keeper alone may; and what the sweep looks for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, select
from sqlalchemy.orm import Session, joinedload

from tracker.accounts import queries as accounts
from tracker.accounts.models import User
from tracker.core import errors
from tracker.core.viewer import Viewer
from tracker.jobs.models import Job, JobFile
from tracker.jobs.rules import GOING, JobKind, JobState

PAGE = 50
COLUMNS: tuple[Any, ...] = (Job.id, Job.kind, Job.title, Job.state, Job.created_at, Job.finished_at)


def visible_to(viewer: Viewer) -> Select[Job]:
    """The jobs a person may know of: the own ones."""
    return select(Job).where(Job.created_by_id == viewer.id)


def get(session: Session, viewer: Viewer, job_id: int) -> Job:
    """One job. NotFound when it is not this person's own."""
    found = session.scalars(visible_to(viewer).where(Job.id == job_id)).first()
    if found is None:
        raise errors.NotFound(job=job_id)
    return found


def listing(session: Session, viewer: Viewer, after: tuple[int] | None) -> tuple[list[Row[Any]], bool]:
    """One page of a person's jobs, newest first, as rows of COLUMNS, and whether more follow."""
    statement = select(*COLUMNS).where(Job.created_by_id == viewer.id).order_by(Job.id.desc())
    if after is not None:
        statement = statement.where(Job.id < after[0])
    rows = list(session.execute(statement.limit(PAGE + 1)))
    return rows[:PAGE], len(rows) > PAGE


def has_file(session: Session, job_id: int) -> bool:
    """Whether a job made a file that is still kept."""
    return bool(session.scalar(select(exists().where(JobFile.job_id == job_id))))


def file_of(session: Session, viewer: Viewer, job_id: int) -> JobFile:
    """The file that a job made. NotFound when there is none (any more) or it is somebody else's."""
    get(session, viewer, job_id)
    found = session.get(JobFile, job_id)
    if found is None:
        raise errors.NotFound(job=job_id)
    return found


def going(session: Session, state: JobState) -> Sequence[Row[Any]]:
    """(id, version, created_at, started_at) of all jobs in a state, oldest first."""
    columns: tuple[Any, ...] = (Job.id, Job.version, Job.created_at, Job.started_at)
    return session.execute(select(*columns).where(Job.state == state).order_by(Job.id)).all()


def busy_with(session: Session, kind: JobKind) -> bool:
    """Whether work of a kind waits or runs, whoever started it."""
    return bool(session.scalar(select(exists().where(Job.kind == kind, Job.state.in_(GOING)))))


def any_old_file(session: Session, before: datetime) -> bool:
    """Whether a file was made before a moment."""
    return bool(session.scalar(select(exists().where(JobFile.created_at < before))))


def owner_of(session: Session, job: Job) -> Viewer | None:
    """The person a job is done for, as they are today; None when the account is locked."""
    user = session.scalars(select(User).where(User.id == job.created_by_id).options(joinedload(User.ward))).one()
    return accounts.viewer_of(session, user) if user.active else None
