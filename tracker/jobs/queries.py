"""Reading jobs, each visible to whoever started it alone; and what workers look for."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, false, or_, select
from sqlalchemy.orm import Session

from tracker.accounts import queries as accounts
from tracker.accounts.models import User
from tracker.core import errors
from tracker.core.paging import Page, page
from tracker.core.viewer import SYSTEM, Reach, SystemActor, Viewer
from tracker.jobs.models import Job, JobFile
from tracker.jobs.rules import GOING, JobKind, JobState
from tracker.jobs.visibility import sees_work_of_system, starts_jobs

COLUMNS: tuple[Any, ...] = (Job.id, Job.kind, Job.title, Job.state, Job.created_at, Job.finished_at)


def scope(reach: Reach, viewer_id: int) -> ColumnElement[bool]:
    """The condition under which a person may know of a job: an own one, where that role starts any, or the system's."""
    of_viewer = Job.created_by_id == viewer_id if starts_jobs(reach) else false()
    return or_(of_viewer, Job.created_by_id.is_(None)) if sees_work_of_system(reach) else of_viewer


def visible_to(reach: Reach, viewer_id: int) -> Select[Job]:
    """The jobs a person may know of."""
    return select(Job).where(scope(reach, viewer_id))


def get(session: Session, viewer: Viewer, job_id: int) -> Job:
    """One job. NotFound when it is not this person's own."""
    job = session.scalars(visible_to(viewer.reach, viewer.id).where(Job.id == job_id)).first()
    if job is None:
        raise errors.NotFound(job=job_id)
    return job


def listing(session: Session, viewer: Viewer, after: tuple[int] | None) -> Page[Row[Any]]:
    """One page of a person's jobs, newest first, as rows of COLUMNS."""
    statement = select(*COLUMNS).where(scope(viewer.reach, viewer.id))
    return page(session, statement, (Job.id,), after, descending=True)


def has_file(session: Session, job_id: int) -> bool:
    """Whether a job made a file that is still kept."""
    return bool(session.scalar(select(exists().where(JobFile.job_id == job_id))))


def file_of(session: Session, viewer: Viewer, job_id: int) -> JobFile:
    """The file that a job made. NotFound when there is none (any more) or it is somebody else's."""
    get(session, viewer, job_id)
    file = session.get(JobFile, job_id)
    if file is None:
        raise errors.NotFound(job=job_id)
    return file


def next_queued(session: Session) -> int | None:
    """The job that has waited longest, if one waits."""
    return session.scalar(select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id).limit(1))


def running(session: Session) -> Sequence[Row[Any]]:
    """(id, version, started_at) of all jobs that workers claimed and did not finish, oldest first."""
    columns: tuple[Any, ...] = (Job.id, Job.version, Job.started_at)
    return session.execute(select(*columns).where(Job.state == JobState.RUNNING).order_by(Job.id)).all()


def busy_with(session: Session, kind: JobKind) -> bool:
    """Whether work of a kind waits or runs, whoever started it."""
    return bool(session.scalar(select(exists().where(Job.kind == kind, Job.state.in_(GOING)))))


def last_result(session: Session, kind: JobKind) -> dict[str, Any]:
    """What the newest job of a kind that was carried out found; nothing where there was none."""
    statement = select(Job.result).where(Job.kind == kind, Job.state == JobState.DONE).order_by(Job.id.desc())
    result: dict[str, Any] = json.loads(session.scalar(statement.limit(1)) or "{}")
    return result


def newest(session: Session, limit: int) -> list[Job]:
    """The newest jobs of everybody, for whoever holds the machine."""
    return list(session.scalars(select(Job).order_by(Job.id.desc()).limit(limit)))


def any_old_file(session: Session, before: datetime) -> bool:
    """Whether a file was made before a moment."""
    return bool(session.scalar(select(exists().where(JobFile.created_at < before))))


def owner_of(session: Session, job: Job) -> Viewer | SystemActor | None:
    """Whom a job is done for: the person as they are today, None when the account is locked; or the system."""
    if job.created_by_id is None:
        return SYSTEM
    user = session.get_one(User, job.created_by_id)
    return accounts.viewer_of(session, user) if user.active else None
