"""Writing long work: starting it, claiming it, noting how it ended, finding what was lost."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, event, select, update
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.jobs.models import Job, JobFile
from tracker.jobs.rules import GOING, MOST_TRIES, JobKind, JobState

FILES_LAST, RESULTS_LAST = timedelta(days=1), timedelta(days=90)
WORN_OUT = N_("Việc này dừng giữa chừng ba lần nên không chạy lại nữa.")


def start(session: Session, actor: Viewer, kind: JobKind, title: str, **arguments: Any) -> Job:
    """Long work to be carried out once the present transaction is kept. `arguments` must be JSON."""
    return _queue(session, actor.id, kind, title, arguments)


def start_of_system(session: Session, kind: JobKind, **arguments: Any) -> Job:
    """Long work that nobody started: by the timetable, or what follows from something that is kept with it."""
    return _queue(session, None, kind, kind.text, arguments)


def _queue(session: Session, person_id: int | None, kind: JobKind, title: str, arguments: Mapping[str, Any]) -> Job:
    job = Job(
        kind=kind,
        title=title[:200],
        created_by_id=person_id,
        arguments=json.dumps(arguments, ensure_ascii=False),
        state=JobState.QUEUED,
        tries=0,
        created_at=clock.now(),
        started_at=None,
        finished_at=None,
        error="",
        result="",
    )
    session.add(job)
    session.flush()
    session.info.setdefault("jobs", []).append(job.id)
    return job


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("jobs", None)


def keep_file(session: Session, job_id: int, name: str, kind: str, content: bytes) -> None:
    """Keep the file that a job made, for a day. `kind` is its media type."""
    session.add(JobFile(job_id=job_id, name=name, kind=kind, content=content, created_at=clock.now()))
    session.flush()


def claim(session: Session, job_id: int) -> Job | None:
    """Take a queued job: of several workers only one gets it. None when it is not there to be taken."""
    running = {"state": JobState.RUNNING, "started_at": clock.now(), "tries": Job.tries + 1}
    if not _change(session, Job.id == job_id, Job.state == JobState.QUEUED, **running):
        return None
    return session.get(Job, job_id)


def finish(
    session: Session, job_id: int, version: int, state: JobState, *, result: Mapping[str, Any] | None = None, error: str
) -> bool:
    """Note how a claimed job ended. False when somebody else has taken it meanwhile."""
    outcome = {"finished_at": clock.now(), "error": error, "result": json.dumps(result, default=str) if result else ""}
    return _change(session, Job.id == job_id, Job.version == version, state=state, **outcome)


def put_back(session: Session, job_id: int, version: int) -> bool:
    """Queue a claimed job again, as if it had not been tried: its worker is being stopped."""
    return _change(session, Job.id == job_id, Job.version == version, state=JobState.QUEUED, tries=Job.tries - 1)


def recover(session: Session, versions_by_id: Mapping[int, int]) -> None:
    """Queue jobs again whose worker died ({id: version}); give up those tried too often."""
    for job_id, version in versions_by_id.items():
        conditions = (Job.id == job_id, Job.version == version, Job.state == JobState.RUNNING)
        if not _change(session, *conditions, Job.tries < MOST_TRIES, state=JobState.QUEUED):
            _change(session, *conditions, state=JobState.FAILED, finished_at=clock.now(), error=WORN_OUT)


def drop_old_files(session: Session, now: datetime) -> None:
    """Drop files that were made more than a day ago."""
    session.execute(delete(JobFile).where(JobFile.created_at < now - FILES_LAST))


def drop_old_results(session: Session, now: datetime) -> int:
    """Drop the system's own jobs that ended long ago, and what other jobs found out; how many jobs that was."""
    ended = (Job.state.not_in(GOING), Job.finished_at < now - RESULTS_LAST)
    dropped = session.execute(delete(Job).where(*ended, Job.created_by_id.is_(None)))
    emptied = session.execute(
        update(Job).where(*ended, Job.result != "").values(result="", arguments="{}"),
        execution_options={"synchronize_session": False},
    )
    return sum(cast("CursorResult[Any]", result).rowcount for result in (dropped, emptied))


def still_mine(session: Session, job_id: int, version: int) -> bool:
    """Whether a claimed job is still its worker's; on PostgreSQL it stays so until the transaction ends."""
    row = select(Job.id).where(Job.id == job_id, Job.version == version).with_for_update()
    return session.execute(row).first() is not None


def started(session: Session) -> list[int]:
    """The jobs that a transaction started, once."""
    return cast("list[int]", session.info.pop("jobs", []))


def _change(session: Session, *conditions: Any, **facts: Any) -> bool:
    statement = update(Job).where(*conditions).values(**facts, version=Job.version + 1)
    outcome = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", outcome).rowcount == 1
